package alert

import "bedside/probes"

// Without is the condition where some targets are not watched: of terms joined
// by "or" the others remain, and what needs such a target is nil, for it can
// never hold.
func Without(c Condition, missing func(probes.Name) bool) Condition {
	switch c := c.(type) {
	case health:
		if missing(c.target) {
			return nil
		}
	case inverse:
		if of := Without(c.of, missing); of != nil {
			return inverse{of}
		}
		return nil
	case junction:
		return c.without(missing)
	}
	return c
}

func (j junction) without(missing func(probes.Name) bool) Condition {
	rest := junction{word: j.word}
	for _, term := range j.terms {
		if term = Without(term, missing); term != nil {
			rest.terms = append(rest.terms, term)
		}
	}
	switch {
	case len(rest.terms) == len(j.terms):
		return rest
	case j.word == "and", len(rest.terms) == 0:
		return nil
	case len(rest.terms) == 1:
		return rest.terms[0]
	}
	return rest
}
