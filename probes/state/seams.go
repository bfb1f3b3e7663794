package state

import (
	"context"
	"time"

	"bedside/logview"
	"bedside/probes/action"
)

// Viewer hands out snapshots. Subscribe returns a channel of capacity one that
// holds the current snapshot at once and later always the newest: a slow
// reader skips pages and never delays the engine. The channel is closed when
// ctx ends or the engine stops.
type Viewer interface {
	Subscribe(ctx context.Context) <-chan *Snapshot
}

// Reader answers questions about more than the snapshot holds. Query waits for
// the answer and returns early with ctx's error. It never changes anything.
type Reader interface {
	Query(ctx context.Context, q Question) (Answer, error)
}

// Operator carries out commands. A read-only console is built without one.
// Do returns when the command was accepted or refused, not when an act ended:
// its progress is in the snapshot.
type Operator interface {
	Do(ctx context.Context, c Command) (Answer, error)
}

// Question is sealed: LogQuestion.
type Question interface{ question() }

// Command is sealed: Ask, Act or Cancel.
type Command interface{ command() }

// Answer is sealed: LogPage, Preview or Accepted.
type Answer interface{ answer() }

// LogQuestion asks for entries that match, at most Limit of them: the newest
// ones, or the newest before Before, or the oldest after After.
type LogQuestion struct {
	Query  logview.Query // the zero Query matches everything
	Before uint64        // entry Seq, 0 for none
	After  uint64
	Limit  int
	// Context adds so many entries before and behind each match.
	Context int
	// Columns asks for a histogram of at most so many columns.
	Columns int
}

// LogPage answers a LogQuestion.
type LogPage struct {
	Entries []logview.Entry // oldest first
	Matches int             // in all that is held
	Held    int             // entries held in memory
	Oldest  uint64          // Seq of the oldest entry held
	Since   time.Time       // from when on all are held; zero when none was let go of
	Newest  uint64
	More    bool // older matches exist
	// Histogram counts the matches by time and level, as far as it was asked
	// for.
	Histogram logview.Histogram
}

// Ask requests the Preview of an act.
type Ask struct{ Ref action.Ref }

// Act confirms a preview by its ticket. Typed is what was typed when the
// preview asked for a name.
type Act struct {
	Ticket uint64
	Typed  string
	By     string
}

// Cancel ends the running act at its next step.
type Cancel struct{}

// Accepted answers a command that has no other answer.
type Accepted struct{}

func (LogQuestion) question() {}
func (Ask) command()          {}
func (Act) command()          {}
func (Cancel) command()       {}
func (LogPage) answer()       {}
func (Preview) answer()       {}
func (Accepted) answer()      {}
