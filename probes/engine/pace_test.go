package engine

import (
	"slices"
	"testing"
	"time"

	"bedside/logview"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/watch"
)

func TestAProofIsAskedForAtOnceAndThenAtAPace(t *testing.T) {
	b := newBench(t, nil)
	b.run(nil, nil)
	asked := 0
	for range 200 { // each refused check wakes the engine again
		b.begin()
		b.now = b.now.Add(5 * time.Millisecond)
		b.observe(watch.Round{Sample: probes.Sample{Target: "chroma", At: b.now, Status: probes.Down}, Began: b.now})
		b.judge(b.now)
		asked += len(b.wanted())
	}
	if b.act.run.Outcome != action.Verifying || asked < 2 || asked > 4 {
		t.Errorf("in one second %d checks were asked for while the act was %v", asked, b.act.run.Outcome)
	}
}

func TestStampsAheadOfOurClockHideNoBurst(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	ahead := entry("errors", logview.Error, "boom", b.now.Add(8*time.Hour)) // a container in another zone
	ahead.Arrived = b.now
	b.read(LogBatch{Source: "errors", State: LogState{OK: true}, Backlog: true, Entries: []logview.Entry{ahead}})
	for i := range 30 {
		e := ahead
		e.Arrived = b.now.Add(time.Duration(i) * time.Millisecond)
		b.read(LogBatch{Source: "errors", State: LogState{OK: true}, Entries: []logview.Entry{e}})
	}
	b.round()
	if _, fires := b.firing()["error-burst"]; !fires {
		rate, _ := b.logs.errorRate(b.now)
		t.Errorf("30 errors within a second are no burst: the rate is %v", rate)
	}
}

func TestAClockThatIsPutBackHidesNoBurst(t *testing.T) {
	var p perSecond
	p.add(noon.Add(time.Hour))
	p.since(noon.Add(time.Hour), errorRateWindow)
	if n := p.since(noon, errorRateWindow); n != 0 {
		t.Errorf("%d of the future are counted", n)
	}
	p.add(noon)
	if n := p.since(noon, errorRateWindow); n != 1 {
		t.Errorf("after the clock was put back %d are counted, want 1", n)
	}
}

// TestNobodyCountedBeforeTheBeginning: no zero stands there, and no count is lost.
func TestNobodyCountedBeforeTheBeginning(t *testing.T) {
	var p perSecond
	began := noon.Add(-25 * time.Second)
	p.add(began)
	p.add(noon)
	steps := p.steps(noon, began, 10)
	gap := 0
	for _, n := range steps {
		if n != n {
			gap++
		}
	}
	if last := steps[len(steps)-3:]; gap != len(steps)-3 || !slices.Equal(last, []float32{1, 0, 1}) {
		t.Errorf("%d of %d steps are a gap, the last ones are %v", gap, len(steps), last)
	}
}
