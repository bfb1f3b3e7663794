package action

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"bedside/probes/words"
)

// The refusals, each with its sentence in package words.
const (
	RefusedUnknown  words.Code = "refused.unknown"  // {0}: the name
	RefusedBusy     words.Code = "refused.busy"     // {0}: the title of what runs
	RefusedCooling  words.Code = "refused.cooling"  // {0}: how long still
	RefusedTicket   words.Code = "refused.ticket"   // the preview is not the newest, or was used
	RefusedTyped    words.Code = "refused.typed"    // {0}: what has to be typed
	RefusedExpired  words.Code = "refused.expired"  // the preview is too old to act on
	RefusedNothing  words.Code = "refused.nothing"  // nothing to undo
	RefusedReadOnly words.Code = "refused.readonly" // this console may not act
)

// TicketLife is how long a preview may be acted on: an act is confirmed on a
// fresh view or not at all.
const TicketLife = 2 * time.Minute

// Desk decides whether an act may run now: one at a time, once per ticket, not
// while it cools down. It is pure: time is an argument. Not for use by several
// goroutines.
type Desk struct {
	actions []Action
	byName  map[string]int
	history map[Ref]history
	marks   map[string]time.Time // by action name: since when it is done and not undone
	running *Ref
	ticket  uint64
	asked   struct {
		ref Ref
		at  time.Time
	}
}

type history struct {
	began, ended time.Time
	outcome      Outcome
}

// NewDesk makes a desk for the actions, whose names are unique.
func NewDesk(actions []Action) *Desk {
	d := &Desk{actions: actions, byName: map[string]int{}, history: map[Ref]history{}, marks: map[string]time.Time{}}
	for i, a := range actions {
		d.byName[a.Name] = i
	}
	return d
}

// Actions are the desk's actions in the configuration's order.
func (d *Desk) Actions() []Action { return d.actions }

// Find returns the action.
func (d *Desk) Find(name string) (Action, bool) {
	i, ok := d.byName[name]
	if !ok {
		return Action{}, false
	}
	return d.actions[i], true
}

// Offer is what pressing the action's key asks for: the action, or its undo
// while its mark stands.
func (d *Desk) Offer(name string) Ref {
	a, ok := d.Find(name)
	return Ref{Name: name, Undo: ok && a.Undo != nil && d.Marked(name)}
}

// Marked reports whether the action was done and not undone.
func (d *Desk) Marked(name string) bool { return !d.marks[name].IsZero() }

// MarkedSince is when the action was done that is not undone, zero for none.
func (d *Desk) MarkedSince(name string) time.Time { return d.marks[name] }

// Mark restores what is known of an action from an earlier run of the console:
// since when it is done, zero when it is undone.
func (d *Desk) Mark(name string, since time.Time) { d.marks[name] = since }

// Recall restores how an act of an earlier run of the console went: when it
// began, and when and how it ended; ended is zero where that is not known.
func (d *Desk) Recall(ref Ref, began, ended time.Time, outcome Outcome) {
	d.history[ref] = history{began: began, ended: ended, outcome: outcome}
}

// Lapse takes away the marks of what was asked of the service at run time before
// it started, whoever restarted it, and returns those actions.
func (d *Desk) Lapse(started time.Time) []Action {
	var lapsed []Action
	for _, a := range d.actions {
		if since := d.marks[a.Name]; !since.IsZero() && since.Before(started) && a.atRunTime() {
			d.marks[a.Name] = time.Time{}
			lapsed = append(lapsed, a)
		}
	}
	return lapsed
}

// Plan is an act with every reference to another action replaced by its steps.
type Plan struct {
	Ref     Ref
	Title   words.Line
	Affects words.Line // the zero Line: what its steps say of themselves
	Key     string
	Confirm Confirm
	Steps   []Step
	Verify  *Verify
	// Proofs are, for each step, the target by which the action that it comes
	// from is proved: what the step may take away. "" is none.
	Proofs []string
}

// prove notes what proves the steps from one on that have no proof yet.
func (p *Plan) prove(from int, v *Verify) {
	for i := from; v != nil && i < len(p.Proofs); i++ {
		p.Proofs[i] = cmp.Or(p.Proofs[i], v.Target)
	}
}

// Stops reports whether a step may stop something: requests and edits alone do
// not.
func (p *Plan) Stops() bool { return slices.ContainsFunc(p.Steps, Step.Stops) }

// Plan lays out what the act would do.
func (d *Desk) Plan(ref Ref) (Plan, words.Line) {
	a, ok := d.Find(ref.Name)
	if !ok {
		return Plan{}, words.Of(RefusedUnknown, ref.Name)
	}
	p := Plan{Ref: ref, Title: a.Named(ref.Undo), Affects: a.Affects, Key: a.Key, Confirm: a.Confirms(ref.Undo), Verify: a.Verify}
	steps := a.Steps
	if ref.Undo {
		if a.Undo == nil {
			return Plan{}, words.Of(RefusedNothing)
		}
		p.Affects, p.Verify, steps = a.Undo.Affects, a.Undo.Verify, a.Undo.Steps
	}
	verify, err := d.expand(&p, steps, map[string]bool{ref.Name: !ref.Undo})
	if err != nil {
		return Plan{}, words.Of(RefusedUnknown, err.Error())
	}
	p.prove(0, p.Verify)
	if p.Verify == nil {
		p.Verify = verify
	}
	return p, words.Line{}
}

// expand adds the steps without references to the plan and returns the
// verification of the last action referred to: what proves it also proves an act
// that ends in it.
func (d *Desk) expand(p *Plan, steps []Step, inside map[string]bool) (*Verify, error) {
	var verify *Verify
	for _, s := range steps {
		verify = nil
		if s.Action == "" {
			p.Steps, p.Proofs = append(p.Steps, s), append(p.Proofs, "")
			continue
		}
		a, ok := d.Find(s.Action)
		if !ok || inside[s.Action] {
			return nil, fmt.Errorf("step %q", s.Action)
		}
		inside[s.Action] = true
		from := len(p.Steps)
		deeper, err := d.expand(p, a.Steps, inside)
		delete(inside, s.Action)
		if err != nil {
			return nil, err
		}
		p.prove(from, a.Verify)
		if verify = a.Verify; verify == nil {
			verify = deeper
		}
	}
	return verify, nil
}

// May says why the act may not run now; zero when it may.
func (d *Desk) May(name string, now time.Time) words.Line {
	a, ok := d.Find(name)
	if !ok {
		return words.Of(RefusedUnknown, name)
	}
	if d.running != nil {
		busy, _ := d.Find(d.running.Name)
		return words.Of(RefusedBusy, busy.Named(d.running.Undo))
	}
	if left := d.Ready(a.Name).Sub(now); left > 0 {
		return words.Of(RefusedCooling, left.Round(time.Second))
	}
	return words.Line{}
}

// Ready is when the cool-down of the action and its undo ends; zero when
// neither ran.
func (d *Desk) Ready(name string) time.Time {
	a, _ := d.Find(name)
	ended := d.history[Ref{Name: name}].ended
	if undone := d.history[Ref{Name: name, Undo: true}].ended; undone.After(ended) {
		ended = undone
	}
	if a.Cooldown == 0 || ended.IsZero() {
		return time.Time{}
	}
	return ended.Add(a.Cooldown)
}

// Last tells when the act began last, how long it took and how it ended.
func (d *Desk) Last(ref Ref) (began time.Time, took time.Duration, outcome Outcome) {
	h := d.history[ref]
	if !h.ended.IsZero() {
		took = h.ended.Sub(h.began)
	}
	return h.began, took, h.outcome
}

// Ask hands out a ticket for a preview. Only the newest ticket is good, once,
// and for TicketLife.
func (d *Desk) Ask(ref Ref, now time.Time) uint64 {
	d.ticket++
	d.asked.ref, d.asked.at = ref, now
	return d.ticket
}

// Take turns a ticket into a running act. Typed is what the operator typed
// where a name is asked. The refusal is zero when the act now runs; then
// Ended must follow.
func (d *Desk) Take(ticket uint64, typed string, now time.Time) (Plan, words.Line) {
	if ticket == 0 || ticket != d.ticket || d.asked.ref.Name == "" {
		return Plan{}, words.Of(RefusedTicket)
	}
	ref := d.asked.ref
	if now.Sub(d.asked.at) > TicketLife {
		d.asked.ref = Ref{}
		return Plan{}, words.Of(RefusedExpired)
	}
	if why := d.May(ref.Name, now); !why.Zero() {
		return Plan{}, why
	}
	plan, why := d.Plan(ref)
	if !why.Zero() {
		return Plan{}, why
	}
	if plan.Confirm == ConfirmName && typed != ref.Name {
		return Plan{}, words.Of(RefusedTyped, ref.Name)
	}
	d.asked.ref = Ref{}
	d.running = &ref
	d.history[ref] = history{began: now, outcome: Running}
	return plan, words.Line{}
}

// Running is the act in progress.
func (d *Desk) Running() (Ref, bool) {
	if d.running == nil {
		return Ref{}, false
	}
	return *d.running, true
}

// Ended records how the running act ended. An action whose steps were carried
// out sets its mark even when its proof is outstanding: what was switched on
// is not hidden because nobody could see it work.
func (d *Desk) Ended(outcome Outcome, now time.Time) {
	if d.running == nil {
		return
	}
	ref := *d.running
	d.running = nil
	h := d.history[ref]
	h.ended, h.outcome = now, outcome
	d.history[ref] = h
	if outcome == Done || outcome == Unproved {
		d.marks[ref.Name] = time.Time{}
		if !ref.Undo {
			d.marks[ref.Name] = now
		}
	}
}
