package tail

import (
	"context"
	"errors"
	"io"
	"time"

	"bedside/logview/raw"
)

// Bounds of the reading.
const (
	chunkSize = 32 << 10 // bytes read at once
	maxLines  = 4096     // lines of a batch
	maxLeft   = 256      // files that lost the name and are still watched

	// linger is how long a file that lost the name is quiet until no writer
	// is expected to have it open.
	linger = 5 * time.Second
	// lively is how long after a line ticks are sent, and by when the last one
	// is, however late it comes: by then nobody waits for more lines.
	lively = time.Second
)

// reader reads what the scout found and delivers its lines.
type reader struct {
	scout   *scout
	poll    time.Duration
	deliver func(Batch)
	now     func() time.Time

	buf   []byte
	batch Batch

	failure State // of reading the newest file; zero while that works
	told    State // with the last batch
	spoken  bool  // there was one
	spoke   time.Time
	lineAt  time.Time // when the last line was delivered
	settled bool      // a tick has come when that was long ago
}

func newReader(o Options, s *scout, deliver func(Batch)) *reader {
	return &reader{
		scout: s, poll: o.Poll, deliver: deliver, now: time.Now,
		buf:   make([]byte, tailSize+chunkSize),
		batch: Batch{Path: o.Path},
	}
}

// pass reads every file to its end, oldest first, and tells what there is to
// tell beside lines.
func (r *reader) pass(ctx context.Context) {
	files := r.scout.files()
	for i, g := range files {
		if ctx.Err() != nil {
			return
		}
		later := len(files) - 1 - i
		if later > 0 && r.resting(g) {
			continue
		}
		r.drain(ctx, g)
		r.retire(g, later)
	}
	r.tell()
}

// resting reports whether a file that lost the name was read a moment ago.
func (r *reader) resting(g *generation) bool {
	return g.left && r.now().Sub(g.looked) < r.poll
}

// drain reads a file to its end.
func (r *reader) drain(ctx context.Context, g *generation) {
	for ctx.Err() == nil {
		text, err := g.read(r.buf)
		g.looked = r.now()
		if errors.Is(err, errRewritten) && !g.copied {
			r.rewritten(ctx, g)
			continue
		}
		r.failure = failureOf(err)
		if err != nil {
			return
		}
		g.grown = g.looked
		r.batch.Backlog = g.inPast()
		g.lines.split(text, r.emit)
		r.flushLines()
	}
}

// failureOf is the state that an error of reading means; the end of a file
// is none.
func failureOf(err error) State {
	if err == nil || errors.Is(err, io.EOF) {
		return State{}
	}
	return State{Condition: Failed, Detail: raw.Of(reason(err))}
}

// rewritten goes on after a truncation: first with the copy that was made of
// the file, where there is one, then with the file from its start.
func (r *reader) rewritten(ctx context.Context, g *generation) {
	if c := copyOf(r.scout.path, g); c != nil {
		g.lines = splitter{max: g.lines.max}
		r.drain(ctx, c)
		r.end(c)
		g.offset = c.offset
		c.close()
	}
	r.end(g)
	r.scout.lose(Loss{Bytes: g.unread()})
	g.rewind()
}

// retire closes a file that no writer is expected to have open any more.
// Bytes after its last line end are then a line. The last file to lose the
// name stays open as long as it has another name: its writer may never have
// noticed.
func (r *reader) retire(g *generation, later int) {
	if later == 0 && (r.scout.condition() == Following || !g.unlinked()) {
		return
	}
	now := r.now()
	if !g.left {
		g.left, g.grown = true, now
	}
	crowded := later > maxLeft
	if now.Sub(g.grown) < linger && !crowded {
		return
	}
	r.end(g)
	if crowded || later > 1 || g.unlinked() {
		r.scout.drop(g)
	}
}

// end delivers the line that never got its end.
func (r *reader) end(g *generation) {
	r.batch.Backlog = g.inPast()
	g.lines.end(r.emit)
	r.flushLines()
}

func (r *reader) emit(l Line) {
	r.batch.Lines = append(r.batch.Lines, l)
	if len(r.batch.Lines) == maxLines {
		r.flushLines()
	}
}

func (r *reader) flushLines() {
	if len(r.batch.Lines) == 0 {
		return
	}
	state, loss := r.news()
	r.speak(state, loss)
	r.lineAt, r.settled = r.spoke, false
	r.batch.Lines = r.batch.Lines[:0]
}

// tell delivers a change of state, a loss or a tick.
func (r *reader) tell() {
	state, loss := r.news()
	now := r.now()
	tick := r.spoken && !r.settled && now.Sub(r.spoke) > r.poll/2
	if !r.spoken || state != r.told || !loss.Zero() || tick {
		r.batch.Backlog = false
		r.speak(state, loss)
		r.settled = r.spoke.Sub(r.lineAt) >= lively
	}
}

func (r *reader) news() (State, Loss) {
	state, loss := r.scout.news()
	if state.Condition == Following && r.failure.Condition == Failed {
		state = r.failure
	}
	return state, loss
}

func (r *reader) speak(state State, loss Loss) {
	r.batch.At, r.batch.State, r.batch.Loss = r.now(), state, loss
	r.batch.Older = r.scout.begun()
	r.told, r.spoken, r.spoke = state, true, r.batch.At
	r.deliver(r.batch)
}
