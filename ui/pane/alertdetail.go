package pane

import (
	"strconv"
	"strings"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// detail draws everything that is known of the alert under the cursor, the
// most useful first: since when, why, the probable cause, which key, the steps
// by hand, then the evidence, and the metric's curve in the rows that are left.
// Without an alert it tells what was recorded last.
func (p *Alerts) detail(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	if len(s.Alerts) == 0 {
		p.earlier(s, l)
		return b.picture()
	}
	a := &s.Alerts[p.cursor(s.Alerts)]
	p.labels = labelWidth(l)
	p.headline(a, s, l)
	if p.Open {
		b.skip = p.scroll
	}
	p.standing(s, a, l)
	p.reason(a, l)
	p.air()
	cause := explanation(s, *a)
	p.cause(a, cause, l)
	p.help(s, a, cause, l)
	if cause != nil {
		p.air()
		p.told("alertpage.evidence", l.Text, cause.Evidence, l)
		p.told("alertpage.against", l.Text, cause.Against, l)
	}
	p.air()
	p.condition(a, l)
	p.children(s, a, l)
	p.air()
	p.curve(s, a, l)
	if over := b.overscrolled(p.scroll); p.Open && over > 0 {
		p.scroll -= over
		return p.detail(s, w, h, l)
	}
	if p.more = b.dropped > 0; p.more {
		b.below(l.Dim, l.Word("alertpage.more-lines", b.dropped), more(b.dropped))
	}
	return b.picture()
}

// headline is the border's text: what it is, and for how long.
func (p *Alerts) headline(a *alert.Alert, s *state.Snapshot, l *Look) {
	b := &p.sheet
	style, glyph, _ := l.standing(a)
	b.put(style, " ", glyph, " ", a.Priority.String(), " ")
	b.put(l.Title, l.Say(alert.Title(*a)), " ")
	b.apart()
	b.gap(1)
	b.age(l.Strong, l.now(s).Sub(a.Since), a.SinceAtLeast)
	b.gap(1)
	b.line()
}

// standing says where the alert stands, with its times.
func (p *Alerts) standing(s *state.Snapshot, a *alert.Alert, l *Look) {
	b, now := &p.sheet, l.now(s)
	switch a.State {
	case alert.Pending:
		b.put(l.Text, l.Word("alertpage.pending", held(a, now, l), a.Priority.String()))
	case alert.Resolved:
		b.put(l.Up, l.Glyph.Up, " ")
		b.put(l.Text, l.Word("alertpage.resolved", l.spoken(now.Sub(a.ResolvedAt))))
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("alertpage.lasted", l.spoken(a.ResolvedAt.Sub(a.Since))))
	default:
		b.put(l.Text, l.Word("alertpage.firing"))
	}
	if a.State == alert.Firing && !a.AnswerDue.IsZero() {
		due, style := l.due(a, a.AnswerDue, now)
		b.put(l.Dim, " ", l.Glyph.Dot, " ")
		b.put(style, due)
	}
	b.put(l.Dim, " ", l.Glyph.Dot, " ", l.since(s, a.Since, a.SinceAtLeast))
	switch {
	case a.Flapping:
		b.put(l.P3, " ", l.Glyph.Dot, " ", l.Word("screen.flapping", a.Count))
	case a.Count > 1:
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("alertpage.times", a.Count))
	}
	if n := len(p.shown); p.alone && n > 1 {
		b.apart()
		b.put(l.Dim, " ", strconv.Itoa(p.cursor(p.shown)+1), "/", strconv.Itoa(n))
	}
	b.line()
	if a.SuppressedBy != "" {
		b.put(l.Dim, l.Glyph.Folded, " ", l.Word("alertpage.under", alert.TitleOf(a.SuppressedBy)))
		b.line()
	}
}

// air is a blank row between two parts, where there is room for it.
func (p *Alerts) air() {
	if b := &p.sheet; b.h >= 26 && b.left() > 1 {
		b.line()
	}
}

func (p *Alerts) reason(a *alert.Alert, l *Look) {
	if line := a.Reason.Line(); !line.Zero() {
		p.labelled("alertpage.reason", l.Text, l.Say(line), l)
	}
}

// condition is what was judged, and how long it must hold.
func (p *Alerts) condition(a *alert.Alert, l *Look) {
	switch {
	case a.When == "":
	case a.For > 0:
		p.labelled("alertpage.rule", l.Dim, l.Word("alertpage.rule.for", a.When, a.For), l)
	default:
		p.labelled("alertpage.rule", l.Dim, a.When, l)
	}
}

func (p *Alerts) cause(a *alert.Alert, h *triage.Hypothesis, l *Look) {
	switch {
	case h != nil:
		p.labelled(likely(h.Confidence), l.Strong, l.Say(h.Cause), l)
	case a.State == alert.Firing && a.SuppressedBy == "":
		p.sheet.put(l.Dim, l.Word("alertpage.no-cause"))
		p.sheet.line()
	}
}

// help is what may be pressed and done: by hand first where no act fits the cause,
// as in the overview.
func (p *Alerts) help(s *state.Snapshot, a *alert.Alert, h *triage.Hypothesis, l *Look) {
	switch {
	case h == nil:
		p.remedies(s, a, h, l)
	case h.ByHand():
		p.steps(s, h.Steps, l)
		p.remedies(s, a, h, l)
	default:
		p.remedies(s, a, h, l)
		p.steps(s, h.Steps, l)
	}
}

// remedies are the keys that may help, the one that fits the cause first, each
// in a row of its own.
func (p *Alerts) remedies(s *state.Snapshot, a *alert.Alert, h *triage.Hypothesis, l *Look) {
	b := &p.sheet
	if a.State == alert.Resolved {
		return
	}
	label := l.Word("screen.press")
	for _, act := range remedies(s, &trouble{Alert: a, cause: h}) {
		b.cell(l.Dim, label, p.labels)
		b.offer(act, l.Say(act.Title), l)
		b.line()
		label = ""
	}
	b.cell(l.Dim, label, p.labels)
	b.put(l.Key, "t")
	b.put(l.Text, " ", l.Word("screen.its-lines"))
	b.line()
}

// told is a list of sentences under one label.
func (p *Alerts) told(label words.Code, style theme.Style, lines []words.Line, l *Look) {
	for _, line := range lines {
		p.labelled(label, style, l.Say(line), l)
		label = ""
	}
}

func (p *Alerts) steps(s *state.Snapshot, steps []words.Line, l *Look) {
	label := words.Code("alertpage.steps")
	for i, step := range steps {
		p.numbered(label, strconv.Itoa(i+1)+". ", l.Text, l.step(s, step), l)
		label = ""
	}
}

// children are the alerts that this one hides.
func (p *Alerts) children(s *state.Snapshot, a *alert.Alert, l *Look) {
	label := words.Code("alertpage.folded")
	for i := range s.Alerts {
		if child := &s.Alerts[i]; child.SuppressedBy == a.Rule && child.State == alert.Firing {
			p.labelled(label, l.Dim, child.Priority.String()+" "+l.Say(alert.Title(*child)), l)
			label = ""
		}
	}
}

// labelWidth is the width of the labels at the left.
func labelWidth(l *Look) int {
	w := 0
	for _, code := range [...]words.Code{
		"screen.press", "alertpage.reason", "alertpage.rule", "alertpage.evidence", "alertpage.against", "alertpage.steps", "alertpage.folded",
	} {
		w = max(w, theme.Width(l.Word(code)))
	}
	return w + 2
}

// labelled is a sentence beside its label, over as many rows as it needs.
func (p *Alerts) labelled(label words.Code, style theme.Style, text string, l *Look) {
	p.numbered(label, "", style, text, l)
}

// numbered is a sentence beside its label, whose rows stand under each other
// behind its number.
func (p *Alerts) numbered(label words.Code, number string, style theme.Style, text string, l *Look) {
	b := &p.sheet
	name := ""
	if label != "" {
		name = strings.TrimRight(l.Word(label), ":： ")
	}
	room := max(b.width()-p.labels-len(number), 8)
	for _, row := range rowsOf(text, room) {
		b.cell(l.Dim, name, p.labels)
		b.put(style, number, row)
		b.line()
		name, number = "", theme.Spaces(len(number))
	}
}

// The rows that a curve takes: fewer say nothing, more say nothing new except
// where the screen is so tall that it would stand empty.
const (
	leastCurve = 6
	mostCurve  = 16
)

// curveRows is how tall a curve stands in the rows that are left: whole until
// mostCurve, half of them on a taller screen.
func curveRows(left int) int { return min(left, max(mostCurve, left/2)) }

// curve draws the metric that the rule judges against its limit, or how fast
// its target answered, in the rows that the text leaves.
func (p *Alerts) curve(s *state.Snapshot, a *alert.Alert, l *Look) {
	b := &p.sheet
	if b.skip > 0 || b.left() < leastCurve+1 {
		return
	}
	m, beyond := metricOf(s, a), l.P3
	var trend state.Trend
	var o chart.LineOptions
	if m != "" {
		trend = s.Trends[m]
		if limit := limitBy(a, m); limit != nil {
			trend.Limit = limit
		}
		beyond, _ = l.urgency(a.Priority)
		o = course(s, trend, l)
		p.curveTitle(s, m, trend.Limit, beyond, l)
	} else if trend = answersOf(s, a.Target); trend.Step > 0 {
		o = answerCourse(s, trend, l)
		b.put(l.Dim, string(a.Target), " ", l.Glyph.Dot, " ", l.Word(pastWords(s, a.Target)))
		b.line()
	} else {
		return
	}
	p.marks = appendMarks(p.marks[:0], s, l)
	o.Width, o.Height, o.Marks, o.Beyond = b.width(), curveRows(b.left()), p.marks, beyond
	for _, row := range p.line.Draw(series(trend), o) {
		b.drawn(b.width(), func(dst []byte) []byte { return append(dst, row...) })
		b.line()
	}
	b.legend(&p.line)
}

// curveTitle is the metric's present value beside its limit, and its age once
// it is stale.
func (p *Alerts) curveTitle(s *state.Snapshot, m probes.Metric, limit *state.Limit, beyond theme.Style, l *Look) {
	b := &p.sheet
	f, known := s.Figures[m]
	b.put(l.Dim, l.metric(m), " ")
	style := l.Text
	if limit.Beyond(f.Number) {
		style = beyond
	}
	switch {
	case !known:
		b.put(l.Unknown, l.Word("screen.no-data"))
	default:
		b.figure(style, formatOf(f.Value), 0)
		putLimit(b, limit, f.Unit)
	}
	if f.Stale {
		b.apart()
		b.put(l.Unknown, l.Word("screen.age", l.spoken(l.now(s).Sub(f.At))))
	}
	b.line()
}

// metricOf is the metric whose curve explains an alert: the first one of its
// condition, or its target's latency where that is a figure; "" when none is
// kept.
func metricOf(s *state.Snapshot, a *alert.Alert) probes.Metric {
	for _, m := range [...]probes.Metric{a.Metric, probes.Metric(string(a.Target) + ".latency")} {
		if t := s.Trends[m]; len(t.Max) > 0 && !isFlag(t) {
			return m
		}
	}
	return ""
}

// isFlag reports whether a trend holds a yes or no in figures: its curve would
// tell nothing that the alert does not.
func isFlag(t state.Trend) bool { return t.Unit == "" && largest(t) <= 1 }

// answersOf is how fast a target answered, a gap where it did not; the zero
// trend when that is not known, or it has not answered for all of it.
func answersOf(s *state.Snapshot, name probes.Name) state.Trend {
	t := targetNamed(s, name)
	if t == nil || len(t.Past.Max) < 2 {
		return state.Trend{}
	}
	past := t.Past
	past.Unit = probes.Seconds
	if !(largest(past) > 0) {
		return state.Trend{}
	}
	return past
}

// pastWords say what is drawn of a target's answers: of one that answers, only
// not well, there is no gap.
func pastWords(s *state.Snapshot, name probes.Name) words.Code {
	if t := targetNamed(s, name); t != nil && t.Status == probes.Degraded {
		return "page.past-answered"
	}
	return "page.past"
}

// targetNamed is the target of a name, nil for none.
func targetNamed(s *state.Snapshot, name probes.Name) *state.Target {
	for i := range s.Targets {
		if s.Targets[i].Name == name {
			return &s.Targets[i]
		}
	}
	return nil
}

// limitBy is what the alert's rule compares the metric with, nil when its
// reason does not say.
func limitBy(a *alert.Alert, m probes.Metric) *state.Limit {
	for _, f := range a.Reason.Facts {
		if f.Metric != m {
			continue
		}
		switch f.Op {
		case ">", ">=":
			return &state.Limit{Max: f.Limit, HasMax: true, Included: f.Op == ">="}
		case "<", "<=":
			return &state.Limit{Min: f.Limit, HasMin: true, Included: f.Op == "<="}
		}
	}
	return nil
}

// earlier tells the last alerts on record while there is none.
func (p *Alerts) earlier(s *state.Snapshot, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("alertpage.earlier"), " ")
	b.line()
	if told := p.records(s, l, func(r *state.Record) bool { return r.Kind == recordAlert }); told == 0 {
		b.put(l.Dim, l.Word("alertpage.earlier.not"))
		b.line()
	}
}

// records tells those records that are wanted, the newest first, in the rows
// that are left, and returns how many it told.
func (p *Alerts) records(s *state.Snapshot, l *Look, wanted func(*state.Record) bool) int {
	b := &p.sheet
	var list []*state.Record
	d := recordDrawer{b: b, l: l, now: l.now(s)}
	for i := len(s.Journal) - 1; i >= 0 && len(list) < b.left(); i-- {
		if r := &s.Journal[i]; wanted(r) {
			d.measure(r)
			list = append(list, r)
		}
	}
	d.spare = b.left() - len(list)
	for _, r := range list {
		d.put(r)
	}
	return len(list)
}
