package pane

import (
	"cmp"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// sign is the style and the glyph of a status.
func (l *Look) sign(s probes.Status) (theme.Style, string) {
	switch s {
	case probes.Up:
		return l.Up, l.Glyph.Up
	case probes.Degraded:
		return l.P2, l.Glyph.Degraded
	case probes.Down:
		return l.P1, l.Glyph.Down
	default:
		return l.Unknown, l.Glyph.Unknown
	}
}

// urgency is the style and the glyph of a priority.
func (l *Look) urgency(p alert.Priority) (theme.Style, string) {
	switch p {
	case alert.P1:
		return l.P1, l.Glyph.Down
	case alert.P2:
		return l.P2, l.Glyph.Degraded
	case alert.P3:
		return l.P3, l.Glyph.P3
	default:
		return l.Dim, l.Glyph.Dot
	}
}

// statusWord is the catalogue's word for a status.
func statusWord(s probes.Status) words.Code {
	return words.Code("status." + s.String())
}

// limitOf is a figure's limit as charts take it.
func limitOf(l *state.Limit) chart.Limit {
	if l == nil {
		return chart.Limit{}
	}
	return chart.Limit(*l)
}

// worstFiring is the most urgent priority that fires and is told, 0 for none.
func worstFiring(v state.Verdict) alert.Priority {
	switch {
	case v.P1 > 0:
		return alert.P1
	case v.P2 > 0:
		return alert.P2
	case v.P3 > 0:
		return alert.P3
	}
	return 0
}

// beyond is the style of a number that is beyond its limit: the severity of
// the alert that it raised, P3's look when there is none.
func (l *Look) beyond(s *state.Snapshot, metrics ...probes.Metric) theme.Style {
	style, _ := l.urgency(beyondPriority(s, metrics...))
	return style
}

// beyondPriority is the most urgent of the alerts that numbers raised, P3 when
// there is none.
func beyondPriority(s *state.Snapshot, metrics ...probes.Metric) alert.Priority {
	worst := alert.P3
	for _, a := range s.Alerts {
		if a.State != alert.Firing {
			continue
		}
		for _, f := range a.Reason.Facts {
			if a.Priority < worst && among(f.Metric, metrics) {
				worst = a.Priority
			}
		}
	}
	return worst
}

// alarmed is the look of a target that is not up: the glyph of its status in the
// colour of its alert's severity, P3's when it has none. A target that answers,
// and does so wrongly, has the glyph of that severity too.
func (l *Look) alarmed(s *state.Snapshot, t *state.Target) (theme.Style, string) {
	worst, _ := urgencyOf(s, t)
	style, urgency := l.urgency(worst)
	if t.Status == probes.Degraded {
		return style, urgency
	}
	_, status := l.sign(t.Status)
	return style, status
}

// among reports whether a metric says the same as one of others.
func among(m probes.Metric, metrics []probes.Metric) bool {
	for _, n := range metrics {
		if alike(m, n) {
			return true
		}
	}
	return false
}

// verdictWord is the verdict in capitals, for the header.
func verdictWord(s probes.Status) words.Code {
	return words.Code("verdict." + s.String())
}

// present is the style of one of the users' figures: dim once it is not of now,
// else by its limit.
func (l *Look) present(s *state.Snapshot, m probes.Metric) theme.Style {
	switch f := s.Figures[m]; {
	case f.Stale:
		return l.Unknown
	case f.Beyond():
		return l.beyond(s, m)
	}
	return l.Text
}

// cannotTell says why an unknown verdict is none.
func (l *Look) cannotTell(v state.Verdict) string {
	return l.Word("screen.cannot-tell", cmp.Or(v.Why, alert.Blind))
}

// metric is the name of a metric as people say it, its own name when the
// catalogue has none.
func (l *Look) metric(m probes.Metric) string {
	name, ok := l.Lang.Metric(string(m))
	if !ok {
		name = string(m)
	}
	return l.Plain7(name)
}
