package tail_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"bedside/logview/tail"
)

// pythonWriter logs numbered lines with Python's own RotatingFileHandler:
// argv is path, writer's letter, lines.
const pythonWriter = `
import logging, logging.handlers, sys
path, who, n = sys.argv[1], sys.argv[2], int(sys.argv[3])
h = logging.handlers.RotatingFileHandler(path, maxBytes=150_000, backupCount=5, encoding="utf-8")
h.setFormatter(logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s"))
log = logging.getLogger("backend.numbers")
log.setLevel(logging.INFO)
log.addHandler(h)
for i in range(n):
    log.info("line %s %d end", who, i)
`

func python(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3: apt-get install python3")
	}
	cmd := exec.Command(path, append([]string{"-c", pythonWriter}, args...)...)
	cmd.Stderr = os.Stderr
	return cmd
}

// counter counts the numbered lines of each writer.
type counter struct {
	mu    sync.Mutex
	times map[string][]int // by writer, by number
	total int
	bad   []string
	loss  tail.Loss
	state tail.State
}

func (c *counter) take(b tail.Batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loss.Bytes += b.Loss.Bytes
	c.loss.Gaps += b.Loss.Gaps
	c.state = b.State
	for _, l := range b.Lines {
		c.line(l.Text)
	}
}

func (c *counter) line(text []byte) {
	words := bytes.Fields(text)
	n := len(words)
	if n < 4 || string(words[n-1]) != "end" {
		c.bad = append(c.bad, string(text))
		return
	}
	number, _ := strconv.Atoi(string(words[n-2]))
	who := string(words[n-3])
	if c.times == nil {
		c.times = map[string][]int{}
	}
	for len(c.times[who]) <= number {
		c.times[who] = append(c.times[who], 0)
	}
	c.times[who][number]++
	c.total++
}

func (c *counter) seen() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

// check says how many of a writer's first n lines are missing or doubled.
func (c *counter) check(who string, n int) (lost, doubled int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range n {
		times := 0
		if i < len(c.times[who]) {
			times = c.times[who][i]
		}
		lost += max(0, 1-times)
		doubled += max(0, times-1)
	}
	return lost, doubled
}

// follow runs Follow until the test's end, or until stop is called. The first
// look is over when it returns.
func follow(t *testing.T, o tail.Options, deliver func(tail.Batch)) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done, looked := make(chan error, 1), make(chan struct{})
	first := sync.OnceFunc(func() { close(looked) })
	go func() { done <- tail.Follow(ctx, o, func(b tail.Batch) { deliver(b); first() }) }()
	<-looked
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("following %s: %v", o.Path, err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// settled waits until a count has not changed for a while.
func settled(count func() int) {
	for last, quiet := count(), 0; quiet < 5; {
		<-time.After(100 * time.Millisecond)
		if now := count(); now != last {
			last, quiet = now, 0
		} else {
			quiet++
		}
	}
}

func TestPythonsRotationAtFullSpeedLosesAndDoublesNothing(t *testing.T) {
	const lines = 200_000
	path := filepath.Join(t.TempDir(), "application.log")
	var c counter
	stop := follow(t, tail.Options{Path: path}, c.take)
	began := time.Now()
	if err := python(t, path, "a", strconv.Itoa(lines)).Run(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	settled(c.seen)
	stop()
	if lost, doubled := c.check("a", lines); lost != 0 || doubled != 0 || len(c.bad) != 0 || c.loss.Bytes != 0 {
		t.Errorf("of %d lines %d are lost, %d doubled, %d broken; the loss is told as %+v", lines, lost, doubled, len(c.bad), c.loss)
	}
	t.Logf("%.0f lines/s; the loss is told as %+v", lines/took.Seconds(), c.loss)
}

func TestTwoProcessesThatRotateTheSameFileDoubleNothing(t *testing.T) {
	const lines = 30_000
	path := filepath.Join(t.TempDir(), "application.log")
	var c counter
	stop := follow(t, tail.Options{Path: path}, c.take)
	var writers sync.WaitGroup
	for _, who := range []string{"a", "b"} {
		cmd := python(t, path, who, strconv.Itoa(lines))
		cmd.Stderr = nil                     // what Python says when a rename of the other came first
		writers.Go(func() { _ = cmd.Run() }) // they trip over each other's renames, as gunicorn's workers do
	}
	writers.Wait()
	settled(c.seen)
	stop()
	for _, who := range []string{"a", "b"} {
		lost, doubled := c.check(who, lines)
		if doubled != 0 {
			t.Errorf("%d lines of %s are doubled", doubled, who)
		}
		t.Logf("of %s's %d lines %d did not come through; the loss is told as %+v; %d broken", who, lines, lost, c.loss, len(c.bad))
	}
}
