package tail

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAFileThatIsNotThereYet(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "not", "there")
	r := newRig(t, Options{Path: filepath.Join(folder, "application.log")})
	r.look()
	if r.state.Condition != Waiting || r.batches != 1 {
		t.Errorf("after %d batches the state is %v, want one that says waiting", r.batches, r.state)
	}
	r.lookFor(time.Minute)
	if r.batches != 1 {
		t.Errorf("%d batches tell nothing new", r.batches-1)
	}
	r.do(os.MkdirAll(folder, 0o755))
	r.write("a\n")
	r.rotate(5)
	r.write("b\n")
	r.look()
	r.want("new", r.lines, "a", "b")
	if r.state.Condition != Following {
		t.Errorf("it is there, but its state is %v", r.state)
	}
}

func TestAFolderThatGoesAndComesBack(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "log")
	r := newRig(t, Options{Path: filepath.Join(folder, "application.log"), FromStart: true})
	r.do(os.MkdirAll(folder, 0o755))
	r.write("a\n")
	r.look()
	r.do(os.RemoveAll(folder))
	r.lookFor(time.Second)
	if r.state.Condition != Waiting {
		t.Errorf("its folder was removed, and its state is %v", r.state)
	}
	r.do(os.MkdirAll(folder, 0o755))
	r.write("b\n")
	r.look()
	r.want("new", r.lines, "a", "b")
}

func TestAbsence(t *testing.T) {
	r := newRig(t, Options{})
	r.write("a\n")
	r.look()
	r.rotate(5)
	r.look()
	if r.state.Condition != Following {
		t.Errorf("the moment between two files is told as %v", r.state)
	}
	r.lookFor(time.Second)
	if r.state.Condition != Waiting {
		t.Errorf("the file has been away for a second, but its state is %v", r.state)
	}
	r.write("late\n", ".1")
	r.look()
	r.write("b\n")
	r.look()
	r.want("new", r.lines, "late", "b")
	if r.state.Condition != Following {
		t.Errorf("it is back, but its state is %v", r.state)
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	for name, create := range map[string]func(path string) error{
		"a folder": func(path string) error { return os.Mkdir(path, 0o755) },
		"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o644) },
		"a socket": func(path string) error {
			l, err := net.Listen("unix", path)
			if err == nil {
				l.(*net.UnixListener).SetUnlinkOnClose(false)
				err = l.Close()
			}
			return err
		},
		"a device": func(path string) error { return os.Symlink("/dev/zero", path) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, Options{})
			r.do(create(r.path))
			r.look()
			if r.state.Condition != NotAFile {
				t.Errorf("it is %v, want not a file", r.state)
			}
			r.do(os.Remove(r.path))
			r.write("a\n")
			r.look()
			if r.state.Condition != Following {
				t.Errorf("a file has taken its place, but the state is %v", r.state)
			}
		})
	}
}

func TestAHugeSparseFileIsNotReadWhole(t *testing.T) {
	r := newRig(t, Options{})
	r.write("")
	r.do(os.Truncate(r.path, 64<<30))
	began := time.Now()
	r.look()
	r.write("\na\n")
	r.look()
	if took := time.Since(began); took > time.Second {
		t.Errorf("that took %v", took)
	}
	if n := len(r.lines); n == 0 || r.lines[n-1] != "a" {
		t.Errorf("the line at its end is missing from %d lines", n)
	}
}

func TestBacklog(t *testing.T) {
	t.Run("begins with a whole line", func(t *testing.T) {
		r := newRig(t, Options{Backlog: 7})
		r.write("first\nsecond\nthird\n")
		r.look()
		r.write("new\n")
		r.look()
		r.want("past", r.past, "third")
		r.want("new", r.lines, "new")
	})
	t.Run("keeps a line that begins exactly there", func(t *testing.T) {
		r := newRig(t, Options{Backlog: 6})
		r.write("first\nsecond\nthird\n")
		r.look()
		r.want("past", r.past, "third")
	})
	t.Run("takes what is missing from the file before", func(t *testing.T) {
		r := newRig(t, Options{Backlog: 12})
		r.write("one\ntwo\n", ".1")
		r.write("three\n")
		r.look()
		r.want("past", r.past, "two", "three")
	})
	t.Run("is nothing when none is wanted", func(t *testing.T) {
		r := newRig(t, Options{Backlog: -1})
		r.write("one\ntwo\n")
		r.look()
		r.write("three\n")
		r.look()
		r.want("past", r.past)
		r.want("new", r.lines, "three")
	})
	t.Run("is new when all is wanted", func(t *testing.T) {
		r := newRig(t, Options{FromStart: true})
		r.write("old\n", ".1")
		r.write("one\ntwo\n")
		r.look()
		r.want("past", r.past)
		r.want("new", r.lines, "one", "two")
	})
}

func TestTicksFollowALineAndThenStop(t *testing.T) {
	r := newRig(t, Options{})
	r.write("")
	r.look()
	r.write("a\n")
	before := r.batches
	r.lookFor(time.Minute)
	if ticks := r.batches - before - 1; ticks < 3 || ticks > int(lively/DefaultPoll) {
		t.Errorf("%d ticks came after a line", ticks)
	}
}

func TestATickComesHoweverLate(t *testing.T) {
	r := newRig(t, Options{})
	r.write("")
	r.look()
	r.write("a\n")
	r.look()
	before := r.batches
	r.now = r.now.Add(time.Hour) // the program was stopped, the machine asleep
	r.look()
	if ticks := r.batches - before; ticks != 1 {
		t.Errorf("%d ticks came after the pause: what waits for more lines waits for one", ticks)
	}
	r.lookFor(time.Minute)
	if ticks := r.batches - before; ticks != 1 {
		t.Errorf("%d ticks came in all", ticks)
	}
}

func TestEveryBatchIsBounded(t *testing.T) {
	o := Options{Path: filepath.Join(t.TempDir(), "application.log"), FromStart: true}
	r := newRig(t, o)
	most := 0
	r.reader.deliver = func(b Batch) { most = max(most, len(b.Lines)); r.take(b) }
	r.write(strings.Repeat("\n", 10_000))
	r.look()
	if len(r.lines) != 10_000 || most > maxLines {
		t.Errorf("%d lines came, up to %d in one batch", len(r.lines), most)
	}
}

func TestWhetherThereAreOlderLinesIsTold(t *testing.T) {
	for name, row := range map[string]struct {
		backlog int
		files   map[string]string
		want    bool
	}{
		"a file that is read whole":             {8, map[string]string{"": "one\ntwo\n"}, false},
		"one of which the end is read":          {7, map[string]string{"": "one\ntwo\n"}, true},
		"the rest is in the file before":        {12, map[string]string{"": "one\ntwo\n", ".1": "zero\n"}, true},
		"the file before is read whole as well": {13, map[string]string{"": "one\ntwo\n", ".1": "zero\n"}, false},
		"there is one before that":              {13, map[string]string{"": "one\ntwo\n", ".1": "zero\n", ".2": "\n"}, true},
		"nothing that was there is wanted":      {-1, map[string]string{"": "one\ntwo\n"}, true},
		"a file that is yet to come":            {8, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, Options{Backlog: row.backlog})
			for suffix, text := range row.files {
				r.write(text, suffix)
			}
			r.look()
			if got := r.reader.batch.Older; got != row.want {
				t.Errorf("older lines: %v, want %v", got, row.want)
			}
		})
	}
}
