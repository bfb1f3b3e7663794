package engine

import (
	"math"
	"slices"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
)

func TestWhatIsNoLongerKnownKeepsItsPast(t *testing.T) {
	b := newBench(t, nil)
	for range 20 {
		b.round()
		b.due = true
		b.put(probes.Value{Metric: "latency.p95", Number: 1.2, Unit: probes.Seconds}, figure{at: b.now})
	}
	delete(b.figures, "latency.p95") // as when it can no longer be computed
	for range 10 {
		b.round()
	}
	page := b.page(b.now)
	if _, given := page.Figures["latency.p95"]; given {
		t.Fatal("the figure still stands")
	}
	past := page.Trends["latency.p95"].Max
	if n := len(past); n != trendSlots || past[n-15] != 1.2 {
		t.Fatalf("the past is gone: %v", past[max(0, n-30):])
	}
	if last := past[len(past)-1]; last == last {
		t.Errorf("the gap is filled with %v", last)
	}
	b.now = b.now.Add(time.Hour + longestPace)
	if _, held := b.page(b.now).Trends["latency.p95"]; held {
		t.Error("a past of nothing but gaps is still told")
	}
}

func TestATrendHoldsAllThatWasWatchedUpToAnHour(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	steps := map[time.Duration]bool{}
	for minute := range 60 {
		for second := range 60 {
			value := 1.0
			if minute == 0 && second == 30 {
				value = 9 // a spike at the very beginning
			}
			b.now = b.now.Add(time.Second)
			b.due = true
			b.put(probes.Value{Metric: "latency.p95", Number: value, Unit: probes.Seconds}, figure{at: b.now})
		}
		got := b.page(b.now).Trends["latency.p95"]
		steps[got.Step] = true
		if !slices.Contains(got.Max, 9) {
			t.Fatalf("after %d min the spike is gone from %d slots of %v", minute+1, len(got.Max), got.Step)
		}
		if late := b.now.Sub(got.End); late < 0 || late >= got.Step && got.Step > time.Second {
			t.Errorf("after %d min the trend of %v ends %v ago", minute+1, got.Step, late)
		}
	}
	if len(steps) != 3 || !steps[time.Second] || !steps[4*time.Second] {
		t.Errorf("slots were of %v, want 1, 2 and 4 s", steps)
	}
}

func TestThePastOfWhatARuleJudgesIsKept(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Rules = append(o.Rules, alert.Rule{ID: "full", When: condition(t, "queue.length > 80 or chroma is down"), Priority: alert.P3})
	})
	b.round()
	for _, m := range []probes.Metric{"queue.length", "queue.age"} {
		b.put(probes.Value{Metric: m, Number: 7}, figure{at: b.now, from: b.byName["chroma"]})
	}
	trends := b.page(b.now).Trends
	if past := trends["queue.length"].Max; len(past) == 0 || past[len(past)-1] != 7 {
		t.Errorf("the past of what a rule judges is %v", past)
	}
	if _, kept := trends["queue.age"]; kept {
		t.Error("the past of what nobody asks for is kept")
	}
}

func TestTheQuietestRateIsNotThatOfABeginning(t *testing.T) {
	unknown := float32(math.NaN())
	seconds := func(n int, v float32) []float32 { return slices.Repeat([]float32{v}, n) }
	for name, tt := range map[string]struct {
		trend []float32
		want  float64
	}{
		"nothing":                   {nil, 0},
		"a beginning alone":         {seconds(2*quietTime-1, 20), 0},
		"before a surge":            {slices.Concat(seconds(5, unknown), seconds(10, 2), seconds(12, 20), seconds(40, 80)), 20},
		"a lull of a second":        {slices.Concat(seconds(30, 20), seconds(1, 0), seconds(30, 20)), 18},
		"a lull that lasts":         {slices.Concat(seconds(30, 20), seconds(15, 5), seconds(30, 20)), 5},
		"the beginning of a second": {slices.Concat(seconds(30, 20), seconds(3, unknown), seconds(10, 1), seconds(30, 40)), 20},
	} {
		if got := quietest(tt.trend); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestATrendSaysWhereItsSourceEnds: a value there is no exact one.
func TestATrendSaysWhereItsSourceEnds(t *testing.T) {
	b := newBench(t, nil)
	put := func(n float64, atLeast bool) float64 {
		b.round()
		b.due = true
		b.put(probes.Value{Metric: "latency.p95", Number: n, Unit: probes.Seconds, AtLeast: atLeast}, figure{at: b.now})
		return b.page(b.now).Trends["latency.p95"].Ceiling
	}
	if got := put(1, false); got != 0 {
		t.Errorf("the source is said to end at %v", got)
	}
	if got := put(3, true); got != 3 {
		t.Errorf("the source is said to end at %v, want 3", got)
	}
}
