package pane

import (
	"strings"
	"testing"

	"bedside/probes/state"
	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func TestEachPaneOfAPageStandsAloneInTurn(t *testing.T) {
	for name, tt := range map[string]struct {
		page interface {
			View(s *state.Snapshot, w, h int, l *Look) string
			Zoom() bool
			Whole() bool
		}
		titles []string
	}{
		"latency":      {&LatencyPage{}, []string{"latency", "endpoints", "where the time goes"}},
		"dependencies": {&DependenciesPage{}, []string{"who needs whom", "status"}},
		"host":         {&HostPage{}, []string{"machine", "process", "reports"}},
	} {
		t.Run(name, func(t *testing.T) {
			draw := func() string {
				return ansi.Strip(tt.page.View(vectorDBDown(), 120, 36, plainLook(words.English)))
			}
			whole := draw()
			for _, title := range tt.titles {
				tt.page.Zoom()
				if got := draw(); strings.Count("\n"+got, "\n╭─") != 1 || !strings.Contains(got, title) {
					t.Errorf("alone, and with %q, stands\n%s", title, got)
				}
			}
			tt.page.Zoom()
			if draw() != whole {
				t.Error("after the last pane the page is not whole")
			}
			tt.page.Zoom()
			if !tt.page.Whole() || tt.page.Whole() || draw() != whole {
				t.Error("a pane still stands alone")
			}
		})
	}
}
