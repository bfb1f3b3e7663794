package pane

import (
	"strings"
	"testing"

	"bedside/probes/state"
	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func TestEachPaneOfAPageStandsAloneInTurn(t *testing.T) {
	var (
		latency      LatencyPage
		dependencies DependenciesPage
		host         HostPage
	)
	for name, tt := range map[string]struct {
		zoom   *Zoom
		view   func(s *state.Snapshot, w, h int, l *Look) string
		titles []string
	}{
		"latency":      {&latency.Zoom, latency.View, []string{"latency", "endpoints", "where the time goes"}},
		"dependencies": {&dependencies.Zoom, dependencies.View, []string{"who needs whom", "status"}},
		"host":         {&host.Zoom, host.View, []string{"machine", "process", "reports"}},
	} {
		t.Run(name, func(t *testing.T) {
			draw := func() string {
				return ansi.Strip(tt.view(vectorDBDown(), 120, 36, plainLook(words.English)))
			}
			whole := draw()
			for _, title := range tt.titles {
				tt.zoom.Next()
				if got := draw(); strings.Count("\n"+got, "\n╭─") != 1 || !strings.Contains(got, title) {
					t.Errorf("alone, and with %q, stands\n%s", title, got)
				}
			}
			tt.zoom.Next()
			if draw() != whole {
				t.Error("after the last pane the page is not whole")
			}
			tt.zoom.Next()
			if !tt.zoom.End() || tt.zoom.End() || draw() != whole {
				t.Error("a pane still stands alone")
			}
		})
	}
}
