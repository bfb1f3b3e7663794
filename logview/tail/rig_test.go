package tail

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig drives a scout and a reader by hand, in one goroutine and by its own
// clock.
type rig struct {
	t       *testing.T
	path    string
	now     time.Time
	scout   *scout
	reader  *reader
	lines   []string // delivered as new
	past    []string // delivered as backlog
	cut     int
	loss    Loss
	state   State
	batches int
}

func newRig(t *testing.T, o Options) *rig {
	if o.Path == "" {
		o.Path = filepath.Join(t.TempDir(), "application.log")
	}
	o = o.withDefaults()
	r := &rig{t: t, path: o.Path, now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), scout: newScout(o)}
	r.reader = newReader(o, r.scout, r.take)
	r.reader.now = func() time.Time { return r.now }
	t.Cleanup(r.scout.close)
	return r
}

func (r *rig) take(b Batch) {
	r.batches++
	r.loss.Bytes += b.Loss.Bytes
	r.loss.Gaps += b.Loss.Gaps
	r.state = b.State
	for _, l := range b.Lines {
		if l.Cut {
			r.cut++
		}
		if b.Backlog {
			r.past = append(r.past, string(l.Text))
		} else {
			r.lines = append(r.lines, string(l.Text))
		}
	}
}

// look is one look and one pass.
func (r *rig) look() {
	r.scout.look(r.now)
	r.reader.pass(context.Background())
	r.now = r.now.Add(DefaultPoll)
}

// lookFor looks again and again for as long.
func (r *rig) lookFor(d time.Duration) {
	for end := r.now.Add(d); r.now.Before(end); {
		r.look()
	}
}

func (r *rig) want(what string, got []string, want ...string) {
	r.t.Helper()
	if !slices.Equal(got, want) {
		r.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// write appends to the followed path, or to the one with the suffix.
func (r *rig) write(text string, suffix ...string) {
	r.t.Helper()
	path := r.path
	for _, s := range suffix {
		path += s
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		r.t.Fatal(err)
	}
}

// rotate shifts the followed file and its backups by one number, as Python's
// RotatingFileHandler does.
func (r *rig) rotate(backups int) {
	r.t.Helper()
	_ = os.Remove(backup(r.path, backups))
	for n := backups - 1; n >= 1; n-- {
		_ = os.Rename(backup(r.path, n), backup(r.path, n+1))
	}
	r.do(os.Rename(r.path, backup(r.path, 1)))
}

func (r *rig) do(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}
