package pane

import (
	"strings"
	"testing"

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
