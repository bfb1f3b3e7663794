package ui

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"
)

// settle is how long a dialog stands before it can be confirmed: a key that
// was on its way when the dialog opened was not meant for it.
const settle = 300 * time.Millisecond

// patience is how long an answer may take.
const patience = 10 * time.Second

// stage is how far the conversation about an act has come.
type stage uint8

// The stages.
const (
	idle    stage = iota
	asking        // the plan is awaited
	planned       // the plan is on the screen
	sent          // confirmed, not yet accepted
)

// act is the conversation about one act: its plan is asked for, shown,
// confirmed once, and followed. Each question has a number, and only the
// newest one's answer counts.
type act struct {
	number  uint64
	stage   stage
	title   words.Line
	preview state.Preview
	shown   time.Time // when the plan came on the screen
	yes     bool      // the selection; Cancel is the default
	name    line      // what is typed where the name is asked for
	wrong   bool      // it was entered and is not the name

	begun  *state.Run // stands in until the accepted act is in a snapshot
	before time.Time  // when the run began that the last snapshot held before

	stopped time.Time // when the run began that has no further step
	stopAt  time.Time // when the key for that was pressed last
}

// actAnswer is what the operator's seam answered to one question.
type actAnswer struct {
	number uint64
	answer state.Answer
	err    error
}

// naming reports whether the act's name is being typed.
func (a *act) naming() bool {
	return a.stage == planned && a.preview.Confirm == action.ConfirmName && a.preview.Refused.Zero()
}

// write types one character of the name.
func (a *act) write(k tea.KeyMsg, now time.Time) {
	if now.Sub(a.shown) < settle {
		return
	}
	a.wrong = false
	a.name.press(k)
}

// pressAction asks for the act that has the key. A key that a page uses for
// itself is never an act's: such an act is reached through the palette.
func (m *model) pressAction(p place, key string) tea.Cmd {
	if p&(onPages|inRun) == nowhere || m.keys.takes(key) {
		return nil
	}
	for _, a := range m.shown.Actions {
		if a.Key == key {
			return m.ask(a)
		}
	}
	return nil
}

// ask requests the plan of an act, or of its undo, where there is room to read
// it.
func (m *model) ask(a state.Action) tea.Cmd {
	if m.tiny() {
		return nil
	}
	if m.o.Operator == nil {
		m.notice = words.Of(action.RefusedReadOnly)
		return nil
	}
	ref := action.Ref{Name: a.Name, Undo: a.UndoNow}
	m.act = act{number: m.act.number + 1, stage: asking, title: a.Named(a.UndoNow)}
	m.overlay, m.scroll = previewOverlay, 0
	return m.do(m.act.number, state.Ask{Ref: ref})
}

// unasked numbers a command whose answer nobody waits for.
const unasked = 0

// do passes a command on; its answer comes back with the number.
func (m *model) do(number uint64, c state.Command) tea.Cmd {
	operator := m.o.Operator
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(m.ctx, patience)
		defer cancel()
		answer, err := operator.Do(ctx, c)
		return actAnswer{number, answer, err}
	}
}

// answered takes the answer to the newest question and drops every other.
func (m *model) answered(a actAnswer) tea.Cmd {
	if a.number != m.act.number || m.act.stage == idle || m.act.stage == planned {
		return nil
	}
	if a.err != nil {
		return m.refused(a.err)
	}
	if plan, ok := a.answer.(state.Preview); ok {
		return m.plan(plan)
	}
	m.act.stage = idle
	if m.overlay == previewOverlay {
		return m.followRun()
	}
	return nil
}

// plan puts the plan on the screen, or carries out what needs no question.
func (m *model) plan(p state.Preview) tea.Cmd {
	m.act.stage, m.act.preview, m.act.shown = planned, p, m.o.Now()
	if p.Confirm == action.ConfirmNone && p.Refused.Zero() {
		return m.send()
	}
	return nil
}

// refused says why the act was not carried out: in its dialog, or in the
// footer when that was closed.
func (m *model) refused(err error) tea.Cmd {
	m.act.begun = nil
	if m.overlay != previewOverlay {
		m.act.stage, m.notice = idle, reason(err)
		return nil
	}
	m.act.stage = planned
	m.act.preview.Refused = reason(err)
	m.act.shown = m.o.Now()
	return nil
}

// freshen keeps a dialog true that said that its act may not run now: the time
// left goes down, and once it may run its plan is asked for anew. What runs
// without a question waits for its key.
func (m *model) freshen() tea.Cmd {
	p := &m.act.preview
	if m.overlay != previewOverlay || m.act.stage != planned || !passing(p.Refused) {
		return nil
	}
	for _, a := range m.newest().Actions {
		switch {
		case a.Name != p.Ref.Name:
		case a.Refused.Zero() && p.Confirm != action.ConfirmNone:
			return m.ask(a)
		case passing(a.Refused):
			p.Refused = a.Refused
		}
	}
	return nil
}

// passing reports whether a refusal ends by itself.
func passing(why words.Line) bool {
	return why.Code == action.RefusedCooling || why.Code == action.RefusedBusy
}

// reason is an error as a sentence.
func reason(err error) words.Line {
	var spoken interface{ Line() words.Line }
	if errors.As(err, &spoken) {
		return spoken.Line()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return words.Of("note.no-answer", patience)
	}
	return words.Of("note.error", raw.Of(err.Error()))
}

func (m *model) choose() tea.Cmd {
	m.act.yes = !m.act.yes && m.act.preview.Refused.Zero()
	return nil
}

func (m *model) enterChoice() tea.Cmd {
	if m.act.yes {
		return m.confirm()
	}
	if m.unsettled() {
		return nil
	}
	return m.dismiss()
}

// confirm carries the plan out, once, if it is on the screen, has stood there
// for long enough, and the name is right where one is asked for.
func (m *model) confirm() tea.Cmd {
	p := &m.act.preview
	if m.act.stage != planned || !p.Refused.Zero() || m.unsettled() || m.tiny() {
		return nil
	}
	if m.unread() {
		m.scrollPageDown()
		key := "y"
		if m.act.naming() {
			key = "enter"
		}
		m.notice = words.Of("note.unread", keyCap(key))
		return nil
	}
	if p.Confirm == action.ConfirmName && m.act.name.String() != p.Type {
		m.act.wrong = true
		return nil
	}
	return m.send()
}

// unread reports whether a part of the plan stands below what was in sight.
func (m *model) unread() bool {
	d := m.scrolled()
	return d.At < d.Furthest
}

// unsettled reports whether the dialog opened only just now.
func (m *model) unsettled() bool { return m.o.Now().Sub(m.act.shown) < settle }

// send quotes the plan's ticket. A screen that was paused goes on: an act is
// watched.
func (m *model) send() tea.Cmd {
	m.act.stage = sent
	m.act.begun, m.act.before = beginning(m.act.preview, m.o), time.Time{}
	if r := m.newest().Run; r != nil {
		m.act.before = r.Began
	}
	return tea.Batch(m.pause(false),
		m.do(m.act.number, state.Act{Ticket: m.act.preview.Ticket, Typed: m.act.name.String(), By: m.o.By}))
}

// beginning is a run before its first snapshot: every step still waits.
func beginning(p state.Preview, o Options) *state.Run {
	r := &state.Run{Ref: p.Ref, Title: p.Title, By: o.By, Began: o.Now()}
	for _, step := range p.Steps {
		r.Steps = append(r.Steps, state.RunStep{What: step.What})
	}
	return r
}

// dismiss closes the dialog. What was already confirmed is not called back.
func (m *model) dismiss() tea.Cmd {
	if m.act.stage != sent {
		m.act.stage = idle
		m.act.number++
	}
	return m.closeOverlay()
}

// newest is the newest page known, shown or not.
func (m *model) newest() *state.Snapshot {
	if m.feed.held != nil {
		return m.feed.held
	}
	return m.shown
}

// run is the act to follow: the one that was just accepted, else the last.
func (m *model) run() *state.Run {
	r := m.shown.Run
	if m.act.begun != nil && (r == nil || r.Began.Equal(m.act.before)) {
		return m.act.begun
	}
	return r
}

func (m *model) showRun() tea.Cmd {
	if m.run() == nil {
		m.notice = words.Of("note.no-run")
		return nil
	}
	return m.followRun()
}

// followRun shows the run, the step in progress in sight.
func (m *model) followRun() tea.Cmd {
	m.overlay, m.scroll = runOverlay, pane.Following
	return nil
}

// stopRun lets the step in progress of the running act be the last; pressed again
// it ends that one too. An act that waits for its proof ends at once. A key that
// bounces is pressed once.
func (m *model) stopRun() tea.Cmd {
	r := m.run()
	switch now := m.o.Now(); {
	case !running(r) || now.Sub(m.act.stopAt) < settle:
		return nil
	case r.Outcome == action.Verifying:
		m.act.stopAt = now
	case m.lastStep(r):
		m.act.stopAt, m.notice = now, words.Of("note.cut-short")
	default:
		m.act.stopped, m.act.stopAt, m.notice = r.Began, now, words.Of("note.stopping")
	}
	return m.do(unasked, state.Cancel{})
}

// lastStep reports whether the step in progress is to be the last.
func (m *model) lastStep(r *state.Run) bool {
	return r != nil && r.Outcome == action.Running && (r.Last || m.act.stopped.Equal(r.Began))
}
