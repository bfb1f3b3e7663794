package action

import (
	"testing"
	"time"

	"bedside/probes/words"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func desk() *Desk {
	return NewDesk([]Action{
		{Name: "restart", Key: "r", Title: words.Of("text", "restart"), Confirm: ConfirmAsk, Cooldown: 30 * time.Second,
			Steps: []Step{{Run: &Run{Argv: []string{"systemctl", "restart", "x"}}}}, Verify: &Verify{Target: "health", Within: time.Minute}},
		{Name: "safe-mode", Key: "S", Title: words.Of("text", "safe mode"), Marks: words.Of("text", "SAFE MODE"),
			Steps: []Step{{Edit: &Edit{File: "prompt.py"}}, {Action: "restart"}},
			Undo:  &Undo{Confirm: ConfirmName, Steps: []Step{{Edit: &Edit{File: "prompt.py"}}, {Action: "restart"}}}},
		{Name: "loop", Steps: []Step{{Action: "loop"}}},
	})
}

func TestAnActRunsOncePerTicket(t *testing.T) {
	d := desk()
	ticket := d.Ask(Ref{Name: "restart"}, noon)
	if _, why := d.Take(ticket, "", noon); !why.Zero() {
		t.Fatalf("a fresh ticket is refused: %v", why)
	}
	if _, why := d.Take(ticket, "", noon); why.Code != RefusedTicket {
		t.Errorf("the same ticket again gave %v, want refused", why)
	}
}

func TestRefusals(t *testing.T) {
	tests := map[string]struct {
		prepare func(d *Desk) (ticket uint64, typed string, at time.Time)
		want    words.Code
	}{
		"no ticket at all": {func(d *Desk) (uint64, string, time.Time) { return 0, "", noon }, RefusedTicket},
		"a ticket of an older preview": {func(d *Desk) (uint64, string, time.Time) {
			old := d.Ask(Ref{Name: "restart"}, noon)
			d.Ask(Ref{Name: "safe-mode"}, noon)
			return old, "", noon
		}, RefusedTicket},
		"a preview left open for an hour": {func(d *Desk) (uint64, string, time.Time) {
			return d.Ask(Ref{Name: "restart"}, noon), "", noon.Add(time.Hour)
		}, RefusedExpired},
		"while another act runs": {func(d *Desk) (uint64, string, time.Time) {
			d.Take(d.Ask(Ref{Name: "safe-mode"}, noon), "", noon)
			return d.Ask(Ref{Name: "restart"}, noon), "", noon
		}, RefusedBusy},
		"while it cools down": {func(d *Desk) (uint64, string, time.Time) {
			d.Take(d.Ask(Ref{Name: "restart"}, noon), "", noon)
			d.Ended(Done, noon.Add(time.Second))
			return d.Ask(Ref{Name: "restart"}, noon), "", noon.Add(30 * time.Second)
		}, RefusedCooling},
		"a name mistyped": {func(d *Desk) (uint64, string, time.Time) {
			d.Mark("safe-mode", noon)
			return d.Ask(d.Offer("safe-mode"), noon), "safe mode", noon
		}, RefusedTyped},
		"steps that refer to themselves": {func(d *Desk) (uint64, string, time.Time) {
			return d.Ask(Ref{Name: "loop"}, noon), "", noon
		}, RefusedUnknown},
		"an action that does not exist": {func(d *Desk) (uint64, string, time.Time) {
			return d.Ask(Ref{Name: "nothing"}, noon), "", noon
		}, RefusedUnknown},
		"an undo where there is none": {func(d *Desk) (uint64, string, time.Time) {
			return d.Ask(Ref{Name: "restart", Undo: true}, noon), "", noon
		}, RefusedNothing},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := desk()
			if _, why := d.Take(tt.prepare(d)); why.Code != tt.want {
				t.Errorf("taken with %q, want %q", why.Code, tt.want)
			}
		})
	}
}

func TestUndoIsOfferedWhileTheMarkStands(t *testing.T) {
	d := desk()
	run := func(ref Ref, typed string, outcome Outcome, at time.Time) {
		t.Helper()
		if _, why := d.Take(d.Ask(ref, at), typed, at); !why.Zero() {
			t.Fatalf("%v refused: %v", ref, why)
		}
		d.Ended(outcome, at)
	}
	run(d.Offer("safe-mode"), "", Failed, noon)
	if d.Offer("safe-mode").Undo {
		t.Error("an act that failed offers its undo")
	}
	run(d.Offer("safe-mode"), "", Unproved, noon)
	if !d.Offer("safe-mode").Undo {
		t.Error("an act that was carried out but not proved does not offer its undo")
	}
	run(d.Offer("safe-mode"), "safe-mode", Done, noon)
	if d.Offer("safe-mode").Undo {
		t.Error("after the undo its key offers the undo again")
	}
}

func TestAnActAndItsUndoRememberTheirOwnLastRun(t *testing.T) {
	d := NewDesk([]Action{{Name: "limit", Title: words.Of("text", "limit"), Cooldown: time.Minute, Undo: &Undo{}}})
	later := noon.Add(time.Hour)
	d.Take(d.Ask(Ref{Name: "limit"}, noon), "", noon)
	d.Ended(Failed, noon.Add(2*time.Second))
	d.Take(d.Ask(Ref{Name: "limit", Undo: true}, later), "", later)
	d.Ended(Done, later.Add(3*time.Second))
	for undo, want := range map[bool]struct {
		began   time.Time
		took    time.Duration
		outcome Outcome
	}{false: {noon, 2 * time.Second, Failed}, true: {later, 3 * time.Second, Done}} {
		began, took, outcome := d.Last(Ref{Name: "limit", Undo: undo})
		if !began.Equal(want.began) || took != want.took || outcome != want.outcome {
			t.Errorf("undo %v: began %v, took %v, %v", undo, began, took, outcome)
		}
	}
	if ready := later.Add(3*time.Second + time.Minute); !d.Ready("limit").Equal(ready) {
		t.Errorf("the undo has no cool-down: ready at %v, want %v", d.Ready("limit"), ready)
	}
}

func TestAnUndoIsNamedForWhatItDoes(t *testing.T) {
	a := Action{Title: words.Of("text", "safe mode")}
	for _, tt := range []struct {
		undo bool
		own  *Undo
		want string
	}{
		{false, &Undo{Title: words.Of("text", "end safe mode")}, "safe mode"},
		{true, nil, "undo: safe mode"},
		{true, &Undo{}, "undo: safe mode"},
		{true, &Undo{Title: words.Of("text", "end safe mode")}, "end safe mode"},
	} {
		a.Undo = tt.own
		if got := words.English.Say(a.Named(tt.undo)); got != tt.want {
			t.Errorf("undo %v with %v is named %q, want %q", tt.undo, tt.own, got, tt.want)
		}
	}
}

func TestPlanFlattensReferencesAndInheritsTheirProof(t *testing.T) {
	p, why := desk().Plan(Ref{Name: "safe-mode"})
	if !why.Zero() {
		t.Fatal(why)
	}
	if len(p.Steps) != 2 || p.Steps[0].Edit == nil || p.Steps[1].Run == nil {
		t.Errorf("steps are %+v, want the edit and then the restart's command", p.Steps)
	}
	if p.Verify == nil || p.Verify.Target != "health" {
		t.Errorf("verify is %+v, want the restart's own proof", p.Verify)
	}
	if p.Confirm != ConfirmAsk {
		t.Errorf("confirm is %q: an action that says nothing must ask", p.Confirm)
	}
}
