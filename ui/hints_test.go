package ui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/ui/pane"
)

func TestTheFooterNamesTheKeysOfTheMoment(t *testing.T) {
	cause := triage.Hypothesis{Action: "restart-chroma", Also: []string{"safe-mode"}, Query: "chroma"}
	for name, tt := range map[string]struct {
		change func(m *model)
		want   string
	}{
		"calm, no act and no cause":                    {func(*model) {}, "/ 6 : Tab"},
		"with a cause, what it asks for and its lines": {func(m *model) { m.shown.Triage = []triage.Hypothesis{cause} }, "c S t /"},
		"with an alert that nothing explains, its runbook": {func(m *model) {
			m.shown.Alerts = []alert.Alert{{Rule: "overload", State: alert.Firing, Runbook: "limit-load"}}
		}, "L / 6 :"},
		"with a cause for which no act fits, its lines first": {func(m *model) {
			m.shown.Alerts = []alert.Alert{{Rule: "network-down", State: alert.Firing, Priority: alert.P1}}
			m.shown.Triage = []triage.Hypothesis{{Explains: []string{"network-down"}, Also: []string{"safe-mode"}, Query: "timeout"}}
		}, "t S / 6"},
		"with a worse one for which there is no act, not the key of the lesser": {func(m *model) {
			m.shown.Alerts = []alert.Alert{{Rule: "mysql-down", State: alert.Firing, Priority: alert.P2}, {Rule: "cpu-high", State: alert.Firing, Priority: alert.P3}}
			m.shown.Triage = []triage.Hypothesis{{Explains: []string{"mysql-down"}, Query: "mysql"}, {Explains: []string{"cpu-high"}, Action: "limit-load"}}
		}, "t / 6 :"},
		"calm again, the act that waits to be undone": {func(m *model) { m.shown.Actions[2].UndoNow = true }, "S / 6 :"},
		"with a cause, not first what would undo its remedy": {func(m *model) {
			m.shown.Triage = []triage.Hypothesis{{Action: "safe-mode", Also: []string{"restart-chroma"}, Query: "chroma"}}
			m.shown.Actions[2].UndoNow = true
		}, "c S t /"},
		"beside the log, one act": {func(m *model) {
			m.shown.Triage = []triage.Hypothesis{cause}
			m.page = logsPage
		}, "c Enter t /"},
		"in a narrow window, one act": {func(m *model) {
			m.shown.Triage = []triage.Hypothesis{cause}
			m.width = 79
		}, "c t / 6"},
		"in a usual one, both": {func(m *model) {
			m.shown.Triage = []triage.Hypothesis{cause}
			m.width = 80
		}, "c S t /"},
		"on the page of alerts without one": {func(m *model) { m.page = alertsPage }, "/ 6 :"},
		"on the page of alerts with one": {func(m *model) {
			m.page, m.shown.Alerts = alertsPage, []alert.Alert{{Rule: "cpu-high", State: alert.Firing}}
		}, "Enter t / 6"},
		"on the journal before its second record": {func(m *model) {
			m.page, m.shown.Journal = journalPage, m.shown.Journal[:min(1, len(m.shown.Journal))]
		}, "Tab / 6 :"},
		"on the latency page, where all endpoints are in sight": {func(m *model) { m.page = latencyPage }, "h / 6 :"},
	} {
		t.Run(name, func(t *testing.T) {
			m := still(fakeOperator(nil))
			m.width = 160
			page := *m.shown
			page.Triage, page.Alerts, page.Actions = nil, nil, append([]state.Action(nil), page.Actions...)
			m.shown = &page
			tt.change(m)
			var keys []string
			for _, h := range m.hints() {
				keys = append(keys, h.Key)
			}
			keys = keys[:min(len(keys), pane.MostHints)]
			if got := strings.Join(keys, " "); got != tt.want {
				t.Errorf("the footer names %q, want %q", got, tt.want)
			}
		})
	}
}

func TestThePageThatIsShownStandsOutInTheFooter(t *testing.T) {
	for keys, want := range map[string]string{"1": "overview", "3": "dependencies", "6": "logs", "9": "journal"} {
		m := still(fakeOperator(nil))
		drive(m, tea.WindowSizeMsg{Width: 200, Height: 40})
		press(m, keys)
		frame := m.View()
		footer := frame[strings.LastIndexByte(frame, '\n'):]
		for _, page := range m.pages {
			if strong := strings.Contains(footer, m.o.Look.Strong.Render(" "+page.Words)); strong != (page.Words == want) {
				t.Errorf("after %q %q standing out is %v", keys, page.Words, strong)
			}
		}
	}
}

func TestThePagesStandInTheFooterWhereAllHaveRoom(t *testing.T) {
	for _, row := range []struct {
		width int
		keys  string
		want  []string
	}{
		{80, "", nil},
		{200, "", []string{"1 overview  2 latency  3 dependencies  4 host and process  5 alerts  6 logs  9 journal", "c restart"}},
		{200, "6", []string{"6 logs  9 journal"}},
		{200, "?", nil},
		{220, ":", nil},
	} {
		m := still(fakeOperator(nil))
		drive(m, tea.WindowSizeMsg{Width: row.width, Height: 40})
		if row.keys != "" {
			press(m, row.keys)
		}
		lines := strings.Split(ansi.Strip(m.View()), "\n")
		footer := lines[len(lines)-1]
		if got := strings.Count(footer, "2 latency"); got != min(len(row.want), 1) || strings.Count(footer, "6 logs") > 1 {
			t.Errorf("%d cells wide after %q the pages stand %d times in %q", row.width, row.keys, got, footer)
		}
		for _, part := range row.want {
			if !strings.Contains(footer, part) {
				t.Errorf("%d cells wide after %q %q is not in %q", row.width, row.keys, part, footer)
			}
		}
	}
}
