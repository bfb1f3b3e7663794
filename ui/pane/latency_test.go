package pane

import (
	"strings"
	"testing"

	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func TestFastFailuresAreNoGoodLatency(t *testing.T) {
	for success, want := range map[float64]string{0.2037: "80 % of replies failed", 0.99: ""} {
		s := calm()
		f := s.Figures["success"]
		f.Number = success
		s.Figures["success"] = f
		var p Latency
		title := row(t, ansi.Strip(p.View(s, 80, 10, plainLook(words.English))), "latency")
		if !strings.Contains(title, want) || want == "" && strings.Contains(title, "failed") {
			t.Errorf("success %g: no %q in %q", success, want, title)
		}
	}
}
