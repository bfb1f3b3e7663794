package pane

import (
	"strings"
	"time"

	"bedside/probes/state"
	"bedside/ui/theme"
)

// The kinds of records that look different.
const (
	recordAlert  = "alert"
	recordAct    = "act"
	recordActEnd = "act-end"
)

// recordDrawer draws records below each other.
type recordDrawer struct {
	b     *sheet
	l     *Look
	now   time.Time
	dated bool // one of them is of another day
	spare int  // rows that long sentences may take in addition
}

// measure gives every record its date when this one needs it.
func (d *recordDrawer) measure(r *state.Record) {
	d.dated = d.dated || d.l.dated(r.At, d.now)
}

// wideRecord is the width from which a dated time is written to the second.
const wideRecord = 60

// put adds a record: when, what kind, the sentence, which is cut where no rows
// are to spare for the whole of it.
func (d *recordDrawer) put(r *state.Record) {
	b, l := d.b, d.l
	b.put(l.Dim, l.stampBeside(r.At, d.now, d.dated, b.width() >= wideRecord), " ")
	style, glyph := l.record(r)
	b.put(style, glyph, " ")
	text := l.Text
	if r.Kind != recordAlert && r.Kind != recordAct && r.Kind != recordActEnd {
		text = l.Dim
	}
	rest, indent := strings.ReplaceAll(l.Say(r.What), "\n", " "), b.used()
	for ; d.spare > 0; d.spare-- {
		row := firstRow(rest, b.width()-indent)
		if len(row) == len(rest) {
			break
		}
		b.put(text, strings.TrimRight(row, " "))
		b.line()
		b.gap(indent)
		rest = strings.TrimLeft(rest[len(row):], " ")
	}
	b.put(text, rest)
	b.line()
}

// record is the style and the glyph of a record.
func (l *Look) record(r *state.Record) (theme.Style, string) {
	switch {
	case r.Letter == 'V':
		return l.Up, l.Glyph.Up
	case r.Kind == recordAlert && r.Letter == 0: // it was told before
		return l.Dim, l.Glyph.Dot
	case r.Kind == recordAlert:
		return l.urgency(r.Priority)
	case r.Kind == recordAct:
		return l.Strong, l.Glyph.Running
	case r.Kind == recordActEnd:
		return l.ended(r.Outcome)
	}
	return l.Dim, l.Glyph.Dot
}
