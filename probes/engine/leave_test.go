package engine

import (
	"testing"

	"bedside/probes/action"
)

func TestAnActThatWaitsForItsProofIsRecordedWhenTheConsoleIsLeft(t *testing.T) {
	b := newBench(t, nil)
	b.run(nil, nil)
	b.written(b.unwritten(), nil)
	b.leave(b.now)
	left := b.unwritten()
	if len(left) != 1 || left[0].Kind != kindOutcome {
		t.Fatalf("%d records wait, want the act's end", len(left))
	}
	if b.act.run.Outcome != action.Unproved || b.act.run.Proof.Code != "act.left" {
		t.Errorf("the act is %v: %v", b.act.run.Outcome, b.act.run.Proof.Code)
	}
	if b.leave(b.now); len(b.unwritten()) != 1 {
		t.Error("its end is recorded twice")
	}
}
