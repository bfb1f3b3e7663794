package ui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

func alertKeys() []binding {
	return []binding{
		{[]string{"j", "down", "tab"}, "key.alert.next", onAlerts, 5, (*model).alertDown},
		{[]string{"k", "up", "shift+tab"}, "key.alert.previous", onAlerts, 0, (*model).alertUp},
		{[]string{"ctrl+d", "pgdown"}, "key.log.half-down", onAlerts, 0, (*model).alertHalfDown},
		{[]string{"ctrl+u", "pgup"}, "key.log.half-up", onAlerts, 0, (*model).alertHalfUp},
		{[]string{"g", "home"}, "key.alert.worst", onAlerts, 0, (*model).alertFirst},
		{[]string{"G", "end"}, "key.alert.last", onAlerts, 0, (*model).alertLast},
		{[]string{"enter", "z"}, "key.alert.open", onAlerts, 1, (*model).alertOpen},
	}
}

func (m *model) goAlerts() tea.Cmd {
	m.turnTo(alertsPage)
	return nil
}

// halfAPage is how far Ctrl-D moves on the pages without a page of their own.
const halfAPage = 10

// fullLength is further than any of these pages is long.
const fullLength = 1 << 20

func (m *model) alertDown() tea.Cmd     { return m.alertMove(1) }
func (m *model) alertUp() tea.Cmd       { return m.alertMove(-1) }
func (m *model) alertHalfDown() tea.Cmd { return m.alertMove(halfAPage) }
func (m *model) alertHalfUp() tea.Cmd   { return m.alertMove(-halfAPage) }
func (m *model) alertFirst() tea.Cmd    { return m.alertMove(-fullLength) }
func (m *model) alertLast() tea.Cmd     { return m.alertMove(fullLength) }

func (m *model) alertMove(n int) tea.Cmd {
	m.alerts.Move(n)
	return nil
}

func (m *model) alertOpen() tea.Cmd {
	m.alerts.Toggle()
	return nil
}

// alertLines is the query for the log lines of the alert under the cursor:
// those of its likeliest cause, else the warnings since just before it began;
// "" when there is no alert.
func (m *model) alertLines() string {
	a := m.alerts.Selected(m.shown)
	if a == nil {
		return ""
	}
	for _, h := range m.shown.Triage {
		if h.Query != "" && slices.Contains(h.Explains, a.Rule) {
			return h.Query
		}
	}
	before := a.Since.Add(-time.Minute)
	if zone := m.o.Look.Zone; zone != nil {
		before = before.In(zone)
	} else {
		before = before.Local()
	}
	return before.Format(`level>=warning since:"2006-01-02 15:04"`)
}
