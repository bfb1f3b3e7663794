package tail

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestRotationBetweenTwoLooks(t *testing.T) {
	for name, rotations := range map[string]int{"once": 1, "three times": 3, "as often as backups are kept": 5} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, Options{})
			r.write("a0\n")
			r.look()
			r.write("a1\n")
			want := []string{"a1"}
			for n := range rotations {
				r.rotate(5)
				line := strings.Repeat("b", n+1)
				r.write(line + "\n")
				want = append(want, line)
			}
			r.look()
			r.want("past", r.past, "a0")
			r.want("new", r.lines, want...)
			if !r.loss.Zero() {
				t.Errorf("nothing was lost, but %+v is told", r.loss)
			}
		})
	}
}

func TestRotationThatOutrunsTheLooksIsCounted(t *testing.T) {
	r := newRig(t, Options{})
	r.write("a\n")
	r.look()
	for range 8 {
		r.rotate(3)
		r.write("b\n")
	}
	r.look()
	if r.loss.Gaps != 1 {
		t.Errorf("files came and went unseen, but %+v is told", r.loss)
	}
	r.want("what was left", r.lines, "b", "b", "b", "b")
}

func TestOldBackupsAreNotReadAsNew(t *testing.T) {
	r := newRig(t, Options{})
	r.write("old\n", ".1")
	r.write("older\n", ".2")
	old := time.Now().Add(-time.Hour)
	r.do(os.Chtimes(r.path+".1", old, old))
	r.do(os.Chtimes(r.path+".2", old, old))
	r.write("a\n")
	r.look()
	r.do(os.Remove(r.path))
	r.write("b\n")
	r.look()
	r.want("new", r.lines, "b")
	r.want("past", r.past, "old", "a")
	if !r.loss.Zero() {
		t.Errorf("nothing was lost, but %+v is told", r.loss)
	}
}

func TestAWriterThatKeepsTheOldFile(t *testing.T) {
	r := newRig(t, Options{})
	r.write("a\n")
	r.look()
	r.rotate(5)
	r.write("b1\n")
	r.look()
	r.write("late 1\n", ".1")
	r.write("b2\n")
	r.lookFor(4 * time.Second)
	r.rotate(5)
	r.write("c\n")
	r.write("late 2\n", ".2")
	r.look()
	r.want("new", r.lines, "b1", "late 1", "b2", "late 2", "c")

	r.lookFor(2 * linger)
	r.write("late 3\n", ".1") // the writer never noticed the rotation
	r.look()
	r.want("after a long time", r.lines[5:], "late 3")
	if n := len(r.scout.files()); n != 2 {
		t.Errorf("%d files are open, want the live one and the last before it", n)
	}
}

func TestALineWithoutAnEnd(t *testing.T) {
	t.Run("is held until its end comes", func(t *testing.T) {
		r := newRig(t, Options{})
		r.write("a\nb")
		r.lookFor(3 * time.Minute)
		r.write("c")
		r.lookFor(time.Minute)
		r.write("d\n")
		r.look()
		r.want("new", append(r.past, r.lines...), "a", "bcd")
	})
	t.Run("is a line once its file has lost the name and stays quiet", func(t *testing.T) {
		r := newRig(t, Options{})
		r.write("a\n")
		r.look()
		r.write("the end")
		r.rotate(5)
		r.write("b\n")
		r.lookFor(2 * linger)
		r.want("new", r.lines, "b", "the end")
	})
	t.Run("may end in the file that has lost the name", func(t *testing.T) {
		r := newRig(t, Options{})
		r.write("a\n")
		r.look()
		r.write("half")
		r.rotate(5)
		r.write("b\n")
		r.look()
		r.write(" and half\n", ".1")
		r.lookFor(2 * linger)
		r.want("new", r.lines, "b", "half and half")
	})
}

func TestDeleteAndCreate(t *testing.T) {
	r := newRig(t, Options{})
	r.write("a\n")
	r.look()
	r.write("b\n")
	r.do(os.Remove(r.path))
	r.write("c\n")
	r.look()
	r.want("new", r.lines, "b", "c")
}

func TestAnInodeUsedAgainIsAnotherFile(t *testing.T) {
	r := newRig(t, Options{})
	r.write("a\nb\nc\n")
	r.look()
	before := inode(t, r.path)
	r.do(os.Remove(r.path))
	r.lookFor(2 * linger)
	if len(r.scout.files()) != 0 {
		t.Fatal("a file without a name is kept open, and its blocks on the disk")
	}
	r.write("d\n")
	for tries := 0; inode(t, r.path) != before && tries < 50; tries++ { // file systems differ in which one they give next
		r.do(os.Rename(r.path, filepath.Join(t.TempDir(), "aside")))
		r.write("d\n")
	}
	if inode(t, r.path) != before {
		t.Logf("this file system gave another inode")
	}
	r.look()
	r.want("new", r.lines, "d")
	if r.state.Condition != Following {
		t.Errorf("the file is back, but its state is %v", r.state)
	}
}

func inode(t *testing.T, path string) uint64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Ino
}

func TestSymbolicLinks(t *testing.T) {
	t.Run("one that is moved leads on to the other file", func(t *testing.T) {
		r := newRig(t, Options{})
		r.write("a\n", "-20260101")
		r.write("b\n", "-20260102")
		r.do(os.Symlink(r.path+"-20260101", r.path))
		r.look()
		r.write("late\n", "-20260101")
		r.do(os.Symlink(r.path+"-20260102", r.path+".new"))
		r.do(os.Rename(r.path+".new", r.path))
		r.look()
		r.want("past", r.past, "a")
		r.want("new", r.lines, "late", "b")
	})
	t.Run("rotation under the file's own name is found", func(t *testing.T) {
		r := newRig(t, Options{})
		link, file := r.path, filepath.Join(t.TempDir(), "real.log")
		r.do(os.Symlink(file, link))
		r.path = file
		r.write("a\n")
		r.look()
		for _, line := range []string{"b\n", "c\n", "d\n"} {
			r.rotate(5)
			r.write(line)
		}
		r.look()
		r.want("new", r.lines, "b", "c", "d")
	})
}
