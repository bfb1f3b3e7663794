package series

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/probes"
)

// doubt is how long a counter that fell is remembered: when it stands where it
// was within that time, it was not reset, it was misread.
const doubt = time.Minute

// reading is what the mapped series stood at in one scrape.
type reading struct {
	at        time.Time
	bounds    []float64
	counted   bool // the counter of requests is among the series
	endpoints []tally
	stages    map[string]tally
}

// scraper turns readings into frames: what happened between two of them.
type scraper struct {
	plan   *plan
	before *reading
	fallen *reading // the reading before the last fall
}

// frame reads a scrape. It returns false when nothing can be said about the
// time since the scrape before: it was the first, or a counter ran backwards,
// or came back from a fall that was none.
func (s *scraper) frame(at time.Time, series []probes.Series) (frame, []float64, bool) {
	now := s.plan.read(at, series)
	if now == nil {
		return frame{}, nil, false
	}
	before := s.before
	s.before = now
	if before == nil || !slices.Equal(before.bounds, now.bounds) {
		return frame{}, nil, false
	}
	f, ok := now.since(before)
	if !ok {
		s.fallen = before
		return frame{}, nil, false
	}
	if s.fallen != nil && at.Sub(s.fallen.at) > doubt {
		s.fallen = nil
	}
	if s.fallen != nil && now.reaches(s.fallen) {
		s.fallen = nil
		return frame{}, nil, false
	}
	return f, now.bounds, true
}

// read adds the mapped series up by endpoint and stage; nil when there are
// none.
func (p *plan) read(at time.Time, series []probes.Series) *reading {
	r := &reading{at: at, stages: map[string]tally{}}
	r.bounds = p.bounds(series)
	found := false
	for _, s := range series {
		if !probes.Finite(s.Number) || s.Number < 0 {
			continue
		}
		switch part, mapped := strings.CutPrefix(s.Name, p.Latency.Name); {
		case s.Name == p.Requests.Counter && s.Name != "":
			found, r.counted = true, true
			r.count(p, s)
		case mapped && p.Latency.Name != "" && r.time(p, part, s):
			found = true
		default:
			if part, ok := strings.CutPrefix(s.Name, p.Stages.Name); ok && p.Stages.Name != "" {
				r.stage(s.Label(p.Stages.Label), part, s.Number)
			}
		}
	}
	if !found {
		return nil
	}
	r.settle()
	return r
}

// bounds are the bucket bounds of the latency histogram.
func (p *plan) bounds(series []probes.Series) []float64 {
	var bounds []float64
	name := p.Latency.Name + "_bucket"
	for _, s := range series {
		if s.Name != name || len(bounds) > 64*mostBuckets {
			continue
		}
		if le, err := strconv.ParseFloat(s.Label("le"), 64); err == nil && le >= 0 {
			bounds = append(bounds, le)
		}
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	if len(bounds) > mostBuckets {
		return nil
	}
	return bounds
}

// tally returns the place of an endpoint's sums.
func (r *reading) tally(i int) *tally {
	for len(r.endpoints) <= i {
		r.endpoints = append(r.endpoints, tally{buckets: make([]float64, len(r.bounds))})
	}
	return &r.endpoints[i]
}

func (r *reading) count(p *plan, s probes.Series) {
	i, users := p.endpoint(s.Label(p.Requests.Label))
	if !users {
		return
	}
	t := r.tally(i)
	t.requests += s.Number
	if p.hasFailed(s) {
		t.failed += s.Number
	}
}

// time adds one series of the latency histogram and reports whether it is one.
func (r *reading) time(p *plan, part string, s probes.Series) bool {
	if part != "_bucket" && part != "_sum" && part != "_count" {
		return false
	}
	i, users := p.endpoint(s.Label(p.Latency.Label))
	if !users {
		return true
	}
	switch t := r.tally(i); part {
	case "_sum":
		t.sum += s.Number
	case "_count":
		t.timed += s.Number
	case "_bucket":
		le, err := strconv.ParseFloat(s.Label("le"), 64)
		if at, ok := slices.BinarySearch(r.bounds, le); err == nil && ok {
			t.buckets[at] += s.Number
		}
	}
	return true
}

func (r *reading) stage(name, part string, n float64) {
	t, known := r.stages[name]
	if !known && len(r.stages) >= mostStages {
		return
	}
	switch part {
	case "_sum":
		t.sum += n
	case "_count":
		t.timed += n
	default:
		return
	}
	r.stages[name] = t
}

// settle completes the tallies: bounds that an endpoint lacks hold what the one
// below holds, and without a counter the timed requests are the requests.
func (r *reading) settle() {
	for i := range r.endpoints {
		t := &r.endpoints[i]
		t.buckets = rising(t.buckets)
		if !r.counted {
			t.requests = t.timed
		}
	}
}

// since returns what happened between two readings.
func (r *reading) since(before *reading) (frame, bool) {
	f := frame{at: r.at, span: r.at.Sub(before.at), uncounted: !r.counted, stages: map[string]tally{}}
	whole := f.span > 0 && len(r.endpoints) >= len(before.endpoints)
	for i, t := range r.endpoints {
		var old tally
		if i < len(before.endpoints) {
			old = before.endpoints[i]
		}
		d, ok := t.less(old)
		whole = whole && ok
		f.endpoints = append(f.endpoints, d)
	}
	for name, t := range r.stages {
		d, ok := t.less(before.stages[name])
		whole = whole && ok
		f.stages[name] = d
	}
	return f, whole
}

// reaches reports whether any endpoint stands where it stood in before or
// higher.
func (r *reading) reaches(before *reading) bool {
	for i, t := range before.endpoints {
		if i < len(r.endpoints) && t.requests > 0 && r.endpoints[i].requests >= t.requests {
			return true
		}
	}
	return false
}
