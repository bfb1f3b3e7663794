package alert

import "bedside/probes"

// Condition is a parsed `when:` expression: what must hold.
type Condition interface {
	// Holds judges the condition. Unknown is the answer when a figure it
	// rests on is absent: no rule fires or clears on it. The facts are the
	// terms that decided.
	Holds(View) (Truth, []Fact)
	// String is the expression in its canonical form: ParseCondition of it
	// gives an equal condition.
	String() string
}

// Refs are the names that a condition uses, each once, in the order they
// stand.
type Refs struct {
	Metrics []probes.Metric
	Targets []probes.Name
}

// RefsOf lists the metrics and targets that a parsed condition names.
func RefsOf(c Condition) Refs {
	var r Refs
	for _, l := range leaves(c) {
		switch l := l.(type) {
		case comparison:
			r.Metrics = append(r.Metrics, l.metric)
		case absence:
			r.Metrics = append(r.Metrics, l.metric)
		case health:
			r.Targets = append(r.Targets, l.target)
		}
	}
	return Refs{unique(r.Metrics), unique(r.Targets)}
}

// Truth is a condition's answer.
type Truth uint8

// The answers. The zero Truth is NotKnown.
const (
	NotKnown Truth = iota
	No
	Yes
)

// not turns an answer round. What is not known stays so.
func (t Truth) not() Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return NotKnown
}
