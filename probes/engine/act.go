package engine

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/action/invoke"
	"bedside/probes/state"
	"bedside/probes/watch"
	"bedside/probes/words"
)

// act is one run of an action, from its confirmation to its verdict.
type act struct {
	plan     action.Plan
	run      state.Run
	at       int       // the step in progress
	proof    *proof    // nil when nothing verifies it
	broken   bool      // the thing to be proved was bad when the act began
	cutShort bool      // the operator wants no further step, nor the rest of the one in progress
	began    time.Time // when that one began
	deadline time.Time // by when everything should be well again
}

// proof is the verification of an act in progress.
type proof struct {
	target probes.Name
	body   *regexp.Regexp // nil: up alone
	within time.Duration
	from   time.Time // checks that began earlier prove nothing
	last   probes.Sample
	asked  time.Time // when a check was last asked for
}

// proofPace is the least time between two checks that a proof asks for. Each
// check wakes the engine: without it, a service that refuses at once would be
// asked thousands of times a second while it starts.
const proofPace = 500 * time.Millisecond

// stepEnd reports from the edge that a step ended.
type stepEnd struct {
	index int
	at    time.Time
	took  time.Duration
	said  raw.Text
	err   error
}

// newAct lays out a run. The preview's descriptions of the steps become the
// lines that are ticked off.
func newAct(p action.Plan, o actOptions) *act {
	a := &act{plan: p, broken: o.broken, run: state.Run{
		Ref: p.Ref, Title: p.Title, By: o.by, Began: o.now, Outcome: action.Running,
	}}
	a.began, a.deadline = o.now, o.now
	for i, s := range p.Steps {
		a.run.Steps = append(a.run.Steps, state.RunStep{What: o.described[i].What})
		a.deadline = a.deadline.Add(invoke.Timeout(s))
	}
	if len(a.run.Steps) > 0 {
		a.run.Steps[0].Outcome = action.Running
	}
	if v := p.Verify; v != nil {
		a.deadline = a.deadline.Add(v.Within)
		a.proof = &proof{target: probes.Name(v.Target), within: v.Within}
		if v.Body != "" {
			a.proof.body = regexp.MustCompile(v.Body) // compiled once already when the configuration was checked
		}
	}
	return a
}

type actOptions struct {
	by        string
	now       time.Time
	described []action.Description
	broken    bool
}

// stepped folds the end of a step in and reports whether a next one is to be
// carried out.
func (a *act) stepped(e stepEnd) (next bool) {
	step := &a.run.Steps[e.index]
	step.Took, step.Said = e.took, e.said
	if e.err != nil {
		step.Outcome = action.Failed
		a.end(action.Failed, failure(e.err), e.at)
		var p *invoke.Problem
		if errors.As(e.err, &p) && p.Line.Code == invoke.Stopped {
			step.Outcome = action.Cancelled
			a.end(action.Cancelled, words.Of("act.cancelled", a.run.By), e.at)
		}
		return false
	}
	step.Outcome = action.Done
	a.at = e.index + 1
	switch {
	case a.at == len(a.run.Steps):
		a.verify(e.at)
		return false
	case a.run.Last:
		a.end(action.Cancelled, words.Of("act.cancelled", a.run.By), e.at)
		return false
	}
	a.run.Steps[a.at].Outcome, a.began = action.Running, e.at
	return true
}

func failure(err error) words.Line {
	var p *invoke.Problem
	if errors.As(err, &p) {
		return words.Of("act.failed", p.Line)
	}
	return words.Of("act.failed", err.Error())
}

func (a *act) verify(now time.Time) {
	if a.proof == nil {
		a.end(action.Done, words.Of("act.done", now.Sub(a.run.Began)), now)
		return
	}
	a.run.Outcome = action.Verifying
	a.proof.from = now
	a.deadline = now.Add(a.proof.within)
}

// longestStop is how long a step in progress explains an outage: who ordered a
// restart waits for it, but a dump of half an hour must not hide that long that
// everything else failed. It is the time within which a P1 is to be answered.
const longestStop = 5 * time.Minute

// excused is until when an outage is no surprise.
func (a *act) excused() time.Time {
	if until := a.began.Add(longestStop); a.run.Outcome == action.Running && until.Before(a.deadline) {
		return until
	}
	return a.deadline
}

// wantsProof reports whether the target is to be checked now: at once when the
// steps are done, and again at the proof's pace.
func (a *act) wantsProof(now time.Time) bool {
	if a.run.Outcome != action.Verifying || now.Sub(a.proof.asked) < proofPace {
		return false
	}
	a.proof.asked = now
	return true
}

// observe looks for the proof in a check of the target. Only a check that
// began after the last step ended can prove anything.
func (a *act) observe(r watch.Round) {
	if a.run.Outcome != action.Verifying || r.Sample.Target != a.proof.target || r.Began.Before(a.proof.from) {
		return
	}
	a.proof.last = r.Sample
	if a.proof.body != nil {
		if r.Sample.Status != probes.Down && r.Sample.Status != probes.Unknown && r.Sample.Body.Match(a.proof.body) {
			a.end(action.Done, words.Of("act.proved-say", r.Sample.At.Sub(a.run.Began), string(a.proof.target)), r.Sample.At)
		}
		return
	}
	if r.Sample.Status == probes.Up {
		code := words.Code("act.proved")
		if a.broken {
			code = "act.recovered"
		}
		a.end(action.Done, words.Of(code, r.Sample.At.Sub(a.run.Began), string(a.proof.target)), r.Sample.At)
	}
}

// tick ends a verification that never succeeded.
func (a *act) tick(now time.Time) {
	if a.run.Outcome != action.Verifying || now.Before(a.deadline) {
		return
	}
	line := words.Of("act.unproved", string(a.proof.target), a.proof.within, a.proof.last.Fault.Line())
	if a.proof.body != nil {
		line = words.Of("act.unproved-say", string(a.proof.target), a.proof.within)
	}
	a.end(action.Unproved, line, now)
}

func (a *act) end(o action.Outcome, proof words.Line, now time.Time) {
	a.run.Outcome, a.run.Proof, a.run.Ended = o, proof, now
}

// page is a copy of the run for a snapshot, which is never modified again.
func (a *act) page(next []string) *state.Run {
	run := a.run
	run.Steps = slices.Clone(a.run.Steps)
	if run.Outcome.Ended() && run.Outcome != action.Done {
		run.Next = next
	}
	return &run
}

// lasting reports whether a step that outlives the act was carried out: what an
// edit or a request switched on stays on, even when a later step failed.
func (a *act) lasting() bool {
	for i, s := range a.plan.Steps {
		if (s.Edit != nil || s.HTTP != nil) && a.run.Steps[i].Outcome == action.Done {
			return true
		}
	}
	return false
}

// letter is how the act stands on the time axis, where A is an alert and V a
// recovery.
func (a *act) letter() byte {
	key := strings.ToUpper(a.plan.Key)
	if len(key) == 1 && !strings.Contains(" AV", key) {
		return key[0]
	}
	return 'X'
}

// intent and outcome are what the journal keeps of an act.
type intent struct {
	Action string       `json:"action"`
	Undo   bool         `json:"undo,omitempty"`
	By     string       `json:"by"`
	Steps  []words.Line `json:"steps"`
}

type outcome struct {
	Action  string     `json:"action"`
	Undo    bool       `json:"undo,omitempty"`
	Outcome string     `json:"outcome"`
	Lasting bool       `json:"lasting,omitempty"` // something that outlives the act was done
	Proof   words.Line `json:"proof"`
	Steps   []stepKept `json:"steps"`
}

type stepKept struct {
	What    words.Line `json:"what"`
	Outcome string     `json:"outcome"`
	Took    string     `json:"took"`
	Said    raw.Text   `json:"said"`
}

func (a *act) intent() intent {
	i := intent{Action: a.run.Ref.Name, Undo: a.run.Ref.Undo, By: a.run.By}
	for _, s := range a.run.Steps {
		i.Steps = append(i.Steps, s.What)
	}
	return i
}

// saidKept is how much of what a step said is kept in the journal, its end in
// bytes: a record has a limit, and one beyond it would hold up all that follow.
const saidKept = 2 << 10

func (a *act) kept() outcome {
	o := outcome{Action: a.run.Ref.Name, Undo: a.run.Ref.Undo, Outcome: a.run.Outcome.String(), Lasting: a.lasting(), Proof: a.run.Proof}
	for _, s := range a.run.Steps {
		said, _ := s.Said.Tail(saidKept)
		o.Steps = append(o.Steps, stepKept{s.What, s.Outcome.String(), strconv.FormatFloat(s.Took.Seconds(), 'f', 3, 64) + "s", said})
	}
	return o
}

// steps are the steps as they were ordered.
func (i intent) steps() []state.RunStep {
	steps := make([]state.RunStep, len(i.Steps))
	for n, what := range i.Steps {
		steps[n].What = what
	}
	return steps
}

// steps are the steps and how each of them ended.
func (o outcome) steps() []state.RunStep {
	steps := make([]state.RunStep, len(o.Steps))
	for n, s := range o.Steps {
		took, _ := time.ParseDuration(s.Took)
		ended, _ := action.ParseOutcome(s.Outcome)
		steps[n] = state.RunStep{What: s.What, Outcome: ended, Took: took, Said: s.Said}
	}
	return steps
}
