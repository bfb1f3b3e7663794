package series

import (
	"math"
	"slices"
)

// tally sums up requests. Its durations are known either from a histogram,
// as counts at or below each bound, or one by one.
type tally struct {
	requests, failed float64
	timed, sum       float64 // requests with a duration, and the seconds together
	buckets          []float64
	took             []float32 // seconds
}

func (t *tally) add(o tally) {
	t.requests += o.requests
	t.failed += o.failed
	t.timed += o.timed
	t.sum += o.sum
	t.took = append(t.took, o.took...)
	if missing := len(o.buckets) - len(t.buckets); missing > 0 {
		t.buckets = append(t.buckets, make([]float64, missing)...)
	}
	for i, n := range o.buckets {
		t.buckets[i] += n
	}
}

// less returns what was added since before, and false when a counter ran
// backwards in between: then nothing is known.
func (t tally) less(before tally) (tally, bool) {
	d := tally{
		requests: t.requests - before.requests,
		failed:   t.failed - before.failed,
		timed:    t.timed - before.timed,
		sum:      t.sum - before.sum,
		buckets:  slices.Clone(t.buckets),
	}
	ok := d.requests >= 0 && d.failed >= 0 && d.timed >= 0 && d.sum >= 0
	for i := range d.buckets {
		if i < len(before.buckets) {
			d.buckets[i] -= before.buckets[i]
		}
		ok = ok && d.buckets[i] >= 0
	}
	return d, ok
}

// success is the share of requests that did not fail.
func (t tally) success() float64 {
	if t.requests == 0 {
		return math.NaN()
	}
	return max(0, t.requests-t.failed) / t.requests
}

// latency works the durations out; bounds belong to the buckets.
func (t tally) latency(bounds []float64) Latency {
	if t.timed == 0 {
		return Latency{Mean: math.NaN(), P50: noQuantile, P95: noQuantile, P99: noQuantile}
	}
	l := Latency{Mean: t.sum / t.timed}
	at := func(q float64) Quantile { return bucketQuantile(q, bounds, t.buckets) }
	if len(t.took) > 0 {
		slices.Sort(t.took)
		at = func(q float64) Quantile { return Quantile{Seconds: float64(t.took[rank(q, len(t.took))])} }
	}
	l.P50, l.P95, l.P99 = at(0.50), at(0.95), at(0.99)
	return l
}

// rank is the place of a quantile among n sorted values (nearest rank).
func rank(q float64, n int) int {
	return max(0, int(math.Ceil(q*float64(n)))-1)
}
