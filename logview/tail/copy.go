package tail

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// maxCopies is how many files beside the followed one are looked into for the
// copy that was made before a truncation.
const maxCopies = 8

// copyOf opens the copy that was made of a file before it was truncated, to be
// read on from where the file was; nil when there is none.
func copyOf(path string, g *generation) *generation {
	names := besides(path)
	if g.path != path {
		names = append(names, besides(g.path)...)
	}
	for _, name := range names {
		c, err := open(name, g.lines.max)
		if err != nil {
			continue
		}
		if !c.is(g.info) && c.continues(g) {
			c.copied = true
			c.offset, c.past, c.tail = g.offset, g.past, slices.Clone(g.tail)
			c.lines, c.utf16 = g.lines, g.utf16
			return c
		}
		c.close()
	}
	return nil
}

// continues reports whether the file holds what was last read from g at the
// same place.
func (g *generation) continues(other *generation) bool {
	if len(other.tail) == 0 {
		return false
	}
	here := make([]byte, len(other.tail))
	n, _ := g.file.ReadAt(here, other.offset-int64(len(here)))
	return n == len(here) && bytes.Equal(here, other.tail)
}

// besides are the files that rotation may have made of a path, the last
// written first.
func besides(path string) []string {
	type file struct {
		name    string
		written time.Time
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	var files []file
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), filepath.Base(path)) || !Rotated(e.Name()) || compressed(e.Name()) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, file{filepath.Join(filepath.Dir(path), e.Name()), info.ModTime()})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(b.written.UnixNano(), a.written.UnixNano()) })
	var names []string
	for _, f := range files[:min(len(files), maxCopies)] {
		names = append(names, f.name)
	}
	return names
}
