package engine

import (
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

// TestTheLastRecordOfABacklogIsAnOldOne reads logs whose last record was ended
// only after the backlog was told, because more lines might have followed.
func TestTheLastRecordOfABacklogIsAnOldOne(t *testing.T) {
	type batch = LogBatch
	record := func(says, read time.Duration) logview.Entry {
		e := logview.Entry{Arrived: noon.Add(read), Source: "errors", Level: logview.Error, Message: raw.Of("boom"), Lines: 1}
		if says != 0 {
			e.At = noon.Add(says)
		}
		return e
	}
	first, last := record(-20*time.Minute, 0), record(-15*time.Minute, 0)
	elsewhere := record(-40*time.Minute, 0)
	late := record(-8*time.Hour, 5*time.Second) // by a clock that is behind
	for _, row := range []struct {
		name    string
		batches []batch
		silent  time.Duration // at noon, unknown when it is -1
		counted float64       // of the last ten seconds
	}{
		{"it comes alone", []batch{{Backlog: true, Entries: []logview.Entry{first}}, {Entries: []logview.Entry{last}}}, 15 * time.Minute, 0},
		{"there was no other", []batch{{Backlog: true}, {Entries: []logview.Entry{last}}}, 15 * time.Minute, 0},
		{"it comes with a new one", []batch{{Backlog: true, Entries: []logview.Entry{first}}, {Entries: []logview.Entry{last, late}}}, -5 * time.Second, 1},
		{"an empty line ended it, and a new one comes", []batch{{Backlog: true, Entries: []logview.Entry{first}}, {Entries: []logview.Entry{late}}}, -5 * time.Second, 1},
		{"a new one comes behind it", []batch{{Backlog: true}, {Entries: []logview.Entry{last}}, {Entries: []logview.Entry{late}}}, -5 * time.Second, 1},
		{"the log is of two files", []batch{
			{Backlog: true, Entries: []logview.Entry{first}}, {Backlog: true, Entries: []logview.Entry{elsewhere}},
			{Entries: []logview.Entry{last}}, {Entries: []logview.Entry{elsewhere}},
		}, 15 * time.Minute, 0},
		{"it does not say when it was", []batch{{Backlog: true, Entries: []logview.Entry{first}}, {Entries: []logview.Entry{record(0, 0)}}}, 20 * time.Minute, 0},
		{"none does", []batch{{Backlog: true}, {Entries: []logview.Entry{record(0, 0)}}}, -1, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := newBench(t, nil)
			for _, one := range row.batches {
				one.Source, one.State.OK, one.At = "errors", true, noon
				b.read(one)
			}
			want := noon.Add(-row.silent)
			if row.silent == -1 {
				want = time.Time{}
			}
			for _, s := range b.logs.snapshot(noon.Add(6 * time.Second)).Sources {
				if s.Name == "errors" && !s.Last.Equal(want) {
					t.Errorf("its last line came at %v, want %v", s.Last.UTC(), want)
				}
			}
			if rate, _ := b.logs.errorRate(noon.Add(6 * time.Second)); rate*errorRateWindow != row.counted {
				t.Errorf("%v errors count as new, want %v", rate*errorRateWindow, row.counted)
			}
		})
	}
}
