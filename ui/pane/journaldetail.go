package pane

import (
	"strconv"
	"time"

	"bedside/probes/state"
	"bedside/ui/theme"
)

// whole draws everything that is on record of the selected row: when, the whole
// sentence, and of an act each step, how it ended and what it said.
func (p *Journal) whole(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.detail
	b.beginBox(w, h, l)
	if len(p.rows) == 0 {
		b.put(l.Title, " ", l.Word("journal.page.record"), " ")
		b.line()
		return b.picture()
	}
	r := p.rows[p.cursor()]
	style, glyph := l.record(r)
	b.put(style, " ", glyph, " ")
	if r.Kind == recordAlert {
		b.put(style, r.Priority.String(), " ")
	}
	b.put(l.Title, l.Word("journal.page.record"), " ")
	b.moment(l.Strong, l.local(r.At), "2006-01-02 15:04:05")
	b.gap(1)
	b.apart()
	b.put(l.Dim, " ", l.Word("journal.page.ago", l.now(s).Sub(r.At).Truncate(time.Second)), " ")
	b.line()
	if p.Open {
		b.skip = p.scroll
	}
	p.wrap(l.Text, l.Say(r.What), 0)
	for i := range r.Steps {
		p.step(i, &r.Steps[i], r.Kind == recordAct, l)
	}
	if over := b.overscrolled(p.scroll); p.Open && over > 0 {
		p.scroll -= over
		return p.whole(s, w, h, l)
	}
	if p.more = b.dropped > 0; p.more {
		b.below(l.Dim, l.Word("logpage.more-lines", b.dropped), more(b.dropped))
	}
	return b.picture()
}

// beforeSaid is how far what a step said is indented.
const beforeSaid = 4

// step is one step of an act: as it was ordered, or as it ended. What it said is
// cut beside the list, and whole where the record stands alone.
func (p *Journal) step(i int, step *state.RunStep, ordered bool, l *Look) {
	b := &p.detail
	number := strconv.Itoa(i+1) + ". "
	if ordered {
		p.wrap(l.Text, number+l.Say(step.What), len(number))
		return
	}
	style, glyph := stepSign(step.Outcome, l)
	p.wrap(style, glyph+" "+number+l.Say(step.What), theme.Width(glyph+" "+number))
	b.gap(beforeSaid)
	b.put(l.Dim, l.Say(outcome(step.Outcome)), " ", l.Glyph.Dot, " ", l.Lang.Duration(step.Took.Round(time.Millisecond)))
	b.line()
	for _, said := range step.Said.ScreenLines() {
		rows := []string{said}
		if p.Open {
			rows = rowsOf(said, max(b.width()-beforeSaid, 8))
		}
		for _, row := range rows {
			if row != "" {
				b.gap(beforeSaid)
				b.put(l.Dim, row)
				b.line()
			}
		}
	}
}

// wrap is a sentence over as many rows as it needs; all but the first are
// indented.
func (p *Journal) wrap(style theme.Style, text string, indent int) {
	b := &p.detail
	for i, row := range rowsOf(text, max(b.width()-indent, 8)) {
		b.gap(min(i, 1) * indent)
		b.put(style, row)
		b.line()
	}
}
