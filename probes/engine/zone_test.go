package engine

import (
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/triage"
)

func TestWhatIsHeldOfALogFollowsItsZone(t *testing.T) {
	b := newBench(t, nil)
	read := noon.Add(8 * time.Hour) // as the console's zone reads noon
	line := logview.Entry{At: read, Arrived: noon, Source: "application", Level: logview.Error, Message: raw.Of("boom"), Lines: 1, Clock: 1}
	other := line
	other.Source, other.Message, other.Clock = "errors", raw.Of("bang"), 2
	ok := LogState{OK: true}
	b.read(LogBatch{Source: "errors", State: ok, Entries: []logview.Entry{other}})
	b.read(LogBatch{Source: "application", State: ok, Entries: []logview.Entry{line}})
	r := logview.Rezoning{Clock: 1, From: time.UTC, To: logview.ZoneEast(8 * 60 * 60)}
	b.read(LogBatch{Source: "application", State: LogState{OK: true, Zone: "UTC+8"}, Rezoning: r})
	for _, e := range b.logs.page(state.LogQuestion{Limit: 10}).Entries {
		if want := map[string]time.Time{"application": noon, "errors": read}[e.Source]; !e.At.Equal(want) {
			t.Errorf("a line of %s says %v, want %v", e.Source, e.At.UTC(), want)
		}
	}
	s := b.logs.snapshot(noon)
	for _, f := range s.Errors {
		if f.Source == "application" && (!f.At.Equal(noon) || !f.First.Equal(noon)) {
			t.Errorf("the error says %v, first %v, want noon", f.At.UTC(), f.First.UTC())
		}
	}
	if s.Revised != 1 || s.Sources[0].Zone != "UTC+8" || s.Sources[1].Zone != "" {
		t.Errorf("revised %d, zones %q and %q: nothing says so", s.Revised, s.Sources[0].Zone, s.Sources[1].Zone)
	}
}

func TestTheRateSaysOverWhichTimeItIs(t *testing.T) {
	old := logview.Entry{At: noon.Add(-20 * time.Second), Arrived: noon, Source: "errors", Level: logview.Error, Message: raw.Of("boom"), Lines: 1}
	for name, row := range map[string]struct {
		backlog bool
		after   time.Duration
		want    time.Duration
	}{
		"the time since the start":        {false, 22 * time.Second, 22 * time.Second},
		"what a log held already as well": {true, 22 * time.Second, 42 * time.Second},
		"a minute at most":                {true, 5 * time.Minute, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			if row.backlog {
				b.read(LogBatch{Source: "errors", State: LogState{OK: true}, Backlog: true, Entries: []logview.Entry{old}})
			}
			if got := b.logs.snapshot(noon.Add(row.after)).ErrorSpan; got != row.want {
				t.Errorf("%v, want %v", got, row.want)
			}
		})
	}
}

func TestLinesThatAreNotHeldAreNotOffered(t *testing.T) {
	b := newBench(t, nil)
	boom := logview.Entry{At: noon, Arrived: noon, Source: "errors", Level: logview.Error, Message: raw.Of("chroma refused"), Lines: 1}
	b.read(LogBatch{Source: "errors", State: LogState{OK: true}, Entries: []logview.Entry{boom}})
	h := []triage.Hypothesis{{Query: "chroma"}, {Query: "kind:sensitive"}, {}}
	b.logs.withdrawUnmatched(h)
	if h[0].Query != "chroma" || h[1].Query != "" || h[2].Query != "" {
		t.Errorf("offered are %q, %q, %q; want the first alone", h[0].Query, h[1].Query, h[2].Query)
	}
}

func TestARezoningLeavesNoErrorCountedAtAWrongTime(t *testing.T) {
	for name, row := range map[string]struct {
		says   time.Duration // the backlog's lines, read in UTC, after noon
		before float64       // errors a second
	}{
		"an old line is not of the future":          {7 * time.Hour, 0},
		"one that seemed to be new is forgotten":    {-time.Second, 3},
		"one that is of another day counts neither": {-26 * time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			e := logview.Entry{At: noon.Add(row.says), Arrived: noon, Source: "application", Level: logview.Error, Message: raw.Of("boom"), Lines: 1, Clock: 1}
			entries := make([]logview.Entry, 30)
			for i := range entries {
				entries[i] = e
			}
			ok := LogState{OK: true}
			b.read(LogBatch{Source: "application", State: ok, Backlog: true, Entries: entries})
			if rate, _ := b.logs.errorRate(noon.Add(time.Second)); rate != row.before {
				t.Errorf("%v errors a second, want %v", rate, row.before)
			}
			if s := b.logs.snapshot(noon.Add(time.Second)); len(s.Errors) != 1 || s.Sources[0].Last.After(noon) {
				t.Errorf("%d errors are held, the last of %v", len(s.Errors), s.Sources[0].Last)
			}
			e.At, e.Arrived = noon.Add(2*time.Second), noon.Add(2*time.Second)
			b.read(LogBatch{Source: "application", State: ok, Entries: []logview.Entry{e}})
			b.read(LogBatch{Source: "application", State: ok, Rezoning: logview.Rezoning{Clock: 1, From: time.UTC, To: logview.ZoneEast(8 * 60 * 60)}})
			if rate, _ := b.logs.errorRate(noon.Add(3 * time.Second)); rate != 0.1 {
				t.Errorf("%v errors a second once the zone is known, want the one that came since", rate)
			}
		})
	}
}

func TestALogIsNotSilentWhoseClockIsBehind(t *testing.T) {
	for name, row := range map[string]struct {
		says    time.Duration // after noon, when it is read
		backlog bool
		want    time.Duration // unknown when it is -1
	}{
		"a new line came when it was read":     {-8 * time.Hour, false, 0},
		"an old one when it says":              {-8 * time.Hour, true, -8 * time.Hour},
		"but not after it was read":            {8 * time.Hour, true, -1},
		"nor is a new line one of what is yet": {8 * time.Hour, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.read(LogBatch{Source: "errors", State: LogState{OK: true}, Backlog: row.backlog, Entries: []logview.Entry{
				{At: noon.Add(row.says), Arrived: noon, Source: "errors", Message: raw.Of("x"), Clock: 1},
			}})
			for _, s := range b.logs.snapshot(noon).Sources {
				want := noon.Add(row.want)
				if row.want == -1 {
					want = time.Time{}
				}
				if s.Name == "errors" && !s.Last.Equal(want) {
					t.Errorf("its last line came at %v, want %v", s.Last.UTC(), want)
				}
			}
		})
	}
}
