package pane

import (
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
)

// trouble is a firing alert with its likeliest cause.
type trouble struct {
	*alert.Alert
	index int                // in the snapshot's alerts
	cause *triage.Hypothesis // nil for none
	// follows says that the cause is told with another trouble, further up.
	follows bool
	began   time.Time // since when it is told
	answer  time.Time // until when somebody should answer it, where the one before does not say so
}

// troubles are the alerts to tell, worst first. Among those that one cause
// explains, the one closest to the cause comes first and the others follow it,
// even if they are more urgent; but nothing comes before a P1.
func troubles(s *state.Snapshot) []trouble {
	var waiting, told []trouble
	for i := range s.Alerts {
		if a := &s.Alerts[i]; a.State == alert.Firing && a.SuppressedBy == "" {
			waiting = append(waiting, trouble{Alert: a, index: i, cause: explanation(s, *a)})
		}
	}
	slices.SortStableFunc(waiting, func(a, b trouble) int { return a.turn() - b.turn() })
	for len(waiting) > 0 {
		first := waiting[0]
		kin := slices.DeleteFunc(slices.Clone(waiting), func(t trouble) bool { return !first.akin(t) })
		waiting = slices.DeleteFunc(waiting, first.akin)
		slices.SortStableFunc(kin, func(a, b trouble) int { return b.directness() - a.directness() })
		for _, t := range kin {
			t.began, t.answer = t.Since, t.AnswerDue
			if i := slices.IndexFunc(told, func(before trouble) bool { return before.cause == t.cause }); t.cause != nil && i >= 0 {
				t.follows, t.began, t.answer = true, notBefore(told[i].began, t.Since), answerDue(t.Alert, told[i].Alert)
			}
			told = append(told, t)
		}
	}
	return told
}

// turn is when a trouble is told: the urgent ones first, and behind those that
// are as urgent what is only held and needs nobody.
func (t trouble) turn() int {
	turn := 0
	if t.Priority != alert.P1 {
		turn = 2
	}
	if t.Held() {
		turn++
	}
	return turn
}

// Remedies are the names of the acts for what is wrong now, just as the pane
// offers them: those of the worst trouble alone, for the key of a lesser one is
// the wrong key; else those of the causes seen before an alert fired. A name may
// be empty or stand twice. byHand reports whether none of them cures it.
func Remedies(s *state.Snapshot) (names []string, byHand bool) {
	for _, t := range troubles(s) {
		if !t.follows && !t.Held() {
			return t.offered(s), t.cause != nil && t.cause.ByHand()
		}
	}
	for i := range s.Triage {
		names = append(append(names, s.Triage[i].Action), s.Triage[i].Also...)
	}
	return names, false
}

// offered are the names of the acts for a trouble, the one that fits its cause
// first. What its rule names comes last, and not at all where another act fits
// what is known of the cause: a new key does nothing for a model that refuses
// every connection.
func (t trouble) offered(s *state.Snapshot) []string {
	switch {
	case t.Held():
		return nil
	case t.cause == nil:
		return []string{t.Runbook}
	}
	names := slices.Concat([]string{t.cause.Action}, t.cause.Also)
	if fits := find(s.Actions, t.cause.Action); fits == nil || fits.Key == "" || fits.UndoNow || t.cause.Confidence < probable {
		names = append(names, t.Runbook)
	}
	return names
}

// notBefore is since when a consequence is told: not as older than its cause
// for what the moments of their checks explain.
func notBefore(cause, since time.Time) time.Time {
	if ahead := cause.Sub(since); ahead > 0 && ahead <= triage.Together {
		return cause
	}
	return since
}

// answerDue is until when an alert is to be answered that is told below another
// one of its cause, zero where that one is due as soon.
func answerDue(a, above *alert.Alert) time.Time {
	if !above.AnswerDue.IsZero() && !a.AnswerDue.Before(above.AnswerDue) {
		return time.Time{}
	}
	return a.AnswerDue
}

// leader is the alert, told before alert i, that hides it or has the same
// cause; nil for none.
func leader(s *state.Snapshot, list []alert.Alert, i int) *alert.Alert {
	a, cause := &list[i], explanation(s, list[i])
	for j := range list[:i] {
		switch above := &list[j]; {
		case a.State != alert.Firing || above.State != alert.Firing:
		case a.SuppressedBy != "" && above.Rule == a.SuppressedBy:
			return above
		case a.SuppressedBy == "" && above.SuppressedBy == "" && cause != nil && explanation(s, *above) == cause:
			return above
		}
	}
	return nil
}

// inOrder are all alerts as they are told: the firing ones as troubles, each
// before those that it hides, then the others.
func inOrder(s *state.Snapshot) []alert.Alert {
	list := make([]alert.Alert, 0, len(s.Alerts))
	taken := make([]bool, len(s.Alerts))
	var tell func(i int)
	tell = func(i int) {
		if taken[i] {
			return
		}
		taken[i] = true
		list = append(list, s.Alerts[i])
		for child := range s.Alerts {
			if s.Alerts[child].SuppressedBy == s.Alerts[i].Rule {
				tell(child)
			}
		}
	}
	for _, t := range troubles(s) {
		tell(t.index)
	}
	for i := range s.Alerts {
		tell(i)
	}
	return list
}

// begins is since when alert i of those in order is told.
func begins(s *state.Snapshot, list []alert.Alert, i int) time.Time {
	if above := leader(s, list, i); above != nil {
		return notBefore(above.Since, list[i].Since)
	}
	return list[i].Since
}

// akin reports whether t is told together with the trouble.
func (t trouble) akin(other trouble) bool {
	alike := t.Priority == other.Priority || t.Priority != alert.P1 && other.Priority != alert.P1
	return t.Alert == other.Alert || t.cause != nil && t.cause == other.cause && alike
}

// directness is higher for the alert that watches what the cause names.
func (t trouble) directness() int {
	if t.cause != nil && t.cause.Target != "" && t.cause.Target == t.Target {
		return 1
	}
	return 0
}

// explanation is the likeliest cause of an alert, nil for none.
func explanation(s *state.Snapshot, a alert.Alert) *triage.Hypothesis {
	for i := range s.Triage {
		if slices.Contains(s.Triage[i].Explains, a.Rule) {
			return &s.Triage[i]
		}
	}
	return nil
}

// verdictSince is since when the verdict is told: as old as the oldest trouble that
// makes it, so that header and list say the same of what began together.
func verdictSince(s *state.Snapshot) time.Time {
	var oldest time.Time
	for _, t := range troubles(s) {
		if s.Verdict.Status == probes.Down && t.Priority != alert.P1 {
			continue
		}
		if oldest.IsZero() || t.began.Before(oldest) {
			oldest = t.began
		}
	}
	if oldest.IsZero() {
		return s.Verdict.Since
	}
	return notBefore(oldest, s.Verdict.Since)
}
