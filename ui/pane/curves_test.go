package pane

import (
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/state"
)

// A map of all kinds together is coloured only where every kind is too slow.
func TestTheSpreadIsHeldAgainstTheLargestLimit(t *testing.T) {
	limit := func(seconds float64) *state.Limit { return &state.Limit{Max: seconds, HasMax: true} }
	curve := func(m probes.Metric, unit probes.Unit, l *state.Limit) shownCurve {
		return shownCurve{m, state.Trend{Unit: unit, Limit: l, Step: time.Second}}
	}
	for name, tt := range map[string]struct {
		shown []shownCurve
		of    *state.Limit
		want  float64
	}{
		"one kind":            {nil, limit(1.5), 1.5},
		"a slower one":        {[]shownCurve{curve("latency.text.p95", probes.Seconds, limit(1.5)), curve("latency.voice.p95", probes.Seconds, limit(3))}, limit(1.5), 3},
		"the mean is no kind": {[]shownCurve{curve("latency.mean", probes.Seconds, limit(2))}, limit(1.5), 1.5},
		"nor are streams":     {[]shownCurve{curve("streams.active", "", limit(50))}, limit(1.5), 1.5},
	} {
		p := Curves{shown: tt.shown}
		if got := p.slowest(tt.of); got == nil || got.Max != tt.want {
			t.Errorf("%s: held against %v, want %v", name, got, tt.want)
		}
	}
	if got := (&Curves{}).slowest(nil); got != nil {
		t.Errorf("without a limit it is held against %v", got)
	}
}
