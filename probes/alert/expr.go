package alert

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"bedside/probes"
)

// The parts of a condition. Each knows how tightly it binds, so that String
// writes no parenthesis that Parse does not need.
type (
	// comparison is METRIC op NUMBER[UNIT].
	comparison struct {
		metric probes.Metric
		op     string
		number float64 // as written, in its measure
		in     probes.Measure
		limit  float64 // in the fixed unit
	}

	// health is TARGET "is" STATUS.
	health struct {
		target probes.Name
		status probes.Status
	}

	// absence is METRIC "is absent".
	absence struct{ metric probes.Metric }

	// inverse is "not" term.
	inverse struct{ of Condition }

	// junction joins terms by "and" or by "or".
	junction struct {
		word  string
		terms []Condition
	}
)

// ground is one comparison, status or absence and how it was answered. A
// condition rests on grounds.
type ground struct {
	leaf  Condition
	truth Truth
	fact  Fact
}

// decider is a condition that names its grounds, not their facts alone.
type decider interface {
	Condition
	decide(View) (Truth, []ground)
}

// answerer is a condition that answers without naming anything.
type answerer interface {
	Condition
	truth(View) Truth
}

// truthOf answers any condition. Rules rest most of the time: what an answer
// rests on is asked of decide, once it matters.
func truthOf(c Condition, v View) Truth {
	if a, ok := c.(answerer); ok {
		return a.truth(v)
	}
	truth, _ := c.Holds(v)
	return truth
}

// decide judges any condition.
func decide(c Condition, v View) (Truth, []ground) {
	if d, ok := c.(decider); ok {
		return d.decide(v)
	}
	truth, facts := c.Holds(v)
	grounds := make([]ground, len(facts))
	for i, f := range facts {
		grounds[i] = ground{c, truth, f}
	}
	return truth, grounds
}

func factsOf(grounds []ground) []Fact {
	facts := make([]Fact, len(grounds))
	for i, g := range grounds {
		facts[i] = g.fact
	}
	return facts
}

// leaves are the parts of a condition that name something.
func leaves(c Condition) []Condition {
	switch c := c.(type) {
	case inverse:
		return leaves(c.of)
	case junction:
		var all []Condition
		for _, term := range c.terms {
			all = append(all, leaves(term)...)
		}
		return all
	}
	return []Condition{c}
}

var (
	_ answerer = comparison{}
	_ answerer = health{}
	_ answerer = absence{}
	_ answerer = inverse{}
	_ answerer = junction{}
	_ decider  = inverse{}
	_ decider  = junction{}
)

func (c comparison) Holds(v View) (Truth, []Fact) {
	value, known := v.Figure(c.metric)
	fact := Fact{Metric: c.metric, Op: c.op, Limit: c.limit, Unit: c.in.Unit}
	if !known || !probes.Finite(value.Number) {
		return NotKnown, []Fact{fact}
	}
	fact.Known, fact.Number = true, value.Number
	if fact.Unit == probes.None {
		fact.Unit = value.Unit
	}
	return c.compare(value), []Fact{fact}
}

func (c comparison) truth(v View) Truth {
	value, known := v.Figure(c.metric)
	if !known || !probes.Finite(value.Number) {
		return NotKnown
	}
	return c.compare(value)
}

// compare judges a figure. A lower bound below the limit proves nothing; one
// that reaches it proves that the figure is above.
func (c comparison) compare(v probes.Value) Truth {
	n := v.Number
	if v.AtLeast && n < c.limit {
		return NotKnown
	}
	if v.AtLeast {
		n = math.Inf(1)
	}
	if stands(n, c.op, c.limit) {
		return Yes
	}
	return No
}

// stands reports whether a number stands to a limit as the operator says.
func stands(n float64, op string, limit float64) bool {
	switch op {
	case ">":
		return n > limit
	case ">=":
		return n >= limit
	case "<":
		return n < limit
	case "<=":
		return n <= limit
	}
	return false
}

func (c comparison) String() string {
	return string(c.metric) + " " + c.op + " " + strconv.FormatFloat(c.number, 'f', -1, 64) + c.in.Name
}

func (h health) Holds(v View) (Truth, []Fact) {
	status, fault, _ := v.Target(h.target)
	f := Fact{Target: h.target, Status: status, Op: "is", Known: status != probes.Unknown, Fault: spoken(fault)}
	return h.truth(v), []Fact{f}
}

func (h health) truth(v View) Truth {
	status, fault, _ := v.Target(h.target)
	switch {
	case status == h.status:
		return Yes
	case status != probes.Unknown, h.status == probes.Unknown, idle(fault):
		return No
	}
	return NotKnown
}

// idle reports whether a target is unknown because there is nothing to know:
// the deployment does not have it, or its check is not built in.
func idle(f probes.Fault) bool {
	return f.Code == probes.NotProvided || f.Code == probes.NotActive
}

func (h health) String() string { return string(h.target) + " is " + h.status.String() }

// isAbsent is the operator in the facts of an absence.
const isAbsent = "is absent"

func (a absence) Holds(v View) (Truth, []Fact) {
	if a.truth(v) == Yes {
		return Yes, []Fact{{Metric: a.metric, Op: isAbsent}}
	}
	value, _ := v.Figure(a.metric)
	return No, []Fact{{Metric: a.metric, Op: isAbsent, Known: true, Number: value.Number, Unit: value.Unit}}
}

func (a absence) truth(v View) Truth {
	if value, known := v.Figure(a.metric); known && probes.Finite(value.Number) {
		return No
	}
	return Yes
}

func (a absence) String() string { return string(a.metric) + " is absent" }

func (n inverse) Holds(v View) (Truth, []Fact) {
	truth, grounds := n.decide(v)
	return truth, factsOf(grounds)
}

func (n inverse) decide(v View) (Truth, []ground) {
	truth, grounds := decide(n.of, v)
	return truth.not(), grounds
}

func (n inverse) truth(v View) Truth { return truthOf(n.of, v).not() }

func (n inverse) String() string {
	if _, joined := n.of.(junction); joined {
		return "not (" + n.of.String() + ")"
	}
	return "not " + n.of.String()
}

func (j junction) Holds(v View) (Truth, []Fact) {
	truth, grounds := j.decide(v)
	return truth, factsOf(grounds)
}

// decide answers as truth does. The grounds are those of the terms that gave
// the answer.
func (j junction) decide(v View) (Truth, []ground) {
	answer := j.truth(v)
	var grounds []ground
	for _, term := range j.terms {
		if truth, its := decide(term, v); truth == answer {
			grounds = append(grounds, its...)
		}
	}
	return answer, grounds
}

// truth answers when the terms that are known suffice.
func (j junction) truth(v View) Truth {
	decisive := Yes // of "or"
	if j.word == "and" {
		decisive = No
	}
	answer := decisive.not()
	for _, term := range j.terms {
		switch truthOf(term, v) {
		case decisive:
			return decisive
		case NotKnown:
			answer = NotKnown
		}
	}
	return answer
}

func (j junction) String() string {
	terms := make([]string, len(j.terms))
	for i, term := range j.terms {
		terms[i] = term.String()
		if inner, joined := term.(junction); joined && inner.word == "or" {
			terms[i] = "(" + terms[i] + ")"
		}
	}
	return strings.Join(terms, " "+j.word+" ")
}

// unique drops what stood before already.
func unique[T comparable](all []T) []T {
	var out []T
	for _, one := range all {
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}
