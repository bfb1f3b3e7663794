package pane

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Dependencies lists what is watched, worst first: status, fault and for how
// long, latency, the figure that has a limit, availability. The service itself
// takes one row, which speaks for those of its endpoints that are well.
type Dependencies struct {
	Whole bool // every endpoint has a row of its own

	sheet     sheet
	service   *state.Target // whose row speaks for the service, nil for none
	endpoints endpoints
	spoken    [3]spokenFor
	unsaid    []spokenFor // of them, for which the service's row had no room
	targets   []ranked
	limited   []limited
	last      cache
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
	for i, t := range p.targets {
		p.row(s, t, c, l)
		if t.Target == p.service && len(p.unsaid) > 0 && b.left() >= len(p.targets)-i {
			p.unsaidRow(c, l)
		}
	}
	if len(p.targets) == 0 {
		putNoTargets(b, s, l)
	}
	return b.picture()
}

// putNoTargets says that nothing is watched, once that is known.
func putNoTargets(b *sheet, s *state.Snapshot, l *Look) {
	code := words.Code("screen.no-targets")
	if s.At.IsZero() {
		code = "screen.awaited"
	}
	b.put(l.Dim, l.Word(code))
	b.line()
}

// order takes the targets of this pane, worst first; equals keep the
// configuration's order.
func (p *Dependencies) order(s *state.Snapshot) {
	p.targets, p.service, p.endpoints, p.unsaid = p.targets[:0], nil, endpoints{}, nil
	for i := range s.Targets {
		t := &s.Targets[i]
		speaks := t.Role == state.RoleService && !p.Whole && p.service == nil
		switch {
		case t.Role == state.RoleHost || t.Role == state.RoleProcess:
			continue
		case t.Role != state.RoleService || p.Whole || speaks:
		case p.endpoints.counts(t, p.service):
			continue
		}
		r := rankOf(s, t)
		if speaks {
			p.service = r.Target
		}
		p.targets = append(p.targets, r)
	}
	slices.SortStableFunc(p.targets, worseFirst)
}

// watched is how many rows the pane may need: one for the service, one for each
// of the others, and two for endpoints that fail by themselves.
func watched(s *state.Snapshot) int {
	const service, endpoints = 1, 2
	rows := service + endpoints
	for i := range s.Targets {
		if r := s.Targets[i].Role; r == state.RoleDependency || r == state.RoleOther {
			rows++
		}
	}
	return rows
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
		return inTrouble + 1
	case t.Status == probes.Degraded:
		return inTrouble
	case t.Status == probes.Unknown:
		return 2
	default:
		return 1
	}
}

// inTrouble is the badness from which on something is wrong, not only unknown.
const inTrouble = 3

// well reports whether a target is up and its last check says so too.
func well(t *state.Target) bool {
	return t.Status == probes.Up && t.Latest == probes.Up && !absent(t) && !stale(t)
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
	var rest tally
	for _, t := range p.targets[min(len(p.targets), b.left()):] {
		rest.count(t)
	}
	rest.below(b, s, l)
	switch age := oldest(p.targets, l.now(s)); {
	case age > 0:
		b.put(l.Unknown, " ", l.Word("screen.age", l.spoken(age)), " ")
	case p.columns().span > 0 && len(p.targets) > 0:
		b.ifFits(b.width()-1, func() { b.put(l.Dim, " ", l.Word("page.needs.columns"), " ") })
	}
	b.line()
}

// oldest is the greatest age among targets that should have been asked again
// by now, 0 when all are fresh.
func oldest(targets []ranked, now time.Time) time.Duration {
	var worst time.Duration
	for _, t := range targets {
		if stale(t.Target) {
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
		c.name = max(c.name, theme.Width(p.name(t.Target, p.sheet.look)))
	}
	w := p.sheet.width()
	c.name = min(c.name, max(6, min(16, w/4)))
	c.latency = 7
	if w >= 40 {
		c.availability = 9
	}
	if w >= 58 {
		c.span, c.latency = 5, worded
	}
	c.tight = w < 52
	return c
}

// right is the width of the columns at the right in a target's row. Where room
// is short, the fault matters more than the availability.
func (c columns) right(t *state.Target) int {
	if c.alone(t) {
		return c.latency
	}
	return c.latency + c.availability + c.span
}

// alone reports whether a target's row tells for how long it has not been well and
// no more: then the fault has the room.
func (c columns) alone(t *state.Target) bool { return c.tight && t.Status != probes.Up }

// name is what a target is called: the service's own row is the service.
func (p *Dependencies) name(t *state.Target, l *Look) string {
	if t == p.service {
		return l.Word("screen.service")
	}
	return string(t.Name)
}

func (p *Dependencies) row(s *state.Snapshot, r ranked, c columns, l *Look) {
	b, t := &p.sheet, r.Target
	status := t.Status
	if stale(t) {
		status = probes.Unknown
	}
	style, glyph := l.sign(status)
	name := l.Text
	switch {
	case absent(t):
		style, glyph, name = l.Dim, l.Glyph.Dot, l.Dim
	case r.ill != nil:
		style, glyph = l.urgency(r.ill.Priority)
	case status == probes.Down || status == probes.Degraded:
		style, glyph = l.alarmed(s, t)
	case failed(t): // not often enough to be down, and no longer plainly up
		style, glyph = l.P3, l.Glyph.P3
	}
	b.put(style, glyph)
	b.gap(1)
	b.cell(name, p.name(t, l), c.name)
	b.gap(1)
	p.condition(s, r, style, c, l)
	b.apart()
	p.numbers(s, t, style, c, l)
	b.line()
}

// failed reports whether the last check of a target that counts as up failed.
func failed(t *state.Target) bool {
	return t.Status == probes.Up && t.Latest != probes.Up && !t.At.IsZero()
}

// putUnseen says why nothing is known of a target at this moment, and reports
// whether that is so.
func putUnseen(b *sheet, s *state.Snapshot, t *state.Target, l *Look) bool {
	switch {
	case t.At.IsZero():
		b.put(l.Dim, l.Word("screen.awaited"))
	case absent(t):
		b.put(l.Dim, l.Say(t.Fault.Line()))
	case stale(t):
		b.put(l.Unknown, l.Word("screen.age", l.spoken(l.now(s).Sub(t.At))))
	default:
		return false
	}
	return true
}

// condition says how the target is, in words.
func (p *Dependencies) condition(s *state.Snapshot, r ranked, style theme.Style, c columns, l *Look) {
	b, t := &p.sheet, r.Target
	switch {
	case putUnseen(b, s, t, l):
	case r.ill != nil:
		putIll(b, t, r.ill, b.width()-c.right(t)-1, l)
		if t == p.service {
			p.speaks(t, c, l)
		}
		return
	case t.Status == probes.Up && t.Latest == probes.Up:
		p.figureOf(s, t, c, l)
	case failed(t):
		b.put(l.P3, l.Say(t.Fault.Line()), " ", l.Glyph.Times, strconv.Itoa(max(t.Bad, 1)))
	default:
		b.put(style, p.fault(t, l))
		if t == p.service {
			p.speaks(t, c, l)
		}
		p.ifFits(t, c, func() { b.put(l.Dim, " ", l.since(s, t.Since, t.SinceAtLeast)) })
	}
	if t == p.service && t.Status == probes.Up {
		p.speaks(t, c, l)
	}
	putDiffers(b, t, b.width()-c.right(t)-1, l)
}

// ifFits puts something into the row, or takes it back when it leaves too
// little room for the columns at the right.
func (p *Dependencies) ifFits(t *state.Target, c columns, put func()) bool {
	return p.sheet.ifFits(p.sheet.width()-c.right(t)-1, put)
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
	if f.Beyond() {
		style = l.beyond(s, f.metric)
	}
	figure := func() { b.figure(style, format{number: f.Number, unit: f.Unit}, 0) }
	name := l.metric(f.metric)
	available := strings.HasSuffix(string(f.metric), ".availability")
	if available {
		name = l.Word("page.availability") // of whom, the row says
	}
	named := func() { b.put(l.Dim, name, " "); figure(); putLimit(b, f.Limit, f.Unit) }
	limited := func() { figure(); putLimit(b, f.Limit, f.Unit) }
	brief := func() { figure(); putBriefLimit(b, f.Limit, f.Unit) }
	// The name goes before the limit does, and neither is cut. Without its name an
	// availability is taken for a load; it has a column of its own as well.
	switch {
	case p.ifFits(t, c, named):
	case available && !f.Beyond():
		b.put(l.Dim, l.Word("screen.ok"))
	case p.ifFits(t, c, limited), p.ifFits(t, c, brief):
	default:
		figure()
	}
}

// numbers are the columns at the right: the latency of what is up, for how long
// already of what is not, and the availability.
func (p *Dependencies) numbers(s *state.Snapshot, t *state.Target, style theme.Style, c columns, l *Look) {
	b := &p.sheet
	switch {
	case t.At.IsZero() || absent(t):
		return
	case stale(t):
		if b.gap(c.latency); c.alone(t) {
			return
		}
	case t.Status == probes.Up:
		b.figure(l.Text, seconds(t.Latency.Seconds()), c.latency)
	case c.alone(t): // it has words where the fault leaves room
		b.lasting(style, t, l.now(s), max(c.latency, min(worded, b.width()-b.used()-1)))
		return
	default:
		b.lasting(style, t, l.now(s), c.latency)
	}
	switch {
	case c.availability == 0:
	case t.Status == probes.Degraded:
		// It answered, which is no comfort while the answer is trouble.
		b.gap(c.availability + c.span)
		return
	case probes.Finite(t.Availability):
		b.figure(l.Dim, availability(t), c.availability)
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
		return strconv.Itoa(int(d/(24*time.Hour))) + "d"
	case d >= 2*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	case d >= 2*time.Minute:
		return strconv.Itoa(int(d/time.Minute)) + "m"
	default:
		return strconv.Itoa(int(d/time.Second)) + "s"
	}
}
