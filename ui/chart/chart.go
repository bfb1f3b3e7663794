// Package chart turns numbers into text: sparklines, line charts against a
// limit, gauges. It is pure, takes any number (NaN is a gap, infinities are
// clamped) and never scales a spike away: where many values share a cell, the
// worst one is shown.
package chart

import "math"

// Limit is what numbers are drawn against. The zero Limit is none.
type Limit struct {
	Max, Min       float64
	HasMax, HasMin bool
	Included       bool // the limit itself is on the wrong side
}

// Beyond reports whether n is on the wrong side, as exactly as a Series holds
// it.
func (l Limit) Beyond(n float64) bool {
	v := float32(n)
	return l.HasMax && v > float32(l.Max) || l.HasMin && v < float32(l.Min) || l.Included && l.reached(n)
}

// reached reports whether n stands at the limit.
func (l Limit) reached(n float64) bool {
	at, ok := l.line()
	return ok && float32(n) == float32(at)
}

// line is the value at which the limit's line stands; ok is false for none.
func (l Limit) line() (at float64, ok bool) {
	if l.HasMax {
		return l.Max, finite(l.Max)
	}
	return l.Min, l.HasMin && finite(l.Min)
}

// low reports whether small values are the bad ones.
func (l Limit) low() bool { return l.HasMin && !l.HasMax }

// finite reports whether n can be drawn at all.
func finite(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }
