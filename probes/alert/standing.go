package alert

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"bedside/probes"
)

const (
	afterglow = time.Minute      // how long a resolved alert is still shown
	calm      = time.Minute      // how long a flapping alert must be clear to resolve
	manyTurns = 4                // so many times fired or resolved…
	flapSpan  = 10 * time.Minute // …within this time is flapping
)

// standing is where one rule stands. Times are for people; lengths of time are
// measured on the book's clock of observed time.
type standing struct {
	rule    Rule
	traffic bool // it judges the users' figures
	target  probes.Name
	metric  probes.Metric
	when    string

	state        State
	reason       Reason
	parent       int // the rule that hides it, -1 for none
	since        time.Time
	sinceAtLeast bool
	seenAt       time.Time // the look that found it to hold
	firedAt      time.Time
	resolvedAt   time.Time
	count        int
	flapping     bool

	seen     bool          // it was known once
	glimpsed []Truth       // until then: how its leaves were last answered
	truth    Truth         // at the last look
	excused  bool          // it would fire but for an ordered outage
	began    time.Duration // since, on the clock
	held     time.Duration // how long the condition was seen to hold
	blamed   []ground      // what the condition held by when it last did
	clearing bool          // the clearing condition held at the last look
	clear    time.Duration // how long it was seen to hold
	lost     bool          // its figure is absent
	lostSaid bool          // …and that was told, once for each firing
	kept     Reason        // the reason before it was lost
	ended    time.Duration // resolvedAt, on the clock
	turns    []time.Duration
}

func newStanding(r Rule) *standing {
	s := &standing{rule: r, parent: -1}
	refs := RefsOf(r.When)
	if len(refs.Targets) > 0 {
		s.target = refs.Targets[0]
	}
	if len(refs.Metrics) > 0 {
		s.metric = refs.Metrics[0]
	}
	if r.When != nil {
		s.when = r.When.String()
	}
	s.traffic = slices.ContainsFunc(refs.Metrics, func(m probes.Metric) bool {
		return m == "success" || strings.HasPrefix(string(m), "latency.") || strings.HasPrefix(string(m), "stage.")
	})
	return s
}

// judge looks at the rule once and reports the transition, if there is one.
func (s *standing) judge(m moment) (Transition, bool) {
	truth := truthOf(s.rule.When, m.View)
	first := !s.seen && truth != NotKnown
	s.seen = s.seen || first
	if !s.seen {
		s.glimpse(m.View)
	}
	var grounds []ground
	if truth == Yes || s.state == Firing || s.state == Pending {
		_, grounds = decide(s.rule.When, m.View)
	}
	if truth == Yes {
		s.blamed = grounds
	}
	before := s.truth
	s.truth = truth
	if s.state == Resolved && m.clock-s.ended >= afterglow {
		s.state = Inactive
	}
	switch {
	case s.state == Firing:
		if s.flapping && s.clearing && truth == Yes {
			s.count++ // it was held, and is back
		}
		return s.whileFiring(m, grounds)
	case truth == Yes:
		if s.state == Pending && before == Yes {
			s.held += m.step
		}
		return s.whileHolding(m, first && !s.witnessed(grounds))
	case s.state == Pending && truth == No:
		return s.move(m, Inactive, Reason{Code: Broke, Facts: factsOf(grounds)})
	case s.state == Pending && s.traffic && m.quiet:
		return s.move(m, Inactive, Reason{Code: NoRequests})
	}
	return Transition{}, false
}

// glimpse looks at the leaves of a condition that was never known as a whole:
// of "a or b", a may be answered long before b.
func (s *standing) glimpse(v View) {
	parts := leaves(s.rule.When)
	if len(parts) < 2 {
		return
	}
	if s.glimpsed == nil {
		s.glimpsed = make([]Truth, len(parts))
	}
	for i, part := range parts {
		if truth := truthOf(part, v); truth != NotKnown {
			s.glimpsed[i] = truth
		}
	}
}

// witnessed reports whether every one of the grounds was glimpsed the other way
// round: then what rests on them began under our eyes.
func (s *standing) witnessed(grounds []ground) bool {
	if s.glimpsed == nil {
		return false
	}
	parts := leaves(s.rule.When)
	return !slices.ContainsFunc(grounds, func(g ground) bool {
		i := slices.Index(parts, g.leaf)
		return i < 0 || s.glimpsed[i] == NotKnown || s.glimpsed[i] == g.truth
	})
}

// whileHolding judges a rule that does not fire and whose condition holds.
func (s *standing) whileHolding(m moment, first bool) (Transition, bool) {
	began := s.state != Pending
	if began {
		s.since, s.sinceAtLeast, s.began, s.held = m.beginning(s.rule.When, Yes), first, m.clock, 0
		s.seenAt = m.now
	}
	facts := factsOf(s.blamed)
	s.excused = m.excuses(s.blamed)
	switch {
	case s.held >= s.rule.For && !s.excused:
		return s.fire(m, facts)
	case began && s.excused:
		return s.move(m, Pending, Reason{Code: Expected, Facts: facts})
	case began:
		return s.move(m, Pending, Reason{Code: Began, Facts: facts})
	case s.excused:
		s.reason = Reason{Code: Expected, Facts: facts}
	}
	return Transition{}, false
}

// beginning is since when a condition has been answered as it is now: by the
// state of a target since that began, by a figure since this look.
func (m moment) beginning(c Condition, truth Truth) time.Time {
	switch c := c.(type) {
	case health:
		if began := m.Began(c.target); !began.IsZero() && !began.After(m.now) {
			return began
		}
	case inverse:
		return m.beginning(c.of, truth.not())
	case junction:
		needsAll := (c.word == "and") == (truth == Yes)
		var at time.Time
		for _, term := range c.terms {
			if truthOf(term, m.View) != truth {
				continue
			}
			if began := m.beginning(term, truth); at.IsZero() || began.After(at) == needsAll {
				at = began
			}
		}
		if !at.IsZero() {
			return at
		}
	}
	return m.now
}

func (s *standing) fire(m moment, facts []Fact) (Transition, bool) {
	s.firedAt = m.now
	s.count++
	s.clearing, s.lost, s.lostSaid = false, false, false
	s.flapping = s.turn(m.clock)
	return s.move(m, Firing, Reason{Code: Fired, Facts: facts})
}

// whileFiring judges a rule that fires: it goes on, resolves, or is kept for
// want of data.
func (s *standing) whileFiring(m moment, grounds []ground) (Transition, bool) {
	clears, why := s.clears(m, grounds)
	if clears == NotKnown {
		s.clearing = false
		return s.whileLost(m, why)
	}
	if s.lost {
		s.lost, s.reason = false, s.kept
	}
	switch {
	case clears != Yes || !s.goodAgain(m):
		s.clearing = false
	case s.clearing:
		s.clear += m.step
	default:
		s.clearing, s.clear = true, 0
	}
	if !s.clearing || s.clear < s.patience() {
		return Transition{}, false
	}
	if !s.flapping && s.restless(m.clock) {
		s.flapping = true
		return s.move(m, Firing, Reason{Code: Flaps, Facts: factsOf(s.blamed)})
	}
	return s.resolve(m, Reason{Code: Cleared, Facts: factsOf(why)})
}

// clears answers whether the alert may clear, and what that rests on. Without a
// clearing condition of its own it may when the condition does not hold, or, if
// that is not known as a whole, when nothing that it held by holds any more.
func (s *standing) clears(m moment, grounds []ground) (Truth, []ground) {
	switch {
	case s.truth == Yes:
		return No, grounds
	case s.rule.Clear != nil:
		return decide(s.rule.Clear, m.View)
	case s.truth == No:
		return Yes, grounds
	}
	var now []ground
	for _, b := range s.blamed {
		truth, its := decide(b.leaf, m.View)
		if truth == NotKnown || truth == b.truth {
			return NotKnown, grounds
		}
		now = append(now, its...)
	}
	return Yes, now
}

// whileLost keeps an alert whose figure is absent, and says so once, except
// that without requests there is nothing left to judge the users' figures by.
func (s *standing) whileLost(m moment, why []ground) (Transition, bool) {
	if s.traffic && m.quiet {
		return s.resolve(m, Reason{Code: NoRequests})
	}
	if s.lost {
		return Transition{}, false
	}
	s.lost, s.kept = true, s.reason
	s.reason = Reason{Code: Lost, Facts: factsOf(why)}
	if s.lostSaid {
		return Transition{}, false
	}
	s.lostSaid = true
	return s.move(m, Firing, s.reason)
}

// goodAgain reports whether every target that the rule fired on has had its
// good checks.
func (s *standing) goodAgain(m moment) bool {
	if s.rule.ClearChecks == 0 {
		return true
	}
	for _, b := range s.blamed {
		for _, name := range RefsOf(b.leaf).Targets {
			_, fault, good := m.Target(name)
			if good < s.rule.ClearChecks && !idle(fault) {
				return false
			}
		}
	}
	return true
}

// patience is how long the clearing condition must hold.
func (s *standing) patience() time.Duration {
	if s.flapping {
		return max(calm, s.rule.ClearFor)
	}
	return s.rule.ClearFor
}

func (s *standing) resolve(m moment, r Reason) (Transition, bool) {
	s.turn(m.clock)
	s.flapping = false
	s.resolvedAt, s.ended = m.now, m.clock
	return s.move(m, Resolved, r)
}

// turn notes that the alert fired or resolved and reports whether it flaps.
func (s *standing) turn(clock time.Duration) bool {
	flaps := s.restless(clock)
	s.turns = append(s.turns, clock)
	s.turns = s.turns[max(0, len(s.turns)-manyTurns+1):]
	return flaps
}

// restless reports whether one more turn now would make it flap.
func (s *standing) restless(clock time.Duration) bool {
	return len(s.turns) == manyTurns-1 && clock-s.turns[0] <= flapSpan
}

func (s *standing) move(m moment, to State, r Reason) (Transition, bool) {
	t := Transition{Rule: s.rule.ID, Priority: s.rule.Priority, At: m.now, From: s.state, To: to, Reason: r}
	s.state, s.reason = to, r
	s.excused = s.excused && to == Pending
	return t, true
}

// forgotten reports whether a resolved alert has been shown for long enough.
func (s *standing) forgotten(clock, since time.Duration) bool {
	return s.state == Resolved && clock-s.ended+max(0, since) >= afterglow
}

func (s *standing) alert(parent string) Alert {
	a := Alert{
		Rule: s.rule.ID, Priority: s.rule.Priority, State: s.state,
		Since: s.since, SinceAtLeast: s.sinceAtLeast, Seen: s.seenAt,
		Reason: s.reason, SuppressedBy: parent,
		Count: s.count, Flapping: s.flapping,
		Target: s.target, Metric: s.metric, When: s.when, For: s.rule.For,
		Runbook: s.rule.Runbook,
	}
	if s.state == Firing || s.state == Resolved {
		a.FiredAt = s.firedAt
	}
	if s.state == Firing && s.reason.Code == Fired {
		a.Reason.Facts = factsOf(s.blamed) // as they are now, or were when it last held
	}
	if s.state == Resolved {
		a.ResolvedAt = s.resolvedAt
	}
	if s.state == Firing && s.clearing {
		a.ClearsIn = max(s.patience()-s.clear, 0)
	}
	if s.state == Firing && s.rule.Answer > 0 {
		a.AnswerDue = s.firedAt.Add(s.rule.Answer)
	}
	return a
}

// isTold reports whether people are told of the alert: it fires and is not
// folded.
func (s *standing) isTold() bool { return s.state == Firing && s.parent < 0 }

// byUrgency orders what is shown together.
func byUrgency(a, b *standing) int {
	stage := func(s *standing) int { return slices.Index([]State{Firing, Pending, Resolved}, s.state) }
	return cmp.Or(cmp.Compare(stage(a), stage(b)), cmp.Compare(a.rule.Priority, b.rule.Priority), a.since.Compare(b.since))
}
