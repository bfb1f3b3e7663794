package alert

import (
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

// Verdict is the answer to "is it well?".
type Verdict struct {
	// Status is Down with a P1, else Degraded with a P2, else Unknown where a P1
	// rule cannot be judged or there is no rule, else Degraded with a P3, and Up
	// without any alert.
	Status probes.Status
	// Why says why it is Unknown, or why a Degraded one may be worse.
	Why          words.Code
	Since        time.Time
	SinceAtLeast bool
	P1, P2, P3   int // firing and not folded
}

// follow brings the verdict up to date.
func (v *Verdict) follow(now time.Time, standings []*standing) {
	next := judgement(standings)
	if next.Status == v.Status && !v.Since.IsZero() {
		next.Since, next.SinceAtLeast = v.Since, v.SinceAtLeast
		*v = next
		return
	}
	next.Since, next.SinceAtLeast = now, v.Status == probes.Unknown
	if next.Status > v.Status && next.Status > probes.Up {
		next.Since, next.SinceAtLeast = onset(standings, next.Status)
	}
	*v = next
}

func judgement(standings []*standing) Verdict {
	var v Verdict
	for _, s := range standings {
		switch {
		case s.rule.Priority != P1:
		case s.truth == NotKnown:
			v.Why = Blind
		case s.excused && v.Why == "":
			v.Why = Excused
		}
		if !s.isTold() {
			continue
		}
		switch s.rule.Priority {
		case P1:
			v.P1++
		case P2:
			v.P2++
		default:
			v.P3++
		}
	}
	switch {
	case v.P1 > 0:
		v.Status, v.Why = probes.Down, ""
	case v.P2 > 0 && v.Why == Blind:
		v.Status = probes.Degraded
	case v.P2 > 0, v.P3 > 0 && v.Why != Blind:
		v.Status, v.Why = probes.Degraded, ""
	case len(standings) == 0:
		v.Why = Unruled
	case v.Why == "":
		v.Status = probes.Up
	}
	return v
}

// onset is when the alerts that make a status began.
func onset(standings []*standing, status probes.Status) (since time.Time, atLeast bool) {
	for _, s := range standings {
		if !s.isTold() || status == probes.Down && s.rule.Priority != P1 {
			continue
		}
		if since.IsZero() || s.since.Before(since) {
			since, atLeast = s.since, s.sinceAtLeast
		}
	}
	return since, atLeast
}
