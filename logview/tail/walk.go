package tail

import (
	"os"
	"path/filepath"
	"strconv"
)

// Bounds of the walk through rotated names.
const (
	maxBackups = 256 // path.1 … path.256
	maxMissing = 3   // numbers in a row that a rotation in progress may leave out
)

// backup is the name that rotation gives to the n-th file before the present.
func backup(path string, n int) string { return path + "." + strconv.Itoa(n) }

// resolve returns a path and, where it is a symbolic link, the path of the
// file: rotation may rename either.
func resolve(path string) []string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil || real == path {
		return []string{path}
	}
	return []string{path, real}
}

// walk opens the file that bears the name now, and those that bore it since
// the newest known one did, which rotation has moved to path.1, path.2, … in
// the order of their age. It returns them newest first. A rotation during the
// walk moves files the way the walk goes: none is missed, and one met twice is
// left out.
func (s *scout) walk() ([]*generation, error) {
	live, err := open(s.path, s.maxLine)
	if err != nil {
		return nil, err
	}
	if s.newest == nil && !s.fromStart {
		return s.past(live), nil
	}
	gone := s.newest.unlinked()
	found, reached := s.backups([]*generation{live})
	if !reached {
		found = s.newer(found)
	}
	if gone && len(found) > 1 {
		s.lose(Loss{Gaps: 1}) // others may have come and gone before the oldest one found
	}
	return found, nil
}

// backups adds the rotated files up to the newest known one to found, and
// reports whether that was reached.
func (s *scout) backups(found []*generation) ([]*generation, bool) {
	for n, missing := 1, 0; n <= maxBackups && missing < maxMissing; n++ {
		g, err := s.openBackup(n)
		if err != nil {
			missing++
			continue
		}
		missing = 0
		if s.newest.is(g.info) {
			g.close()
			return found, true
		}
		if holds(found, g.info) || holds(s.files(), g.info) {
			g.close()
			continue
		}
		found = append(found, g)
	}
	return found, false
}

// openBackup opens the n-th file before the present, under the followed name
// or under the one that the newest known file had behind a symbolic link.
func (s *scout) openBackup(n int) (*generation, error) {
	g, err := open(backup(s.path, n), s.maxLine)
	if err != nil && s.newest != nil && s.newest.path != s.path {
		return open(backup(s.newest.path, n), s.maxLine)
	}
	return g, err
}

func holds(files []*generation, info os.FileInfo) bool {
	for _, g := range files {
		if g.is(info) {
			return true
		}
	}
	return false
}

// newer leaves out the rotated files that are older than the newest known
// one, for the case that no rotated name leads to that.
func (s *scout) newer(found []*generation) []*generation {
	last := s.history
	if s.newest != nil {
		last = s.newest.written()
	}
	keep := found[:1]
	for _, g := range found[1:] {
		if g.written().After(last) {
			keep = append(keep, g)
		} else {
			g.close()
		}
	}
	return keep
}

// past makes the first file begin with its last bytes. Where it holds too
// few, the file before it gives the rest.
func (s *scout) past(live *generation) []*generation {
	size := live.info.Size()
	live.startAt(size - s.backlog)
	short := s.backlog - size
	s.leave(short < 0)
	if short <= 0 {
		return []*generation{live}
	}
	older, err := open(backup(s.path, 1), s.maxLine)
	if err != nil {
		return []*generation{live}
	}
	if older.is(live.info) {
		older.close()
		return []*generation{live}
	}
	older.startAt(older.info.Size() - short)
	_, err = os.Stat(backup(s.path, 2))
	s.leave(older.info.Size() > short || err == nil)
	return []*generation{live, older}
}
