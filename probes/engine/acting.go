package engine

import (
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
)

// Refusal is why a command was not carried out.
type Refusal struct{ Line words.Line }

func (r *Refusal) Error() string { return words.English.Say(r.Line) }

// preview lays out an act and hands out the ticket to confirm it by.
func (c *core) preview(ref action.Ref, now time.Time) reply {
	if c.o.Invoker == nil {
		return reply{err: &Refusal{words.Of(action.RefusedReadOnly)}}
	}
	plan, why := c.desk.Plan(ref)
	if !why.Zero() {
		return reply{err: &Refusal{why}}
	}
	last, _, ended := c.desk.Last(ref)
	p := state.Preview{
		Ref: ref, Title: plan.Title, Key: plan.Key, Confirm: plan.Confirm,
		Host: c.o.Service.Label.Screen(), Steps: c.described(plan), Affects: affects(plan),
		LastRun: last, Last: ended, Refused: c.desk.May(ref.Name, now),
		Ticket: c.desk.Ask(ref, now),
	}
	if plan.Confirm == action.ConfirmName {
		p.Type = ref.Name
	}
	if v := plan.Verify; v != nil {
		p.Verify = words.Of("act.verify.up", v.Target, v.Within)
		if v.Body != "" {
			p.Verify = words.Of("act.verify.body", v.Target, v.Within, v.Body)
		}
	}
	return reply{answer: p}
}

func (c *core) described(plan action.Plan) []action.Description {
	var out []action.Description
	for _, s := range plan.Steps {
		out = append(out, c.o.Invoker.Describe(s))
	}
	return out
}

// affects says who will notice: in the words of the plan, else by its
// weightiest step.
func affects(plan action.Plan) words.Line {
	if !plan.Affects.Zero() {
		return plan.Affects
	}
	kinds := map[words.Code]bool{}
	for _, s := range plan.Steps {
		switch {
		case s.Run != nil:
			kinds["act.affects.run"] = true
		case s.Edit != nil:
			kinds["act.affects.edit"] = true
		case s.HTTP != nil:
			kinds["act.affects.http"] = true
		case s.Signal != nil:
			kinds["act.affects.signal"] = true
		}
	}
	for _, k := range []words.Code{"act.affects.run", "act.affects.signal", "act.affects.edit", "act.affects.http"} {
		if kinds[k] {
			return words.Of(k)
		}
	}
	return words.Line{}
}

// confirm turns a ticket into a running act.
func (c *core) confirm(cmd state.Act, now time.Time) reply {
	if c.o.Invoker == nil {
		return reply{err: &Refusal{words.Of(action.RefusedReadOnly)}}
	}
	plan, why := c.desk.Take(cmd.Ticket, cmd.Typed, now)
	if !why.Zero() {
		return reply{err: &Refusal{why}}
	}
	c.act = newAct(plan, actOptions{by: cmd.By, now: now, described: c.described(plan), broken: c.brokenBy(plan.Verify)})
	c.ordered = len(plan.Steps) > 0
	c.urgent = true
	line := words.Of("journal.intent", plan.Title, cmd.By)
	c.event(state.Event{At: now, Letter: c.act.letter(), What: line})
	c.keep.add(kept{at: now, kind: kindIntent, letter: c.act.letter(), line: line, data: c.act.intent()})
	return reply{answer: state.Accepted{}}
}

// brokenBy reports whether what a proof looks at is bad now: then success is a
// recovery.
func (c *core) brokenBy(v *action.Verify) bool {
	if v == nil {
		return false
	}
	s := c.byName[probes.Name(v.Target)]
	return s != nil && s.status == probes.Down
}

// cancel lets the step in progress be the last; asked for again, it ends that
// step too. An act that only waits for its proof is done: the wait ends.
func (c *core) cancel() reply {
	if c.act == nil || c.act.run.Outcome.Ended() {
		return reply{err: &Refusal{words.Of(action.RefusedNothing)}}
	}
	c.urgent = true
	if c.act.run.Outcome == action.Verifying {
		c.act.end(action.Unproved, words.Of("act.not-awaited", string(c.act.proof.target), c.act.run.By), c.now)
		c.settle(action.Verifying)
		return reply{answer: state.Accepted{}}
	}
	c.act.cutShort, c.act.run.Last = c.act.run.Last, true
	return reply{answer: state.Accepted{}}
}

// cutShort reports whether the step in progress is to be ended.
func (c *core) cutShort() bool { return c.acting() && c.act.cutShort }

// stepped folds the end of a step in.
func (c *core) stepped(e stepEnd) {
	if c.act == nil || c.act.run.Outcome != action.Running || e.index != c.act.at {
		return
	}
	c.urgent = true
	was := c.act.run.Outcome
	c.ordered = c.act.stepped(e)
	c.settle(was)
}

// leaveAct ends an act that waits for its proof: nobody will see it any more,
// and what was done has to be on record.
func (c *core) leaveAct(now time.Time) {
	if c.act == nil || c.act.run.Outcome != action.Verifying {
		return
	}
	c.act.end(action.Unproved, words.Of("act.left", string(c.act.proof.target)), now)
	c.settle(action.Verifying)
}

// settle records the end of an act, once.
func (c *core) settle(was action.Outcome) {
	a := c.act
	if a.run.Outcome == was {
		return
	}
	c.urgent = true
	if !a.run.Outcome.Ended() {
		return
	}
	c.desk.Ended(a.run.Outcome, a.run.Ended)
	if a.lasting() {
		c.desk.Mark(a.run.Ref.Name, doneAt(a.run.Ended, a.run.Ref.Undo))
	}
	if c.restarted(a) {
		c.lapse(a.run.Ended)
	}
	line := words.Of("journal.outcome", a.run.Title, a.run.Proof)
	c.keep.add(kept{at: a.run.Ended, kind: kindOutcome, line: line, data: a.kept()})
}

// nextStep is the step that is to be carried out now, once.
func (c *core) nextStep() (int, action.Step, bool) {
	if !c.ordered {
		return 0, action.Step{}, false
	}
	c.ordered = false
	return c.act.at, c.act.plan.Steps[c.act.at], true
}

// inProgress says which act is at which of its steps or awaits its proof, the
// zero Line for none.
func (c *core) inProgress() words.Line {
	switch {
	case c.acting():
		return words.Of("act.cut-short", c.act.run.Title, c.act.at+1, len(c.act.run.Steps))
	case c.act != nil && c.act.run.Outcome == action.Verifying:
		return words.Of("journal.outcome", c.act.run.Title, words.Of("act.left", string(c.act.proof.target)))
	}
	return words.Line{}
}

// acting reports whether a step is being carried out.
func (c *core) acting() bool { return c.act != nil && c.act.run.Outcome == action.Running }

// wanted are the targets that should be checked at once.
func (c *core) wanted() []probes.Name { return c.wants }

// expectation is the outage that an act in progress explains: that of what its
// proof looks at and, where it restarts the service, of everything that is the
// service itself.
func (c *core) expectation() alert.Expectation {
	a := c.act
	if a == nil || a.run.Outcome.Ended() || a.proof == nil || !a.plan.Stops() {
		return alert.Expectation{}
	}
	e := alert.Expectation{Until: a.excused()}
	if c.mayEnd(a.proof.target) {
		e.Targets = append(e.Targets, a.proof.target)
	}
	switch {
	case c.ofService(a):
	case len(e.Targets) == 0:
		return alert.Expectation{}
	default:
		return e
	}
	for _, t := range c.targets {
		if t.Role == state.RoleService || t.Role == state.RoleProcess {
			e.Targets = append(e.Targets, t.Name)
		}
	}
	return e
}

// mayEnd reports whether a target is something that runs: a backup that a file
// proves takes nothing away.
func (c *core) mayEnd(n probes.Name) bool {
	t := c.byName[n]
	return t != nil && t.Kind != "file" && t.Role != state.RoleHost
}

// ofService reports whether an act may restart the service.
func (c *core) ofService(a *act) bool {
	for i := range a.plan.Steps {
		if c.restarts(a, i) {
			return true
		}
	}
	return false
}

// restarts reports whether a step of an act may restart the service: it stops
// something, and the service, not one of its dependencies, proves it.
func (c *core) restarts(a *act, step int) bool {
	t := c.byName[probes.Name(a.plan.Proofs[step])]
	return a.plan.Steps[step].Stops() && t != nil && (t.Role == state.RoleService || t.Role == state.RoleProcess)
}

// restarting is what the page says of an ordered restart.
func (c *core) restarting() state.Restart {
	e := c.expectation()
	r := state.Restart{Until: e.Until}
	if !e.Until.IsZero() && !c.ofService(c.act) {
		r.Of = c.act.proof.target
	}
	return r
}

// actions is the page's list of remedies.
func (c *core) actions(now time.Time) []state.Action {
	if c.o.Invoker == nil {
		return nil
	}
	out := make([]state.Action, 0, len(c.desk.Actions()))
	for _, a := range c.desk.Actions() {
		out = append(out, state.Action{
			Action: a, UndoNow: c.desk.Offer(a.Name).Undo, Ready: c.desk.Ready(a.Name), Refused: c.desk.May(a.Name, now),
		})
	}
	return out
}

// marks are what stands in the header until undone.
func (c *core) marks() []words.Line {
	var out []words.Line
	for _, a := range c.desk.Actions() {
		if !a.Marks.Zero() && c.desk.Marked(a.Name) {
			out = append(out, a.Marks)
		}
	}
	return out
}

// next are the actions worth trying when an act failed: what else the present
// hypotheses name, then the act's own undo if there is something to undo.
func (c *core) next(a *act, hypotheses []string) []string {
	var out []string
	for _, name := range hypotheses {
		if name != "" && name != a.plan.Ref.Name && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if !a.plan.Ref.Undo && c.desk.Offer(a.plan.Ref.Name).Undo {
		out = append(out, a.plan.Ref.Name)
	}
	return out
}
