package alert

import (
	"slices"
	"time"

	"bedside/probes/words"
)

// aforehand is how long before its cause a consequence may be noticed. What
// began earlier is no consequence and is not folded.
const aforehand = 2 * time.Minute

// hiding says which rules hide which. It has no circles.
type hiding struct {
	by    [][]int // for each rule those that hide it
	order []int   // the rules, none before one that hides it
}

func newHiding(rules []Rule) hiding {
	h := hiding{by: make([][]int, len(rules))}
	for i, r := range rules {
		for j, other := range rules {
			if j != i && slices.Contains(r.Hides, other.ID) {
				h.add(i, j)
			}
		}
	}
	for i, r := range rules {
		if !slices.Contains(r.Hides, "*") {
			continue
		}
		for j := range rules {
			if j != i {
				h.add(i, j)
			}
		}
	}
	h.sort()
	return h
}

// add makes i hide j, unless i is hidden by j already, be it through others.
func (h *hiding) add(i, j int) {
	if !slices.Contains(h.by[j], i) && !h.hidden(i, j, make([]bool, len(h.by))) {
		h.by[j] = append(h.by[j], i)
	}
}

// hidden reports whether a way leads from i up to the rule by.
func (h *hiding) hidden(i, by int, visited []bool) bool {
	visited[i] = true
	for _, up := range h.by[i] {
		if up == by || !visited[up] && h.hidden(up, by, visited) {
			return true
		}
	}
	return false
}

func (h *hiding) sort() {
	placed := make([]bool, len(h.by))
	var place func(int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		for _, up := range h.by[i] {
			place(up)
		}
		h.order = append(h.order, i)
	}
	for i := range h.by {
		place(i)
	}
}

// fold finds the parent of every alert, completes the transitions of this look
// and adds those of alerts that only changed their place.
func (b *Book) fold(now time.Time, changes []Transition) []Transition {
	changed := map[string]int{}
	for i, t := range changes {
		changed[t.Rule] = i
	}
	for _, i := range b.hides.order {
		s := b.standings[i]
		if s.state != Firing && s.state != Pending {
			continue // a resolved alert keeps its place
		}
		before := s.parent
		s.parent = b.cause(i)
		by := b.parent(i)
		at, turned := changed[s.rule.ID]
		if turned {
			changes[at].SuppressedBy = by
		}
		code, moved := refolded(before, s.parent)
		switch {
		case s.state != Firing:
			continue
		case turned && changes[at].From != Firing:
			if s.parent >= 0 {
				s.reason = s.because(Folded, by)
				changes[at].Reason = s.reason
			}
		case moved:
			s.reason = s.because(code, by)
			changes = append(changes, Transition{Rule: s.rule.ID, Priority: s.rule.Priority, At: now,
				From: Firing, To: Firing, SuppressedBy: by, Reason: s.reason})
		}
	}
	return changes
}

// refolded tells what a change of parents means: from one parent to another is
// nothing to tell.
func refolded(before, after int) (words.Code, bool) {
	switch {
	case before < 0 && after >= 0:
		return Folded, true
	case before >= 0 && after < 0:
		return Unfolded, true
	}
	return "", false
}

// because is a new reason that rests on what the rule fired on.
func (s *standing) because(code words.Code, by string) Reason {
	return Reason{Code: code, Facts: factsOf(s.blamed), By: by}
}

// cause is the firing rule that hides a rule's alert, -1 for none: one that is
// not hidden itself goes before one that is, then the most urgent.
func (b *Book) cause(i int) int {
	s, best := b.standings[i], -1
	for _, j := range b.hides.by[i] {
		cause := b.standings[j]
		if cause.state != Firing || cause.began-s.began > aforehand {
			continue
		}
		if best < 0 || nearer(cause, b.standings[best]) {
			best = j
		}
	}
	return best
}

func nearer(a, b *standing) bool {
	if a.isTold() != b.isTold() {
		return a.isTold()
	}
	return byUrgency(a, b) < 0
}
