package pane

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
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

// processGone is a service whose process is gone, on the page of the host.
func processGone() *state.Snapshot {
	s := detailed(serviceDown())
	backend := &s.Targets[len(s.Targets)-1]
	backend.Status, backend.Latest, backend.Since = probes.Down, probes.Down, now.Add(-40*time.Second)
	backend.Fault = probes.Fault{Code: probes.NoProcess, Detail: raw.Of("TCP :8000")}
	return s
}

// TestTheHostPageSaysAtEverySizeThatTheProcessIsGone: before its figures, or as
// one that is down of what has no room.
func TestTheHostPageSaysAtEverySizeThatTheProcessIsGone(t *testing.T) {
	for w := 40; w <= 160; w += 5 {
		for h := 8; h <= 43; h++ {
			var p HostPage
			text := ansi.Strip(p.View(processGone(), w, h, plainLook(words.English)))
			if !strings.Contains(text, "✖ backend no process") && !strings.Contains(text, "more · 1 down") {
				t.Errorf("%d×%d:\n%s", w, h, text)
			}
		}
	}
}

func TestTheFiguresOfAProcessWithoutRoomAreCounted(t *testing.T) {
	for h, want := range map[int]string{3: "+6 more", 4: "+5 more", 5: "+4 more", 6: "+4 more", 7: "+3 more", 9: ""} {
		var p Process
		text := ansi.Strip(p.View(processGone(), 50, h, plainLook(words.English)))
		if strings.Contains(text, "more") != (want != "") || !strings.Contains(text, want) || !strings.Contains(text, "✖ backend no process") {
			t.Errorf("in %d rows there is no %q:\n%s", h, want, text)
		}
	}
}

// TestWhatIsBeyondItsLimitIsSaidWithoutColour looks at every pane that has the
// machine's figures.
func TestWhatIsBeyondItsLimitIsSaidWithoutColour(t *testing.T) {
	l := plainLook(words.English)
	for _, row := range []struct {
		name   string
		number float64
		alert  *alert.Alert
		want   string
	}{
		{"within", 0.43, nil, ""},
		{"beyond, without an alert", 0.78, nil, "78 % ●"},
		{"beyond, with an alert", 0.99, &alert.Alert{State: alert.Firing, Priority: alert.P2, Reason: alert.Reason{Facts: []alert.Fact{{Metric: "host.cpu"}}}}, "99 % ▲"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := calm()
			f := s.Figures["host.cpu"]
			f.Number = row.number
			s.Figures["host.cpu"] = f
			if row.alert != nil {
				s.Alerts = append(s.Alerts, *row.alert)
			}
			for where, text := range map[string]string{
				"overview":         new(Host).View(s, 60, 10, l),
				"machine, in rows": new(Machine).View(s, 80, 9, l),
				"machine, charts":  new(Machine).View(s, 120, 30, l),
			} {
				line, _, _ := strings.Cut(ansi.Strip(text)[strings.Index(ansi.Strip(text), "cpu"):], "\n")
				if row.want == "" && strings.ContainsAny(line, "●▲") || !strings.Contains(line, row.want) {
					t.Errorf("%s: %q, want %q", where, line, row.want)
				}
			}
		})
	}
}

// TestALoadStandsBesideTheCoresThatCarryIt, and beside its limit where it has one.
func TestALoadStandsBesideTheCoresThatCarryIt(t *testing.T) {
	for name, tt := range map[string]struct {
		limit *state.Limit
		want  string
	}{"no limit": {nil, " cores 4"}, "a limit": {&state.Limit{Max: 8, HasMax: true}, " limit 8"}} {
		s := detailed(calm())
		figure(s, "host.load1", probes.Value{Number: 1.3}, tt.limit, "host", func(int) float64 { return 1.3 })
		text := ansi.Strip(new(Host).View(s, 80, 12, plainLook(words.English)))
		if got := row(t, text, "load "); !strings.Contains(got, tt.want) || strings.Count(got, "limit")+strings.Count(got, "cores") != 1 {
			t.Errorf("%s: %q", name, got)
		}
	}
}
