package pane

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestTrendsStandOnOneClock(t *testing.T) {
	const gap = -1
	at := func(s int) time.Time { return time.Unix(1_000_000, 0).Add(time.Duration(s) * time.Second) } // a multiple of 5 s
	nan := float32(math.NaN())
	for _, tt := range []struct {
		what string
		end  int
		step time.Duration
		max  []float32
		now  int
		want []float32
	}{
		{"the largest of each column", 9, time.Second, []float32{1, 7, 1, 1, 1, 2, 3, 2, 2, 2}, 9, []float32{gap, gap, 7, 3}},
		{"a value stands until the next is due", 0, 15 * time.Second, []float32{4}, 19, []float32{4, 4, 4, gap}},
		{"but not beyond now", 0, 15 * time.Second, []float32{4}, 4, []float32{gap, gap, gap, 4}},
		{"a gap is a gap", 15, 5 * time.Second, []float32{4, nan, nan, 5}, 15, []float32{4, gap, gap, 5}},
		{"what is too old is gone", 0, time.Second, []float32{1, 2, 3}, 100, []float32{gap, gap, gap, gap}},
		{"nothing is nothing", 0, time.Second, nil, 0, []float32{gap, gap, gap, gap}},
	} {
		got := onClock(nil, state.Trend{End: at(tt.end), Step: tt.step, Max: tt.max}, at(tt.now), 5*time.Second, 4)
		for i, v := range got {
			if v != v {
				got[i] = gap
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.want)
		}
	}
}

// TestWhatFailedTogetherEndsTogether, however often each is asked.
func TestWhatFailedTogetherEndsTogether(t *testing.T) {
	s, l := calm(), plainLook(words.English)
	for i := range s.Targets {
		target := &s.Targets[i]
		step := time.Second
		if target.Name == "cache" {
			step = 15 * time.Second
		}
		past := make([]float32, 120)
		for at := range past {
			if past[at] = 0.01; time.Duration(len(past)-1-at)*step < 30*time.Second {
				past[at] = float32(math.NaN())
			}
		}
		target.Past = state.Trend{End: now, Step: step, Max: past, Unit: probes.Seconds}
	}
	page := ansi.Strip(new(Tree).View(s, 110, 20, l))
	end := func(name string) int {
		line := []rune(row(t, page, name))
		last := -1
		for i, r := range line {
			if strings.ContainsRune("▁▂▃▄▅▆▇█", r) {
				last = i
			}
		}
		return last
	}
	const interval = 3 // columns of 5 s between two checks of the cache
	if often, seldom := end("chroma"), end("cache"); often < 0 || seldom < often || seldom > often+interval {
		t.Errorf("they end in columns %d and %d:\n%s", often, seldom, page)
	}
	if !strings.Contains(page, "last 2 min · latency") {
		t.Errorf("how long the past is, is not said:\n%s", page)
	}
}
