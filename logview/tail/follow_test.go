package tail_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bedside/logview/tail"
)

// rotator writes numbered lines to a file and rotates it. For keep after a
// rotation it goes on writing to the old file too, as processes do that have
// not noticed.
type rotator struct {
	t       *testing.T
	path    string
	backups int
	keep    time.Duration

	next  int // number of the next line
	files []*bufio.Writer
	since []time.Time // each file's rotation
	open  []*os.File
}

func (w *rotator) rotate() {
	w.t.Helper()
	w.flush()
	_ = os.Remove(w.path + "." + strconv.Itoa(w.backups))
	for n := w.backups - 1; n >= 1; n-- {
		_ = os.Rename(w.path+"."+strconv.Itoa(n), w.path+"."+strconv.Itoa(n+1))
	}
	_ = os.Rename(w.path, w.path+".1")
	f, err := os.OpenFile(w.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		w.t.Fatal(err)
	}
	now := time.Now()
	w.open, w.files, w.since = append(w.open, f), append(w.files, bufio.NewWriter(f)), append(w.since, now)
	for len(w.open) > 1 && now.Sub(w.since[1]) > w.keep {
		w.open[0].Close()
		w.open, w.files, w.since = w.open[1:], w.files[1:], w.since[1:]
	}
}

// write spreads lines over the files that are still open.
func (w *rotator) write(lines int) {
	for range lines {
		fmt.Fprintf(w.files[w.next%len(w.files)], "2026-01-02 03:04:05,678 - backend.numbers - INFO - line r %d end\n", w.next)
		w.next++
	}
	w.flush()
}

func (w *rotator) flush() {
	w.t.Helper()
	for _, f := range w.files {
		if err := f.Flush(); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *rotator) close() {
	for _, f := range w.open {
		f.Close()
	}
}

func TestTwoHundredRotationsWhoseWriterKeepsTheOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "application.log")
	var c counter
	stop := follow(t, tail.Options{Path: path}, c.take)
	w := &rotator{t: t, path: path, backups: 5, keep: 5 * time.Second}
	defer w.close()
	tick := time.NewTicker(35 * time.Millisecond)
	defer tick.Stop()
	for range 200 {
		<-tick.C
		w.rotate()
		w.write(1750) // 50,000 lines/s
	}
	settled(c.seen)
	stop()
	if lost, doubled := c.check("r", w.next); lost != 0 || doubled != 0 || len(c.bad) != 0 || !c.loss.Zero() {
		t.Errorf("of %d lines %d are lost, %d doubled, %d broken; the loss is told as %+v", w.next, lost, doubled, len(c.bad), c.loss)
	}
}

func TestAConsumerThatStallsLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "application.log")
	var c counter
	release := make(chan struct{})
	stop := follow(t, tail.Options{Path: path}, func(b tail.Batch) {
		if len(b.Lines) > 0 {
			<-release
		}
		c.take(b)
	})
	w := &rotator{t: t, path: path, backups: 5}
	defer w.close()
	tick := time.NewTicker(40 * time.Millisecond)
	defer tick.Stop()
	for range 60 {
		<-tick.C
		w.rotate()
		w.write(100)
	}
	close(release)
	settled(c.seen)
	stop()
	if lost, doubled := c.check("r", w.next); lost != 0 || doubled != 0 || !c.loss.Zero() {
		t.Errorf("of %d lines %d are lost, %d doubled; the loss is told as %+v", w.next, lost, doubled, c.loss)
	}
}

func TestABurstOfAMillionLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "application.log")
	var c counter
	stop := follow(t, tail.Options{Path: path}, c.take)
	w := &rotator{t: t, path: path, backups: 1}
	defer w.close()
	w.rotate()
	for range 1000 {
		w.write(1000)
	}
	settled(c.seen)
	stop()
	if lost, doubled := c.check("r", w.next); lost != 0 || doubled != 0 {
		t.Errorf("of %d lines %d are lost, %d doubled", w.next, lost, doubled)
	}
}

func TestAnIdleFileCausesNoBatches(t *testing.T) {
	path := filepath.Join(t.TempDir(), "application.log")
	if err := os.WriteFile(path, []byte("a\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	batches := 0
	follow(t, tail.Options{Path: path}, func(tail.Batch) {
		mu.Lock()
		defer mu.Unlock()
		batches++
	})
	count := func() int {
		mu.Lock()
		defer mu.Unlock()
		return batches
	}
	<-time.After(1500 * time.Millisecond)
	before := count()
	<-time.After(time.Second)
	if after := count(); before == 0 || after != before {
		t.Errorf("%d batches came at first and %d while nothing was written", before, after-before)
	}
}

func TestFollowNeedsAPath(t *testing.T) {
	if err := tail.Follow(context.Background(), tail.Options{}, func(tail.Batch) {}); err == nil {
		t.Error("it follows nothing")
	}
	if err := tail.FollowGlob(context.Background(), tail.Options{Path: "[a*"}, func(tail.Batch) {}); err == nil {
		t.Error("it follows a malformed pattern")
	}
}

// globbed collects the lines of each file, and the states of the pattern.
type globbed struct {
	mu     sync.Mutex
	lines  map[string][]string
	states []tail.Condition
	spoken chan struct{} // one for each state
}

func (g *globbed) take(b tail.Batch) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if strings.Contains(b.Path, "*") {
		g.states = append(g.states, b.State.Condition)
		g.spoken <- struct{}{}
	}
	for _, l := range b.Lines {
		g.lines[filepath.Base(b.Path)] = append(g.lines[filepath.Base(b.Path)], string(l.Text))
	}
}

// until waits for a line of a file.
func (g *globbed) until(t *testing.T, name, line string) {
	t.Helper()
	for range 100 {
		g.mu.Lock()
		found := slices.Contains(g.lines[name], line)
		g.mu.Unlock()
		if found {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	t.Fatalf("%q of %s did not come; there are %q", line, name, g.lines)
}

func TestFollowGlob(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
	g := &globbed{lines: map[string][]string{}, spoken: make(chan struct{}, 8)}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- tail.FollowGlob(ctx, tail.Options{Path: filepath.Join(dir, "*.log*")}, g.take) }()

	write("a.log.3.gz", "no text\n")
	<-g.spoken
	write("a.log", "a1\n")
	g.until(t, "a.log", "a1")
	write("b.log", "b1\n")
	g.until(t, "b.log", "b1")
	if err := os.Rename(filepath.Join(dir, "a.log"), filepath.Join(dir, "a.log.1")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "b.log"), filepath.Join(dir, "b.2026.log")); err != nil {
		t.Fatal(err)
	}
	write("a.log", "a2\n")
	write("b.log", "b2\n")
	g.until(t, "a.log", "a2")
	g.until(t, "b.log", "b2")
	write("c.log", "c1\n")
	g.until(t, "c.log", "c1")
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	want := map[string][]string{"a.log": {"a1", "a2"}, "b.log": {"b1", "b2"}, "c.log": {"c1"}}
	for name, lines := range g.lines {
		if !slices.Equal(lines, want[name]) {
			t.Errorf("%s gave %q, want %q", name, lines, want[name])
		}
	}
	if !slices.Equal(g.states, []tail.Condition{tail.Waiting, tail.Following}) {
		t.Errorf("the pattern's states were %v", g.states)
	}
}
