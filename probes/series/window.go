package series

import (
	"slices"
	"time"
)

// The windows that the users' figures are judged over: the short one when it
// holds enough requests, else the long one.
const (
	shortWindow = 10 * time.Second
	longWindow  = time.Minute
	enough      = 5 // requests in the short window
	leastSpan   = time.Second / 2
	baseline    = 10 * time.Minute
	history     = time.Minute // what a baseline must cover to be one
)

// frame is what happened between two looks at a source.
type frame struct {
	at        time.Time // of the later look
	span      time.Duration
	uncounted bool // the failed requests are not known
	endpoints []tally
	stages    map[string]tally
}

// load is what remains of a frame for the baseline.
type load struct {
	at       time.Time
	span     time.Duration
	requests float64
}

// Bounds of what is held, whatever the pace of the looks.
const (
	mostFrames = 256
	mostLoads  = 1024
)

// window holds the newest frames of one source.
type window struct {
	bounds []float64 // of the frames' buckets
	frames []frame
	loads  []load
	began  time.Time // when the first frame begins
	busy   time.Time // when requests were last seen
	heat   heat
}

func (w *window) push(f frame) {
	if w.began.IsZero() {
		w.began = f.at.Add(-f.span)
	}
	requests := 0.0
	for _, t := range f.endpoints {
		requests += t.requests
	}
	if requests > 0 {
		w.busy = f.at
	}
	w.heat.add(f, w.bounds)
	w.frames = append(w.frames, f)
	w.loads = append(w.loads, load{f.at, f.span, requests})
	old := 0
	for old < len(w.frames)-1 && f.at.Sub(w.frames[old].at) > longWindow+shortWindow {
		old++
	}
	w.frames = keep(w.frames, max(old, len(w.frames)-mostFrames))
	old = 0
	for old < len(w.loads)-1 && f.at.Sub(w.loads[old].at) > baseline+shortWindow {
		old++
	}
	w.loads = keep(w.loads, max(old, len(w.loads)-mostLoads))
}

// keep drops the first n and what they held on to.
func keep[T any](s []T, n int) []T {
	if n == 0 {
		return s
	}
	left := copy(s, s[n:])
	clear(s[left:])
	return s[:left]
}

// setBounds forgets frames whose buckets have other bounds.
func (w *window) setBounds(bounds []float64) {
	if !slices.Equal(w.bounds, bounds) {
		w.frames = nil
	}
	w.bounds = bounds
}

// fresh reports whether the newest frame still speaks for now: two and a half
// of the source's own intervals, at least the short window.
func (w *window) fresh(now time.Time) bool {
	if len(w.frames) == 0 {
		return false
	}
	pace := w.frames[0].span
	for _, f := range w.frames {
		pace = min(pace, f.span)
	}
	newest := w.frames[len(w.frames)-1].at
	return now.Sub(newest) <= min(max(shortWindow, pace*5/2), 5*longWindow/2)
}

// sums is a window added up.
type sums struct {
	span      time.Duration // that the frames really cover
	uncounted bool
	all       tally
	endpoints []tally
	stages    map[string]tally
}

// sum adds up the frames of the last while.
func (w *window) sum(now time.Time, while time.Duration) sums {
	s := sums{stages: map[string]tally{}}
	for _, f := range w.frames {
		if now.Sub(f.at) >= while {
			continue
		}
		s.span += f.span
		s.uncounted = s.uncounted || f.uncounted
		for i, t := range f.endpoints {
			for len(s.endpoints) <= i {
				s.endpoints = append(s.endpoints, tally{})
			}
			s.endpoints[i].add(t)
			s.all.add(t)
		}
		for name, t := range f.stages {
			total, known := s.stages[name]
			if !known && len(s.stages) >= mostStages {
				continue
			}
			total.add(t)
			s.stages[name] = total
		}
	}
	return s
}

// surge is the present rate as a multiple of the mean rate of the ten minutes
// before. A mean below one request a second counts as one: a few requests
// after a quiet night are no surge.
func (w *window) surge(now time.Time) (times float64, known bool) {
	var recent, past load
	for _, l := range w.loads {
		sum := &past
		if now.Sub(l.at) < shortWindow {
			sum = &recent
		}
		sum.requests += l.requests
		sum.span += l.span
	}
	if past.span < history || recent.span <= 0 {
		return 0, false
	}
	mean := past.requests / past.span.Seconds()
	return recent.requests / recent.span.Seconds() / max(1, mean), true
}
