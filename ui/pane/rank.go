package pane

import (
	"cmp"
	"strings"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
)

// ranked is a target as its users find it, and how it stands among others.
type ranked struct {
	*state.Target
	ill     *alert.Alert   // says why it is not well although it answers, nil for none
	urgency alert.Priority // of what is wrong with it; beyond P3 where nothing alerts
	badness int
	harms   int // its users, 0 for not at all
}

// How much a target harms its users.
const (
	_     = iota
	warns // it answers, with trouble to tell or not for long enough yet
	fails // it is down, or its own users fare ill
)

// What stands behind every urgency: trouble that nothing alerts on, and none.
const (
	unalerted = alert.P3 + 1
	untroubled
)

func rankOf(s *state.Snapshot, t *state.Target) ranked {
	served, ill := asServed(s, t)
	r := ranked{Target: served, ill: ill, urgency: untroubled, badness: badness(served)}
	worst, alerted := urgencyOf(s, served)
	switch {
	case r.badness < inTrouble:
	case served.Status == probes.Down || ill != nil && failedAs(ill, served) == probes.Unknown:
		r.harms = fails
	default:
		r.harms = warns
	}
	switch {
	case r.badness < inTrouble:
	case ill != nil:
		r.urgency = ill.Priority
	case alerted:
		r.urgency = worst
	default:
		r.urgency = unalerted
	}
	return r
}

// worseFirst orders what fails before what warns, be that as urgent as it may, for
// it mostly warns of what fails; among each by how urgent it is.
func worseFirst(a, b ranked) int {
	return cmp.Or(b.harms-a.harms, moreUrgentFirst(a, b))
}

// moreUrgentFirst orders what is in trouble by how urgent that is, then all by how
// bad they are.
func moreUrgentFirst(a, b ranked) int {
	return cmp.Or(cmp.Compare(a.urgency, b.urgency), b.badness-a.badness)
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
func unsettled(a *alert.Alert, t *state.Target) bool { return failedAs(a, t) != probes.Unknown }

// failedAs is how a target was by an alert on it, unknown where the alert is not.
func failedAs(a *alert.Alert, t *state.Target) probes.Status {
	for _, f := range a.Reason.Facts {
		if f.Target == t.Name && f.Known && f.Status != probes.Up {
			return f.Status
		}
	}
	return probes.Unknown
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
// alert began; one that is down again before its alert cleared has been down all
// the time. Every other target is what it is.
func asServed(s *state.Snapshot, t *state.Target) (*state.Target, *alert.Alert) {
	i := illServed(s, t)
	if i < 0 {
		return downAllTheTime(s, t), nil
	}
	served, ill := *t, &s.Alerts[i]
	served.Status, served.Since, served.SinceAtLeast = probes.Degraded, begins(s, s.Alerts, i), ill.SinceAtLeast
	return &served, ill
}

// downAllTheTime is a target that is down, since the alert on it began that fires
// because of that.
func downAllTheTime(s *state.Snapshot, t *state.Target) *state.Target {
	for i := range s.Alerts {
		if a := &s.Alerts[i]; t.Status == probes.Down && a.State == alert.Firing && failedAs(a, t) == probes.Down && a.Since.Before(t.Since) {
			served := *t
			served.Since, served.SinceAtLeast = a.Since, a.SinceAtLeast
			return &served
		}
	}
	return t
}

// putIll says of a target that it answers, and how its users fare or that its
// alert has not cleared yet; the latter alone where w cells are too few.
func putIll(b *sheet, t *state.Target, ill *alert.Alert, w int, l *Look) {
	style, _ := l.urgency(ill.Priority)
	answers, how := l.Word("screen.answers"), l.Word("screen.not-cleared", ill.Priority.String())
	switch failedAs(ill, t) {
	case probes.Unknown:
		how = l.Say(alert.Title(*ill))
	case probes.Down:
		answers = l.Word("screen.answers-again")
	default: // it answered all the time, and wrongly
		answers = l.Word("screen.well-again")
	}
	if !b.ifFits(w, func() { b.put(style, answers, " ", l.Glyph.Dot, " ", how) }) {
		b.put(style, how)
	}
}

// urgencyOf is that of the most urgent alert on a target, P3 when there is none,
// and whether there is one. What is down of a service that is down, its process
// or an endpoint that fails alike, is what the service's own alert tells of.
func urgencyOf(s *state.Snapshot, t *state.Target) (worst alert.Priority, alerted bool) {
	worst, on := alert.P3, t.Name
	root := serviceTarget(s)
	ofService := root != nil && root.Status == probes.Down && t.Status == probes.Down &&
		(t.Role == state.RoleProcess || t.Role == state.RoleService && t.Fault.Code == root.Fault.Code)
	for i := range s.Alerts {
		a := &s.Alerts[i]
		if a.State == alert.Firing && (a.Target == on || ofService && a.Target == root.Name || restsOn(s, a, on)) {
			worst, alerted = min(worst, a.Priority), true
		}
	}
	return worst, alerted
}

// restsOn reports whether an alert is judged by a figure that a target gives.
func restsOn(s *state.Snapshot, a *alert.Alert, target probes.Name) bool {
	f, ok := s.Figures[a.Metric]
	return ok && f.From == target
}
