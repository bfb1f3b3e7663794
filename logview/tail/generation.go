package tail

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// generation is one file that bears the followed name, or bore it until
// rotation gave the name to another. It is opened by the scout and, from then
// on, belongs to the reader; what both touch is atomic.
type generation struct {
	file *os.File
	path string      // where it lay when it was opened, symbolic links resolved
	info os.FileInfo // as it was opened: its identity

	seen   atomic.Int64 // its size as the scout saw it last
	closed atomic.Bool
	final  atomic.Int64 // when it was last written, once closed: nanoseconds since 1970

	offset int64     // where to read on
	known  int64     // the size it had at least while what was read still stood in it
	past   int64     // the bytes before it were written before the following began
	tail   []byte    // the last bytes before offset, which tell a file rewritten
	lines  splitter  // what was read of the line at offset
	utf16  *decoder  // nil for bytes that pass as they are
	copied bool      // a copy of what truncation removed: nobody writes to it
	left   bool      // another file bears the name
	looked time.Time // when it was last read
	grown  time.Time // when that last brought bytes, or it was left
}

// tailSize is how many bytes before the offset are compared on each read.
const tailSize = 64

var (
	errNotAFile  = errors.New("not a regular file")
	errRewritten = errors.New("the file no longer holds what was read from it")
)

// open opens a regular file to be read from its start. It never waits: what
// else bears the name is refused before it is opened, and once more after.
func open(path string, maxLine int) (*generation, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotAFile
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = errNotAFile
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	known := resolve(path)
	g := &generation{file: file, path: known[len(known)-1], info: info, lines: splitter{max: maxLine}}
	g.seen.Store(info.Size())
	return g, nil
}

// startAt skips to the first line that begins at or after the offset. What
// the file holds now counts as past.
func (g *generation) startAt(offset int64) {
	g.past = g.info.Size()
	if offset <= 0 {
		return
	}
	head := make([]byte, len(markUTF8))
	n, _ := g.file.ReadAt(head, 0)
	_, g.utf16 = encoding(head[:n])
	if g.utf16 != nil {
		offset = max(2, offset&^1)
	}
	// From one character before, so that a line which begins there is whole.
	width := int64(1)
	if g.utf16 != nil {
		width = 2
	}
	g.offset = offset - width
	g.lines.skip = true
}

// is reports whether the info is this file's. A closed one's inode may be
// another's by now.
func (g *generation) is(info os.FileInfo) bool {
	return g != nil && !g.closed.Load() && os.SameFile(g.info, info)
}

// unlinked reports whether the file has no name any more.
func (g *generation) unlinked() bool {
	if g == nil {
		return false
	}
	info, err := g.file.Stat()
	if err != nil {
		return g.closed.Load()
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Nlink == 0
}

// written is when the file was last written, as far as is known.
func (g *generation) written() time.Time {
	if info, err := g.file.Stat(); err == nil {
		return info.ModTime()
	}
	return time.Unix(0, g.final.Load())
}

// read reads on into buf and returns what is new, in UTF-8 where the file has
// a mark. It fails with io.EOF where nothing is new, and with errRewritten
// where the bytes before the offset have changed or gone.
func (g *generation) read(buf []byte) ([]byte, error) {
	seen, known := g.seen.Load(), len(g.tail)
	if ahead := g.past - g.offset; ahead > 0 {
		buf = buf[:min(int64(len(buf)), int64(known)+ahead)]
	}
	n, err := g.file.ReadAt(buf, g.offset-int64(known))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if n < known || !bytes.Equal(buf[:known], g.tail) || n == 0 && g.beyondEnd() {
		return nil, errRewritten
	}
	g.known = max(g.known, seen)
	fresh := buf[known:n]
	if len(fresh) == 0 || g.offset == 0 && unfinishedMark(fresh) {
		return nil, io.EOF
	}
	g.tail = append(g.tail[:0], buf[max(0, n-tailSize):n]...)
	g.offset += int64(len(fresh))
	if g.offset == int64(len(fresh)) {
		var mark int
		mark, g.utf16 = encoding(fresh)
		fresh = fresh[mark:]
	}
	if g.utf16 != nil {
		fresh = g.utf16.decode(fresh)
	}
	return fresh, nil
}

// beyondEnd reports whether the file ends before the offset.
func (g *generation) beyondEnd() bool {
	info, err := g.file.Stat()
	return err == nil && info.Size() < g.offset
}

// inPast reports whether everything read so far is past.
func (g *generation) inPast() bool { return g.offset <= g.past }

// unread is how much of what the file is known to have held was not read.
func (g *generation) unread() int64 { return max(0, g.known-g.offset) }

// rewind makes the file read from its start again, after truncation. A writer
// that does not append leaves a hole there: it is skipped.
func (g *generation) rewind() {
	g.offset = firstData(g.file)
	g.seen.Store(0)
	g.known, g.past, g.tail, g.utf16 = 0, 0, g.tail[:0], nil
	g.lines = splitter{max: g.lines.max, hollow: true}
}

func (g *generation) close() {
	g.final.Store(g.written().UnixNano())
	if !g.closed.Swap(true) {
		_ = g.file.Close()
	}
}
