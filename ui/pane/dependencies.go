package pane

import (
	"slices"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Dependencies lists what is watched, worst first: status, fault and since
// when, latency, the figure that has a limit, availability.
type Dependencies struct {
	sheet   sheet
	targets []*state.Target
	limited []limited
	last    cache
}

// limited is a figure with a limit, for the row of the target that gave it.
type limited struct {
	metric probes.Metric
	state.Figure
}

// View draws the pane.
func (p *Dependencies) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Dependencies) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.order(s)
	p.figures(s)
	p.title(s, l)
	c := p.columns()
	for _, t := range p.targets {
		p.row(s, t, c, l)
	}
	if len(p.targets) == 0 {
		b.put(l.Dim, l.Word("screen.no-targets"))
		b.line()
	}
	return b.picture()
}

// order takes the targets of this pane, worst first; equals keep the
// configuration's order.
func (p *Dependencies) order(s *state.Snapshot) {
	p.targets = p.targets[:0]
	for i := range s.Targets {
		if t := &s.Targets[i]; t.Role != state.RoleHost && t.Role != state.RoleProcess {
			p.targets = append(p.targets, t)
		}
	}
	slices.SortStableFunc(p.targets, func(a, b *state.Target) int { return badness(b) - badness(a) })
}

// badness orders targets: down, degraded, not known, well, not part of this
// deployment.
func badness(t *state.Target) int {
	switch {
	case absent(t):
		return 0
	case stale(t):
		return 2
	case t.Status == probes.Down:
		return 4
	case t.Status == probes.Degraded:
		return 3
	case t.Status == probes.Unknown:
		return 2
	default:
		return 1
	}
}

// absent reports whether the deployment does not have the target.
func absent(t *state.Target) bool {
	return t.Fault.Code == probes.NotProvided || t.Fault.Code == probes.NotActive
}

// stale reports whether what is known of a target is too old to be believed.
func stale(t *state.Target) bool { return t.Stale && !t.At.IsZero() }

// figures takes the limited figures by name, so that a row always shows the
// same one.
func (p *Dependencies) figures(s *state.Snapshot) {
	p.limited = p.limited[:0]
	for m, f := range s.Figures {
		if f.Limit != nil && f.From != "" {
			p.limited = append(p.limited, limited{m, f})
		}
	}
	slices.SortFunc(p.limited, func(a, b limited) int { return strings.Compare(string(a.metric), string(b.metric)) })
}

func (p *Dependencies) title(s *state.Snapshot, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("pane.dependencies"), " ")
	b.apart()
	if rest := p.targets[min(len(p.targets), b.left()):]; len(rest) > 0 {
		p.more(rest, l)
	}
	if age := oldest(p.targets, l.now(s)); age > 0 {
		b.put(l.Unknown, " ", l.Word("screen.age", age.Truncate(time.Second)), " ")
	}
	b.line()
}

// oldest is the greatest age among targets that should have been asked again
// by now, 0 when all are fresh.
func oldest(targets []*state.Target, now time.Time) time.Duration {
	var worst time.Duration
	for _, t := range targets {
		if stale(t) {
			worst = max(worst, now.Sub(t.At))
		}
	}
	return worst
}

// columns are the widths of the table; 0 leaves a column out.
type columns struct {
	name, latency, availability, span int
	tight                             bool
}

func (p *Dependencies) columns() columns {
	var c columns
	for _, t := range p.targets {
		c.name = max(c.name, theme.Width(string(t.Name)))
	}
	w := p.sheet.width()
	c.name = min(c.name, max(6, min(16, w/4)))
	c.latency = 7
	if w >= 40 {
		c.availability = 9
	}
	if w >= 58 {
		c.span = 5
	}
	c.tight = w < 52
	return c
}

// right is the width of the columns at the right in a target's row. Where room
// is short, the fault and its time matter more than the availability.
func (c columns) right(t *state.Target) int {
	w := 0
	if t.Status == probes.Up {
		w += c.latency
	} else if c.tight {
		return 0
	}
	return w + c.availability + c.span
}

func (p *Dependencies) row(s *state.Snapshot, t *state.Target, c columns, l *Look) {
	b := &p.sheet
	status := t.Status
	if stale(t) {
		status = probes.Unknown
	}
	style, glyph := l.sign(status)
	name := l.Text
	switch {
	case absent(t):
		style, glyph, name = l.Dim, l.Glyph.Dot, l.Dim
	case status == probes.Down || status == probes.Degraded:
		style = l.alarmed(s, t.Name)
	}
	b.put(style, glyph)
	b.gap(1)
	b.cell(name, string(t.Name), c.name)
	b.gap(1)
	p.condition(s, t, style, c, l)
	b.apart()
	p.numbers(t, status, c, l)
	b.line()
}

// condition says how the target is, in words.
func (p *Dependencies) condition(s *state.Snapshot, t *state.Target, style theme.Style, c columns, l *Look) {
	b := &p.sheet
	switch {
	case t.At.IsZero():
		b.put(l.Dim, l.Word("screen.awaited"))
	case absent(t):
		b.put(l.Dim, l.Say(t.Fault.Line()))
	case stale(t):
		b.put(l.Unknown, l.Word("screen.age", l.now(s).Sub(t.At).Truncate(time.Second)))
	case t.Status == probes.Up && t.Latest == probes.Up:
		p.figureOf(s, t, c, l)
	case t.Status == probes.Up: // failed, not often enough to be down
		b.put(l.P3, l.Say(t.Fault.Line()), " ", l.Glyph.Times, "1")
	default:
		b.put(style, p.fault(t, l))
		b.put(l.Dim, " ", l.since(t.Since, t.SinceAtLeast))
	}
	if t.SaysItself != probes.Unknown && t.SaysItself != t.Status && !t.At.IsZero() {
		p.differs(t, c, l)
	}
}

// differs says that the service reports the target otherwise: in words, with
// the sign alone, or not at all, as there is room.
func (p *Dependencies) differs(t *state.Target, c columns, l *Look) {
	b := &p.sheet
	before := len(b.spans)
	b.put(l.P3, " ", l.Glyph.Differs, " ", l.Word("screen.says-itself", words.Of(statusWord(t.SaysItself))))
	if !p.fits(t, c) {
		b.undo(before)
		b.put(l.P3, " ", l.Glyph.Differs)
	}
	if !p.fits(t, c) {
		b.undo(before)
	}
}

// fits reports whether the row has room for what was put and for the columns
// at the right.
func (p *Dependencies) fits(t *state.Target, c columns) bool {
	return p.sheet.used()+c.right(t) < p.sheet.width()
}

func (p *Dependencies) fault(t *state.Target, l *Look) string {
	if t.Fault.Code == "" {
		return l.Word(statusWord(t.Status))
	}
	return l.Say(t.Fault.Line())
}

// figureOf shows the target's figure that has a limit, else that it is well.
func (p *Dependencies) figureOf(s *state.Snapshot, t *state.Target, c columns, l *Look) {
	b := &p.sheet
	i := slices.IndexFunc(p.limited, func(f limited) bool { return f.From == t.Name })
	if i < 0 {
		b.put(l.Dim, l.Word("screen.ok"))
		return
	}
	f := p.limited[i]
	style := l.Text
	if f.Limit.Beyond(f.Number) {
		style = l.beyond(s, f.metric)
	}
	before := len(b.spans)
	b.put(l.Dim, l.metric(f.metric))
	b.gap(1)
	b.figure(style, format{number: f.Number, unit: f.Unit}, 0)
	putLimit(b, f.Limit, f.Unit)
	if !p.fits(t, c) { // the name goes before the limit does
		b.undo(before)
		b.figure(style, format{number: f.Number, unit: f.Unit}, 0)
		putLimit(b, f.Limit, f.Unit)
	}
}

// numbers are the columns at the right.
func (p *Dependencies) numbers(t *state.Target, status probes.Status, c columns, l *Look) {
	b := &p.sheet
	if t.At.IsZero() || absent(t) || c.right(t) == 0 {
		return
	}
	if status == probes.Up {
		b.figure(l.Text, seconds(t.Latency.Seconds()), c.latency)
	}
	if c.availability > 0 && probes.Finite(t.Availability) {
		b.figure(l.Dim, share(t.Availability), c.availability)
	}
	if c.span > 0 {
		span := spanOf(t.Span)
		b.gap(c.span - len(span))
		b.put(l.Dim, span)
	}
}

// spanOf is a length of time in one unit: "24h", "12m".
func spanOf(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return format{number: float64(d / (24 * time.Hour))}.String() + "d"
	case d >= 2*time.Hour:
		return format{number: float64(d / time.Hour)}.String() + "h"
	case d >= 2*time.Minute:
		return format{number: float64(d / time.Minute)}.String() + "m"
	default:
		return format{number: float64(d / time.Second)}.String() + "s"
	}
}

// more says what did not fit.
func (p *Dependencies) more(rest []*state.Target, l *Look) {
	down, unknown := 0, 0
	for _, t := range rest {
		switch {
		case absent(t):
		case t.Status == probes.Down:
			down++
		case t.Status != probes.Up || stale(t):
			unknown++
		}
	}
	b := &p.sheet
	b.put(l.Dim, " ", l.Word("screen.more", len(rest)), " ", l.Glyph.Dot, " ")
	switch {
	case down > 0:
		b.put(l.P2, l.Word("screen.more-down", down))
	case unknown > 0:
		b.put(l.Unknown, l.Word("screen.more-unknown", unknown))
	default:
		b.put(l.Dim, l.Word("screen.more-none"))
	}
	b.gap(1)
}
