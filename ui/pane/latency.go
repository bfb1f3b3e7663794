package pane

import (
	"math"
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Latency shows the users' response times against their limit, where the time
// goes, and success and rate below.
type Latency struct {
	sheet  sheet
	line   chart.Line
	marks  []chart.Mark
	stages stages
	per    int // slots of the past that a column stands for
	last   cache
}

// View draws the pane.
func (p *Latency) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Latency) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.title(s, l)
	if !noVitals(b, s, l) {
		p.chart(s, l)
		p.where(s, l)
		p.rows(s, l)
	}
	return b.picture()
}

// charted is the metric of the chart: the 95th percentile, else the mean.
func charted(s *state.Snapshot) probes.Metric {
	if _, ok := s.Trends["latency.p95"]; ok || len(s.Trends) == 0 {
		return "latency.p95"
	}
	return "latency.mean"
}

// known reports whether a trend holds any figure.
func known(t state.Trend) bool {
	return slices.ContainsFunc(t.Max, func(n float32) bool { return probes.Finite(float64(n)) })
}

func (p *Latency) title(s *state.Snapshot, l *Look) {
	latencyTitle(&p.sheet, s, l)
	p.sheet.apart()
	vitalsSource(&p.sheet, s, 0, l)
	p.sheet.line()
}

// sourceCells is the room that a title leaves for where its figures come from.
const sourceCells = 28

// latencyTitle says how long replies take now.
func latencyTitle(b *sheet, s *state.Snapshot, l *Look) {
	m := charted(s)
	b.put(l.Title, " ", l.Word("pane.latency"), " ")
	f, given := s.Figures[m]
	if given && s.Vitals.Requests > 0 {
		style, glyph := l.present(s, m), ""
		if f.Beyond() && !f.Stale {
			glyph = " " + l.Glyph.Degraded
		}
		b.gap(1)
		b.put(l.Dim, l.metric(m))
		b.gap(1)
		b.figure(style, formatOf(f.Value), 6)
		b.put(style, glyph)
		putLimit(b, f.Limit, probes.Seconds)
		if mean, given := s.Figures["latency.mean"]; f.AtLeast && given { // it has no end, and tells how long it really is
			put := func() {
				b.put(l.Dim, " ", l.Glyph.Dot, " ", l.metric("latency.mean"), " ")
				b.figure(l.present(s, "latency.mean"), formatOf(mean.Value), 0)
			}
			_ = b.ifFits(b.width()-sourceCells, func() { put(); putLimit(b, mean.Limit, probes.Seconds) }) || b.ifFits(b.width()-sourceCells/2, put)
		}
		b.gap(1)
	}
}

// vitalsSource says where the users' figures come from and over how long, and
// whether they can be believed. window is zero where that is not told.
func vitalsSource(b *sheet, s *state.Snapshot, window time.Duration, l *Look) {
	over := func() {
		if window > 0 {
			b.put(l.Dim, " ", l.Word("page.window", window), " ", l.Glyph.Dot)
		}
	}
	f, given := s.Figures[charted(s)]
	switch {
	case s.Vitals.Source == state.NoSource && s.Ready:
		b.put(l.Unknown, " ", l.Word("screen.no-data"), " ")
	case !s.Vitals.QuietFrom.IsZero():
		b.put(l.P3, " ", l.Word("screen.quiet", l.now(s).Sub(s.Vitals.QuietFrom).Truncate(time.Second)), " ")
	case given && f.Stale:
		b.put(l.Unknown, " ", l.Word("screen.age", l.spoken(l.now(s).Sub(f.At))), " ")
	case s.Vitals.Source == state.NoSource:
	case failedShare(b, s, l, over, func() { b.put(l.Dim, l.Glyph.Dot, " ", sourceOf(s, l), " ") }):
	default:
		source := func() { b.put(l.Dim, " ", sourceOf(s, l), " ") }
		_ = b.ifFits(b.width()-1, func() { over(); source() }) || b.ifFits(b.width()-1, source)
	}
}

func sourceOf(s *state.Snapshot, l *Look) string {
	if s.Vitals.Source == state.FromLogs {
		return l.Word("screen.from-logs")
	}
	return l.Word("screen.from-metrics")
}

// failedShare says how many of the replies failed, where that is many: they are
// among the latencies, and what fails at once looks fast. It goes before where
// the figures come from, and never costs the figure at the left its room. It
// reports whether it said anything.
func failedShare(b *sheet, s *state.Snapshot, l *Look, before, behind func()) bool {
	const many = 0.05
	f, given := s.Figures["success"]
	if !given || f.Stale || s.Vitals.Requests == 0 || !(1-f.Number >= many) {
		return false
	}
	style := l.Text
	if f.Beyond() {
		style = l.beyond(s, "success")
	}
	failed := format{number: atLeast(1 - f.Number), unit: probes.Ratio}.String()
	share := func(code words.Code) func() { return func() { b.put(style, " ", l.Word(code, failed), " ") } }
	long, brief := share("screen.failed-share"), share("screen.failed-share.brief")
	for _, parts := range [...][]func(){{before, long, behind}, {long, behind}, {long}, {brief}} {
		if b.ifFits(b.width()-1, func() {
			for _, put := range parts {
				put()
			}
		}) {
			return true
		}
	}
	return false
}

// atLeast is a share cut to the digits that are shown: never more than there
// were.
func atLeast(share float64) float64 {
	const tiny = 1e-9 // what subtracting may cost
	digits := 100.0
	if share < 0.1 {
		digits = 1000
	}
	return math.Floor((share+tiny)*digits) / digits
}

// putLimit adds "limit 1.50 s", nothing without a limit.
func putLimit(b *sheet, limit *state.Limit, unit probes.Unit) {
	if at, ok := bound(limit); ok {
		b.gap(1)
		b.put(b.look.Dim, b.look.Word("screen.limit"))
		b.gap(1)
		b.figure(b.look.Dim, format{number: at, unit: unit, limit: true}, 0)
	}
}

// putBriefLimit writes a limit where the word has no room: "99.1 % / 99.5 %".
func putBriefLimit(b *sheet, limit *state.Limit, unit probes.Unit) {
	if at, ok := bound(limit); ok {
		b.put(b.look.Dim, " / ")
		b.figure(b.look.Dim, format{number: at, unit: unit, limit: true}, 0)
	}
}

// bound is the number that a figure is compared with.
func bound(limit *state.Limit) (at float64, ok bool) {
	switch {
	case limit == nil:
		return 0, false
	case limit.HasMax:
		return limit.Max, true
	default:
		return limit.Min, limit.HasMin
	}
}

// noVitals says that there are no figures of the users', and what to add. It
// reports whether that is so: where there were some, the past is still shown.
func noVitals(b *sheet, s *state.Snapshot, l *Look) bool {
	switch {
	case known(s.Trends[charted(s)]) || s.Vitals.Source != state.NoSource && !wordless(s):
		return false
	case !s.Ready:
		b.put(l.Dim, l.Word("screen.awaited"))
	default:
		b.put(l.Unknown, l.Glyph.Unknown, " ", l.Word("screen.no-data"))
		b.line()
		b.put(l.Dim, l.Word(whyNoVitals(s)))
	}
	b.line()
	return true
}

// wordless reports whether the log is read, and no request was seen in it.
func wordless(s *state.Snapshot) bool {
	return s.Vitals.Source == state.FromLogs && s.Vitals.Requests <= 0 && s.Vitals.QuietFrom.IsZero()
}

// whyNoVitals tells a service that says nothing from one that is not asked, and
// from one whose figures or lines are not those that are looked for.
func whyNoVitals(s *state.Snapshot) words.Code {
	scraped, silent, answers := false, false, false
	for i := range s.Targets {
		t := &s.Targets[i]
		scraped = scraped || t.Kind == "prometheus" && t.Status == probes.Up
		if t.Role == state.RoleService && !t.At.IsZero() {
			mute := t.Status == probes.Down && slices.Contains(unanswered, t.Fault.Code)
			silent, answers = silent || mute, answers || !mute
		}
	}
	switch {
	case silent && !answers:
		return "screen.no-answer"
	case wordless(s):
		return "screen.no-request-lines"
	case scraped:
		return "screen.unmapped"
	}
	return "screen.no-vitals"
}

// unanswered are the faults of a service from which nothing came.
var unanswered = []words.Code{probes.Refused, probes.NoHost, probes.NoRoute, probes.TimedOut, probes.Reset, probes.TLS, probes.PlainHTTP, probes.NoTLS}

// chart draws the curve in the rows that the figures below leave.
func (p *Latency) chart(s *state.Snapshot, l *Look) {
	b, m := &p.sheet, charted(s)
	trend := s.Trends[m]
	p.marks = appendMarks(p.marks[:0], s, l)
	o := course(s, trend, l)
	p.per = max(1, series(trend).PerColumn(max(b.width()-chart.AxisWidth, 1), o.History))
	o.Width, o.Height, o.Per = b.width(), b.left()-p.below(s), p.per
	o.Marks, o.Beyond = p.marks, l.beyond(s, m)
	for _, row := range p.line.Draw(series(trend), o) {
		b.drawn(b.width(), func(dst []byte) []byte { return append(dst, row...) })
		b.line()
	}
	b.legend(&p.line)
}

// appendMarks appends what happened, as letters for the axis of time; the most
// urgent last, so that none covers it.
func appendMarks(dst []chart.Mark, s *state.Snapshot, l *Look) []chart.Mark {
	for urgency := range rank(state.Event{Priority: alert.P1}) + 1 {
		for _, e := range s.Events {
			if rank(e) == urgency {
				dst = append(dst, l.mark(e))
			}
		}
	}
	return dst
}

// below is how many rows belong to the figures below the curve, as far as the
// curve keeps enough of them.
func (p *Latency) below(s *state.Snapshot) int {
	const curve = 4
	rows := 2
	if len(s.Vitals.Stages) > 0 {
		rows++
	}
	return max(0, min(rows, p.sheet.left()-curve))
}

// where says where the time goes; the longest part stands out. The last by rank
// ones give way where the row is too narrow for all.
func (p *Latency) where(s *state.Snapshot, l *Look) {
	b := &p.sheet
	p.stages.take(s)
	if len(p.stages.parts) == 0 || b.left() < 1 {
		return
	}
	b.cell(l.Dim, l.Word("screen.stages"), labelCells(l))
	label := len(b.spans)
	for left := len(p.stages.parts); left > 0; left-- {
		b.undo(label)
		if p.parts(s, left, l); b.used() <= b.width() {
			break
		}
	}
	b.line()
}

// parts puts the first n parts by rank in their order, and counts the others.
func (p *Latency) parts(s *state.Snapshot, n int, l *Look) {
	b, first := &p.sheet, true
	for i, part := range p.stages.parts {
		if p.stages.rank(i) >= n {
			continue
		}
		if !first {
			b.gap(2)
		}
		first = false
		style := p.stages.style(i, l)
		b.stageName(s, part, 0)
		b.gap(1)
		b.figure(style, seconds(part.mean), 0)
		if i == p.stages.worst && part.down == nil && p.stages.total > 0 {
			b.put(l.Spark, " ", chart.Level(part.mean/p.stages.total, &l.Glyph))
		}
	}
	if rest := len(p.stages.parts) - n; rest > 0 {
		b.rest(rest)
	}
}

// labelCells is the width of the labels at the left of a row.
func labelCells(l *Look) int {
	return max(theme.Width(l.Word("screen.stages")), theme.Width(l.metric("success")), theme.Width(l.metric("requests"))) + 2
}

// rows are success and rate with their recent past.
func (p *Latency) rows(s *state.Snapshot, l *Look) {
	p.row(s, l, "success", share(s.Vitals.Success))
	p.row(s, l, "requests", format{number: s.Vitals.Rate, unit: probes.PerSecond})
}

// vitalCells is the width of success and rate.
const vitalCells = 8

// row is a figure: name, number, limit, and at the right its recent past, each
// column of which is below that of the curve. Where there is little room it is
// the same stretch of time in fewer columns.
func (p *Latency) row(s *state.Snapshot, l *Look, m probes.Metric, f format) {
	b := &p.sheet
	if b.left() < 1 {
		return
	}
	style := l.present(s, m)
	if s.Vitals.Source == state.NoSource || s.Vitals.Requests <= 0 && m == "success" {
		style, f.number = l.Text, math.NaN()
	}
	b.cell(l.Dim, l.metric(m), labelCells(l))
	b.figure(style, f, vitalCells)
	putLimit(b, s.Figures[m].Limit, f.unit)
	const least, gap = 4, 2
	text := labelCells(l) + vitalCells + 1 + limitCells(l)
	if spark := b.width() - text - gap; spark >= least {
		trend := s.Trends[m]
		o := chart.SparkOptions{
			Width: spark, Per: p.per, Limit: pastLimit(trend), High: largest(trend),
			Normal: l.Spark, Beyond: l.beyond(s, m), Glyphs: &l.Glyph,
		}
		if columns := b.width() - chart.AxisWidth; spark < columns*3/5 { // it would leave out too much of what the curve shows
			o.Per, o.History = 0, time.Duration(columns*p.per)*trend.Step
		}
		if f.unit == probes.Ratio {
			o.High = 1
		}
		b.apart()
		b.drawn(spark, func(dst []byte) []byte { return chart.AppendSpark(dst, series(s.Trends[m]), o) })
	}
	b.line()
}
