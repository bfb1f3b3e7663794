package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/series"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/watch"
	"bedside/probes/words"
)

// core is the whole live state. Its methods fold what happened; nothing in it
// waits, locks or asks a clock, so that live, replay and tests are the same.
type core struct {
	o       Options
	seq     uint64
	started time.Time
	now     time.Time // of the turn

	targets []*standing
	byName  map[probes.Name]*standing
	judged  map[probes.Name]bool // targets that a rule names
	vital   []*standing          // without one of these there is no service
	counts  *standing            // gave the users' counters last, nil for none
	scraped time.Time            // when it gave them
	network probes.Status
	figures map[probes.Metric]figure
	store   *series.Store
	vitals  *series.Vitals
	result  series.Result
	counted counting
	kept    map[probes.Metric]bool         // those whose past is kept
	pasts   map[probes.Metric]state.Trend  // as they were told last
	limits  map[probes.Metric]*state.Limit // shared by all pages, never modified
	pace    time.Duration                  // of their slots
	sketch  triage.Picture                 // its maps are those of the last picture, and of the next
	logs    *logs
	book    *alert.Book
	alerts  []alert.Alert
	desk    *action.Desk
	act     *act
	events  []state.Event
	records []state.Record
	keep    keepings
	skipped uint64    // rounds that came while the engine was held up, and were not judged
	before  time.Time // while the journal is read: the mark before the act that is not ended yet
	service time.Time // when the service's process started, zero while that is not known

	due     bool // the tick of time has come
	urgent  bool // something happened that must not wait for the next tick
	ordered bool // the next step of the act is to be carried out
	wants   []probes.Name
}

// figure is a number with the target that gave it.
type figure struct {
	probes.Value
	at   time.Time
	from *standing // nil when it is computed

	rests *standing // what a computed one rests on, nil for nothing that can grow old
	read  time.Time // and when that gave it
}

const (
	maxEvents  = 200
	maxRecords = 200
	trendSlots = 900
)

func newCore(o Options, now time.Time) (*core, error) {
	vitals, err := series.NewVitals(o.Vitals)
	if err != nil {
		return nil, fmt.Errorf("make the engine: %w", err)
	}
	c := &core{
		o: o, started: now, now: now,
		byName: map[probes.Name]*standing{}, figures: map[probes.Metric]figure{}, pasts: map[probes.Metric]state.Trend{},
		store: series.NewStore(series.StoreOptions{}), vitals: vitals,
		book:   alert.New(o.Rules, alert.Options{Answer: o.Answer}),
		desk:   action.NewDesk(o.Actions),
		sketch: triage.Picture{Figures: map[probes.Metric]probes.Value{}, Limits: map[probes.Metric]triage.Limit{}, Growth: map[probes.Metric]float64{}},
	}
	c.judged, c.kept = map[probes.Name]bool{}, maps.Clone(charted)
	for _, r := range o.Rules {
		refs := alert.RefsOf(r.When)
		for _, n := range refs.Targets {
			c.judged[n] = true
		}
		for _, m := range refs.Metrics {
			c.kept[m] = true
		}
	}
	c.limits = make(map[probes.Metric]*state.Limit, len(o.Limits))
	for m, limit := range o.Limits {
		c.kept[m], c.limits[m] = true, &limit
	}
	c.logs = newLogs(o, now)
	for _, t := range o.Targets {
		s := newStanding(t)
		c.targets = append(c.targets, s)
		c.byName[t.Name] = s
	}
	c.vital = vital(o.Rules, c.byName)
	return c, nil
}

// vital are the targets of the service that a P1 rule names. The canary is
// none: it may fail while the service serves others.
func vital(rules []alert.Rule, byName map[probes.Name]*standing) []*standing {
	var out []*standing
	for _, r := range rules {
		if r.Priority != alert.P1 {
			continue
		}
		for _, n := range alert.RefsOf(r.When).Targets {
			if s := byName[n]; s != nil && s.Role == state.RoleService && n != canaryName {
				out = append(out, s)
			}
		}
	}
	return out
}

// begin starts a turn.
func (c *core) begin() {
	c.urgent, c.wants = false, nil
}

// observe folds one round of a check in.
func (c *core) observe(r watch.Round) {
	s := c.byName[r.Sample.Target]
	if s == nil {
		return
	}
	first, before := s.latest.At.IsZero(), s.status
	if s.observe(r) || first {
		c.urgent = true
	}
	if before == probes.Down && s.status == probes.Up {
		c.back(s)
	}
	for _, v := range r.Sample.Values {
		c.put(v, figure{at: r.Sample.At, from: s})
	}
	c.put(probes.Value{Metric: probes.Metric(string(s.Name) + ".latency"), Number: r.Sample.Latency.Seconds(), Unit: probes.Seconds}, figure{at: r.Sample.At, from: s})
	if share, _ := s.uptime.share(r.Sample.At); probes.Finite(share) {
		c.put(probes.Value{Metric: probes.Metric(string(s.Name) + ".availability"), Number: share, Unit: probes.Ratio}, figure{at: r.Sample.At, from: s})
	}
	if len(r.Sample.Series) > 0 {
		c.counts, c.scraped = s, r.Sample.At
		c.vitals.Scrape(r.Sample.At, r.Sample.Series)
		c.counted.stale = true
	}
	c.logs.polled(r)
	c.aged(s, r.Sample)
	if c.act != nil {
		was := c.act.run.Outcome
		c.act.observe(r)
		c.settle(was)
	}
}

// back has what is at the same place, failed as well and is asked seldom asked
// again at once: what it said while the service was away is of no use any more.
// A service that comes and goes must not have it asked each time: a check may
// cost a model call.
func (c *core) back(s *standing) {
	for _, t := range c.targets {
		here := t != s && t.Host != "" && t.Host == s.Host
		if here && t.status == probes.Down && t.Every > seldom && c.now.Sub(t.early) >= t.Every {
			t.early = c.now
			c.wants = append(c.wants, t.Name)
		}
	}
}

// seldom is from how long between two checks on it is worth asking before the
// next one is due.
const seldom = 2 * time.Second

func (c *core) put(v probes.Value, f figure) {
	if !probes.Finite(v.Number) {
		return
	}
	f.Value = v
	c.figures[v.Metric] = f
	if f.from == nil && (!c.due || c.agedFigure(f)) {
		return // what is computed is computed often, and its past is kept at ticks
	}
	if c.kept[v.Metric] {
		c.store.Put(v, f.at)
	}
}

// charted are the metrics whose past is kept besides those that have a limit or
// are judged by a rule.
var charted = map[probes.Metric]bool{
	"latency.mean": true, "latency.p50": true, "latency.p95": true, "latency.p99": true, "success": true, "requests": true,
	"stage.network": true, "stage.prompt": true, "stage.llm": true, "stage.vector": true,
	"host.cpu": true, "host.memory": true, "host.disk": true, "host.load1": true, "host.net.in": true, "host.net.out": true,
	"process.cpu": true, "process.memory": true, "logs.errors.rate": true, "streams.active": true, "cache.hits": true,
}

// tick is the turn of time: figures that rest on a window move on, proofs run
// out.
func (c *core) tick(now time.Time) {
	if c.logs.followed() {
		c.vitals.Followed(now)
	}
	c.counted.stale = true
	c.logs.tick(now)
	if c.act != nil {
		was := c.act.run.Outcome
		c.act.tick(now)
		c.settle(was)
	}
}

// judge computes what rests on everything together, and lets the rules decide.
func (c *core) judge(now time.Time) {
	c.now = now
	c.compute(now)
	c.network = networkStatus(c.targets, c.o.Service.Local)
	c.book.Expect(c.expectation())
	for _, t := range c.book.Tick(now, c.view()) {
		c.transition(t)
	}
	c.alerts = c.book.Alerts(now)
	if c.act != nil && c.act.wantsProof(now) {
		c.wants = append(c.wants, c.act.proof.target)
	}
}

// compute derives figures from others: the users' figures, the log's, the load.
func (c *core) compute(now time.Time) {
	c.count(now)
	c.derive("logs.errors.rate", probes.PerSecond, func() (float64, bool) { return c.logs.errorRate(now) })
	c.derive("streams.load", probes.Ratio, func() (float64, bool) {
		active, ok := c.known("streams.active")
		most, limited := c.known("streams.max")
		return active.Number / most.Number, ok && limited && most.Number > 0
	})
}

// derive computes one figure, or forgets it when it is not known.
func (c *core) derive(m probes.Metric, unit probes.Unit, figureOf func() (n float64, known bool)) {
	n, known := figureOf()
	if !known {
		delete(c.figures, m)
		return
	}
	c.put(probes.Value{Metric: m, Number: n, Unit: unit}, figure{at: c.now})
}

// counting is how the users' figures were last added up.
type counting struct {
	gone  bool // there was no service, and so no figures
	stale bool // a scrape has come since, or time has passed
}

// count adds up the users' figures: when there is something new, and with every
// tick, because what is old leaves their window.
func (c *core) count(now time.Time) {
	gone := c.gone()
	if !c.counted.stale && gone == c.counted.gone {
		return
	}
	for _, v := range c.result.Values {
		delete(c.figures, v.Metric)
	}
	c.counted = counting{gone: gone}
	c.result = c.vitals.At(now)
	if gone {
		past := c.result.Heat
		c.result = series.Nothing()
		c.result.Heat = past
	}
	f := figure{at: now}
	if c.result.Source == series.FromMetrics {
		f.rests, f.read = c.counts, c.scraped
	}
	for _, v := range c.result.Values {
		c.put(v, f)
	}
}

// gone reports whether the service itself is down. What its users got a moment
// before is then no figure of now, unless it goes on counting them: a service
// that is cut off answers with its counters and not with its health.
func (c *core) gone() bool {
	return slices.ContainsFunc(c.vital, func(s *standing) bool { return s.status == probes.Down && !c.countsOn(s.since) })
}

// countsOn reports whether the users' counters were read after a time, and last.
func (c *core) countsOn(after time.Time) bool {
	t := c.counts
	return t != nil && t.latest.Status == probes.Up && t.latest.At.After(after) && !t.stale(c.now)
}

// known returns a figure that may be believed: of a target that answered
// lately.
func (c *core) known(m probes.Metric) (probes.Value, bool) {
	f, ok := c.figures[m]
	if !ok || c.staleFigure(f) {
		return probes.Value{}, false
	}
	return f.Value, true
}

// staleFigure reports whether a figure is older than two intervals of its
// target, or its target no longer gives it.
func (c *core) staleFigure(f figure) bool {
	return f.from != nil && (f.from.stale(c.now) || f.at.Before(f.from.latest.At))
}

// agedFigure reports whether a figure is to be shown with its age: it is stale,
// or computed from what was not read again when it should have been. One missed
// reading is no reason yet to stop judging by it.
func (c *core) agedFigure(f figure) bool {
	return c.staleFigure(f) || f.rests != nil && (f.rests.stale(c.now) || f.read.Before(f.rests.latest.At))
}

// view is what conditions are judged against.
func (c *core) view() alert.View { return view{c} }

type view struct{ *core }

// Figure implements alert.View.
func (v view) Figure(m probes.Metric) (probes.Value, bool) { return v.known(m) }

// Target implements alert.View.
func (v view) Target(n probes.Name) (probes.Status, probes.Fault, int) {
	if n == networkName && v.network == probes.Down {
		return v.network, probes.Fault{Code: probes.AllAway}, 0
	}
	if n == networkName {
		return v.network, probes.Fault{}, 0
	}
	s := v.byName[n]
	if s == nil {
		return probes.Unknown, probes.Fault{}, 0
	}
	return s.now(v.now), s.latest.Fault, s.good
}

// Began implements alert.View.
func (v view) Began(n probes.Name) time.Time {
	if n == networkName && v.network == probes.Down {
		return firstFailure(beyondUs(v.targets, v.o.Service.Local))
	}
	if s := v.byName[n]; s != nil && !s.stale(v.now) {
		return s.since
	}
	return time.Time{}
}

// transition records a change of an alert.
func (c *core) transition(t alert.Transition) {
	if t.To == alert.Pending || t.From == alert.Pending && t.To == alert.Inactive {
		return // nobody is told of what did not come to pass
	}
	c.urgent = true
	line := words.Of("event.alert", alert.TitleOf(t.Rule), t.Reason.Line())
	var letter byte // none for what is told already, as why an alert is kept: on an axis it would be another one
	switch {
	case t.To != alert.Firing:
		letter = 'V'
	case t.From != alert.Firing || t.Reason.Code == alert.Unfolded:
		letter = 'A'
	}
	if letter != 0 {
		c.event(state.Event{At: t.At, Letter: letter, What: line, Priority: t.Priority})
	}
	c.keep.add(kept{at: t.At, kind: kindAlert, letter: letter, data: t, line: line, priority: t.Priority})
}

func (c *core) event(e state.Event) {
	if len(c.events) == maxEvents {
		c.events = slices.Clone(c.events[1:])
	}
	c.events = append(slices.Clip(c.events), e)
}

// serve answers one call.
func (c *core) serve(call call, now time.Time) reply {
	switch q := call.question.(type) {
	case state.LogQuestion:
		return reply{answer: c.logs.page(q)}
	}
	switch cmd := call.command.(type) {
	case state.Ask:
		return c.preview(cmd.Ref, now)
	case state.Act:
		return c.confirm(cmd, now)
	case state.Cancel:
		return c.cancel()
	}
	return reply{err: fmt.Errorf("the engine has no answer to %T", cmp.Or[any](call.question, call.command))}
}

// canaryName is the target that stands for one conversation: it may fail while
// the service serves others.
const canaryName probes.Name = "canary"

// verdict is the header's answer, from the alerts alone.
func (c *core) verdict() state.Verdict {
	v := state.Verdict(c.book.Verdict())
	if v.Status == probes.Up && !c.ready() {
		v.Status = probes.Unknown
	}
	return v
}

// firstLook is how long the first verdict waits for targets that no rule names:
// most have answered by then, and one may take a call to a model.
const firstLook = 100 * time.Millisecond

// ready reports whether the first look is over: every target that a rule names
// has answered or timed out once, and so have the others, or they are slow.
func (c *core) ready() bool {
	patient := c.now.Sub(c.started) < firstLook
	return !slices.ContainsFunc(c.targets, func(t *standing) bool {
		return t.latest.At.IsZero() && (patient || c.judged[t.Name])
	})
}
