package ui

import tea "github.com/charmbracelet/bubbletea"

// editQuery opens the query line, on the log page.
func (m *model) editQuery() tea.Cmd {
	m.page = logsPage
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

// logNextHit and logPreviousHit go through what the query matched. Without
// context every row is a hit.
func (m *model) logNextHit() tea.Cmd     { return m.logHit(1) }
func (m *model) logPreviousHit() tea.Cmd { return m.logHit(-1) }

func (m *model) logHit(step int) tea.Cmd {
	m.logs.pane.NextHit(step)
	return m.logs.fill(m)
}

func (m *model) logNextError() tea.Cmd {
	m.logs.pane.NextError(1)
	return m.logs.fill(m)
}

func (m *model) logPreviousError() tea.Cmd {
	m.logs.pane.NextError(-1)
	return m.logs.fill(m)
}
