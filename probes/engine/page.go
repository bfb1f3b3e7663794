package engine

import (
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/series"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
)

// page makes the snapshot of a moment.
func (c *core) page(now time.Time) *state.Snapshot {
	c.seq++
	s := &state.Snapshot{
		Seq: c.seq, At: now, Started: c.started, Ready: c.ready(), Service: c.o.Service,
		Vitals: c.vitalsPage(), Figures: c.figuresPage(), Trends: c.trends(now),
		Alerts: c.alerts, Events: c.events, Logs: c.logs.snapshot(now),
		Actions: c.actions(now), Marks: c.marks(), Journal: c.records,
		Notices: c.notices(), Restarting: c.restarting(),
		Verdict: c.verdict(),
		Targets: make([]state.Target, 0, len(c.targets)),
	}
	for _, t := range c.targets {
		s.Targets = append(s.Targets, c.targetPage(t, now))
	}
	s.Triage = triage.Judge(c.picture(s))
	c.logs.withdrawUnmatched(s.Triage)
	if c.act != nil {
		s.Run = c.act.page(c.next(c.act, remedies(s.Triage)))
	}
	return s
}

func remedies(hypotheses []triage.Hypothesis) []string {
	var out []string
	for _, h := range hypotheses {
		out = append(append(out, h.Action), h.Also...)
	}
	return out
}

func (c *core) vitalsPage() state.Vitals {
	r := c.result
	v := state.Vitals{
		Source: state.Source(r.Source), Window: r.Window, QuietFrom: r.QuietFrom,
		Rate: r.Rate, Requests: r.Requests, Success: r.Success,
		Mean: r.Latency.Mean, P50: r.Latency.P50.Seconds, P95: r.Latency.P95.Seconds, P99: r.Latency.P99.Seconds,
	}
	v.Heat = state.HeatMap(r.Heat)
	for _, e := range r.Endpoints {
		v.Endpoints = append(v.Endpoints, state.Endpoint{
			Path: e.Path, Kind: e.Kind, Rate: e.Rate, Success: e.Success, Requests: e.Requests, Limit: e.Limit,
			Mean: e.Latency.Mean, P50: e.Latency.P50.Seconds, P95: e.Latency.P95.Seconds, P99: e.Latency.P99.Seconds,
			Reach: reach(e.Latency),
		})
	}
	for _, s := range r.Stages {
		v.Stages = append(v.Stages, state.Stage{Name: s.Name, Mean: s.Mean, Needs: stageNeeds[s.Name]})
	}
	return v
}

// reach is the longest time that a histogram tells apart, where one of its
// quantiles lies beyond: P99 does when any of them does.
func reach(l series.Latency) float64 {
	if l.P99.AtLeast {
		return l.P99.Seconds
	}
	return 0
}

func (c *core) figuresPage() map[probes.Metric]state.Figure {
	out := make(map[probes.Metric]state.Figure, len(c.figures))
	for m, f := range c.figures {
		one := state.Figure{Value: f.Value, At: f.at, Stale: c.agedFigure(f), Limit: c.limits[m]}
		switch {
		case f.from != nil:
			one.From = f.from.Name
		case f.rests != nil:
			one.At = f.read
		}
		out[m] = one
	}
	return out
}

// trends are the recent past of the kept metrics. What is no longer known keeps
// its past, with a gap at its end.
func (c *core) trends(now time.Time) map[probes.Metric]state.Trend {
	if pace := pace(now.Sub(c.started)); pace != c.pace {
		c.pace = pace
		clear(c.pasts)
	}
	out := make(map[probes.Metric]state.Trend, len(c.kept))
	for m := range c.kept {
		c.addTrend(out, m, now)
	}
	return out
}

// longestPace is that of a whole hour.
const longestPace = time.Hour / trendSlots

// pace is how long the slots of trends are after so long a watch: they hold all
// of it until an hour is full, in as many slots. It is one for all, for charts
// that stand above each other.
func pace(watched time.Duration) time.Duration {
	pace := time.Second
	for pace < longestPace && watched > trendSlots*pace {
		pace *= 2
	}
	return pace
}

// addTrend adds the recent past of a metric that has one: up to its newest
// figure, or up to now with a gap when one is overdue; in longer slots than of a
// second up to the last whole one. In between it is told as it was: most
// metrics have a figure every few seconds, and a trend is large.
func (c *core) addTrend(out map[probes.Metric]state.Trend, m probes.Metric, now time.Time) {
	last, at, known := c.store.Latest(m)
	if !known || now.Sub(at) > trendSlots*c.pace {
		return
	}
	hold := 2 * time.Second
	if f := c.figures[m]; f.from != nil {
		hold = f.from.Every + time.Second
	}
	end, overdue := at, now.Sub(at) >= hold
	if overdue {
		end = now
	}
	holds := end
	if c.pace > time.Second {
		end = end.Add(-time.Duration(end.UnixNano()) % c.pace)
		holds = end.Add(-1)
	}
	told, ever := c.pasts[m]
	if !ever || !end.Equal(told.End) && (!overdue || now.Sub(told.End) >= hold) {
		told = state.Trend{
			End: end, Step: c.pace, Unit: last.Unit, Limit: c.limits[m], Ceiling: c.store.Ceiling(m),
			Max: c.store.Trend(m, series.Slots{End: holds, Step: c.pace, N: trendSlots, Hold: hold}),
		}
		c.pasts[m] = told
	}
	out[m] = told
}

// targetPage is a target with what the service itself says of it.
func (c *core) targetPage(t *standing, now time.Time) state.Target {
	page := t.page(now)
	if m, ok := saysItself[string(t.Name)]; ok {
		if v, known := c.known(m); known {
			page.SaysItself = probes.Down
			if v.Number >= 1 {
				page.SaysItself = probes.Up
			}
		}
	}
	return page
}

// saysItself are the service's own reports of its dependencies, by the
// conventional names of the targets.
var saysItself = map[string]probes.Metric{"llm": "health.llm", "mysql": "health.database", "redis": "health.redis"}

// stageNeeds are the conventional names of the targets that stages need.
var stageNeeds = map[string]probes.Name{"llm": "llm", "vector": "chroma"}

func (c *core) notices() []words.Line {
	out := slices.Clone(c.o.Notices)
	if !c.keep.failing.Zero() {
		out = append(out, c.keep.failing)
	}
	if c.keep.lost > 0 {
		out = append(out, words.Of("notice.lost", c.keep.lost))
	}
	if c.skipped > 0 {
		out = append(out, words.Of("notice.skipped", int(c.skipped)))
	}
	if c.logs.dropped > 0 {
		out = append(out, words.Of("notice.dropped", int(c.logs.dropped)))
	}
	if over, _ := c.store.Lost(); over > 0 {
		out = append(out, words.Of("notice.metrics", over))
	}
	return out
}
