package pane

import (
	"cmp"
	"slices"
	"strings"

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

// illServed is the index of the alert that says that a target is not well although
// its last check is: how the users of a service that answers fare, their replies
// fail, are slow, or are more than it can give; or that it was down a moment ago
// and has not been well for long enough. The most urgent one, -1 for none.
func illServed(s *state.Snapshot, t *state.Target) int {
	worst := -1
	if !well(t) {
		return worst
	}
	service := t == serviceTarget(s)
	for i := range s.Alerts {
		a := &s.Alerts[i]
		if a.State == alert.Firing && (worst < 0 || a.Priority < s.Alerts[worst].Priority) && (service && ofUsers(a.Reason.Facts) || unsettled(a, t)) {
			worst = i
		}
	}
	return worst
}

// unsettled reports whether an alert still fires because a target that is well
// now was not: one good check is no recovery.
func unsettled(a *alert.Alert, t *state.Target) bool {
	return a.Target == t.Name && slices.ContainsFunc(a.Reason.Facts, func(f alert.Fact) bool {
		return f.Target == t.Name && f.Known && f.Status != probes.Up
	})
}

// ofUsers reports whether facts are the users' figures alone.
func ofUsers(facts []alert.Fact) bool {
	for _, f := range facts {
		switch family, _, _ := strings.Cut(string(f.Metric), "."); family {
		case "success", "latency", "requests", "streams":
		default:
			return false
		}
	}
	return len(facts) > 0
}

// asServed is a target as its users find it, with the alert that tells so: one
// that answers while they fare ill, or not for good yet, is degraded since the
// alert began. Every other target is what it is.
func asServed(s *state.Snapshot, t *state.Target) (*state.Target, *alert.Alert) {
	i := illServed(s, t)
	if i < 0 {
		return t, nil
	}
	served, ill := *t, &s.Alerts[i]
	served.Status, served.Since, served.SinceAtLeast = probes.Degraded, begins(s, s.Alerts, i), ill.SinceAtLeast
	return &served, ill
}

// putIll says of a target that it answers, and how its users fare or that its
// alert has not cleared yet; the latter alone where w cells are too few.
func putIll(b *sheet, ill *alert.Alert, w int, l *Look) {
	style, _ := l.urgency(ill.Priority)
	answers, how := l.Word("screen.answers"), l.Say(alert.Title(*ill))
	if !ofUsers(ill.Reason.Facts) {
		answers, how = l.Word("screen.answers-again"), l.Word("screen.not-cleared", ill.Priority.String())
	}
	if !b.ifFits(w, func() { b.put(style, answers, " ", l.Glyph.Dot, " ", how) }) {
		b.put(style, how)
	}
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

// urgencyOf is that of the most urgent alert on a target, P3 when there is none,
// and whether there is one. What is down of a service that is down, its process
// or an endpoint that fails alike, is what the service's own alert tells of.
func urgencyOf(s *state.Snapshot, t *state.Target) (worst alert.Priority, alerted bool) {
	worst, on := alert.P3, t.Name
	root := serviceTarget(s)
	ofService := root != nil && root.Status == probes.Down && t.Status == probes.Down &&
		(t.Role == state.RoleProcess || t.Role == state.RoleService && t.Fault.Code == root.Fault.Code)
	for _, a := range s.Alerts {
		if a.State == alert.Firing && (a.Target == on || ofService && a.Target == root.Name) {
			worst, alerted = min(worst, a.Priority), true
		}
	}
	return worst, alerted
}

// worseFirst orders targets as their users find them: what is in trouble by how
// urgent that is and what nothing alerts on last, then all by how bad they are.
func worseFirst(s *state.Snapshot) func(a, b *state.Target) int {
	const unalerted, well = alert.P3 + 1, alert.P3 + 2
	rank := func(t *state.Target) (urgency alert.Priority, bad int) {
		served, ill := asServed(s, t)
		bad = badness(served)
		worst, alerted := urgencyOf(s, t)
		switch {
		case bad < inTrouble:
			return well, bad
		case ill != nil:
			return ill.Priority, bad
		case !alerted:
			return unalerted, bad
		}
		return worst, bad
	}
	return func(a, b *state.Target) int {
		urgencyA, badA := rank(a)
		urgencyB, badB := rank(b)
		return cmp.Or(cmp.Compare(urgencyA, urgencyB), badB-badA)
	}
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
