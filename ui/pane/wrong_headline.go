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
	said := headlineWords{title, l.since(s, t.began, a.SinceAtLeast), now.Sub(t.began), hidden}
	if b.width() < narrowHeadline {
		p.narrow(t, said, l)
		return
	}
	due, dueStyle := l.due(a, t.answer, now)
	best, bare := headlineForm{due: due}, headlineForm{due: due}
	before := len(b.spans)
	most, all := p.lead(t, said, best, l)
	if !all && canBeBrief(a, t.answer, now) {
		bare.due = "" // what is wrong and what it hides go before how long it may be
		brief := l.Word("screen.answer-due.brief", l.spoken(t.answer.Sub(now)))
		asOld := t.began.Equal(verdictSince(s)) // then the verdict has its age
		for _, form := range [...]headlineForm{{due: brief}, {due: brief, clock: asOld && !t.follows}} {
			b.undo(before)
			if told, _ := p.lead(t, said, form, l); told > most {
				best, most = form, told
			}
		}
	}
	b.undo(before)
	if most < 0 {
		best = bare
	}
	if told, _ := p.lead(t, said, best, l); told < 0 {
		over := b.used() + best.cells() - b.width()
		b.undo(before)
		said.title = l.Cut(title, max(theme.Width(title)-over, 1))
		p.lead(t, said, best, l)
	}
	if best.due != "" {
		b.apart()
		b.put(dueStyle, best.due)
	}
	b.line()
}

// narrow is a headline that has its age at the right, for which the title is cut,
// as it is for the number of alerts that it hides; what else there is to say stands
// between them whole or not at all.
func (p *Wrong) narrow(t *trouble, said headlineWords, l *Look) {
	a, b := t.Alert, &p.sheet
	style, _ := l.urgency(a.Priority)
	before := len(b.spans)
	b.age(l.Strong, said.age, a.SinceAtLeast)
	age := b.lift(before)
	room := b.width() - cells(age) - 1
	b.put(style, said.title)
	p.hides(said.hidden, room, l)
	if over := b.used() - room; over > 0 {
		b.undo(before)
		b.put(style, l.Cut(said.title, max(theme.Width(said.title)-over, 1)))
		p.hides(said.hidden, room, l)
	}
	more := func(wanted bool, style theme.Style, text string) {
		if wanted {
			b.ifFits(room, func() { b.put(style, " ", l.Glyph.Dot, " ", text) })
		}
	}
	more(a.Flapping, l.P3, l.Word("screen.flapping", a.Count))
	more(t.follows, l.Dim, l.Word("screen.same-cause"))
	more(a.ClearsIn > 0, l.Dim, l.Word("screen.clears-in", l.spoken(a.ClearsIn)))
	b.apart()
	b.lower(age)
	b.line()
}

// hides counts the alerts that one hides, without a word where the row has no w
// cells for it, and reports whether there was nothing shorter about it.
func (p *Wrong) hides(n, w int, l *Look) bool {
	b := &p.sheet
	if n == 0 || b.ifFits(w, func() { b.put(l.Dim, " ", l.Glyph.Folded, " ", l.Word("screen.folded-count", n)) }) {
		return true
	}
	b.put(l.Dim, " ", l.Glyph.Folded, " ", more(n))
	return false
}

// headlineWords are what a headline is made of, beside what the alert itself says.
type headlineWords struct {
	title, since string
	age          time.Duration
	hidden       int // alerts that it hides, where no row tells of them
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
// what is wrong, for how long and how much that hides, and whether that is all
// there is to say; -1 where these have no room beside the right.
func (p *Wrong) lead(t *trouble, said headlineWords, form headlineForm, l *Look) (told int, all bool) {
	b := &p.sheet
	style, _ := l.urgency(t.Priority)
	b.put(style, said.title)
	b.put(l.Strong, " ", l.Glyph.Dot, " ")
	if form.clock {
		b.put(l.Strong, said.since)
		told = 1
	} else {
		b.age(l.Strong, said.age, t.SinceAtLeast)
	}
	whole := p.hides(said.hidden, form.beside(b.width()), l)
	if b.used()+form.cells() > b.width() {
		return -1, false
	}
	if said.hidden > 0 && whole {
		told++
	}
	details, all := p.details(t, said, form, l)
	return told + details, all && whole
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
// all, and returns how many had room and whether none was left out.
func (p *Wrong) details(t *trouble, said headlineWords, form headlineForm, l *Look) (n int, all bool) {
	a, b := t.Alert, &p.sheet
	w := form.beside(b.width())
	all = true
	add := func(wanted bool, put func()) bool {
		switch {
		case !wanted:
			return true
		case b.ifFits(w, put):
			n++
			return true
		}
		all = false
		return false
	}
	add(a.Flapping, func() { b.put(l.P3, " ", l.Glyph.Dot, " ", l.Word("screen.flapping", a.Count)) })
	add(t.follows, func() { b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("screen.same-cause")) })
	if t.follows || form.clock {
		return n, all
	}
	since := func() {
		add(true, func() { b.put(l.Dim, " ", l.Glyph.Dot, " ", said.since) })
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
	return n, all
}

// narrowHeadline is the width below which a headline has room for its age
// alone.
const narrowHeadline = 50

// canBeBrief reports whether due can be said in fewer words: not when it is overdue.
func canBeBrief(a *alert.Alert, answer, now time.Time) bool {
	return a.ClearsIn == 0 && !answer.IsZero() && !answer.Before(now)
}

// due says until when somebody should have answered the alert, or that it ends
// by itself.
func (l *Look) due(a *alert.Alert, answer, now time.Time) (string, theme.Style) {
	return l.dueIn(a, answer, now, l.spoken)
}

// dueIn is due with lengths of time in a form.
func (l *Look) dueIn(a *alert.Alert, answer, now time.Time, form func(time.Duration) string) (string, theme.Style) {
	if a.ClearsIn > 0 {
		return l.Word("screen.clears-in", form(a.ClearsIn)), l.Dim
	}
	if answer.IsZero() {
		return "", l.Dim
	}
	due := answer.Sub(now)
	if due >= 0 {
		return l.Word("screen.answer-due", form(due)), l.Dim
	}
	style, _ := l.urgency(a.Priority)
	return l.Word("screen.overdue", form(-due)), style
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
