package pane

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

func TestAProcessThatIsGoneHasOldFigures(t *testing.T) {
	for _, row := range []struct {
		lang words.Lang
		want string
	}{{words.English, "as of 40 s ago  cpu "}, {words.Chinese, "40 秒前的数据  CPU "}} {
		s := calm()
		var p Host
		if fresh := ansi.Strip(p.View(s, 70, 12, plainLook(row.lang))); strings.Contains(fresh, row.want) {
			t.Errorf("fresh figures have an age:\n%s", fresh)
		}
		for _, m := range process {
			if f, known := s.Figures[m]; known {
				f.Stale, f.At = true, s.At.Add(-40*time.Second)
				s.Figures[m] = f
			}
		}
		p = Host{}
		if text := ansi.Strip(p.View(s, 70, 12, plainLook(row.lang))); !strings.Contains(text, row.want) {
			t.Errorf("without %q:\n%s", row.want, text)
		}
	}
}
