package engine

import (
	"math"
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/triage"
)

// picture is what triage judges by: the page, without what is stale. It is good
// until the next one.
func (c *core) picture(s *state.Snapshot) triage.Picture {
	p := c.sketch
	clear(p.Figures)
	clear(p.Limits)
	clear(p.Growth)
	p.Now, p.Alerts, p.Targets = s.At, s.Alerts, make([]triage.Target, 0, len(s.Targets))
	for _, t := range s.Targets {
		p.Targets = append(p.Targets, triage.Target{
			Name: t.Name, Role: triage.Role(t.Role), Status: t.Status, Fault: t.Fault, Since: t.Since, Latency: t.Latency, Bad: t.Bad,
			Address: c.byName[t.Name].address,
		})
	}
	for m, f := range s.Figures {
		if f.Stale {
			continue
		}
		p.Figures[m] = f.Value
		if f.Limit != nil {
			p.Limits[m] = triage.Limit{Max: f.Limit.Max, Min: f.Limit.Min, HasMax: f.Limit.HasMax, HasMin: f.Limit.HasMin}
		}
	}
	for _, m := range []probes.Metric{"stage.llm", "stage.vector", "latency.mean", "requests"} {
		if g, known := growth(s.Trends[m].Max); known {
			p.Growth[m] = g
		}
	}
	p.Quietest = quietest(s.Trends["requests"].Max)
	for _, st := range s.Vitals.Stages {
		p.Stages = append(p.Stages, triage.Stage{Name: st.Name, Mean: st.Mean})
	}
	for _, e := range s.Vitals.Endpoints {
		p.Endpoints = append(p.Endpoints, triage.Endpoint{Path: e.Path, Requests: e.Requests, Success: e.Success})
	}
	for _, f := range c.logs.findings {
		p.Findings = append(p.Findings, triage.Finding{Finding: f.Finding, Count: f.count, First: f.first, Last: f.last})
	}
	for _, a := range c.desk.Actions() {
		p.Actions = append(p.Actions, a.Name)
		for _, undo := range [...]bool{false, true} {
			if began, took, ended := c.desk.Last(action.Ref{Name: a.Name, Undo: undo}); ended == action.Done && s.At.Sub(began) < recently {
				p.Changes = append(p.Changes, triage.Change{Title: a.Named(undo), Began: began, At: began.Add(took)})
			}
		}
	}
	slices.SortFunc(p.Changes, func(a, b triage.Change) int { return a.At.Compare(b.At) })
	return p
}

// recently is how long an act may explain what came after it.
const recently = 15 * time.Minute

// The parts of a trend that growth compares, in seconds.
const (
	growthNow  = 10
	growthPast = 300
	growthGap  = 60 // between them: a fault of a moment ago is not the past
	growthMin  = 60 // seconds of past needed to compare at all
)

// growth is the mean of the last seconds as a multiple of the mean some
// minutes before; known is false while the past is too thin.
func growth(trend []float32) (multiple float64, known bool) {
	n := len(trend)
	if n < growthNow+growthGap+growthMin {
		return 0, false
	}
	now, seen := mean(trend[n-growthNow:])
	past, held := mean(trend[max(0, n-growthGap-growthPast) : n-growthGap])
	if seen == 0 || held < growthMin || past <= 0 {
		return 0, false
	}
	return now / past, true
}

// quietTime is how many seconds a rate is low for to be called usual.
const quietTime = 10

// quietest is the lowest mean of a rate over so many seconds, 0 where none is
// known. As many after the beginning and after each pause do not count: what
// begins at nothing is low while it begins.
func quietest(trend []float32) float64 {
	least, sum, run := math.Inf(1), 0.0, 0
	for i, v := range trend {
		if math.IsNaN(float64(v)) {
			sum, run = 0, 0
			continue
		}
		sum += float64(v)
		if run++; run > quietTime {
			sum -= float64(trend[i-quietTime])
		}
		if run >= 2*quietTime {
			least = min(least, sum/quietTime)
		}
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

func mean(values []float32) (float64, int) {
	sum, n := 0.0, 0
	for _, v := range values {
		if !math.IsNaN(float64(v)) {
			sum += float64(v)
			n++
		}
	}
	if n == 0 {
		return 0, 0
	}
	return sum / float64(n), n
}
