package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// asFlood makes the test binary a service that does nothing but log, to the
// file that the variable names.
const asFlood = "BEDSIDE_TEST_AS_FLOOD"

const (
	floodRate   = 100_000 // lines per second
	floodBeat   = 10 * time.Millisecond
	floodRotate = 64 << 20 // bytes after which the log is rotated
)

// floodStamp is the time of a line, as Python writes it.
const floodStamp = "2006-01-02 15:04:05,000"

// floodKinds are what the lines say in turn, so that none repeats the one
// before; a number follows.
var floodKinds = [...]string{
	" - backend.main - INFO - POST /chat - 200 OK, request ",
	" - backend.vector_store - INFO - 检索完成: 命中 5 条, 查询 ",
	" - backend.services.performance_optimizer - DEBUG - chat_optimized took 0.748s, call ",
	" - backend.modules.emotion.emotion_analyzer - INFO - 情感分析完成: 情绪=平静, 消息 ",
	" - backend.database - WARNING - slow query: select * from messages where id = ",
}

// flood writes until standard input ends, then says how many lines it wrote a
// second.
func flood(path string) error {
	log, err := openFlood(path)
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	beats := time.NewTicker(floodBeat)
	defer beats.Stop()
	begun := time.Now()
	for {
		select {
		case <-ended:
			_, err := fmt.Println(float64(log.lines) / time.Since(begun).Seconds())
			return err
		case now := <-beats.C:
			if err := log.upTo(int(now.Sub(begun).Seconds()*floodRate), now); err != nil {
				return err
			}
		}
	}
}

// floodLog is a log that is rotated by its size.
type floodLog struct {
	path  string
	file  *os.File
	lines int
	size  int
	block []byte // kept between writes
}

func openFlood(path string) (*floodLog, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &floodLog{path: path, file: f}, nil
}

// upTo writes what is missing of so many lines, in one piece.
func (l *floodLog) upTo(lines int, now time.Time) error {
	if l.size > floodRotate {
		if err := l.rotate(); err != nil {
			return err
		}
	}
	stamp := now.AppendFormat(nil, floodStamp)
	l.block = l.block[:0]
	for ; l.lines < lines; l.lines++ {
		l.block = append(append(l.block, stamp...), floodKinds[l.lines%len(floodKinds)]...)
		l.block = append(strconv.AppendInt(l.block, int64(l.lines), 10), '\n')
	}
	l.size += len(l.block)
	_, err := l.file.Write(l.block)
	return err
}

// rotate renames the log as Python's RotatingFileHandler does, and keeps one
// old file.
func (l *floodLog) rotate() error {
	if err := l.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(l.path, l.path+".1"); err != nil {
		return err
	}
	next, err := openFlood(l.path)
	if err != nil {
		return err
	}
	l.file, l.size = next.file, 0
	return nil
}

// flooded starts a flood. The function that is returned ends it and says how
// many lines a second it was.
func flooded(t *testing.T) (path string, stop func() float64) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "flood.log")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asFlood+"="+path)
	var rate bytes.Buffer
	cmd.Stdout, cmd.Stderr = &rate, os.Stderr
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := func() error {
		_ = lifeline.Close()
		return cmd.Wait()
	}
	t.Cleanup(func() { _ = end() }) // a second time, if all went well
	if !eventually(func() bool { info, err := os.Stat(path); return err == nil && info.Size() > 0 }) {
		t.Fatal("the flood does not come")
	}
	return path, func() float64 {
		if err := end(); err != nil {
			t.Fatalf("the flood: %v", err)
		}
		lines, err := strconv.ParseFloat(string(bytes.TrimSpace(rate.Bytes())), 64)
		if err != nil {
			t.Fatalf("the flood said %q: %v", rate.String(), err)
		}
		return lines
	}
}
