package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bedside/probes/alert"
	"bedside/probes/state"
)

// onTwoAlerts is the page of the alerts with a second one, which no cause
// explains.
func onTwoAlerts(t *testing.T) *console {
	c := start(t, samplePreview())
	s := samplePage(2)
	s.Alerts = append(s.Alerts, alert.Alert{Rule: "memory-high", Priority: alert.P3, State: alert.Firing, Since: noon.Add(-2 * time.Minute)})
	c.show(s)
	c.press("5")
	return c
}

func TestWhatIsWrongOpensTheAlerts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		_ = c.View()
		for range 5 {
			c.press("tab")
			c.press("enter")
			if c.page == alertsPage {
				return
			}
			c.press("1")
		}
		t.Error("Enter in no pane of the overview opens the alerts")
	})
}

func TestAnAlertsLogLinesAreOneKeyAway(t *testing.T) {
	for _, tt := range []struct {
		name string
		keys []string
		want string
	}{
		{"those of its cause", []string{"t"}, "ChromaDB"},
		{"without a cause, the warnings since it began", []string{"j", "t"}, `level>=warning since:"2026-03-04 14:27"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := onTwoAlerts(t)
				_ = c.View()
				c.press(tt.keys...)
				if got := c.logs.query.String(); c.page != logsPage || got != tt.want {
					t.Errorf("the log page shows %q, want %q", got, tt.want)
				}
			})
		})
	}
}

func TestAnOpenAlertGoesBackToTheListAndThenToTheOverview(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := onTwoAlerts(t)
		_ = c.View()
		c.press("enter")
		if !c.alerts.Open {
			t.Fatal("Enter does not open the alert")
		}
		c.press("esc")
		if c.alerts.Open || c.page != alertsPage {
			t.Fatal("Esc does not go back to the list")
		}
		c.press("esc")
		if c.page != overviewPage {
			t.Error("Esc does not go back to the overview")
		}
	})
}

func TestActsWorkFromTheAlertsPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := onTwoAlerts(t)
		c.press("c")
		if c.overlay != previewOverlay || len(c.done) == 0 || c.done[0] != "ask restart-chroma" {
			t.Errorf("the act's key did %v", c.done)
		}
	})
}

func TestTheJournalIsReadWithKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		s := samplePage(2)
		s.Journal = []state.Record{{At: noon, Kind: "act", What: sampleRun(0).Title}, {At: noon, Kind: "start", What: sampleRun(0).Proof}}
		c.show(s)
		c.press("9", "tab", "tab")
		if text := c.View(); !strings.Contains(text, "1 of 2 records") {
			t.Errorf("want the acts alone:\n%s", text)
		}
	})
}
