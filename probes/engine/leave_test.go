package engine

import (
	"encoding/json"
	"strings"
	"testing"

	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/journal"
	"bedside/probes/words"
)

func TestAnActThatWaitsForItsProofIsRecordedWhenTheConsoleIsLeft(t *testing.T) {
	b := newBench(t, nil)
	b.run(nil, nil)
	b.written(b.unwritten(), nil)
	b.leaveAct(b.now)
	if left := b.unwritten(); len(left) != 1 || left[0].Kind != kindOutcome {
		t.Fatalf("%d records wait, want the act's end", len(left))
	}
	if b.act.run.Outcome != action.Unproved || b.act.run.Proof.Code != "act.left" {
		t.Errorf("the act is %v: %v", b.act.run.Outcome, b.act.run.Proof.Code)
	}
	if b.leaveAct(b.now); len(b.unwritten()) != 1 {
		t.Error("its end is recorded twice")
	}
	if b.takeLeave(b.now) || len(b.unwritten()) != 1 {
		t.Error("the console's end is recorded beside what the disk has not taken yet")
	}
}

// TestTheEndSaysWhatFired: nobody sees those alerts resolve any more.
func TestTheEndSaysWhatFired(t *testing.T) {
	down := alert.Alert{Rule: "service-down", State: alert.Firing}
	folded := alert.Alert{Rule: "vector-db-down", State: alert.Firing, SuppressedBy: "service-down"}
	burst := alert.Alert{Rule: "error-burst", State: alert.Firing}
	pending, over := alert.Alert{Rule: "cpu-high", State: alert.Pending}, alert.Alert{Rule: "redis-down", State: alert.Resolved}
	for _, tt := range []struct {
		alerts []alert.Alert
		want   string
		rules  string
	}{
		{nil, "console stopped", "[]"},
		{[]alert.Alert{pending, over}, "console stopped", "[]"},
		{[]alert.Alert{down, folded, pending}, "console stopped while this was firing: the service is down", `["service-down"]`},
		{[]alert.Alert{down, burst}, "console stopped while this was firing: the service is down, and 1 more", `["service-down","error-burst"]`},
	} {
		t.Run(tt.want, func(t *testing.T) {
			b := newBench(t, nil)
			b.alerts = tt.alerts
			if !b.takeLeave(b.now) {
				t.Fatal("nothing is recorded")
			}
			entry := b.unwritten()[0]
			data, err := json.Marshal(entry.Data)
			if err != nil || !strings.Contains(string(data), `"data":{"firing":`+tt.rules+`}`) {
				t.Errorf("the record holds %s, %v", data, err)
			}
			b.written(b.unwritten(), nil)
			last := b.records[len(b.records)-1]
			if got := words.English.Say(last.What); last.Kind != kindStop || got != tt.want {
				t.Errorf("the last record is %s %q, want %q", last.Kind, got, tt.want)
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

func TestNoActStandsOnTheAxisAsAnAlert(t *testing.T) {
	for key, want := range map[string]byte{"r": 'R', "S": 'S', "a": 'X', "A": 'X', "V": 'X', "": 'X', " ": 'X', "ctrl+r": 'X', "1": '1'} {
		var a act
		a.plan.Key = key
		if got := a.letter(); got != want {
			t.Errorf("the act on %q stands as %c, want %c", key, got, want)
		}
	}
}
