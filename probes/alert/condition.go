package alert

// Condition is a parsed `when:` expression: what must hold.
type Condition interface {
	// Holds judges the condition. Unknown is the answer when a figure it
	// rests on is absent: no rule fires or clears on it. The facts are the
	// terms that decided.
	Holds(View) (Truth, []Fact)
	// String is the expression in its canonical form.
	String() string
}

// Truth is a condition's answer.
type Truth uint8

// The answers. The zero Truth is NotKnown.
const (
	NotKnown Truth = iota
	No
	Yes
)
