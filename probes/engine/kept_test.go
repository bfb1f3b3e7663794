package engine

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/journal"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestWhatStepsSaidFitsARecord(t *testing.T) {
	var a act
	for range 12 {
		a.run.Steps = append(a.run.Steps, state.RunStep{What: words.Of("text", "x"), Outcome: action.Done, Said: raw.New(bytes.Repeat([]byte{1}, 16<<10))})
	}
	record, err := json.Marshal(a.kept())
	if err != nil {
		t.Fatal(err)
	}
	if len(record) > journal.MaxRecord/2 {
		t.Errorf("the record has %d bytes, beyond the journal's limit: nothing after it would be written", len(record))
	}
}

// TestTheEndOfAnActIsOnItsRecord looks at the page of the console that acted,
// and at that of the next one.
func TestTheEndOfAnActIsOnItsRecord(t *testing.T) {
	for o := action.Done; o <= action.Cancelled; o++ {
		a := act{run: state.Run{Outcome: o}}
		b := newBench(t, nil)
		b.show([]kept{{at: noon, kind: kindIntent, data: a.intent()}, {at: noon, kind: kindOutcome, data: a.kept()}})
		next := newBench(t, nil)
		var rec journal.Recovery
		for _, k := range []kept{{kind: kindIntent, data: a.intent()}, {kind: kindOutcome, data: a.kept()}} {
			data, err := json.Marshal(payload{Data: k.data})
			if err != nil {
				t.Fatal(err)
			}
			rec.Newest = append(rec.Newest, journal.Record{Kind: k.kind, Data: data})
		}
		next.recovered(rec, nil)
		for whose, records := range map[string][]state.Record{"its own": b.records, "the next": next.records} {
			if len(records) != 2 || records[0].Outcome != action.Waiting || records[1].Outcome != o {
				t.Errorf("%v: on %s console's page stand %v", o, whose, records)
			}
		}
	}
}

// TestARecordSpeaksEveryLanguage reads the steps of an act as the next console
// does.
func TestARecordSpeaksEveryLanguage(t *testing.T) {
	what := words.Of("step.do.edit", raw.Of("shop.env"), words.Of("step.do.rotate", raw.Of("KEY"), 2))
	a := act{run: state.Run{Outcome: action.Done, Steps: []state.RunStep{{What: what, Outcome: action.Done}}}}
	for kind, kept := range map[string]any{kindIntent: a.intent(), kindOutcome: a.kept()} {
		data, err := json.Marshal(payload{Data: kept})
		if err != nil {
			t.Fatal(err)
		}
		next := newBench(t, nil)
		next.recovered(journal.Recovery{Newest: []journal.Record{{Kind: kind, Data: data}}}, nil)
		if len(next.records) != 1 || len(next.records[0].Steps) != 1 {
			t.Fatalf("%s: read %v", kind, next.records)
		}
		for _, l := range []words.Lang{words.English, words.Chinese} {
			if got, want := l.Say(next.records[0].Steps[0].What), l.Say(what); got != want || strings.Contains(got, "step.") {
				t.Errorf("%s says %q, said %q before", kind, got, want)
			}
		}
	}
}

// A cool-down outlives the console, and what was done is not called never done.
func TestTheNextConsoleKnowsWhenAnActRan(t *testing.T) {
	ref := action.Ref{Name: "restart-chroma"}
	a := act{run: state.Run{Ref: ref, Outcome: action.Failed}}
	record := func(kind string, at time.Time, what any) journal.Record {
		data, err := json.Marshal(payload{Data: what})
		if err != nil {
			t.Fatal(err)
		}
		return journal.Record{Kind: kind, At: at, Data: data}
	}
	began, ended := noon.Add(-9*time.Second), noon.Add(-4*time.Second)
	for name, tt := range map[string]struct {
		records []journal.Record
		last    action.Outcome
		began   time.Time
		cools   time.Duration // from noon
	}{
		"nothing is on record":    {nil, action.Waiting, time.Time{}, 0},
		"it ended":                {[]journal.Record{record(kindIntent, began, a.intent()), record(kindOutcome, ended, a.kept())}, action.Failed, began, 6 * time.Second},
		"its end is not recorded": {[]journal.Record{record(kindIntent, began, a.intent())}, action.Waiting, began, 0},
		"the clock was set back":  {[]journal.Record{record(kindOutcome, noon.Add(time.Hour), a.kept())}, action.Failed, noon, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			next := newBench(t, nil)
			for _, r := range tt.records {
				next.acted(r)
			}
			p := next.ask(ref)
			if p.Last != tt.last || !p.LastRun.Equal(tt.began) {
				t.Errorf("it ran last at %v: %v; want %v: %v", p.LastRun, p.Last, tt.began, tt.last)
			}
			if left := max(next.desk.Ready(ref.Name).Sub(noon), 0); left != tt.cools {
				t.Errorf("it cools down for %v, want %v", left, tt.cools)
			}
		})
	}
}
