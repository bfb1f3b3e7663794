package pane

import (
	"cmp"
	"slices"
	"time"

	"bedside/probes/state"
	"bedside/ui/chart"
)

// aDay is the past that the strip shows.
const aDay = 24 * time.Hour

// day draws what happened within a day on an axis of time.
func (p *Alerts) day(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	b.put(l.Title, " ", l.Word("alertpage.day"), " ")
	if w >= twoColumns {
		b.put(l.Dim, " ", l.Word("alertpage.legend"), " ")
	}
	if !s.Started.IsZero() {
		b.apart()
		b.put(l.Dim, " ", l.Word("alertpage.watched", l.stamp(s.Started, l.now(s))), " ")
	}
	b.line()
	p.marks = dayMarks(p.marks[:0], s, l)
	rows := p.strip.Draw(chart.TimelineOptions{
		Width: b.width(), End: l.now(s), Span: aDay, Watched: s.Started, Marks: p.marks, Zone: l.Zone, Theme: l.Theme,
	})
	for _, row := range rows {
		b.drawn(b.width(), func(dst []byte) []byte { return append(dst, row...) })
		b.line()
	}
	return b.picture()
}

// dayMarks appends the events of this console and, for the time before it, the
// records of earlier ones; the most urgent last, so that none covers it.
func dayMarks(dst []chart.Mark, s *state.Snapshot, l *Look) []chart.Mark {
	type happening struct {
		chart.Mark
		rank int
	}
	all := make([]happening, 0, len(s.Journal)+len(s.Events))
	add := func(e state.Event) {
		all = append(all, happening{l.mark(e), rank(e)})
	}
	for _, r := range s.Journal {
		if r.At.Before(s.Started) && r.Letter != 0 {
			add(state.Event{At: r.At, Letter: r.Letter, Priority: r.Priority})
		}
	}
	for _, e := range s.Events {
		add(e)
	}
	slices.SortStableFunc(all, func(a, b happening) int { return cmp.Compare(a.rank, b.rank) })
	for _, h := range all {
		dst = append(dst, h.Mark)
	}
	return dst
}

// rank orders events for the axis: recoveries, acts, alerts by urgency.
func rank(e state.Event) int {
	switch {
	case e.Letter == 'V':
		return 0
	case e.Priority == 0:
		return 1
	}
	return 5 - int(e.Priority)
}

// mark is an event as charts show it.
func (l *Look) mark(e state.Event) chart.Mark {
	m := chart.Mark{At: e.At, Letter: e.Letter, Style: l.Strong}
	switch {
	case e.Letter == 'V':
		m.Style = l.Up
	case e.Priority != 0:
		m.Style, _ = l.urgency(e.Priority)
	}
	return m
}
