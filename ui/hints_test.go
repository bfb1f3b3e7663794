package ui

import (
	"strings"
	"testing"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
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
		"calm again, the act that waits to be undone": {func(m *model) { m.shown.Actions[2].UndoNow = true }, "S / 6 :"},
		"beside the log, one act": {func(m *model) {
			m.shown.Triage = []triage.Hypothesis{cause}
			m.page = logsPage
		}, "c Enter t /"},
		"in a narrow window, one act": {func(m *model) {
			m.shown.Triage = []triage.Hypothesis{cause}
			m.width = 80
		}, "c t / 6"},
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
			if got := strings.Join(keys, " "); got != tt.want {
				t.Errorf("the footer names %q, want %q", got, tt.want)
			}
		})
	}
}
