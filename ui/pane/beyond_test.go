package pane

import (
	"strings"
	"testing"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestAFigureWithAnAlertIsNotToldTwice(t *testing.T) {
	for name, a := range map[string]alert.Alert{
		"on the figure itself":         {Rule: "x", State: alert.Firing, Reason: alert.Reason{Facts: []alert.Fact{{Metric: "latency.p95"}}}},
		"on another latency":           {Rule: "x", State: alert.Firing, SuppressedBy: "y", Reason: alert.Reason{Facts: []alert.Fact{{Metric: "latency.mean"}}}},
		"that does not fire yet":       {Rule: "x", State: alert.Pending, Reason: alert.Reason{Facts: []alert.Fact{{Metric: "latency.p95"}}}},
		"on the target that speaks so": {Rule: "x", State: alert.Firing, Target: "app"},
	} {
		t.Run(name, func(t *testing.T) {
			s := calm()
			beyondAlone(s)
			f := s.Figures["latency.p95"]
			f.From = "app"
			s.Figures["latency.p95"] = f
			if text := wrongText(s, 100, 14); !strings.Contains(text, "beyond limit") {
				t.Fatalf("nothing is told without an alert:\n%s", text)
			}
			s.Alerts = []alert.Alert{a}
			if text := wrongText(s, 100, 14); strings.Contains(text, "beyond limit") {
				t.Errorf("it is told beside its alert:\n%s", text)
			}
		})
	}
}

func TestAServiceThatIsSilentIsNotToldToBeMapped(t *testing.T) {
	s := serviceDown()
	s.Vitals, s.Trends = state.Vitals{}, nil
	var p Latency
	if text := p.View(s, 100, 12, plainLook(words.English)); !strings.Contains(text, "the service does not answer") || strings.Contains(text, "map vitals") {
		t.Errorf("it says:\n%s", text)
	}
}
