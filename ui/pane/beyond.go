package pane

import (
	"slices"
	"strings"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
)

// beyond names the figures that are beyond their limits without an alert.
func (p *Wrong) beyond(s *state.Snapshot, l *Look) {
	b, n := &p.sheet, 0
	for _, m := range limitedMetrics {
		f, ok := s.Figures[m]
		if !ok || f.Stale || !f.Beyond() || alerted(s, m, f.From) {
			continue
		}
		switch n++; {
		case n > 1:
			b.put(l.Dim, " ", l.Glyph.Dot)
		case b.width() < narrowHeadline: // the figure matters more than the words
			b.put(l.P3, l.Glyph.P3)
		default:
			b.put(l.P3, l.Glyph.P3, " ", l.Word("screen.no-alert"))
			b.put(l.Dim, " ", l.Glyph.Dot)
		}
		b.put(l.Dim, " ", l.metric(m), " ")
		b.figure(l.P3, formatOf(f.Value), 0)
		if at, ok := bound(f.Limit); ok {
			b.put(l.Dim, " (")
			b.figure(l.Dim, format{number: at, unit: f.Unit, limit: true}, 0)
			b.put(l.Dim, ")")
		}
	}
	if n > 0 {
		b.line()
	}
}

// limitedMetrics are the figures that stand against a limit on the overview.
var limitedMetrics = [...]probes.Metric{
	"success", "latency.p95", "latency.voice.p95", "host.cpu", "host.memory", "host.disk", "cache.hits",
	"llm.availability", "emotion.accuracy", "personalisation.effective",
}

// alerted reports whether an alert that fires, or may soon, rests on the metric
// or on the target that gives it.
func alerted(s *state.Snapshot, m probes.Metric, from probes.Name) bool {
	for _, a := range s.Alerts {
		if a.State != alert.Firing && a.State != alert.Pending {
			continue
		}
		if from != "" && a.Target == from || slices.ContainsFunc(a.Reason.Facts, func(f alert.Fact) bool { return alike(f.Metric, m) }) {
			return true
		}
	}
	return false
}

// alike reports whether two metrics say the same in different ways: a long
// mean and a long 95th percentile are one trouble.
func alike(a, b probes.Metric) bool {
	const latency = "latency."
	return a == b || strings.HasPrefix(string(a), latency) && strings.HasPrefix(string(b), latency)
}
