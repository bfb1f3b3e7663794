package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"bedside/logview"
	"bedside/probes/words"
	"bedside/ui/pane"
)

// readingKeys help to read the log page: pauses, long messages, context, marks.
func readingKeys() []binding {
	return []binding{
		{[]string{"T"}, "key.log.elapsed", onLogs, 0, (*model).logElapsed},
		{[]string{"W"}, "key.log.wrap", onLogs, 0, (*model).logWrap},
		{[]string{"l", "right"}, "key.log.right", onLogs, 0, (*model).logRight},
		{[]string{"h", "left"}, "key.log.left", onLogs, 0, (*model).logLeft},
		{[]string{"+", "="}, "key.log.wider", onLogs, 0, (*model).logWider},
		{[]string{"-"}, "key.log.narrower", onLogs, 0, (*model).logNarrower},
		{[]string{"m"}, "key.log.mark", onLogs, 0, (*model).logMark},
		{[]string{"'"}, "key.log.next-mark", onLogs, 0, (*model).logNextMark},
		{[]string{"M"}, "key.log.previous-mark", onLogs, 0, (*model).logPreviousMark},
	}
}

func (m *model) logElapsed() tea.Cmd {
	m.logs.pane.ToggleElapsed()
	return nil
}

func (m *model) logWrap() tea.Cmd {
	m.logs.pane.ToggleWrap()
	return nil
}

// acrossStep is how many cells a key scrolls long messages by.
const acrossStep = 20

func (m *model) logRight() tea.Cmd { return m.logAcross(acrossStep) }
func (m *model) logLeft() tea.Cmd  { return m.logAcross(-acrossStep) }

func (m *model) logAcross(cells int) tea.Cmd {
	m.logs.pane.Across(cells)
	return nil
}

func (m *model) logWider() tea.Cmd    { return m.logs.widen(m, 1) }
func (m *model) logNarrower() tea.Cmd { return m.logs.widen(m, -1) }

func (m *model) logMark() tea.Cmd {
	m.logs.pane.Mark()
	return nil
}

func (m *model) logNextMark() tea.Cmd     { return m.goMark(1) }
func (m *model) logPreviousMark() tea.Cmd { return m.goMark(-1) }

func (m *model) goMark(step int) tea.Cmd {
	if !m.logs.pane.NextMark(step) {
		m.notice = words.Of("note.no-mark")
	}
	return m.logs.fill(m)
}

// context is how many entries are asked for around each hit: none while
// everything is a hit.
func (l *logPage) context() int {
	if !l.filtered() {
		return 0
	}
	return l.pane.Context
}

// widen shows more context, or less when step is negative, and keeps the
// cursor where it is.
func (l *logPage) widen(m *model, step int) tea.Cmd {
	if !l.filtered() {
		m.notice = words.Of("note.no-context")
		return nil
	}
	wider := pane.NextContext(l.pane.Context, step)
	if wider == l.pane.Context {
		return nil
	}
	l.pane.Context = wider
	l.tellHits()
	return l.askAround(m, l.here())
}

// tellHits lets the pane tell hits from context, while there is any.
func (l *logPage) tellHits() {
	l.pane.Hit = nil
	if l.context() > 0 {
		query := l.query
		l.pane.Hit = func(e *logview.Entry) bool { return query.Match(e) }
	}
}
