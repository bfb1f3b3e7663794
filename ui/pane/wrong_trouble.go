package pane

import (
	"slices"
	"strings"
	"time"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// trouble tells one alert. The cause and the keys are left out where they
// would take the room of the alerts that follow.
func (p *Wrong) trouble(s *state.Snapshot, t *trouble, following int, l *Look) {
	b := &p.sheet
	p.headline(s, t, l)
	if t.cause != nil && !t.follows && b.left() > following {
		p.cause(t.cause, b.left()-following-2, l)
	}
	if !t.follows && b.left() > following {
		p.keys(s, t, l)
	}
	if b.left() > following {
		p.folded(s, t.Alert, l)
	}
}

func (p *Wrong) headline(s *state.Snapshot, t *trouble, l *Look) {
	a, b := t.Alert, &p.sheet
	style, glyph := l.urgency(a.Priority)
	now := l.now(s)
	b.put(style, glyph, " ", a.Priority.String(), " ", l.Say(alert.Title(*a)))
	if b.width() < narrowHeadline { // since when matters more than the whole title
		b.apart()
		b.age(l.Strong, now.Sub(a.Since), a.SinceAtLeast)
		b.line()
		return
	}
	b.put(l.Strong, " ", l.Glyph.Dot, " ")
	b.age(l.Strong, now.Sub(a.Since), a.SinceAtLeast)
	if a.Flapping {
		b.put(l.P3, " ", l.Glyph.Dot, " ", l.Word("screen.flapping", a.Count))
	}
	if t.follows {
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("screen.same-cause"))
	} else {
		p.fact(a, l)
	}
	p.due(a, now, style, l)
	b.line()
}

// narrowHeadline is the width below which a headline has room for its clock
// alone.
const narrowHeadline = 50

// due says until when somebody should have answered the alert.
func (p *Wrong) due(a *alert.Alert, now time.Time, style theme.Style, l *Look) {
	if a.AnswerDue.IsZero() {
		return
	}
	p.sheet.apart()
	if due := a.AnswerDue.Sub(now); due >= 0 {
		p.sheet.put(l.Dim, l.Word("screen.answer-due", clock(due)))
	} else {
		p.sheet.put(style, l.Word("screen.overdue", clock(-due)))
	}
}

// fact adds the number that the decision rested on, beside its limit.
func (p *Wrong) fact(a *alert.Alert, l *Look) {
	for _, f := range a.Reason.Facts {
		if f.Metric == "" || !f.Known {
			continue
		}
		b := &p.sheet
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.metric(f.Metric), " ")
		b.figure(l.Dim, format{number: f.Number, unit: f.Unit}, 0)
		b.put(l.Dim, " ", f.Op, " ")
		b.figure(l.Dim, format{number: f.Limit, unit: f.Unit, limit: true}, 0)
		return
	}
}

// cause says what it probably is and what speaks for it: in one row, or in two
// where the evidence is long and room is left.
func (p *Wrong) cause(h *triage.Hypothesis, spare int, l *Look) {
	b := &p.sheet
	b.put(l.Dim, "  ", l.Word(likely(h.Confidence)))
	b.put(l.Strong, l.Say(h.Cause))
	if evidence := evidenceOf(h, l); evidence != "" {
		if b.used()+4+theme.Width(evidence) > b.width() && spare > 0 {
			b.line()
			b.put(l.Dim, "  ", l.Word("screen.because"), evidence)
		} else {
			b.put(l.Dim, "  (", evidence, ")")
		}
	}
	b.line()
}

// evidenceOf is the weightiest evidence in one sentence.
func evidenceOf(h *triage.Hypothesis, l *Look) string {
	const told = 3
	said := make([]string, 0, told)
	for _, e := range h.Evidence[:min(len(h.Evidence), told)] {
		said = append(said, l.Say(e))
	}
	return strings.Join(said, l.Word("screen.comma"))
}

// likely is how a confidence is said.
func likely(confidence float64) words.Code {
	switch {
	case confidence >= 0.7:
		return "screen.probably"
	case confidence >= 0.4:
		return "screen.perhaps"
	}
	return "screen.possibly"
}

// keys offers what may be pressed: the action that fits first.
func (p *Wrong) keys(s *state.Snapshot, t *trouble, l *Look) {
	b, h := &p.sheet, t.cause
	offered := []string{t.Runbook}
	if h != nil {
		offered = slices.Concat([]string{h.Action}, h.Also, offered)
	}
	n := 0
	for i, name := range offered {
		act := find(s.Actions, name)
		if act == nil || act.Key == "" || slices.Contains(offered[:i], name) {
			continue
		}
		p.separator(n, l)
		n++
		p.key(act, l)
	}
	if h != nil && h.Query != "" {
		p.separator(n, l)
		b.put(l.Key, "t")
		b.put(l.Text, " ", l.Word("screen.its-lines"))
		n++
	}
	if n > 0 {
		b.line()
	} else {
		b.clear()
	}
}

func (p *Wrong) separator(n int, l *Look) {
	if n == 0 {
		p.sheet.put(l.Dim, "  ", l.Word("screen.press"), "  ")
		return
	}
	p.sheet.put(l.Dim, " ", l.Glyph.Dot, " ")
}

func (p *Wrong) key(act *state.Action, l *Look) {
	b := &p.sheet
	b.put(l.Key, act.Key)
	if act.Refused.Zero() {
		b.put(l.Text, " ", l.Say(act.Title))
		return
	}
	b.put(l.Dim, " ", l.Say(act.Title), " (", l.Say(act.Refused), ")")
}

func find(actions []state.Action, name string) *state.Action {
	for i := range actions {
		if name != "" && actions[i].Name == name {
			return &actions[i]
		}
	}
	return nil
}

// folded counts the alerts that this one hides.
func (p *Wrong) folded(s *state.Snapshot, a *alert.Alert, l *Look) {
	var names []string
	for _, child := range s.Alerts {
		if child.SuppressedBy == a.Rule && child.State == alert.Firing {
			names = append(names, l.Say(alert.Title(child)))
		}
	}
	if len(names) == 0 {
		return
	}
	p.sheet.put(l.Dim, "  ", l.Glyph.Folded, " ", l.Word("screen.folded", len(names), strings.Join(names, l.Word("screen.comma"))))
	p.sheet.line()
}
