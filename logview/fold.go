package logview

import (
	"slices"
	"time"
)

// Folded is an entry with its repeats: same module, same level, and a message
// that differs in numbers and identifiers alone.
type Folded struct {
	Entry // the newest of them
	Count int
	First time.Time // when the first came
	Last  time.Time
}

// FoldOptions bound a Folder.
type FoldOptions struct {
	Within time.Duration // a repeat that comes later opens a new fold; 5 min when zero
	Folds  int           // kept at a time, the longest silent one leaves first; 200 when zero
}

// Folder folds repeats. It is not safe for concurrent use.
type Folder struct {
	max   FoldOptions
	folds []*fold // the one with the newest entry last
}

type fold struct {
	key foldKey
	Folded
}

type foldKey struct {
	level  Level
	module uint64
	shape  uint64
}

// NewFolder returns an empty Folder.
func NewFolder(o FoldOptions) *Folder {
	if o.Within <= 0 {
		o.Within = 5 * time.Minute
	}
	if o.Folds <= 0 {
		o.Folds = 200
	}
	return &Folder{max: o}
}

// Add takes the next entry and returns the fold that it joins or opens.
func (f *Folder) Add(e *Entry) Folded {
	key := foldKey{e.Level, e.Module.Shape(), e.Message.Shape()}
	at := e.When()
	for i, known := range slices.Backward(f.folds) {
		if known.key != key {
			continue
		}
		if at.Sub(known.Last) > f.max.Within {
			break
		}
		known.Entry, known.Last = *e, later(known.Last, at)
		known.Count++
		copy(f.folds[i:], f.folds[i+1:])
		f.folds[len(f.folds)-1] = known
		return known.Folded
	}
	if len(f.folds) == f.max.Folds {
		f.folds = slices.Delete(f.folds, 0, 1)
	}
	opened := &fold{key, Folded{Entry: *e, Count: 1, First: at, Last: at}}
	f.folds = append(f.folds, opened)
	return opened.Folded
}

// Revise corrects the folds held.
func (f *Folder) Revise(correct func(*Folded)) {
	for _, known := range f.folds {
		correct(&known.Folded)
	}
}

// Newest returns up to n folds, the one with the newest entry last.
func (f *Folder) Newest(n int) []Folded {
	out := []Folded{}
	for _, known := range f.folds[max(0, len(f.folds)-max(0, n)):] {
		out = append(out, known.Folded)
	}
	return out
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
