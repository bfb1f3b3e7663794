package pane

import (
	"slices"

	"bedside/probes"
	"bedside/probes/state"
)

// ails reports whether a probe of the machine or the process is not up.
func ails(t *state.Target) bool {
	watched := t.Role == state.RoleHost || t.Role == state.RoleProcess
	return watched && !t.At.IsZero() && t.Status != probes.Up && !absent(t) && t.Fault.Code != ""
}

// ailing counts the probes of some roles that are not up.
func ailing(s *state.Snapshot, roles ...state.Role) int {
	n := 0
	for i := range s.Targets {
		if t := &s.Targets[i]; ails(t) && slices.Contains(roles, t.Role) {
			n++
		}
	}
	return n
}

// putAiling names them, a row each.
func putAiling(b *sheet, s *state.Snapshot, l *Look, roles ...state.Role) {
	for i := range s.Targets {
		t := &s.Targets[i]
		if !ails(t) || !slices.Contains(roles, t.Role) {
			continue
		}
		style, glyph := l.believed(s, t)
		b.put(style, glyph, " ", string(t.Name), " ", l.Say(t.Fault.Line()))
		b.ifFits(b.width(), func() { b.put(l.Dim, " ", l.since(s, t.Since, t.SinceAtLeast)) })
		b.line()
	}
}

// ailingIn are those of a role as what has no room, from the first so many on.
func ailingIn(s *state.Snapshot, role state.Role, from int) tally {
	var n tally
	for i := range s.Targets {
		t := &s.Targets[i]
		if !ails(t) || t.Role != role {
			continue
		}
		if from--; from < 0 {
			n.count(rankOf(s, t))
		}
	}
	return n
}
