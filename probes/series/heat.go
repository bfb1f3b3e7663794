package series

import (
	"math"
	"slices"
	"time"
)

// HeatMap is how many replies took how long in the recent past, oldest column
// first. Columns are shared between results and never modified.
type HeatMap struct {
	End     time.Time // of the last column
	Step    time.Duration
	Bounds  []float64   // upper ends of the bands in seconds, the last one infinite
	Columns [][]float32 // replies by band
}

// The size of a heat map: an hour.
const (
	heatStep    = 10 * time.Second
	heatColumns = 360
)

// tookBounds are the bands of durations that are known one by one.
var tookBounds = [...]float64{0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, math.Inf(1)}

// heat collects the heat map of one source.
type heat struct {
	bounds  []float64
	origin  time.Time // a multiple of the step, with its monotonic reading
	columns [][]float32
	last    int64 // number of the last column since the origin
}

// add counts a frame into the column that it ended in.
func (h *heat) add(f frame, bounds []float64) {
	if len(bounds) == 0 {
		bounds = tookBounds[:]
	}
	if h.origin.IsZero() || !slices.Equal(bounds, h.bounds) {
		into := time.Duration(f.at.UnixNano()) % heatStep
		*h = heat{bounds: slices.Clone(bounds), origin: f.at.Add(-into)}
		h.columns = [][]float32{make([]float32, len(bounds))}
	}
	h.advance(int64(f.at.Sub(h.origin) / heatStep))
	column := h.columns[len(h.columns)-1]
	for _, t := range f.endpoints {
		h.count(column, t)
	}
}

// advance begins the columns up to n. A clock that goes back begins none.
func (h *heat) advance(n int64) {
	for h.last = max(h.last, n-heatColumns); h.last < n; h.last++ {
		h.columns = append(h.columns, make([]float32, len(h.bounds)))
	}
	if over := len(h.columns) - heatColumns; over > 0 {
		h.columns = slices.Delete(h.columns, 0, over)
	}
}

func (h *heat) count(column []float32, t tally) {
	for _, took := range t.took {
		i, _ := slices.BinarySearch(h.bounds, float64(took))
		column[min(i, len(column)-1)]++
	}
	below := 0.0
	for i, n := range t.buckets[:min(len(t.buckets), len(column))] {
		if n > below { // buckets read a moment apart may contradict each other
			column[i] += float32(n - below)
			below = n
		}
	}
}

// at is the map as it stands: the last column, which still grows, is a copy.
func (h *heat) at() HeatMap {
	if len(h.columns) == 0 {
		return HeatMap{}
	}
	m := HeatMap{
		End: h.origin.Add(time.Duration(h.last+1) * heatStep), Step: heatStep,
		Bounds: h.bounds, Columns: slices.Clone(h.columns),
	}
	last := &m.Columns[len(m.Columns)-1]
	*last = slices.Clone(*last)
	return m
}
