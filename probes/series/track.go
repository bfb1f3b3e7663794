package series

import (
	"math"
	"time"

	"bedside/probes"
)

// The chunks fit Go's allocator: of 960 bytes each, they hold an hour, and
// what is written meanwhile.
const (
	secondsInChunk = 240
	secondChunks   = 17
)

var nan = float32(math.NaN())

// track is the past of one metric.
type track struct {
	last    probes.Value
	ceiling float64 // where the source ends, 0 where it does not
	lastAt  time.Time
	seconds ring[float32]
	tape    tape // of the seconds, as they were told last
}

func newTrack() *track { return &track{seconds: newRing(secondChunks, secondsInChunk, nan)} }

func (t *track) put(second int64, v probes.Value, at time.Time) {
	if cell := t.seconds.cell(second); cell != nil {
		*cell = larger(*cell, float32(v.Number))
	}
	t.tape.changed(second)
	t.last, t.lastAt = v, at
	switch {
	case v.AtLeast:
		t.ceiling = v.Number
	case v.Number > t.ceiling: // it comes from another source now, or goes further
		t.ceiling = 0
	}
}

// larger is the larger of two numbers, where NaN is no number.
func larger(a, b float32) float32 {
	if b > a || a != a {
		return b
	}
	return a
}
