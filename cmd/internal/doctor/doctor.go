// Package doctor examines what a configuration needs before anybody depends on
// it: what is reachable, readable, permitted and missing, and how to mend it. It
// looks and asks; it acts on nothing and writes nothing. Thin edges look at the
// machine, pure functions judge what they saw.
package doctor

import (
	"slices"
	"time"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// Grade is how a finding stands.
type Grade uint8

// The grades, in rising order of urgency.
const (
	Good    Grade = iota // as it should be
	Note                 // worth knowing, nothing to do
	Unknown              // it could not be told
	Mend                 // something is wrong here
	Down                 // a target does not work
)

var gradeNames = [...]string{"good", "note", "unknown", "mend", "down"}

// String is the grade as a word for programs.
func (g Grade) String() string { return gradeNames[g] }

// MarshalText writes the grade as its word.
func (g Grade) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// Group is the part of the surroundings that a finding is about.
type Group string

// The groups, in the order of a report.
const (
	Configuration Group = "configuration"
	Targets       Group = "targets"
	Logs          Group = "logs"
	Actions       Group = "actions"
	State         Group = "state"
	Terminal      Group = "terminal"
	Machine       Group = "machine"
)

// Finding is one thing that was examined.
type Finding struct {
	Group   Group
	Grade   Grade
	Subject raw.Text   // its name: a target, a log, an action, a file
	Name    words.Code // what people call a subject of ours; "" for the subject as it is
	What    words.Line // what was found
	Mend    words.Line // what to do about it; zero where there is nothing to do, or where it follows from another finding
	Command string     // what to type for that, quoted for a shell; "" for none
}

// Report is everything that was found, group by group.
type Report struct {
	At       time.Time
	Findings []Finding
}

// ToMend counts what asks for something to be done. What only follows from
// another finding is mended with that one.
func (r Report) ToMend() int {
	n := 0
	for _, f := range r.Findings {
		if f.Grade > Note && !f.Mend.Zero() {
			n++
		}
	}
	return n
}

func (r Report) inOrder() int {
	n := 0
	for _, f := range r.Findings {
		if f.Grade <= Note {
			n++
		}
	}
	return n
}

// of returns the findings of a group.
func (r Report) of(g Group) []Finding {
	var out []Finding
	for _, f := range r.Findings {
		if f.Group == g {
			out = append(out, f)
		}
	}
	return out
}

// groups returns the groups that have findings, in order.
func (r Report) groups() []Group {
	var out []Group
	for _, f := range r.Findings {
		if !slices.Contains(out, f.Group) {
			out = append(out, f.Group)
		}
	}
	return out
}
