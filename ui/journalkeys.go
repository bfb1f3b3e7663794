package ui

import tea "github.com/charmbracelet/bubbletea"

func journalKeys() []binding {
	return []binding{
		{[]string{"j", "down"}, "key.journal.down", onJournal, 5, (*model).journalDown},
		{[]string{"k", "up"}, "key.journal.up", onJournal, 0, (*model).journalUp},
		{[]string{"pgdown", "ctrl+d"}, "key.log.page-down", onJournal, 0, (*model).journalPageDown},
		{[]string{"pgup", "ctrl+u"}, "key.log.page-up", onJournal, 0, (*model).journalPageUp},
		{[]string{"g", "home", "0"}, "key.journal.newest", onJournal, 0, (*model).journalNewest},
		{[]string{"G", "end"}, "key.journal.oldest", onJournal, 0, (*model).journalOldest},
		{[]string{"tab"}, "key.journal.kind", onJournal, 1, (*model).journalKind},
		{[]string{"enter", "z"}, "key.journal.open", onJournal, 0, (*model).journalOpen},
	}
}

func (m *model) goJournal() tea.Cmd {
	m.turnTo(journalPage)
	return nil
}

func (m *model) journalDown() tea.Cmd     { return m.journalMove(1) }
func (m *model) journalUp() tea.Cmd       { return m.journalMove(-1) }
func (m *model) journalPageDown() tea.Cmd { return m.journalMove(m.journal.Rows()) }
func (m *model) journalPageUp() tea.Cmd   { return m.journalMove(-m.journal.Rows()) }
func (m *model) journalOldest() tea.Cmd   { return m.journalMove(fullLength) }
func (m *model) journalNewest() tea.Cmd   { return m.journalMove(-fullLength) }

func (m *model) journalMove(n int) tea.Cmd {
	m.journal.Move(n)
	return nil
}

func (m *model) journalOpen() tea.Cmd {
	m.journal.Toggle()
	return nil
}

func (m *model) journalKind() tea.Cmd {
	m.journal.NextKind()
	return nil
}
