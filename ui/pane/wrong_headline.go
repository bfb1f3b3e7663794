package pane

import (
	"time"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/ui/theme"
)

// headline is what is wrong and since when, which is never cut; what else there
// is to say stands behind it whole or not at all.
func (p *Wrong) headline(s *state.Snapshot, t *trouble, hidden int, l *Look) {
	a, b := t.Alert, &p.sheet
	style, glyph := l.urgency(a.Priority)
	now := l.now(s)
	b.put(style, glyph, " ", a.Priority.String(), " ")
	title := l.Say(alert.Title(*a))
	if b.width() < narrowHeadline { // since when matters more than the whole title
		b.put(style, title)
		b.apart()
		b.age(l.Strong, now.Sub(t.began), a.SinceAtLeast)
		b.line()
		return
	}
	due, dueStyle := l.due(a, t.answer, now)
	best, bare := headlineForm{due: due}, headlineForm{due: due}
	before, most := len(b.spans), p.lead(s, t, title, hidden, best, l)
	if brief, ok := l.dueBriefly(a, t.answer, now); ok {
		bare.due = "" // what is wrong goes before how long it may be
		for _, form := range [...]headlineForm{{due: brief}, {due: brief, clock: !t.follows}} {
			b.undo(before)
			if told := p.lead(s, t, title, hidden, form, l); told > most {
				best, most = form, told
			}
		}
	}
	b.undo(before)
	if most < 0 {
		best = bare
	}
	if p.lead(s, t, title, hidden, best, l) < 0 {
		over := b.used() + best.cells() - b.width()
		b.undo(before)
		p.lead(s, t, l.Cut(title, max(theme.Width(title)-over, 1)), hidden, best, l)
	}
	if best.due != "" {
		b.apart()
		b.put(dueStyle, best.due)
	}
	b.line()
}

// headlineForm is how a headline says since when, and until when somebody should
// answer.
type headlineForm struct {
	clock bool   // since when by the clock alone, without for how long
	due   string // at the right; "" for nothing
}

// cells is how many the right of a headline takes, with what sets it apart at
// least.
func (f headlineForm) cells() int { return theme.Width(f.due) + 1 }

// lead puts all of a headline but its right, and returns how much it tells besides
// what is wrong and for how long; -1 where that has no room beside the right.
func (p *Wrong) lead(s *state.Snapshot, t *trouble, title string, hidden int, form headlineForm, l *Look) (told int) {
	a, b := t.Alert, &p.sheet
	style, _ := l.urgency(a.Priority)
	b.put(style, title)
	b.put(l.Strong, " ", l.Glyph.Dot, " ")
	if form.clock {
		b.put(l.Strong, l.since(s, t.began, a.SinceAtLeast))
		told = 1
	} else {
		b.age(l.Strong, l.now(s).Sub(t.began), a.SinceAtLeast)
	}
	if b.used()+form.cells() > b.width() {
		return -1
	}
	return told + p.details(s, t, hidden, form, l)
}

// beside is how many cells of w there are for the rest beside the right.
func (f headlineForm) beside(w int) int {
	const apart = 3 // so that it is not read as one sentence
	if f.due == "" {
		return w
	}
	return w - theme.Width(f.due) - apart
}

// details puts behind a headline what else there is to say, each whole or not at
// all, and returns how many had room.
func (p *Wrong) details(s *state.Snapshot, t *trouble, hidden int, form headlineForm, l *Look) (n int) {
	a, b := t.Alert, &p.sheet
	w := form.beside(b.width())
	add := func(wanted bool, put func()) bool {
		fits := wanted && b.ifFits(w, put)
		if fits {
			n++
		}
		return fits
	}
	add(a.Flapping, func() { b.put(l.P3, " ", l.Glyph.Dot, " ", l.Word("screen.flapping", a.Count)) })
	add(hidden > 0, func() { b.put(l.Dim, " ", l.Glyph.Folded, " ", l.Word("screen.folded-count", hidden)) })
	add(t.follows, func() { b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("screen.same-cause")) })
	if t.follows || form.clock {
		return n
	}
	since := func() {
		add(true, func() { b.put(l.Dim, " ", l.Glyph.Dot, " ", l.since(s, t.began, a.SinceAtLeast)) })
	}
	f := decisive(a)
	fact := func() {
		if !add(f != nil, func() { p.fact(f, l); b.put(l.Dim, l.Word("screen.rule")) }) {
			add(f != nil, func() { p.fact(f, l) })
		}
	}
	if t.cause == nil { // nothing else says why
		fact()
		since()
	} else {
		since()
		fact()
	}
	return n
}

// narrowHeadline is the width below which a headline has room for its age
// alone.
const narrowHeadline = 50

// dueBriefly is due in fewer words, as far as it can wait: not when it is
// overdue.
func (l *Look) dueBriefly(a *alert.Alert, answer, now time.Time) (string, bool) {
	due := answer.Sub(now)
	return l.Word("screen.answer-due.brief", elapsed(due)), a.ClearsIn == 0 && !answer.IsZero() && due >= 0
}

// due says until when somebody should have answered the alert, or that it ends
// by itself.
func (l *Look) due(a *alert.Alert, answer, now time.Time) (string, theme.Style) {
	if a.ClearsIn > 0 {
		return l.Word("screen.clears-in", elapsed(a.ClearsIn)), l.Dim
	}
	if answer.IsZero() {
		return "", l.Dim
	}
	due := answer.Sub(now)
	if due >= 0 {
		return l.Word("screen.answer-due", elapsed(due)), l.Dim
	}
	style, _ := l.urgency(a.Priority)
	return l.Word("screen.overdue", elapsed(-due)), style
}

// decisive is the number that the decision rested on, nil for none.
func decisive(a *alert.Alert) *alert.Fact {
	for i := range a.Reason.Facts {
		if f := &a.Reason.Facts[i]; f.Metric != "" && f.Known && !saysOnlyNo(*f) {
			return f
		}
	}
	return nil
}

// fact adds a number beside its limit.
func (p *Wrong) fact(f *alert.Fact, l *Look) {
	b := &p.sheet
	b.put(l.Dim, " ", l.Glyph.Dot, " ", l.metric(f.Metric), " ")
	b.figure(l.Dim, format{number: f.Number, unit: f.Unit}, 0)
	b.put(l.Dim, " ", f.Op, " ")
	b.figure(l.Dim, format{number: f.Limit, unit: f.Unit, limit: true}, 0)
}

// saysOnlyNo reports whether a fact is a "no" in figures, "0 < 1": it tells
// nothing that the title does not.
func saysOnlyNo(f alert.Fact) bool { return f.Unit == "" && f.Number == 0 && f.Limit == 1 }
