// Package engine owns the live state of one watched service. Samples, log
// entries, commands and ticks arrive in one inbox and are folded by one
// goroutine into a core that is a plain struct without locks; what comes out is
// a Snapshot for whoever looks and records for the journal. The core takes time
// as an argument: only this file and its edges ask a clock.
package engine

import (
	"context"
	"errors"
	"time"

	"bedside/logview"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/action/invoke"
	"bedside/probes/alert"
	"bedside/probes/journal"
	"bedside/probes/series"
	"bedside/probes/state"
	"bedside/probes/watch"
	"bedside/probes/words"
)

// Options are what an engine is made of.
type Options struct {
	Service  state.Service
	Targets  []Target
	Limits   map[probes.Metric]state.Limit
	Rules    []alert.Rule
	Answer   map[alert.Priority]time.Duration
	Vitals   series.Mapping
	Requests *logview.Requests // request lines in the log, nil for none
	Logs     []Log
	Polls    []Poll // what of our own checks shows in the service's log
	Actions  []action.Action
	Invoker  *invoke.Invoker // nil where nobody may act
	Notices  []words.Line    // what is configured and not active
	Refresh  time.Duration   // between two snapshots of a calm service; 0 is 1 s

	// Check asks for a check at once: a proof is not waited for.
	Check func(probes.Name)
	// Journal opens the record on disk. It is called from Run, after the
	// first snapshot is out; nil keeps nothing.
	Journal func(each func(journal.Record)) (*journal.Journal, journal.Recovery, error)
	// Go starts the goroutine of a step; nil is the go statement.
	Go func(func())
}

// Log names a followed log.
type Log struct {
	Name, Path string
	Inactive   words.Line // why it is not followed; zero when it is
}

// Poll is what a target's checks ask the service for, by a path by which the
// service may know it; a target may have several.
type Poll struct {
	Target  probes.Name
	Request string // the path that the check asks for, as Sample.Asked has it
	logview.Asked
}

// LogState is how the following of a log stands.
type LogState struct {
	OK   bool
	Line words.Line
	Zone string // in which the log was recognised to be written, "" for the one here

	Mixed bool // lines of one file are written in two zones
	Older bool // the log has lines before the first that was read
}

// Engine is the running thing. Make one with New.
type Engine struct {
	o     Options
	inbox *inbox
	hub   *hub
	core  *core
	ended chan struct{}
	stop  context.CancelFunc // ends the step in progress; nil before the first
	cut   words.Line         // the act that Run stopped
}

var (
	_ state.Viewer   = (*Engine)(nil)
	_ state.Reader   = (*Engine)(nil)
	_ state.Operator = (*Engine)(nil)
)

// New makes an engine that knows nothing yet. The error names a part of the
// options that cannot be used.
func New(o Options) (*Engine, error) {
	if o.Refresh <= 0 {
		o.Refresh = time.Second
	}
	if o.Go == nil {
		o.Go = func(f func()) { go f() }
	}
	c, err := newCore(o, time.Now())
	if err != nil {
		return nil, err
	}
	e := &Engine{o: o, inbox: newInbox(), core: c, ended: make(chan struct{})}
	e.hub = newHub(c.page(time.Now()))
	return e, nil
}

// Deliver hands in one round of a check. It never blocks.
func (e *Engine) Deliver(r watch.Round) { e.inbox.round(r) }

// Read hands in what was read of a log. It never blocks: entries beyond the
// inbox's bound push out the oldest, counted. The entries are the engine's then.
func (e *Engine) Read(b LogBatch) { e.inbox.batch(b) }

// Room returns an empty slice for the entries of a batch, with room for n: that
// of a batch which was folded, where there is one.
func (e *Engine) Room(n int) []logview.Entry { return e.inbox.room(n) }

// Subscribe implements state.Viewer.
func (e *Engine) Subscribe(ctx context.Context) <-chan *state.Snapshot { return e.hub.subscribe(ctx) }

// Query implements state.Reader.
func (e *Engine) Query(ctx context.Context, q state.Question) (state.Answer, error) {
	return e.ask(ctx, call{question: q})
}

// Do implements state.Operator.
func (e *Engine) Do(ctx context.Context, c state.Command) (state.Answer, error) {
	return e.ask(ctx, call{command: c})
}

// call is a question or a command with its way back.
type call struct {
	question state.Question
	command  state.Command
	answer   chan<- reply // capacity one
}

type reply struct {
	answer state.Answer
	err    error
}

// What answers whoever cannot be answered.
var (
	ErrEnded = errors.New("the engine has stopped")
	ErrBusy  = errors.New("the engine is held up, and too many wait for it")
)

func (e *Engine) ask(ctx context.Context, c call) (state.Answer, error) {
	answer := make(chan reply, 1)
	c.answer = answer
	if !e.inbox.call(c) {
		return nil, ErrBusy
	}
	select {
	case r := <-answer:
		return r.answer, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-e.ended:
		return nil, ErrEnded
	}
}

// Run folds until ctx ends. An act in progress is told to stop and waited for,
// so that its outcome is recorded.
func (e *Engine) Run(ctx context.Context) error {
	defer close(e.ended)
	defer e.hub.close()
	keeper := e.openJournal()
	defer keeper.close()
	acts, stopActs := context.WithCancel(context.Background())
	defer stopActs()

	tick := time.NewTimer(firstLook)
	defer tick.Stop()
	stopping := ctx.Done()
	for {
		select {
		case <-stopping:
			stopping = nil
			e.cut = e.core.inProgress()
			stopActs()
		case <-e.inbox.wake:
		case <-tick.C:
			now := time.Now()
			next := untilTick(now, e.o.Refresh)
			tick.Reset(next)
			e.inbox.expect(now.Add(next))
			e.core.due = true
		}
		e.turn(acts, keeper)
		if stopping == nil && !e.core.acting() {
			now := time.Now()
			e.core.leaveAct(now)
			keeper.write(e.core, now)
			if e.core.takeLeave(now) {
				keeper.writeLast(e.core)
			}
			return nil
		}
	}
}

// CutShort says which act the end of Run stopped at which step, the zero Line
// for none. It may be asked once Run has returned.
func (e *Engine) CutShort() words.Line { return e.cut }

// answered is how long after a moment of the checks most have their answers.
const answered = 25 * time.Millisecond

// untilTick lets ticks fall on whole multiples of the rhythm, shortly after the
// wall clock's second, so that the clock on the screen moves evenly and what is
// asked at the second is seen with it.
func untilTick(now time.Time, every time.Duration) time.Duration {
	return now.Add(-answered).Truncate(every).Add(every + answered).Sub(now)
}

// turn folds what waits, writes what has to be on disk, and only then shows it.
func (e *Engine) turn(acts context.Context, keeper *keeper) {
	now := time.Now()
	c := e.core
	m := e.inbox.take(c.due, now)
	c.begin()
	c.skipped += m.skipped
	c.logs.dropped += m.dropped
	for _, r := range m.rounds {
		c.observe(r)
	}
	c.read(m.logs...)
	e.inbox.folded(m.logs)
	for _, s := range m.steps {
		c.stepped(s)
	}
	var waiting []func()
	for _, call := range m.calls {
		r := c.serve(call, now)
		waiting = append(waiting, func() { call.answer <- r })
	}
	if c.due {
		c.tick(now)
	}
	if c.due || c.urgent || m.telling() {
		c.judge(now)
	}
	keeper.write(c, now)
	e.carryOut(acts)
	if c.cutShort() {
		e.stop()
	}
	if c.due || c.urgent {
		e.hub.publish(c.page(now))
	}
	for _, answer := range waiting {
		answer()
	}
	for _, target := range c.wanted() {
		e.o.Check(target)
	}
	c.due = false
}

// carryOut starts the step that the core wants done. The journal already holds
// its intent.
func (e *Engine) carryOut(acts context.Context) {
	index, step, ok := e.core.nextStep()
	if !ok {
		return
	}
	ctx, stop := context.WithCancel(acts)
	e.stop = stop
	e.o.Go(func() {
		defer stop()
		began := time.Now()
		said, err := e.o.Invoker.Do(ctx, step)
		now := time.Now()
		e.inbox.step(stepEnd{index: index, at: now, took: now.Sub(began), said: said, err: err})
	})
}

func (e *Engine) openJournal() *keeper {
	if e.o.Journal == nil {
		return &keeper{}
	}
	j, rec, err := e.o.Journal(e.core.acted)
	k := &keeper{journal: j, err: err}
	e.core.recovered(rec, err)
	return k
}

// keeper writes the core's records to the journal.
type keeper struct {
	journal *journal.Journal
	err     error // why there is none
	retry   time.Time
}

// retryAfter is the pause after a write that failed: a full disk is not asked
// at every turn.
const retryAfter = 2 * time.Second

func (k *keeper) write(c *core, now time.Time) {
	entries := c.unwritten()
	if len(entries) == 0 {
		return
	}
	if k.journal == nil {
		c.written(entries, k.err)
		return
	}
	if now.Before(k.retry) {
		c.written(entries, k.err)
		return
	}
	if _, k.err = k.journal.Append(entries...); k.err != nil {
		k.retry = now.Add(retryAfter)
	}
	c.written(entries, k.err)
}

// patience is how long the end of the console waits for its own record, which
// nobody needs as much as the terminal.
const patience = 500 * time.Millisecond

// writeLast writes the record of the end, if the disk takes it in time.
func (k *keeper) writeLast(c *core) {
	entries, j := c.unwritten(), k.journal
	if j == nil {
		return
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		_, _ = j.Append(entries...)
	}()
	select {
	case <-written:
	case <-time.After(patience):
		k.journal = nil // it is still being written to
	}
}

func (k *keeper) close() {
	if k.journal != nil {
		_ = k.journal.Close() // every record was synced when it was written
	}
}
