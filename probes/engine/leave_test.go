package engine

import (
	"testing"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/journal"
	"bedside/probes/words"
)

func TestAnActThatWaitsForItsProofIsRecordedWhenTheConsoleIsLeft(t *testing.T) {
	b := newBench(t, nil)
	b.run(nil, nil)
	b.written(b.unwritten(), nil)
	b.leave(b.now)
	left := b.unwritten()
	if len(left) != 2 || left[0].Kind != kindOutcome || left[1].Kind != kindStop {
		t.Fatalf("%d records wait, want the act's end and the console's", len(left))
	}
	if b.act.run.Outcome != action.Unproved || b.act.run.Proof.Code != "act.left" {
		t.Errorf("the act is %v: %v", b.act.run.Outcome, b.act.run.Proof.Code)
	}
}

// TestTheEndSaysWhatFired: nobody sees those alerts resolve any more.
func TestTheEndSaysWhatFired(t *testing.T) {
	for want, bad := range map[string][]probes.Name{
		"console stopped": nil,
		"console stopped while this alert fired: vector database unreachable":     {"chroma"},
		"console stopped while this alert fired: the service is down, and 1 more": {"chroma", "health"},
	} {
		t.Run(want, func(t *testing.T) {
			b := newBench(t, nil)
			for range 3 {
				b.round(bad...)
			}
			b.written(b.unwritten(), nil)
			b.leave(b.now)
			b.written(b.unwritten(), nil)
			last := b.records[len(b.records)-1]
			if got := words.English.Say(last.What); last.Kind != kindStop || got != want {
				t.Errorf("the last record is %s %q", last.Kind, got)
			}
		})
	}
}

// TestAConsoleThatWasKilledIsTold: what fired then has no end on record.
func TestAConsoleThatWasKilledIsTold(t *testing.T) {
	for name, tt := range map[string]struct {
		kinds []string
		want  words.Code
	}{
		"the first console":        {nil, "journal.start"},
		"one that ended in order":  {[]string{kindStart, kindAlert, kindStop}, "journal.start"},
		"one that was killed":      {[]string{kindStart, kindAlert}, "journal.start-after"},
		"one killed after another": {[]string{kindStop, kindStart}, "journal.start-after"},
	} {
		t.Run(name, func(t *testing.T) {
			var rec journal.Recovery
			for _, kind := range tt.kinds {
				rec.Newest = append(rec.Newest, journal.Record{Kind: kind, Data: []byte("{}")})
			}
			b := newBench(t, nil)
			b.recovered(rec, nil)
			b.written(b.unwritten(), nil)
			if last := b.records[len(b.records)-1]; last.Kind != kindStart || last.What.Code != tt.want {
				t.Errorf("the start is told as %v", last.What)
			}
		})
	}
}
