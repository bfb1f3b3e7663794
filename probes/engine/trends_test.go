package engine

import (
	"testing"
	"time"

	"bedside/probes"
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
	b.now = b.now.Add((trendSlots + 1) * time.Second)
	if _, held := b.page(b.now).Trends["latency.p95"]; held {
		t.Error("a past of nothing but gaps is still told")
	}
}
