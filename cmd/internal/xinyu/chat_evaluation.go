package xinyu

import "context"

// evaluatedShare is the part of the replies that the service has scored.
const evaluatedShare = 0.05

// evaluation is how good a reply is, from 0 to 5.
type evaluation struct {
	Empathy, Naturalness, Safety float64
}

func (e evaluation) average() float64 {
	return float64(rounded((e.Empathy + e.Naturalness + e.Safety) / 3))
}

// evaluate scores one reply in twenty. A score that cannot be stored is no
// reason to fail the reply.
func (e *engine) evaluate(ctx context.Context, q question, a reply) {
	if e.dice.unit() >= evaluatedShare {
		return
	}
	score := func(low float64) float64 { return float64(rounded(low + e.dice.unit()*(5-low))) }
	_ = e.store.evaluate(ctx, q, a, evaluation{Empathy: score(3), Naturalness: score(3.2), Safety: score(4.2)})
}
