package pane

import (
	"slices"
	"strings"
	"testing"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func succeeding(share float64) *state.Snapshot {
	s := detailed(calm())
	f := s.Figures["success"]
	f.Number = share
	s.Figures["success"] = f
	return s
}

// titles are the upper borders of the panes that chart the latency.
func titles(s *state.Snapshot, w int) []string {
	l := plainLook(words.English)
	var list []string
	for _, text := range []string{(&Latency{}).View(s, w, 10, l), (&Curves{}).View(s, w, 10, l)} {
		first, _, _ := strings.Cut(ansi.Strip(text), "\n")
		list = append(list, first)
	}
	return list
}

func TestFastFailuresAreNoGoodLatency(t *testing.T) {
	for _, tt := range []struct {
		success float64
		w       int
		want    string
	}{
		{0.2037, 80, "79 % of replies failed"},
		{0.2037, 52, " 79 % failed"},
		{0.0001, 80, "99 % of replies failed"}, // never more than there were
		{0.95, 80, "5.0 % of replies failed"},
		{0.9459, 80, "5.4 % of replies failed"},
		{0.937, 80, "6.3 % of replies failed"},
		{0.96, 80, "from metrics"},
	} {
		for _, title := range titles(succeeding(tt.success), tt.w) {
			if !strings.Contains(title, tt.want) || tt.success > 0.95 && strings.Contains(title, "failed") {
				t.Errorf("success %g in %d cells: no %q in %q", tt.success, tt.w, tt.want, title)
			}
		}
	}
	s := succeeding(0.2)
	f := s.Figures["success"]
	f.Stale = true
	s.Figures["success"] = f
	if title := titles(s, 80)[0]; strings.Contains(title, "failed") {
		t.Errorf("an old share is told as of now: %q", title)
	}
}

func TestTheShareOfFailuresCostsTheFigureNoRoom(t *testing.T) {
	for w := 40; w <= 140; w++ {
		before, after := titles(succeeding(1), w), titles(succeeding(0.2037), w)
		for i := range before {
			if strings.Contains(before[i], "1.18 s") && !strings.Contains(after[i], "1.18 s") {
				t.Errorf("%d cells: %q became %q", w, before[i], after[i])
			}
		}
	}
}

// What changed at one moment changed in one column, above and below the axis.
func TestSuccessAndRateStandBelowTheCurve(t *testing.T) {
	for w := 86; w <= 200; w += 19 {
		for _, ago := range []int{3, 60, 251} {
			s := detailed(calm())
			for m, course := range map[probes.Metric][2]float32{"latency.p95": {1, 2}, "success": {1, 0.5}, "requests": {1, 40}} {
				trend := s.Trends[m]
				trend.Max = slices.Repeat([]float32{course[0]}, 900)
				for i := len(trend.Max) - ago; i < len(trend.Max); i++ {
					trend.Max[i] = course[1]
				}
				s.Trends[m] = trend
			}
			columns := map[string]int{}
			for _, row := range strings.Split(ansi.Strip((&Latency{}).View(s, w, 20, plainLook(words.English))), "\n") {
				cells := []rune(row)
				switch {
				case strings.Contains(row, "1.5s"):
					columns["curve"] = lastOf(cells[:len(cells)-2], '│') + 1 // the library draws a step in the column that it leaves
				case strings.Contains(row, "success"):
					columns["success"] = lastOf(cells, '█') + 1
				case strings.Contains(row, "requests"):
					columns["requests"] = slices.Index(cells, '█')
				}
			}
			if columns["requests"] < 0 || columns["success"] != columns["requests"] || columns["curve"] != columns["success"] {
				t.Errorf("%d cells, %d s ago: %v", w, ago, columns)
			}
		}
	}
}

// In a narrow pane the same stretch of time has fewer columns: what began under
// the curve is seen to have begun.
func TestANarrowStripBeginsWhereTheCurveDoes(t *testing.T) {
	s := detailed(calm())
	for m, course := range map[probes.Metric][2]float32{"success": {1, 0.2}, "requests": {40, 10}} {
		trend := s.Trends[m]
		trend.Max = slices.Repeat([]float32{course[1]}, 60)
		for i := range 19 {
			trend.Max[i] = course[0]
		}
		s.Trends[m] = trend
	}
	for w := 50; w < 72; w += 3 {
		text := ansi.Strip((&Latency{}).View(s, w, 20, plainLook(words.English)))
		for _, m := range []string{"success", "requests"} {
			row := text[strings.Index(text, m):]
			row = row[:strings.IndexByte(row, '\n')]
			if !strings.Contains(row, "█") || !strings.ContainsAny(row, "▂▃") {
				t.Errorf("in %d cells the fall is not seen: %s", w, row)
			}
		}
	}
}

func lastOf(cells []rune, sign rune) int {
	for i := len(cells) - 1; i >= 0; i-- {
		if cells[i] == sign {
			return i
		}
	}
	return -1
}

// A service that says that it is ill does answer, and so does one that was asked
// seldom and is back.
func TestOnlyASilentServiceIsSaidNotToAnswer(t *testing.T) {
	service := func(name probes.Name, status probes.Status, fault words.Code) state.Target {
		return state.Target{Name: name, Role: state.RoleService, Status: status, Fault: probes.Fault{Code: fault}, At: now}
	}
	for name, tt := range map[string]struct {
		targets []state.Target
		want    bool
	}{
		"refused":                 {[]state.Target{service("health", probes.Down, probes.Refused)}, true},
		"hung":                    {[]state.Target{service("health", probes.Down, probes.TimedOut)}, true},
		"ill":                     {[]state.Target{service("health", probes.Down, probes.Unhealthy)}, false},
		"refused when last asked": {[]state.Target{service("health", probes.Up, ""), service("deep-health", probes.Down, probes.Refused)}, false},
		"not asked yet":           {[]state.Target{{Name: "health", Role: state.RoleService}}, false},
	} {
		if got := whyNoVitals(&state.Snapshot{Ready: true, Targets: tt.targets}) == "screen.no-answer"; got != tt.want {
			t.Errorf("%s: it is said not to answer: %v", name, got)
		}
	}
}
