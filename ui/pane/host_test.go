package pane

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes"
	"bedside/probes/words"
)

func TestFiguresWithoutRoomAreCounted(t *testing.T) {
	s, names := calm(), []string{"cpu", "mem", "threads", "files"}
	s.Figures["process.files"] = s.Figures["process.threads"]
	for _, m := range []probes.Metric{"process.cpu", "process.memory", "process.threads", "process.files"} {
		if _, known := s.Figures[m]; !known {
			t.Fatalf("the sample lacks %s", m)
		}
	}
	cut := 0
	for w := 34; w <= 90; w++ {
		var p Host
		text := ansi.Strip(p.View(s, w, 12, plainLook(words.English)))
		got := row(t, text, "process ")
		shown := 0
		for _, name := range names {
			if strings.Contains(got, " "+name+" ") {
				shown++
			}
		}
		if shown < len(names) {
			cut++
			if want := fmt.Sprintf("+%d more ", len(names)-shown); !strings.Contains(got, want) {
				t.Errorf("in %d cells %d figures of %d stand without %q: %s", w, shown, len(names), want, got)
			}
		}
	}
	if cut == 0 {
		t.Error("no width was too narrow")
	}
}
