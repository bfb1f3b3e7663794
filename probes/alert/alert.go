// Package alert turns what is observed into alerts: rules → states →
// transitions with reasons. It is pure: time is an argument, nothing is read
// or written, and the same observations give the same transitions.
package alert

import (
	"fmt"
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

// Priority is the urgency of an alert. P1 is the most urgent and the smallest.
type Priority uint8

// The priorities. The zero Priority is none.
const (
	P1 Priority = 1 + iota
	P2
	P3
)

func (p Priority) String() string { return priorityNames[p] }

var priorityNames = [...]string{"", "P1", "P2", "P3"}

// MarshalText writes the priority as its word.
func (p Priority) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads a priority from its word.
func (p *Priority) UnmarshalText(word []byte) error {
	i := slices.Index(priorityNames[:], string(word))
	if i < 0 {
		return fmt.Errorf("reading a priority: %q is none of P1, P2 and P3", word)
	}
	*p = Priority(i)
	return nil
}

// Rule says when an alert fires, when it clears and what it hides.
type Rule struct {
	ID       string
	When     Condition
	For      time.Duration // how long When must hold without a break
	Clear    Condition     // nil: not When
	ClearFor time.Duration
	// ClearChecks is how many good checks in a row end it, for rules on a
	// target's status; 0 means as soon as the clearing condition holds.
	ClearChecks int
	Priority    Priority
	// Hides names the rules whose new alerts are folded under this one while
	// it fires; "*" is every other rule that is not itself hiding this one.
	Hides   []string
	Runbook string        // the action that fits, "" for none
	Answer  time.Duration // within which somebody should react; 0 is the priority's default
}

// State is where an alert stands.
type State uint8

// The states.
const (
	Inactive State = iota
	Pending        // the condition holds, but not for long enough yet
	Firing
	Resolved
)

func (s State) String() string { return stateNames[s] }

var stateNames = [...]string{"inactive", "pending", "firing", "resolved"}

// MarshalText writes the state as its word.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a state from its word.
func (s *State) UnmarshalText(word []byte) error {
	i := slices.Index(stateNames[:], string(word))
	if i < 0 {
		return fmt.Errorf("reading an alert's state: %q is none", word)
	}
	*s = State(i)
	return nil
}

// Fact is a figure or a status that a decision rested on.
type Fact struct {
	Metric probes.Metric `json:"metric,omitempty"` // or
	Target probes.Name   `json:"target,omitempty"`
	Status probes.Status `json:"status,omitempty"`
	Number float64       `json:"number,omitempty"`
	Unit   probes.Unit   `json:"unit,omitempty"`
	Op     string        `json:"op,omitempty"`    // ">", "<", "is"
	Limit  float64       `json:"limit,omitempty"` // what it was compared with
	Known  bool          `json:"known"`
	Fault  words.Line    `json:"fault,omitzero"` // why the target is not up
}

// Reason says why a transition happened. The pane, the journal, the
// notification and the command line all print the same one.
type Reason struct {
	Code  words.Code `json:"code"` // one of the Reason codes
	Facts []Fact     `json:"facts,omitempty"`
	By    string     `json:"by,omitempty"` // the suppressing rule's ID
}

// The reasons.
const (
	Fired      words.Code = "reason.fired"       // the condition held for its time
	Began      words.Code = "reason.began"       // the condition holds; its time runs
	Broke      words.Code = "reason.broke"       // it stopped holding before its time was up
	Cleared    words.Code = "reason.cleared"     // the clearing condition held
	NoRequests words.Code = "reason.no-requests" // nothing left to judge by: no traffic
	Lost       words.Code = "reason.lost"        // the figure is absent: kept, not cleared
	Folded     words.Code = "reason.folded"      // a parent fires: By
	Unfolded   words.Code = "reason.unfolded"    // the parent resolved and it still holds
	Expected   words.Code = "reason.expected"    // an operator's restart explains it
	Flaps      words.Code = "reason.flaps"       // it comes and goes: kept firing until it is calm
)

// Why a verdict is unknown.
const (
	Unruled words.Code = "reason.unruled" // there is no rule
	Blind   words.Code = "reason.blind"   // a P1 rule cannot be judged
	Excused words.Code = "reason.excused" // an ordered restart explains what fails
)

// Transition is one change of one alert.
type Transition struct {
	Rule         string    `json:"rule"`
	Priority     Priority  `json:"priority"`
	At           time.Time `json:"at"`
	From         State     `json:"from"`
	To           State     `json:"to"`
	SuppressedBy string    `json:"suppressed_by,omitempty"`
	Reason       Reason    `json:"reason"`
}

// Alert is the standing of one rule.
type Alert struct {
	Rule         string
	Priority     Priority
	State        State
	Since        time.Time // sticky: when the condition began to hold
	SinceAtLeast bool      // it held at the first look already
	Seen         time.Time // the look that found it to hold: from then on For counts
	FiredAt      time.Time
	ResolvedAt   time.Time
	Reason       Reason    // of one that fires, what it is judged by now
	SuppressedBy string    // the firing rule that hides it, "" when told
	AnswerDue    time.Time // when somebody should have reacted
	// ClearsIn is how long its clearing condition, which holds, has still to
	// hold; 0 where it does not, or where nothing has to be waited for.
	ClearsIn time.Duration
	Count    int // times it fired since the start, or came back while it was held
	Flapping bool
	Target   probes.Name   // the first target its condition names, if any
	Metric   probes.Metric // the first metric its condition names, if any
	When     string        // the condition, as the configuration writes it
	For      time.Duration // how long it must hold before the alert fires
	Runbook  string
}

// Held reports whether the alert fires only because it comes and goes: what it
// watches is well now.
func (a *Alert) Held() bool { return a.Flapping && a.ClearsIn > 0 }

// View is what conditions are judged against.
type View interface {
	// Figure returns a metric's present value. known is false when it is
	// absent, stale or not finite: then no rule fires or clears on it.
	Figure(probes.Metric) (v probes.Value, known bool)
	// Target returns how a target is after down_after, the fault of its last
	// sample and how many good checks in a row it has had.
	Target(probes.Name) (s probes.Status, fault probes.Fault, good int)
	// Began returns since when a target has been so: of one that is down, the
	// first check that failed. It is zero where that is not known.
	Began(probes.Name) time.Time
}
