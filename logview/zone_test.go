package logview_test

import (
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

func TestAZoneIsRecognisedByLinesThatAreOffByIt(t *testing.T) {
	type line struct{ read, ahead time.Duration }
	const eight = 8 * time.Hour
	for name, row := range map[string]struct {
		lines   []line
		shift   time.Duration
		certain bool
	}{
		"three lines eight hours behind":      {[]line{{0, -eight}, {time.Second, -eight - time.Second}, {2 * time.Second, -eight}}, -eight, true},
		"three lines five and a half ahead":   {[]line{{0, 330 * time.Minute}, {time.Second, 330 * time.Minute}, {2 * time.Second, 330 * time.Minute}}, 330 * time.Minute, true},
		"two lines are not enough":            {[]line{{0, -eight}, {time.Second, -eight}}, -eight, false},
		"many lines at once are one":          {[]line{{0, -eight}, {0, -eight}, {time.Millisecond, -eight}, {2 * time.Millisecond, -eight}}, -eight, false},
		"our own time":                        {[]line{{0, -time.Second}, {time.Second, 0}, {2 * time.Second, 0}}, 0, true},
		"a clock that is a quarter hour off":  {[]line{{0, 15 * time.Minute}, {time.Second, 15 * time.Minute}, {2 * time.Second, 15 * time.Minute}}, 0, false},
		"a clock that is off by no zone":      {[]line{{0, 47 * time.Minute}, {time.Second, 47 * time.Minute}, {2 * time.Second, 47 * time.Minute}}, 0, false},
		"a line in between that is not off":   {[]line{{0, -eight}, {time.Second, -eight}, {2 * time.Second, 0}, {3 * time.Second, -eight}}, -eight, false},
		"further off than any two zones are":  {[]line{{0, 27 * time.Hour}, {time.Second, 27 * time.Hour}, {2 * time.Second, 27 * time.Hour}}, 0, false},
		"lines that are late by some seconds": {[]line{{0, -eight - 9*time.Second}, {time.Second, -eight}, {2 * time.Second, -eight - 9*time.Second}}, -eight, true},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Date(2026, 3, 14, 16, 0, 0, 0, time.UTC)
			var w logview.ZoneWatch
			var shift time.Duration
			var certain bool
			for _, l := range row.lines {
				shift, certain = w.See(began.Add(l.read+l.ahead), began.Add(l.read))
			}
			if shift != row.shift || certain != row.certain {
				t.Errorf("off by %v, certain %v; want %v, %v", shift, certain, row.shift, row.certain)
			}
		})
	}
}

func TestWhatWasReadInAWrongZoneIsCorrected(t *testing.T) {
	cst := logview.ZoneEast(8 * 60 * 60)
	p := logview.NewParser(logview.ParserOptions{Zone: cst, Clock: 1})
	w := logview.NewWindow(logview.WindowOptions{})
	for _, line := range []string{
		"2026-03-14 08:47:15,250 - main - ERROR - before",
		"2026-03-14T08:47:16Z ERROR names its zone",
		"Traceback (most recent call last):",
		"2026-03-14 08:47:17 - main - ERROR - held",
	} {
		if e, done := p.Line([]byte(line), logview.Arrival{At: time.Now()}); done {
			w.Append(&e)
		}
	}
	r := logview.Rezoning{Clock: 1, From: cst, To: time.UTC}
	p.Rezone(r)
	w.Revise(func(e *logview.Entry) { r.Apply(e) })
	for _, line := range []string{"2026-03-14 08:47:18 - main - ERROR - behind it", "plain"} {
		if e, done := p.Line([]byte(line), logview.Arrival{At: time.Now()}); done {
			w.Append(&e)
		}
	}
	if e, done := p.Close(); done {
		w.Append(&e)
	}
	var got []string
	for _, e := range w.Page(logview.Question{Limit: 10}).Entries {
		at := "-"
		if !e.At.IsZero() {
			at = e.At.UTC().Format("15:04:05.00")
		}
		got = append(got, at)
	}
	for i, want := range []string{"08:47:15.25", "08:47:16.00", "08:47:17.00", "08:47:18.00"} {
		if i >= len(got) || got[i] != want {
			t.Fatalf("the times are %v, the %dth not %s", got, i+1, want)
		}
	}
}

func TestTheWindowSaysFromWhenOnItHoldsEverything(t *testing.T) {
	w := logview.NewWindow(logview.WindowOptions{Entries: 2})
	at := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	put := func(second int) {
		w.Append(&logview.Entry{At: at.Add(time.Duration(second) * time.Second), Message: raw.Of("x")})
	}
	put(0)
	put(3)
	if since := w.Page(logview.Question{}).Since; !since.IsZero() {
		t.Errorf("nothing was let go of, and all is held only since %v", since)
	}
	put(1) // another log tells it late
	put(4)
	put(5)
	if since := w.Page(logview.Question{}).Since; !since.Equal(at.Add(3 * time.Second)) {
		t.Errorf("all is held since %v, want since the latest that was let go of", since)
	}
}

func TestACorrectionKeepsSinceWhenAllIsHeld(t *testing.T) {
	w := logview.NewWindow(logview.WindowOptions{Entries: 1})
	noon := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for range 2 {
		w.Append(&logview.Entry{At: noon, Clock: 1, Message: raw.Of("x")})
	}
	r := logview.Rezoning{Clock: 1, From: time.UTC, To: logview.ZoneEast(8 * 60 * 60)}
	w.Revise(func(e *logview.Entry) { r.Apply(e) })
	if since := w.Page(logview.Question{}).Since; !since.Equal(noon.Add(-8 * time.Hour)) {
		t.Errorf("all is held since %v, want %v", since, noon.Add(-8*time.Hour))
	}
}

func TestACorrectionIsOfOneClock(t *testing.T) {
	noon := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	r := logview.Rezoning{Clock: 1, From: time.UTC, To: logview.ZoneEast(8 * 60 * 60)}
	for clock, want := range map[logview.Clock]time.Time{0: noon, 1: noon.Add(-8 * time.Hour), 2: noon} {
		w := logview.NewWindow(logview.WindowOptions{})
		w.Append(&logview.Entry{At: noon, Clock: clock, Message: raw.Of("x")})
		w.Revise(func(e *logview.Entry) { r.Apply(e) })
		if at := w.Page(logview.Question{Limit: 1}).Entries[0].At; !at.Equal(want) {
			t.Errorf("a line by clock %d says %v, want %v", clock, at.UTC(), want)
		}
	}
}
