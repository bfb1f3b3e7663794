// Package tail follows log files through append, rotation, truncation and
// replacement, losing no line and telling none twice.
//
// What it promises:
//   - A line is delivered once, whole, in the order of its file; the files of
//     one rotation follow each other from the oldest to the newest.
//   - A file renamed away stays open until its writer has left it, and the
//     files between it and the newest are found by inode, so that several
//     rotations between two looks are read through. They are opened even while
//     the consumer is at work: a slow one costs no line.
//   - What is lost all the same is counted: see Loss.
//   - Everything is bounded: the open files, the length of a line, the lines
//     and bytes of a batch.
package tail

import (
	"context"
	"errors"
	"time"
)

// The defaults of Options.
const (
	DefaultPoll    = 200 * time.Millisecond
	DefaultBacklog = 64 << 10
	DefaultMaxLine = 64 << 10
)

// Options say which file to follow and how. Zero fields mean the defaults.
type Options struct {
	Path      string        // of the file; for FollowGlob a pattern of path/filepath
	Poll      time.Duration // how often to look at a file that is being written
	FromStart bool          // deliver what the file holds already, all of it, as new
	Backlog   int           // else: how many bytes of it to deliver as Backlog; negative for none
	MaxLine   int           // the longest line in bytes; the rest of a longer one is dropped
	Go        func(func())  // starts a goroutine of FollowGlob; nil is the go statement
}

// Line is one line of a file without its end ("\n" or "\r\n"), in UTF-8 or
// whatever bytes the file holds; UTF-16 with a byte order mark is decoded.
type Line struct {
	Text []byte
	Cut  bool // longer than Options.MaxLine: the rest was dropped
}

// Batch is what one look at a file brought. A batch without lines tells a
// change of state, or a loss; or it is a tick: for a second after the last
// line one comes each Poll, so that a consumer that holds a half-read record
// can end it.
type Batch struct {
	Path    string    // of the file that is followed; lines may come from its rotated names
	At      time.Time // when the lines were read
	Lines   []Line    // valid, with all their bytes, only until deliver returns
	Backlog bool      // the lines were written before the following began
	Older   bool      // there are lines before the first that was delivered
	Loss    Loss      // since the previous batch
	State   State
}

// Loss counts what the file held and nobody can read any more.
type Loss struct {
	Bytes int64 // seen in the file, and cut off or removed before they were read
	Gaps  int   // how often files came and went between two looks: how many lines, nobody knows
}

// Zero reports whether nothing was lost.
func (l Loss) Zero() bool { return l == Loss{} }

func (o Options) withDefaults() Options {
	if o.Poll <= 0 {
		o.Poll = DefaultPoll
	}
	if o.Backlog == 0 {
		o.Backlog = DefaultBacklog
	}
	if o.MaxLine <= 0 {
		o.MaxLine = DefaultMaxLine
	}
	if o.Go == nil {
		o.Go = func(f func()) { go f() }
	}
	return o
}

// Follow delivers the lines of a file as they are written, until ctx ends; it
// returns an error only where the options name no file. A file that is absent,
// forbidden or no file at all is waited for, and each change of its state is
// delivered. deliver is called from one goroutine, one call at a time.
func Follow(ctx context.Context, o Options, deliver func(Batch)) error {
	if o.Path == "" {
		return errors.New("follow a file: no path given")
	}
	o = o.withDefaults()
	s := newScout(o)
	follow(ctx, s, newReader(o, s, deliver))
	return nil
}
