package tail

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"bedside/logview/raw"
)

// maxOpen bounds the files held open.
const maxOpen = 512

// scout finds the files that bear the followed name, one after the other, and
// opens each before rotation can remove it. What mu guards it shares with the
// reader; the rest is touched by one goroutine at a time.
type scout struct {
	path      string
	maxLine   int
	backlog   int64 // bytes of the first file to read as past
	fromStart bool  // the first file is new from its first byte
	patience  time.Duration

	looked  bool        // the first look is over
	history time.Time   // what was rotated away by then was last written
	newest  *generation // the last file seen to bear the name
	absent  time.Time   // since when the name stands for no file; zero while it does
	rotated time.Time   // when another file bore the name
	changed time.Time   // when the file had grown, or another one bore the name

	mu    sync.Mutex
	queue []*generation // oldest first; the last is newest, unless that is closed
	state State
	loss  Loss
	older bool // there are lines before those that are read
}

func newScout(o Options) *scout {
	return &scout{
		path: o.Path, maxLine: o.MaxLine,
		backlog: max(0, int64(o.Backlog)), fromStart: o.FromStart,
		patience: max(2*o.Poll, 250*time.Millisecond),
	}
}

// look sees which file bears the name now, and opens it, and those between,
// if it is another one than before.
func (s *scout) look(now time.Time) {
	info, err := os.Stat(s.path)
	s.first(err)
	switch {
	case err == nil && s.newest.is(info):
		if s.newest.seen.Swap(info.Size()) != info.Size() {
			s.changed = now
		}
		s.present()
		return
	case err == nil && s.full():
		return
	}
	var found []*generation
	if err == nil {
		found, err = s.walk()
	}
	if err != nil {
		s.missing(now, err)
		return
	}
	if s.newest != nil {
		s.rotated = now
	}
	s.changed = now
	s.enqueue(found)
	s.present()
}

// first notes what the first look found: a file that appears after it is new
// from its first byte, and what was rotated away before it is history.
func (s *scout) first(err error) {
	if s.looked {
		return
	}
	s.looked = true
	s.fromStart = s.fromStart || errors.Is(err, fs.ErrNotExist)
	if info, err := os.Stat(backup(s.path, 1)); err == nil {
		s.history = info.ModTime()
	}
}

// full reports whether no more files may be opened before some are read.
func (s *scout) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue) >= maxOpen
}

// enqueue hands files, newest first, to the reader.
func (s *scout) enqueue(found []*generation) {
	s.newest = found[0]
	slices.Reverse(found)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, found...)
}

func (s *scout) present() {
	s.absent = time.Time{}
	s.set(State{Condition: Following})
}

// missing notes that the name stands for no readable file. Rotation leaves a
// moment without one, which is not worth telling.
func (s *scout) missing(now time.Time, err error) {
	if s.absent.IsZero() {
		s.absent = now
	}
	if s.newest == nil || now.Sub(s.absent) >= s.patience {
		s.set(State{Condition: conditionOf(err), Detail: raw.Of(reason(err))})
	}
}

func (s *scout) set(state State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = state
}

// files are the open ones, oldest first.
func (s *scout) files() []*generation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.queue)
}

func (s *scout) condition() Condition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.Condition
}

// begun reports whether the lines that are read have others before them.
func (s *scout) begun() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.older
}

func (s *scout) leave(older bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.older = older
}

// news is the state, and what was lost since the last call.
func (s *scout) news() (State, Loss) {
	s.mu.Lock()
	defer s.mu.Unlock()
	loss := s.loss
	s.loss = Loss{}
	return s.state, loss
}

// lose adds to what was lost.
func (s *scout) lose(l Loss) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loss.Bytes += l.Bytes
	s.loss.Gaps += l.Gaps
}

// drop closes a file that is read to its end for good.
func (s *scout) drop(g *generation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g.close()
	s.queue = slices.DeleteFunc(s.queue, func(other *generation) bool { return other == g })
}

func (s *scout) close() {
	for _, g := range s.files() {
		s.drop(g)
	}
}
