package series

import (
	"math"
	"sort"
)

// Latency is how long replies took, in seconds. NaN stands where nothing is
// known.
type Latency struct {
	Mean          float64
	P50, P95, P99 Quantile
}

// Quantile is a duration that a share of the requests did not exceed. AtLeast
// says that it is a lower bound: it fell beyond the histogram's last bucket,
// whose bound it then is.
type Quantile struct {
	Seconds float64
	AtLeast bool
}

var noQuantile = Quantile{Seconds: math.NaN()}

// bucketQuantile is Prometheus' histogram_quantile: linear inside the bucket
// that holds the rank. bounds rise and end with +Inf; cumulative are the counts
// at or below each.
func bucketQuantile(q float64, bounds, cumulative []float64) Quantile {
	last := len(bounds) - 1
	if last < 1 || len(cumulative) != len(bounds) || !math.IsInf(bounds[last], 1) {
		return noQuantile
	}
	counts := rising(cumulative)
	total := counts[last]
	if !(total > 0) {
		return noQuantile
	}
	want := q * total
	b := sort.Search(last, func(i int) bool { return counts[i] >= want })
	if b == last {
		return Quantile{Seconds: bounds[last-1], AtLeast: true}
	}
	low, below := 0.0, 0.0
	if b > 0 {
		low, below = bounds[b-1], counts[b-1]
	} else if bounds[0] <= 0 {
		return Quantile{Seconds: bounds[0]}
	}
	if counts[b] == below {
		return Quantile{Seconds: bounds[b]}
	}
	return Quantile{Seconds: low + (bounds[b]-low)*(want-below)/(counts[b]-below)}
}

// rising returns counts that never fall: buckets that were read a moment apart
// may contradict each other by a few.
func rising(counts []float64) []float64 {
	out := make([]float64, len(counts))
	most := 0.0
	for i, n := range counts {
		most = max(most, n)
		out[i] = most
	}
	return out
}
