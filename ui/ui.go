// Package ui is the console: the one program model that holds mode, focus,
// keys and layout. It shows snapshots, asks questions and passes on what the
// operator confirmed, through the three seams of package state. It touches
// neither network nor disk, and Update never waits: whatever takes time is a
// command whose answer carries the number of its question.
package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"
)

// Options say what a console shows and what it may do.
type Options struct {
	Viewer state.Viewer
	Reader state.Reader
	// Operator carries out commands. A console without one is read-only: it
	// has no key, no palette entry and no dialog that could act.
	Operator state.Operator
	Look     *pane.Look
	By       string // who acts, for the journal
	// Refresh is the shortest time between two pages that show nothing
	// urgent; 0 shows each page that comes. A page with another verdict, or
	// with an act in progress, is shown at once.
	Refresh time.Duration
	// Diagnose names the cause of a log entry where it is known. It may be nil.
	Diagnose func(*logview.Entry) (diagnose.Finding, bool)
	Silent   bool             // no bell for a new P1
	Now      func() time.Time // nil is time.Now
}

// New makes the console. It shows "looking" until the viewer's first page
// comes, so it may start before the engine does. Everything it asks ends with
// ctx.
func New(ctx context.Context, o Options) tea.Model {
	if o.Now == nil {
		o.Now = time.Now
	}
	keys := newKeyMap(bindings(o.Operator))
	return &model{
		o:     o,
		ctx:   ctx,
		keys:  keys,
		pages: keys.pages(o.Look.Lang),
		shown: &state.Snapshot{},
		logs:  logPage{pane: pane.Logs{Diagnose: o.Diagnose}},
		bell:  bell{rung: map[string]time.Time{}},
	}
}

// model is the console's whole state. Only Update changes it.
type model struct {
	o    Options
	ctx  context.Context
	keys keyMap

	width, height int
	frame         string // as last drawn; "" when something changed since

	feed  feed
	shown *state.Snapshot // what the screen shows, never nil
	bell  bell

	page         base
	zoomed       bool
	overlay      overlay
	paused       bool
	notice       words.Line // stands in the footer until the next key
	scroll       int        // of the help or the preview
	header       pane.Header
	footer       pane.Footer
	pages        []pane.Hint // the keys to them
	overview     pane.Overview
	alerts       pane.Alerts
	latency      pane.LatencyPage
	dependencies pane.DependenciesPage
	host         pane.HostPage
	journal      pane.Journal
	logs         logPage
	palette      palette
	act          act
	warned       time.Time // when it was said last that leaving stops an act
	leaving      bool      // the key before this one was told so just now
}

// Init subscribes to the snapshots.
func (m *model) Init() tea.Cmd { return m.subscribe }

// Update takes one message in.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.frame = ""
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m, m.resize(msg)
	case tea.KeyMsg:
		return m, m.press(msg)
	case subscribed:
		return m, m.follow(msg)
	case arrived:
		return m, m.receive(msg)
	case silence:
		return m, m.silent(msg)
	case due:
		return m, m.showHeld()
	case logAnswer:
		return m, m.logs.answered(m, msg)
	case typingRests:
		return m, m.logs.rested(m, msg)
	case actAnswer:
		return m, m.answered(msg)
	}
	return m, nil
}

func (m *model) resize(size tea.WindowSizeMsg) tea.Cmd {
	m.width, m.height = size.Width, size.Height
	if m.notice.Code == "note.unread" {
		m.notice = words.Line{} // all of it may be in sight now
	}
	m.logs.pane.Resize(m.width, m.bodyHeight(), m.o.Look)
	return nil
}

// press reads one key. A paste is only ever text: it presses nothing.
func (m *model) press(k tea.KeyMsg) tea.Cmd {
	m.leaving = m.notice.Code == "note.still-running" && m.o.Now().Sub(m.warned) <= leaveAgain
	m.notice = words.Line{}
	p := m.place()
	if k.Paste {
		return m.paste(p, k)
	}
	key := k.String()
	if b := m.keys.find(p, key); b != nil {
		return b.do(m)
	}
	if p.writes() {
		return m.write(p, k)
	}
	return m.pressAction(p, key)
}

// paste enters text where a query or a command is written. The name that
// confirms an act has to be typed.
func (m *model) paste(p place, k tea.KeyMsg) tea.Cmd {
	if p&(inQuery|inPalette) == nowhere {
		return nil
	}
	k.Paste = false
	return m.write(p, k)
}

// write enters a character where text is written.
func (m *model) write(p place, k tea.KeyMsg) tea.Cmd {
	switch p {
	case inQuery:
		return m.logs.write(m, k)
	case inPalette:
		m.writePalette(k)
	case inNaming:
		m.act.write(k, m.o.Now())
	}
	return nil
}
