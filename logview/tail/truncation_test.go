package tail

import (
	"context"
	"os"
	"strings"
	"testing"
)

// copyTruncate is what logrotate does with copytruncate.
func (r *rig) copyTruncate(suffix string) {
	r.t.Helper()
	text, err := os.ReadFile(r.path)
	r.do(err)
	r.do(os.WriteFile(r.path+suffix, text, 0o644))
	r.do(os.Truncate(r.path, 0))
}

func TestTruncation(t *testing.T) {
	for name, suffix := range map[string]string{"a numbered copy": ".1", "a dated copy": "-20260102"} {
		t.Run(name+" gives what was not read before", func(t *testing.T) {
			r := newRig(t, Options{})
			r.write("a\n")
			r.look()
			r.write("b\nc\n")
			r.copyTruncate(suffix)
			r.write("d\n")
			r.look()
			r.write("e\n")
			r.look()
			r.want("new", r.lines, "b", "c", "d", "e")
			if !r.loss.Zero() {
				t.Errorf("nothing is known to be lost, but %+v is told", r.loss)
			}
		})
	}
	t.Run("a file that has grown beyond the old place is read from its start", func(t *testing.T) {
		r := newRig(t, Options{})
		r.write("line 1\nline 2\n")
		r.look()
		r.copyTruncate(".1")
		r.write("line 3\nline 4\nline 5\nline 6\n")
		r.look()
		r.want("new", r.lines, "line 3", "line 4", "line 5", "line 6")
	})
	t.Run("a file emptied by hand is read from its start", func(t *testing.T) {
		r := newRig(t, Options{})
		r.write("a\nb\n")
		r.look()
		r.do(os.Truncate(r.path, 0))
		r.write("c\n")
		r.look()
		r.want("new", r.lines, "c")
	})
	t.Run("what was seen and not read is counted", func(t *testing.T) {
		r := newRig(t, Options{FromStart: true})
		r.write(strings.Repeat("x", chunkSize-1) + "\n" + strings.Repeat("y", 999) + "\n")
		r.scout.look(r.now)
		g := r.scout.files()[0]
		if _, err := g.read(r.reader.buf[:chunkSize]); err != nil {
			t.Fatal(err)
		}
		r.do(os.Truncate(r.path, 0))
		r.reader.pass(context.Background())
		if r.loss.Bytes != 1000 {
			t.Errorf("1000 bytes were lost, but %+v is told", r.loss)
		}
	})
	t.Run("the hole that a writer without append leaves is no text", func(t *testing.T) {
		r := newRig(t, Options{})
		f, err := os.Create(r.path)
		r.do(err)
		defer f.Close()
		big := strings.Repeat("x", 50_000) + "\n"
		_, err = f.WriteString(big)
		r.do(err)
		r.look()
		r.do(os.Truncate(r.path, 0))
		r.look()
		_, err = f.WriteString("after\nit\n")
		r.do(err)
		r.look()
		r.want("new", r.lines, "after", "it")
	})
	t.Run("half a line before it is a line", func(t *testing.T) {
		r := newRig(t, Options{})
		r.write("a\nhalf")
		r.look()
		r.copyTruncate(".1")
		r.write("b\n")
		r.look()
		r.want("past and new", append(r.past, r.lines...), "a", "half", "b")
	})
}
