package wire

import (
	"context"
	"slices"
	"strings"
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
		r := &reader{log: l, engine: e, busy: o.Busy, zones: &known, files: map[string]*file{}}
		edges.start(func() { r.follow(ctx, tail.Options{Path: l.File, Poll: logPoll, Go: edges.spawn}) })
	}
}

// logPoll is how often a log is read that is written to all the time; on Linux
// rotations and the first line after a second of silence are told of at once.
// It falls together with the moments of the checks: each time that the
// processor is woken costs more than what is then done.
const logPoll = 500 * time.Millisecond

// rush is how much text in one look at a log is much to do: a busy service writes
// a tenth of that meanwhile. A long line takes as much time as many short
// ones.
const rush = 128 << 10 // bytes

// reader turns a follower's lines into entries.
type reader struct {
	log    config.Log
	engine *engine.Engine
	busy   func()
	zones  *zones
	files  map[string]*file // by path
	told   words.Code       // the state that the engine knows
	lately lately
}

// lately is how much text a look at a log brought so far, in one batch or more.
type lately struct {
	began time.Time
	bytes int
}

// add counts a batch and reports whether it is a rush.
func (l *lately) add(b tail.Batch) bool {
	if b.At.Sub(l.began) >= logPoll/2 {
		*l = lately{began: b.At}
	}
	for _, line := range b.Lines {
		l.bytes += len(line.Text)
	}
	return l.bytes >= rush
}

// file is one of a log's files: a traceback in one is not continued in another,
// and what the lines of one say of its clock holds for no other.
type file struct {
	parser *logview.Parser
	clock  clock
	state  tail.State
	older  bool // it has lines that nobody reads
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
	if r.lately.add(b) {
		r.busy()
	}
	f := r.file(b.Path)
	var entries []logview.Entry
	if len(b.Lines) > 0 {
		entries = r.engine.Room(len(b.Lines) + 1) // one more may be ended by the flush
	}
	for _, line := range b.Lines {
		if e, done := f.parser.Line(line.Text, logview.Arrival{At: b.At, Cut: line.Cut}); done {
			entries = append(entries, e)
		}
	}
	if e, done := ended(f.parser, b.State); done {
		entries = append(entries, e)
	}
	var rezoning logview.Rezoning
	if !b.Backlog {
		rezoning = f.rezone(entries)
	}
	r.note(f, b)
	state := r.state(b)
	if len(entries) == 0 && b.Loss.Zero() && state.Line.Code == r.told && !b.Backlog {
		return
	}
	r.told = state.Line.Code
	r.engine.Read(engine.LogBatch{Source: r.log.Name, File: b.Path, Entries: entries, At: b.At, Backlog: b.Backlog, Lost: uint64(b.Loss.Bytes), Gaps: b.Loss.Gaps, State: state, Rezoning: rezoning})
}

// rezone corrects entries that were read in a wrong zone, once that is known, and
// returns what is to be corrected in those that came before.
func (f *file) rezone(entries []logview.Entry) logview.Rezoning {
	found := f.clock.see(entries)
	if found.Zero() {
		return logview.Rezoning{}
	}
	for i := range entries {
		found.Apply(&entries[i])
	}
	f.parser.Rezone(found.Rezoning)
	if !found.past {
		return logview.Rezoning{}
	}
	return found.Rezoning
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
func (r *reader) note(f *file, b tail.Batch) {
	if b.State.Condition == tail.Left {
		delete(r.files, b.Path)
		return
	}
	f.state, f.older = b.State, b.Older
}

// state is how the log as a whole stands: followed when one of its files is, and
// otherwise as the file stands that spoke last.
func (r *reader) state(last tail.Batch) engine.LogState {
	state := engine.LogState{Line: stateLine(last.State)}
	var written []string
	for _, f := range r.files {
		if f.state.Condition == tail.Following && !state.OK {
			state.OK, state.Line = true, stateLine(f.state)
		}
		if zone := f.clock.recognised(last.At); zone != "" && !slices.Contains(written, zone) {
			written = append(written, zone)
		}
		state.Mixed, state.Older = state.Mixed || f.clock.mixed, state.Older || f.older
	}
	slices.Sort(written)
	state.Zone = strings.Join(written, ", ")
	return state
}

func (r *reader) file(path string) *file {
	f := r.files[path]
	if f == nil {
		f = &file{clock: newClock(r.log.Zone, r.zones)}
		f.parser = logview.NewParser(logview.ParserOptions{
			Source: r.log.Name, Format: format(r.log.Format), Zone: f.clock.zone, Clock: f.clock.number,
		})
		r.files[path] = f
	}
	return f
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
