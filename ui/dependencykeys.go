package ui

import tea "github.com/charmbracelet/bubbletea"

func dependencyKeys() []binding {
	return []binding{
		{[]string{"j", "down", "tab"}, "key.target.next", onDependencies, 1, (*model).targetDown},
		{[]string{"k", "up", "shift+tab"}, "key.target.previous", onDependencies, 5, (*model).targetUp},
		{[]string{"ctrl+d", "pgdown"}, "key.log.half-down", onDependencies, 0, (*model).targetHalfDown},
		{[]string{"ctrl+u", "pgup"}, "key.log.half-up", onDependencies, 0, (*model).targetHalfUp},
		{[]string{"g", "home"}, "key.target.first", onDependencies, 0, (*model).targetFirst},
		{[]string{"G", "end"}, "key.target.last", onDependencies, 0, (*model).targetLast},
	}
}

func (m *model) goDependencies() tea.Cmd {
	m.turnTo(dependenciesPage)
	return nil
}

func (m *model) targetDown() tea.Cmd     { return m.targetMove(1) }
func (m *model) targetUp() tea.Cmd       { return m.targetMove(-1) }
func (m *model) targetHalfDown() tea.Cmd { return m.targetMove(halfAPage) }
func (m *model) targetHalfUp() tea.Cmd   { return m.targetMove(-halfAPage) }
func (m *model) targetFirst() tea.Cmd    { return m.targetMove(-fullLength) }
func (m *model) targetLast() tea.Cmd     { return m.targetMove(fullLength) }

func (m *model) targetMove(n int) tea.Cmd {
	m.dependencies.Move(n)
	return nil
}
