package series

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"bedside/logview/raw"
	"bedside/probes"
)

// Source says where the users' figures come from.
type Source uint8

// The sources.
const (
	NoSource    Source = iota // nothing provides them at present
	FromMetrics               // the service's own counters and histograms
	FromLogs                  // request lines in its log
)

// Vitals computes the users' figures, of the users' endpoints alone: over the
// last ten seconds when they hold five requests, else over the last minute.
// What the service counts itself goes before what its log says. A Vitals
// belongs to one goroutine.
type Vitals struct {
	plan    *plan
	scraper scraper
	metrics window
	log     window
	pending frame // requests read from the log since it was last followed
}

// NewVitals makes a Vitals for a mapping. It fails when the pattern of failed
// requests does not compile.
func NewVitals(m Mapping) (*Vitals, error) {
	p, err := newPlan(m)
	if err != nil {
		return nil, err
	}
	return &Vitals{plan: p, scraper: scraper{plan: p}}, nil
}

// Scrape takes in an exposition. A figure needs two: it is what happened in
// between. An exposition without the mapped series changes nothing.
func (v *Vitals) Scrape(at time.Time, series []probes.Series) {
	f, bounds, ok := v.scraper.frame(at, series)
	if !ok {
		return
	}
	v.metrics.setBounds(bounds)
	v.metrics.push(f)
}

// Reply is one request as a log line tells it.
type Reply struct {
	Endpoint string
	Status   string
	Took     time.Duration // negative when the line does not say
}

// mostTook bounds the durations held of one frame; further requests count but
// are not timed.
const mostTook = 4096

// Request takes in one request from the log. It counts once Followed says up
// to when the log was read.
func (v *Vitals) Request(r Reply) {
	i, users := v.plan.endpoint(r.Endpoint)
	if !users {
		return
	}
	for len(v.pending.endpoints) <= i {
		v.pending.endpoints = append(v.pending.endpoints, tally{})
	}
	t := &v.pending.endpoints[i]
	t.requests++
	if v.plan.failed.MatchString(r.Status) {
		t.failed++
	}
	if r.Took >= 0 && len(t.took) < mostTook {
		t.timed++
		t.sum += r.Took.Seconds()
		t.took = append(t.took, float32(r.Took.Seconds()))
	}
}

// Followed says that every line that the log held at a time has been read.
// Call it about once a second while the log is followed, and not when it is
// not: silence of a log that nobody reads is not "no requests".
func (v *Vitals) Followed(at time.Time) {
	f := v.pending
	v.pending = frame{at: at}
	if f.at.IsZero() || !at.After(f.at) {
		return
	}
	f.span, f.at = at.Sub(f.at), at
	v.log.push(f)
}

// Result is the users' figures at one moment. NaN stands where nothing is
// known.
type Result struct {
	Source    Source
	Window    time.Duration
	QuietFrom time.Time // since when there are no requests; zero when there are some, and while a log has shown none at all
	Requests  float64   // in the window
	Rate      float64   // requests a second
	Success   float64   // ratio
	Latency   Latency
	Endpoints []Endpoint // most harm first
	Stages    []Stage    // in the order of a request
	Heat      HeatMap
	// Values are the same figures under their metrics' names, those that are
	// known alone: latency.*, success, requests, requests.surge, stage.*. When
	// there are no requests, "requests" is 0 and the others are absent.
	Values []probes.Value
}

// Endpoint is one of the users' endpoints in the window.
type Endpoint struct {
	Path     raw.Text
	Kind     string
	Requests float64
	Rate     float64
	Success  float64
	Latency  Latency
	Limit    float64 // seconds, for its kind; 0 for none
	failed   float64
}

// Stage is the mean time that requests spent in one part, in seconds.
type Stage struct {
	Name string
	Mean float64
}

// At returns the figures at a moment. They are unknown (NoSource) when neither
// the exposition nor the log was read lately, and before the second look.
func (v *Vitals) At(now time.Time) Result {
	switch {
	case v.metrics.fresh(now):
		return v.result(FromMetrics, &v.metrics, now)
	case v.log.fresh(now):
		return v.result(FromLogs, &v.log, now)
	}
	r := blank(NoSource)
	if r.Heat = v.metrics.heat.at(); len(r.Heat.Columns) == 0 {
		r.Heat = v.log.heat.at()
	}
	return r
}

// Nothing is the result when nothing is known.
func Nothing() Result { return blank(NoSource) }

func blank(s Source) Result {
	return Result{Source: s, Rate: math.NaN(), Success: math.NaN(), Latency: tally{}.latency(nil)}
}

func (v *Vitals) result(source Source, w *window, now time.Time) Result {
	r := blank(source)
	r.Heat = w.heat.at()
	s := w.sum(now, shortWindow)
	r.Window = shortWindow
	if s.all.requests < enough {
		s = w.sum(now, longWindow)
		r.Window = longWindow
	}
	r.Window = max(r.Window, s.span.Round(time.Second))
	surge, surging := w.surge(now)
	switch {
	case s.span < leastSpan:
		return r // a rate of so short a time is anything
	case s.all.requests > 0:
		v.fill(&r, s, w.bounds)
	case now.Sub(w.began) < shortWindow:
		return r // too early to say that there are none
	case source == FromLogs && w.busy.IsZero():
		return r // its lines may be of another shape
	default:
		r.Rate = 0
		r.QuietFrom = cmp.Or(w.busy, w.began)
	}
	r.Values = r.values(v.plan.kindLatency(s, w.bounds))
	if surging {
		r.Values = append(r.Values, probes.Value{Metric: "requests.surge", Number: surge})
	}
	return r
}

func (v *Vitals) fill(r *Result, s sums, bounds []float64) {
	r.Requests = s.all.requests
	r.Rate = s.all.requests / s.span.Seconds()
	if !s.uncounted {
		r.Success = s.all.success()
	}
	r.Latency = s.all.latency(bounds)
	for i, t := range s.endpoints {
		if t.requests == 0 {
			continue
		}
		e := v.plan.endpoints[i]
		r.Endpoints = append(r.Endpoints, Endpoint{
			Path: raw.Of(e.path), Kind: e.kind, Limit: e.limit,
			Requests: t.requests, Rate: t.requests / s.span.Seconds(),
			Success: math.NaN(), Latency: t.latency(bounds), failed: t.failed,
		})
		if !s.uncounted {
			r.Endpoints[len(r.Endpoints)-1].Success = t.success()
		}
	}
	slices.SortStableFunc(r.Endpoints, byHarm)
	for name, t := range s.stages {
		if t.timed > 0 {
			r.Stages = append(r.Stages, Stage{name, t.sum / t.timed})
		}
	}
	slices.SortFunc(r.Stages, byCourse)
}

// byHarm puts the endpoint with the most failed requests first, then the one
// whose users wait longest beyond its limit, all together, then the busiest.
func byHarm(a, b Endpoint) int {
	return cmp.Or(cmp.Compare(b.failed, a.failed), cmp.Compare(b.excess(), a.excess()), cmp.Compare(b.Requests, a.Requests))
}

// excess is the time that requests take beyond the limit, by the 95th
// percentile: seconds of all together.
func (e Endpoint) excess() float64 {
	if e.Limit == 0 || !(e.Latency.P95.Seconds > e.Limit) {
		return 0
	}
	return e.Requests * (e.Latency.P95.Seconds - e.Limit)
}

// course is the order in which a request passes its stages.
var course = []string{"network", "prompt", "llm", "vector"}

func byCourse(a, b Stage) int {
	place := func(name string) int {
		if i := slices.Index(course, name); i >= 0 {
			return i
		}
		return len(course)
	}
	return cmp.Or(cmp.Compare(place(a.Name), place(b.Name)), cmp.Compare(a.Name, b.Name))
}

// kindLatency works out the latency of each kind that has a name.
func (p *plan) kindLatency(s sums, bounds []float64) map[string]Latency {
	kinds := map[string]tally{}
	for i, t := range s.endpoints {
		if kind := p.endpoints[i].kind; kind != "" {
			sum := kinds[kind]
			sum.add(t)
			kinds[kind] = sum
		}
	}
	out := map[string]Latency{}
	for kind, t := range kinds {
		out[kind] = t.latency(bounds)
	}
	return out
}

// values names the figures that are known.
func (r Result) values(kinds map[string]Latency) []probes.Value {
	var out []probes.Value
	known := func(v probes.Value) {
		if probes.Finite(v.Number) {
			out = append(out, v)
		}
	}
	quantile := func(m probes.Metric, q Quantile) {
		known(probes.Value{Metric: m, Number: q.Seconds, Unit: probes.Seconds, AtLeast: q.AtLeast})
	}
	known(probes.Value{Metric: "requests", Number: r.Rate, Unit: probes.PerSecond})
	known(probes.Value{Metric: "success", Number: r.Success, Unit: probes.Ratio})
	known(probes.Value{Metric: "latency.mean", Number: r.Latency.Mean, Unit: probes.Seconds})
	quantile("latency.p50", r.Latency.P50)
	quantile("latency.p95", r.Latency.P95)
	quantile("latency.p99", r.Latency.P99)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		quantile(probes.Metric("latency."+kind+".p95"), kinds[kind].P95)
	}
	for _, s := range r.Stages {
		known(probes.Value{Metric: probes.Metric("stage." + s.Name), Number: s.Mean, Unit: probes.Seconds})
	}
	return out
}
