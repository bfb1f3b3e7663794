package chart

import (
	"math"
	"time"
)

// Series is values in equal slots, oldest first. NaN is a slot without data.
type Series struct {
	End    time.Time // of the last slot
	Step   time.Duration
	Values []float32
}

// spans are the numbers of slots that a column may stand for: few, so that a
// chart seldom changes its scale.
var spans = [...]int{1, 2, 3, 5, 7, 10, 12, 15, 20, 25, 30, 40, 60, 90, 120, 180, 300, 600, 1200, 3600}

// PerColumn is how many slots a column stands for when w columns show what is
// known, of at most the given length (0 for any). Charts that are to stand
// above each other take it from one series and pass it to all.
func (s Series) PerColumn(w int, history time.Duration) int { return s.perColumn(w, history) }

// At is what the column that t falls into shows when a column stands for per
// slots: its worst value, NaN when there is none.
func (s Series) At(t time.Time, per int, limit Limit) float64 {
	if s.Step <= 0 || per < 1 {
		return math.NaN()
	}
	oldest := s.slot() - int64(len(s.Values)) + 1
	begin := floorDiv(t.UnixNano(), int64(s.Step)*int64(per))*int64(per) - oldest
	from, to := max(begin, 0), min(begin+int64(per), int64(len(s.Values)))
	if from >= to {
		return math.NaN()
	}
	return float64(worst(s.Values[from:to], limit.low()))
}

// perColumn is the smallest span at which w columns hold what is known, of at
// most the given length (0 for any). The oldest tenth may be left out, so that
// a chart is not half empty for its sake.
func (s Series) perColumn(w int, history time.Duration) int {
	known := len(s.Values)
	for known > 0 && gap(s.Values[len(s.Values)-known]) {
		known--
	}
	if history > 0 && s.Step > 0 {
		known = min(known, int(history/s.Step))
	}
	for _, n := range spans {
		if n*w >= known-known/10 {
			return n
		}
	}
	return (known + w - 1) / max(w, 1)
}

// columns condenses the series to w columns of per slots each, appended to
// dst: the worst value of each column, NaN where there is none. Columns begin
// at multiples of their length on the clock, so that a chart moves a whole
// column at a time and a past column never changes.
func (s Series) columns(dst []float32, w, per int, low bool) []float32 {
	for range w {
		dst = append(dst, float32(math.NaN()))
	}
	out := dst[len(dst)-w:]
	n := int64(len(s.Values))
	oldest := s.slot() - n + 1 // the number of the first value's slot
	begin := (s.column(per) - int64(w) + 1) * int64(per)
	for i := max(0, begin-oldest); i < n; {
		c := floorDiv(oldest+i, int64(per))
		next := min(n, (c+1)*int64(per)-oldest)
		out[c-begin/int64(per)] = worst(s.Values[i:next], low)
		i = next
	}
	return dst
}

// worst is the largest value, or the smallest where low is bad; NaN when there
// is none.
func worst(values []float32, low bool) float32 {
	found := float32(math.NaN())
	for _, v := range values {
		if !gap(v) && (gap(found) || v > found != low && v != found) {
			found = v
		}
	}
	return found
}

// slot is the number of the last slot, counted from the beginning of time.
func (s Series) slot() int64 {
	if s.Step <= 0 {
		return int64(len(s.Values))
	}
	return floorDiv(s.End.UnixNano()-1, int64(s.Step))
}

// column is the number of the last column.
func (s Series) column(per int) int64 { return floorDiv(s.slot(), int64(per)) }

// gap reports whether a slot holds nothing that can be drawn. An infinity is
// beyond every scale and counts as a value.
func gap(v float32) bool { return v != v }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
