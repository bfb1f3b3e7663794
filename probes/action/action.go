// Package action says what an operator may do and when: an Action with its
// steps, confirmation, cool-down, undo and verification, and the guards that
// decide whether it may run now. It is pure; package invoke carries steps out.
package action

import (
	"slices"
	"time"

	"bedside/probes/words"
)

// Action is one remedy.
type Action struct {
	Name     string
	Key      string // "" for none
	Title    words.Line
	Affects  words.Line // who will notice; the zero Line: what its steps say of themselves
	Confirm  Confirm
	Cooldown time.Duration
	Steps    []Step
	Verify   *Verify
	// Marks stands in the header from the action's success until its undo's.
	Marks words.Line
	Undo  *Undo
}

// Named is the title of the action, or of its undo.
func (a *Action) Named(undo bool) words.Line {
	switch {
	case !undo:
		return a.Title
	case a.Undo == nil || a.Undo.Title.Zero():
		return words.Of("preview.undo", a.Title)
	}
	return a.Undo.Title
}

// Confirms is what is asked before the action, or its undo, runs.
func (a *Action) Confirms(undo bool) Confirm {
	c := a.Confirm
	if undo && a.Undo != nil {
		c = a.Undo.Confirm
	}
	if c == "" {
		return ConfirmAsk
	}
	return c
}

// atRunTime reports whether all that the action does is asked of the running
// service: a restart of it ends that.
func (a *Action) atRunTime() bool {
	return len(a.Steps) > 0 && !slices.ContainsFunc(a.Steps, func(s Step) bool { return s.HTTP == nil })
}

// Undo takes an action back.
type Undo struct {
	Title   words.Line // the zero Line: the action's own, undone
	Affects words.Line
	Confirm Confirm
	Steps   []Step
	Verify  *Verify
}

// Confirm is what is asked before an action runs.
type Confirm string

// The confirmations.
const (
	ConfirmAsk  Confirm = "ask" // yes or no, no is the default
	ConfirmNone Confirm = "none"
	ConfirmName Confirm = "name" // its name is typed
)

// Step is one thing that is done. Exactly one field is set.
type Step struct {
	Run    *Run
	HTTP   *HTTP
	Signal *Signal
	Edit   *Edit
	Action string // another action's steps, its name
}

// Stops reports whether the step may stop something.
func (s Step) Stops() bool { return s.HTTP == nil && s.Edit == nil }

// Description is a step for reading, secrets as ***.
type Description struct {
	What words.Line   // the argv, request, signal or edit as it will be carried out
	With []words.Line // in which folder, with which environment or headers, within which time
}

// Run starts a program with an argument vector, never through a shell. Its
// environment may hold references to secrets; its arguments, which everybody on
// the machine can read, may not.
type Run struct {
	Argv    []string
	Env     map[string]string // added to ours
	Dir     string
	Stdout  string // a file to write; "{date}" is the time; "" keeps a capped tail
	Timeout time.Duration
}

// HTTP makes one request.
type HTTP struct {
	Method  string
	URL     string
	Headers map[string]string // may hold secrets as ${file:…} or ${env:…}
	JSON    []byte            // the body, "" for none; may hold secrets inside its strings
	Status  int               // expected; 0 is any 2xx
	Timeout time.Duration
}

// Signal sends a signal to a process.
type Signal struct {
	Name    string // "TERM", "HUP", "USR1", …
	PIDFile string // or
	Port    int    // the process that listens there
	Process string // or its name
}

// Edit changes settings in a file: KEY=value lines of an .env file or
// KEY = value lines of Python, keeping everything else as it is.
type Edit struct {
	File   string
	Set    map[string]string   // key → literal as it stands in the file; may hold secrets
	Rotate map[string][]string // key → values, the one after the present is taken; may hold secrets
}

// Verify is how success is proved: a probe's target is checked at once and
// again until it is up (and its body holds the expected text) or time is out.
type Verify struct {
	Target string
	Body   string // a pattern in the target's answer, "" for up alone
	Within time.Duration
	// Otherwise takes its place where the target is not watched.
	Otherwise *Verify
}

// Ref names an action or its undo.
type Ref struct {
	Name string
	Undo bool
}

// Outcome is how a run or a step stands.
type Outcome uint8

// The outcomes.
const (
	Waiting   Outcome = iota // not begun
	Running                  //
	Verifying                // steps done, proof outstanding
	Done                     // succeeded
	Failed                   // a step failed, or the deadline passed
	Unproved                 // steps done, but verification never succeeded
	Cancelled                // ended by the operator
)

func (o Outcome) String() string {
	return [...]string{"waiting", "running", "verifying", "done", "failed", "unproved", "cancelled"}[o]
}

// ParseOutcome is the outcome that String calls so, false for none.
func ParseOutcome(s string) (Outcome, bool) {
	for o := Outcome(0); o <= Cancelled; o++ {
		if o.String() == s {
			return o, true
		}
	}
	return 0, false
}

// Ended reports whether nothing more will happen.
func (o Outcome) Ended() bool { return o >= Done }
