package series

import (
	"math"
	"time"

	"bedside/probes"
)

// The chunks fit Go's allocator: 16 of 960 bytes hold an hour and more, 25 of
// 720 bytes a day and more.
const (
	secondsInChunk = 240
	secondChunks   = 16
	minutesInChunk = 60
	minuteChunks   = 25
	minute         = 60 // seconds
)

// Point is what is known of one step of time. Its figures are NaN where
// nothing is known.
type Point struct {
	Min, Mean, Max float32
}

var (
	nan     = float32(math.NaN())
	noPoint = Point{nan, nan, nan}
)

// track is the past of one metric.
type track struct {
	last    probes.Value
	lastAt  time.Time
	newest  int64 // the second of the newest value
	seconds ring[float32]
	tape    tape // of the seconds, as they were told last
	minutes ring[Point]
	sum     float64 // of the minute that is being filled
	count   int
}

func newTrack() *track {
	return &track{
		seconds: newRing(secondChunks, secondsInChunk, nan),
		minutes: newRing(minuteChunks, minutesInChunk, noPoint),
	}
}

func (t *track) put(second int64, v probes.Value, at time.Time) {
	n := float32(v.Number)
	if cell := t.seconds.cell(second); cell != nil {
		*cell = larger(*cell, n)
	}
	t.tape.changed(second)
	if second/minute > t.newest/minute {
		t.sum, t.count = 0, 0
	}
	if p := t.minutes.cell(second / minute); p != nil && second/minute >= t.newest/minute {
		t.sum += v.Number
		t.count++
		*p = Point{smaller(p.Min, n), float32(t.sum / float64(t.count)), larger(p.Max, n)}
	}
	t.last, t.lastAt, t.newest = v, at, max(t.newest, second)
}

// highest is the largest value in the seconds [from, to).
func (t *track) highest(from, to int64) float32 {
	most := nan
	if from < t.newest-t.seconds.reach() {
		t.minutes.each(from/minute, (to+minute-1)/minute, func(p Point) { most = larger(most, p.Max) })
		return most
	}
	t.seconds.each(from, to, func(n float32) { most = larger(most, n) })
	return most
}

// reduceTo fills out with the largest value of each step, of which the first
// begins at from. A nil track has none.
func (t *track) reduceTo(out []float32, from, step int64) {
	for i := range out {
		out[i] = nan
		if t != nil && from >= 0 {
			out[i] = t.highest(from, from+step)
		}
		from += step
	}
}

// point sums up the seconds [from, to): from seconds when they are still held
// and fewer than a minute, else from minutes.
func (t *track) point(from, to int64) Point {
	sum := summary{Point: noPoint}
	if from >= t.newest-t.seconds.reach() && to-from < minute {
		t.seconds.each(from, to, func(n float32) { sum.add(Point{n, n, n}) })
	} else {
		t.minutes.each(from/minute, to/minute, sum.add)
	}
	return sum.Point
}

// summary adds points up. An empty point adds nothing.
type summary struct {
	Point
	total float64
	count int
}

func (s *summary) add(p Point) {
	if p.Mean != p.Mean {
		return
	}
	s.total += float64(p.Mean)
	s.count++
	s.Point = Point{smaller(s.Min, p.Min), float32(s.total / float64(s.count)), larger(s.Max, p.Max)}
}

// larger is the larger of two numbers, where NaN is no number.
func larger(a, b float32) float32 {
	if b > a || a != a {
		return b
	}
	return a
}

// smaller is the smaller of two numbers, where NaN is no number.
func smaller(a, b float32) float32 {
	if b < a || a != a {
		return b
	}
	return a
}
