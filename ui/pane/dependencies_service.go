package pane

import (
	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
)

// endpoints counts what the service's own row speaks for.
type endpoints struct{ well, alike, absent int }

// spokenFor is how many endpoints are in one way.
type spokenFor struct {
	code words.Code
	n    int
}

// counts reports whether the service's own row can speak for an endpoint: it is
// well, it is not there, or it fails just as the service does.
func (e *endpoints) counts(t, service *state.Target) bool {
	switch {
	case absent(t):
		e.absent++
	case stale(t):
		return false
	case well(t):
		e.well++
	case service.Latest != probes.Up && t.Latest != probes.Up && t.Fault.Code == service.Fault.Code:
		e.alike++
	default:
		return t.At.IsZero() && service.At.IsZero()
	}
	return true
}

// speaks counts the endpoints that the service's own row stands for, as far as
// there is room.
func (p *Dependencies) speaks(t *state.Target, c columns, l *Look) {
	p.unsaid = p.spoken[:0]
	for _, of := range [...]spokenFor{{"screen.endpoints-alike", p.endpoints.alike}, {"screen.endpoints-well", p.endpoints.well}, {"screen.endpoints-absent", p.endpoints.absent}} {
		if of.n > 0 {
			p.unsaid = append(p.unsaid, of)
		}
	}
	for len(p.unsaid) > 0 && p.ifFits(t, c, func() { p.sheet.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word(p.unsaid[0].code, p.unsaid[0].n)) }) {
		p.unsaid = p.unsaid[1:]
	}
}

// unsaidRow counts below the service's row, under its condition, those for which
// there was no room.
func (p *Dependencies) unsaidRow(c columns, l *Look) {
	const beforeName, behindName = 2, 1
	b := &p.sheet
	b.gap(beforeName + c.name + behindName)
	for i, of := range p.unsaid {
		between := ""
		if i > 0 {
			between = " " + l.Glyph.Dot + " "
		}
		if !b.ifFits(b.width(), func() { b.put(l.Dim, between, l.Word(of.code, of.n)) }) {
			break
		}
	}
	b.line()
}
