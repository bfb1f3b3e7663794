package series

import (
	"slices"
	"time"

	"bedside/probes"
)

// DefaultMetrics is how many metrics a Store holds unless told otherwise.
const DefaultMetrics = 5000

// StoreOptions bound a Store.
type StoreOptions struct {
	Metrics int // at most so many names; 0 is DefaultMetrics
}

// Store remembers figures: an hour in slots of one second, of each the largest
// value. Its memory is taken in chunks as time passes and then reused: a metric
// costs 16 KB after an hour, however often it is put. A Store belongs to one
// goroutine.
type Store struct {
	limit    int
	epoch    time.Time // long before the first figure, and a whole minute: slots of any step begin as the clock's do
	tracks   map[probes.Metric]*track
	overflow int
	unfit    int
}

// NewStore makes an empty Store.
func NewStore(o StoreOptions) *Store {
	if o.Metrics <= 0 {
		o.Metrics = DefaultMetrics
	}
	return &Store{limit: o.Metrics, tracks: map[probes.Metric]*track{}}
}

// Put records a figure as it was at a time. A number that is not finite and a
// name beyond the limit are counted, not kept.
func (s *Store) Put(v probes.Value, at time.Time) {
	if !probes.Finite(v.Number) {
		s.unfit++
		return
	}
	t := s.tracks[v.Metric]
	if t == nil {
		if len(s.tracks) >= s.limit {
			s.overflow++
			return
		}
		t = newTrack()
		s.tracks[v.Metric] = t
	}
	if s.epoch.IsZero() {
		into := time.Duration(at.UnixNano()) % time.Minute
		s.epoch = at.Add(-48*time.Hour - into)
	}
	t.put(s.second(at), v, at)
}

// Latest returns the figure that was put last, and when.
func (s *Store) Latest(m probes.Metric) (v probes.Value, at time.Time, known bool) {
	t := s.tracks[m]
	if t == nil {
		return probes.Value{}, time.Time{}, false
	}
	return t.last, t.lastAt, true
}

// Ceiling is where the source of a metric ends: a number there was a lower bound.
// It is 0 where the source is not known to end.
func (s *Store) Ceiling(m probes.Metric) float64 {
	if t := s.tracks[m]; t != nil {
		return t.ceiling
	}
	return 0
}

// Lost returns how many figures were not kept: for want of room, and because
// they were not finite.
func (s *Store) Lost() (overflow, unfit int) { return s.overflow, s.unfit }

// Slots asks for N equal steps, the last of which holds End.
type Slots struct {
	End  time.Time
	Step time.Duration // whole seconds, at least one
	N    int
	// Hold is how long a value stands when none follows: the interval of its
	// probe. It bridges the seconds between two samples, not a real gap.
	Hold time.Duration
}

// Trend returns the largest value in each step, oldest first, NaN where there
// is none. Steps begin at multiples of Step, so that a chart moves by whole
// steps and stands still between them. The slice never changes, and is not to
// be changed: the next trend may go on where it ends.
func (s *Store) Trend(m probes.Metric, slots Slots) []float32 {
	step := max(time.Second, slots.Step.Truncate(time.Second))
	held := (slots.Hold + step - 1) / step
	w := stretch{n: max(0, slots.N), step: int64(step / time.Second), bridge: int(held) - 1}
	w.from = s.second(slots.End)/w.step - int64(w.n-1)
	if t := s.tracks[m]; t != nil {
		return t.tape.wind(&t.seconds, w)
	}
	return slices.Repeat([]float32{nan}, w.n)
}

// bridge repeats each value over at most n empty steps behind it, and returns
// over how many the last one was.
func bridge(out []float32, n int) int {
	bridged := n
	for i := range out {
		switch {
		case out[i] == out[i]:
			bridged = 0
		case bridged < n:
			out[i] = out[i-1]
			bridged++
		}
	}
	return bridged
}

// second is the slot of a time.
func (s *Store) second(at time.Time) int64 {
	return max(0, int64(at.Sub(s.epoch)/time.Second))
}
