package wire

import (
	"context"
	"time"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/logview/tail"
	"bedside/probes/engine"
	"bedside/probes/words"
)

// logs tells the engine which logs there are.
func logs(c *config.Config) []engine.Log {
	var out []engine.Log
	for _, l := range c.Logs {
		one := engine.Log{Name: l.Name, Path: l.File}
		if l.File == "" {
			one.Inactive = words.Of("log.state.inactive")
		}
		out = append(out, one)
	}
	return out
}

// followLogs starts a follower for each log file.
func followLogs(ctx context.Context, o Options, edges *crew, e *engine.Engine) {
	var known zones
	for _, l := range o.Config.Logs {
		if l.File == "" {
			continue
		}
		r := &reader{log: l, engine: e, busy: o.Busy, clock: newClock(l.Zone, &known), parsers: map[string]*logview.Parser{}, states: map[string]tail.State{}}
		edges.start(func() { r.follow(ctx, tail.Options{Path: l.File, Poll: logPoll, Go: edges.spawn}) })
	}
}

// logPoll falls together with the moments of the checks: each time that the
// processor is woken costs more than what is then done.
const logPoll = 250 * time.Millisecond

// manyLines in one batch are much to do.
const manyLines = 1000

// reader turns a follower's lines into entries. Each file has a parser of its
// own: a traceback in one is not continued in another.
type reader struct {
	log     config.Log
	engine  *engine.Engine
	busy    func()
	clock   clock
	parsers map[string]*logview.Parser
	states  map[string]tail.State // of each file
	told    words.Code            // the state that the engine knows
}

// follow reads one log, or every file that a pattern names, and hands the
// entries to the engine.
func (r *reader) follow(ctx context.Context, o tail.Options) {
	if isPattern(o.Path) {
		r.end(tail.FollowGlob(ctx, o, r.deliver))
		return
	}
	r.end(tail.Follow(ctx, o, r.deliver))
}

func (r *reader) deliver(b tail.Batch) {
	if len(b.Lines) >= manyLines {
		r.busy()
	}
	p := r.parser(b.Path)
	var entries []logview.Entry
	if len(b.Lines) > 0 {
		entries = r.engine.Room(len(b.Lines) + 1) // one more may be ended by the flush
	}
	for _, line := range b.Lines {
		if e, done := p.Line(line.Text, logview.Arrival{At: b.At, Cut: line.Cut}); done {
			entries = append(entries, e)
		}
	}
	if e, done := ended(p, b.State); done {
		entries = append(entries, e)
	}
	var rezoning logview.Rezoning
	if !b.Backlog {
		rezoning = r.rezone(entries)
	}
	r.note(b)
	state := r.state(b.State)
	state.Zone = r.clock.recognised()
	if len(entries) == 0 && b.Loss.Zero() && state.Line.Code == r.told {
		return
	}
	r.told = state.Line.Code
	r.engine.Read(engine.LogBatch{Source: r.log.Name, Entries: entries, Backlog: b.Backlog, Lost: uint64(b.Loss.Bytes), Gaps: b.Loss.Gaps, State: state, Rezoning: rezoning})
}

// rezone corrects what was read in a wrong zone, once that is known.
func (r *reader) rezone(entries []logview.Entry) logview.Rezoning {
	found := r.clock.see(entries)
	if found.Zero() {
		return found
	}
	for i := range entries {
		found.Apply(&entries[i])
	}
	for _, p := range r.parsers {
		p.Rezone(found)
	}
	return found
}

// ended is the entry to which no more lines can be expected.
func ended(p *logview.Parser, s tail.State) (logview.Entry, bool) {
	if s.Condition == tail.Left {
		return p.Close()
	}
	return p.Flush(time.Now())
}

// note keeps how a file stands, and forgets one that is left: names that hold a
// date never end.
func (r *reader) note(b tail.Batch) {
	if b.State.Condition == tail.Left {
		delete(r.parsers, b.Path)
		delete(r.states, b.Path)
		return
	}
	r.states[b.Path] = b.State
}

// state is how the log as a whole stands: followed when one of its files is, and
// otherwise as the file stands that spoke last.
func (r *reader) state(last tail.State) engine.LogState {
	for _, s := range r.states {
		if s.Condition == tail.Following {
			return engine.LogState{OK: true, Line: stateLine(s)}
		}
	}
	return engine.LogState{Line: stateLine(last)}
}

func (r *reader) parser(path string) *logview.Parser {
	p := r.parsers[path]
	if p == nil {
		p = logview.NewParser(logview.ParserOptions{Source: r.log.Name, Format: format(r.log.Format), Zone: r.clock.zone})
		r.parsers[path] = p
	}
	return p
}

// end tells that nothing is followed any more, unless that is what was asked.
func (r *reader) end(err error) {
	if err != nil {
		r.engine.Read(engine.LogBatch{Source: r.log.Name, State: engine.LogState{Line: words.Of("log.state.failed", err.Error())}})
	}
}

// format is Auto for Python's: a file of uvicorn's own lines or plain output
// beside it is common, and the header of each line tells.
func format(name string) logview.Format {
	f := logview.Format(name)
	if !f.Known() || f == logview.Python {
		return logview.Auto
	}
	return f
}

func stateLine(s tail.State) words.Line {
	switch s.Condition {
	case tail.Following:
		return words.Of("log.state.following")
	case tail.Waiting, tail.Left:
		return words.Of("log.state.waiting")
	case tail.Denied:
		return words.Of("log.state.denied")
	case tail.NotAFile:
		return words.Of("log.state.not-a-file")
	case tail.Crowded:
		return words.Of("log.state.crowded", s.Detail)
	}
	return words.Of("log.state.failed", s.Detail)
}
