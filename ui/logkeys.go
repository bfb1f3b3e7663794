package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"bedside/probes/words"
)

// editQuery opens the query line, on the log page.
func (m *model) editQuery() tea.Cmd {
	m.turnTo(logsPage)
	m.logs.edit()
	return m.logs.open(m)
}

func (m *model) acceptQuery() tea.Cmd  { return m.logs.accept(m) }
func (m *model) cancelQuery() tea.Cmd  { return m.logs.cancel(m) }
func (m *model) earlierQuery() tea.Cmd { return m.logs.again(m, m.logs.recall-1) }
func (m *model) laterQuery() tea.Cmd   { return m.logs.again(m, m.logs.recall+1) }

func (m *model) logDown() tea.Cmd     { return m.logMove(1) }
func (m *model) logUp() tea.Cmd       { return m.logMove(-1) }
func (m *model) logPageDown() tea.Cmd { return m.logMove(m.logs.pane.Rows()) }
func (m *model) logPageUp() tea.Cmd   { return m.logMove(-m.logs.pane.Rows()) }
func (m *model) logHalfDown() tea.Cmd { return m.logMove(max(m.logs.pane.Rows()/2, 1)) }
func (m *model) logHalfUp() tea.Cmd   { return m.logMove(-max(m.logs.pane.Rows()/2, 1)) }

// logMove moves the cursor by n rows and asks for more near an edge.
func (m *model) logMove(n int) tea.Cmd {
	m.logs.pane.Move(n)
	return m.logs.fill(m)
}

func (m *model) logOldest() tea.Cmd {
	m.logs.pane.Top()
	return m.logs.fill(m)
}

// logFollow goes to the end and stays there.
func (m *model) logFollow() tea.Cmd {
	m.logs.pane.Follow()
	if !m.logs.pane.AtEnd() {
		return m.logs.ask(m, newestPart)
	}
	return m.logs.refresh(m)
}

func (m *model) logUnfold() tea.Cmd { m.logs.pane.Toggle(); return nil }

// The keys that go through hits and errors. Without context every row is a hit.
func (m *model) logNextHit() tea.Cmd {
	return m.logSought(m.logs.pane.NextHit(1), 1, "note.no-hit")
}

func (m *model) logPreviousHit() tea.Cmd {
	return m.logSought(m.logs.pane.NextHit(-1), -1, "note.no-hit.back")
}

func (m *model) logNextError() tea.Cmd {
	return m.logSought(m.logs.pane.NextError(1), 1, "note.no-error")
}

func (m *model) logPreviousError() tea.Cmd {
	return m.logSought(m.logs.pane.NextError(-1), -1, "note.no-error.back")
}

// logSought says that nothing was found in direction step, unless lines beyond
// those at hand are left to look through: then it goes to meet them.
func (m *model) logSought(found bool, step int, none words.Code) tea.Cmd {
	switch {
	case found:
	case m.logs.pane.Edge(step):
		m.notice = words.Of("note.reading-on")
	default:
		m.notice = words.Of(none)
	}
	return m.logs.fill(m)
}
