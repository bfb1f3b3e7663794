package pane

import (
	"math"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Curves shows the users' figures over one axis of time: the 95th percentile
// against its limit with what happened, the others below it, and how replies
// spread. A cursor reads the values of one moment.
type Curves struct {
	sheet  sheet
	line   chart.Line
	heat   chart.Heat
	marks  []chart.Mark
	shown  []shownCurve
	left   int // parts of the page that had no room
	cursor moment
	axis   axis // as last drawn
	last   cache
	drawn  curvesInput
}

// curvesInput is the pane's own input, besides the snapshot.
type curvesInput struct {
	cursor int64
	left   int
}

// shownCurve is a metric with its past.
type shownCurve struct {
	metric probes.Metric
	trend  state.Trend
}

// below are the metrics told in a row each, the important ones first.
var below = [...]probes.Metric{
	"latency.p50", "latency.p99", "success", "requests", "latency.mean",
	"latency.text.p95", "latency.voice.p95", "latency.image.p95", "streams.active",
}

// View draws the pane.
func (p *Curves) View(s *state.Snapshot, w, h int, l *Look) string {
	if in := (curvesInput{p.cursor.key(), p.left}); in != p.drawn {
		p.drawn, p.last = in, cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Curves) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.take(s)
	rows := p.share(s)
	p.span(s, l)
	p.title(s, len(p.shown)-rows.below+p.left, l)
	if !noVitals(b, s, l) {
		p.chart(s, rows.chart, l)
		p.multiples(s, rows.below, l)
		p.spread(s, rows.heat, l)
	}
	return b.picture()
}

// take makes the metrics that there are the ones to show below the chart.
func (p *Curves) take(s *state.Snapshot) {
	p.shown = p.shown[:0]
	for _, m := range below {
		if t, ok := s.Trends[m]; ok && m != charted(s) {
			p.shown = append(p.shown, shownCurve{m, t})
		}
	}
}

// curvesRows is how many rows each part gets.
type curvesRows struct{ chart, below, heat int }

// share divides the rows: the chart first, then the rows below it, then the
// spread. It depends on what is kept, not on the values.
func (p *Curves) share(s *state.Snapshot) curvesRows {
	const chart, heat = 6, 5
	var r curvesRows
	rest := p.sheet.left()
	r.chart = min(rest, chart)
	rest -= r.chart
	r.below = min(len(p.shown), rest)
	rest -= r.below
	if rest >= heat && len(s.Vitals.Heat.Bounds) > 0 {
		r.heat = min(max(heat, rest*2/5), len(s.Vitals.Heat.Bounds)+1, 12)
		rest -= r.heat
	}
	r.chart += rest
	return r
}

func (p *Curves) title(s *state.Snapshot, left int, l *Look) {
	b := &p.sheet
	latencyTitle(b, s, l)
	p.events(s, l)
	b.apart()
	if left > 0 {
		b.below(l.Dim, l.Word("screen.more", left), more(left))
	}
	window := s.Vitals.Window
	if s.Vitals.Requests == 0 {
		window = 0
	}
	vitalsSource(b, s, window, l)
	b.line()
}

// events tells what happened in the cursor's column: what its letter means.
func (p *Curves) events(s *state.Snapshot, l *Look) {
	long := p.axis.long()
	if p.cursor.now() || long <= 0 {
		return
	}
	from := p.axis.begin(p.cursor.at)
	for _, e := range s.Events {
		if !e.At.Before(from) && e.At.Before(from.Add(long)) {
			mark := l.mark(e)
			p.sheet.put(mark.Style, " ", string(mark.Letter))
			p.sheet.put(l.Text, " ", l.local(e.At).Format("15:04:05"), " ", l.Say(e.What), " ")
		}
	}
}

// span works out the axis that everything in the pane shares.
func (p *Curves) span(s *state.Snapshot, l *Look) {
	label := theme.Width(l.Word("page.now"))
	for _, c := range p.shown {
		label = max(label, theme.Width(l.metric(c.metric)))
	}
	p.axis.indent = max(bandIndent, label+1-chart.AxisWidth)
	p.axis.columns = p.sheet.width() - p.axis.indent - chart.AxisWidth - p.reading(l)
	trend := s.Trends[charted(s)]
	p.axis.step, p.axis.end = trend.Step, trend.End
	p.axis.per = max(1, series(trend).PerColumn(max(p.axis.columns, 1), chartHistory))
}

// bandIndent leaves the labels of the spread room for both ends, "0.025–0.05".
const bandIndent = 5

// readingCells is the width of a value at the right.
const readingCells = 9

// reading is the width of the column of values with their limits.
func (p *Curves) reading(l *Look) int { return readingCells + p.limits(l) }

// limits is the width of the limits beside the values: in words, as a bare
// number, or none, as there is room.
func (p *Curves) limits(l *Look) int {
	switch w := p.sheet.width(); {
	case w >= 90:
		return limitCells(l) + 2
	case w >= 56:
		return 8
	}
	return 0
}

func (p *Curves) chart(s *state.Snapshot, height int, l *Look) {
	b, m := &p.sheet, charted(s)
	trend := s.Trends[m]
	p.marks = appendMarks(p.marks[:0], s, l)
	o := course(s, trend, l)
	o.Width, o.Height, o.Per = p.axis.columns+chart.AxisWidth, height, p.axis.per
	o.Cursor, o.Marks, o.Beyond = p.cursor.at, p.marks, l.beyond(s, m)
	for i, row := range p.line.Draw(series(trend), o) {
		b.gap(p.axis.indent)
		b.drawn(p.axis.columns+chart.AxisWidth, func(dst []byte) []byte { return append(dst, row...) })
		switch i {
		case 0:
			p.moment(l)
		case 1:
			p.caption(l.Dim, l.metric(m))
		case 2:
			p.value(s, shownCurve{m, trend}, l)
		}
		b.line()
	}
	b.legend(&p.line)
}

// moment says what the values at the right are of: now, or the cursor's time.
func (p *Curves) moment(l *Look) {
	if p.cursor.now() {
		p.caption(l.Dim, l.Word("page.now"))
		return
	}
	p.caption(l.Focus, l.local(p.cursor.at).Format("15:04:05"))
}

// caption stands above the values at the right.
func (p *Curves) caption(style theme.Style, text string) {
	b := &p.sheet
	b.apart()
	b.put(style, b.look.Right(text, readingCells-1))
	b.gap(p.limits(b.look))
}

// value is what a curve stands at now or at the cursor, with its limit.
func (p *Curves) value(s *state.Snapshot, c shownCurve, l *Look) {
	b := &p.sheet
	f := format{number: math.NaN(), unit: c.trend.Unit, exact: c.metric == "success"}
	style, age := l.Text, ""
	switch figure, ok := s.Figures[c.metric]; {
	case !p.cursor.now():
		f.number = series(c.trend).At(p.cursor.at, p.axis.per, pastLimit(c.trend))
		f.atLeast = chart.Open(f.number, c.trend.Ceiling)
	case s.Vitals.Requests <= 0 && c.metric != "requests" && c.metric != "streams.active":
	case ok && figure.Stale:
		style = l.Unknown
		if old := l.oldBriefly(l.now(s).Sub(figure.At), p.limits(l)-1); old != "" {
			f, age = formatOf(figure.Value), old // without its age an old value is a lie
		}
	case ok:
		f = formatOf(figure.Value)
	}
	limit := c.trend.Limit
	if p.cursor.now() {
		limit = limitNow(s, c)
	}
	if (pastLimit(c.trend).Beyond(f.number) || p.cursor.now() && limit.Beyond(f.number)) && style != l.Unknown {
		style = l.beyond(s, judgedBy(c.metric))
	}
	if p.cursor.now() && style == l.Text && besideP95(s, c.metric, f.number) {
		style = l.beyond(s, "latency.p95")
	}
	b.apart()
	b.figure(style, f, readingCells-1)
	before := b.used()
	if age != "" {
		b.put(style, " ", age)
	} else {
		p.limit(limit, c.trend.Unit, l)
	}
	b.gap(p.limits(l) - (b.used() - before))
}

// judgedBy is the metric whose alerts tell how urgent a figure is.
func judgedBy(m probes.Metric) probes.Metric {
	if m == "streams.active" {
		return "streams.load"
	}
	return m
}

// besideP95 reports whether a quantile that has no limit of its own is beyond that of
// the 95th percentile, which is beyond it too: white beside it, half of the
// replies would look well.
func besideP95(s *state.Snapshot, m probes.Metric, took float64) bool {
	p95 := s.Figures["latency.p95"]
	return (m == "latency.p50" || m == "latency.p99") && p95.Beyond() && p95.Limit.Beyond(took)
}

// limitNow is a curve's limit; that of the streams is what the service itself
// says that it can carry.
func limitNow(s *state.Snapshot, c shownCurve) *state.Limit {
	most, ok := s.Figures["streams.max"]
	if c.metric != "streams.active" || c.trend.Limit != nil || !ok || most.Stale || most.Number <= 0 {
		return c.trend.Limit
	}
	return &state.Limit{Max: most.Number, HasMax: true, Included: true}
}

// limit adds a limit as wide as there is room.
func (p *Curves) limit(limit *state.Limit, unit probes.Unit, l *Look) {
	b := &p.sheet
	at, ok := bound(limit)
	switch {
	case !ok || p.limits(l) == 0:
	case p.limits(l) > limitCells(l):
		putLimit(b, limit, unit)
	default:
		b.put(l.Dim, " /")
		b.figure(l.Dim, format{number: at, unit: unit, limit: true}, 0)
	}
}

// multiples are the other curves, a row each, on the chart's axis of time.
func (p *Curves) multiples(s *state.Snapshot, rows int, l *Look) {
	b, common := &p.sheet, commonHigh(p.shown[:rows])
	for _, c := range p.shown[:rows] {
		high := headroom(c.trend)
		if c.trend.Unit == probes.Seconds {
			high = common
		}
		o := chart.SparkOptions{
			Width: p.axis.columns, Per: p.axis.per, Cursor: p.cursor.at, Limit: pastLimit(c.trend),
			High: high, Normal: l.Spark, Beyond: l.beyond(s, judgedBy(c.metric)), Marked: l.Selected, Glyphs: &l.Glyph,
		}
		if c.trend.Limit == nil {
			o.Limit = limitOf(limitNow(s, c))
		}
		if o.Limit.HasMin && c.trend.Unit == probes.Ratio {
			o.High = 1
		}
		b.cell(l.Dim, l.metric(c.metric), p.axis.indent+chart.AxisWidth)
		b.drawn(p.axis.columns, func(dst []byte) []byte { return chart.AppendSpark(dst, series(c.trend), o) })
		p.value(s, c, l)
		b.line()
	}
}

// tallest is how many times the largest limit the scale of lengths of time ends:
// one reply that took a minute does not lay all curves flat.
const tallest = 3

// commonHigh is the end of the scale that the curves of lengths of time share,
// for they stand above each other.
func commonHigh(curves []shownCurve) float64 {
	high, limit := 0.0, 0.0
	for _, c := range curves {
		if c.trend.Unit == probes.Seconds {
			high = max(high, headroom(c.trend))
			at, _ := bound(c.trend.Limit)
			limit = max(limit, at)
		}
	}
	if limit > 0 {
		high = min(high, tallest*limit)
	}
	return high
}

// bandShare is a band's share of the replies, of the last ones as long as some
// come.
func (p *Curves) bandShare(s *state.Snapshot, band int, l *Look) {
	if s.Vitals.Requests <= 0 && p.cursor.at.IsZero() {
		p.sheet.put(l.Dim, l.Right("-", readingCells-1))
		return
	}
	share := p.heat.Share(band)
	if least := 0.001; share > 0 && share < least/2 {
		p.sheet.put(l.Dim, l.Right("<"+format{number: least, unit: probes.Ratio}.String(), readingCells-1)) // it is not nothing
		return
	}
	p.sheet.figure(l.Dim, format{number: share, unit: probes.Ratio}, readingCells-1)
}

// slowest is the limit of the kind of replies that may take longest: in a map of
// all kinds together nothing below it is known to be too slow.
func (p *Curves) slowest(limit *state.Limit) *state.Limit {
	for _, c := range p.shown {
		if l := c.trend.Limit; l != nil && l.HasMax && c.trend.Unit == probes.Seconds && c.metric != "latency.mean" && (limit == nil || l.Max > limit.Max) {
			limit = l
		}
	}
	return limit
}

// spread is the heat map: how many replies took how long. At the right stands
// each band's share.
func (p *Curves) spread(s *state.Snapshot, rows int, l *Look) {
	if rows < 2 {
		return
	}
	b, trend := &p.sheet, s.Trends[charted(s)]
	n := p.heat.Prepare(chart.HeatMap(s.Vitals.Heat), chart.HeatOptions{
		Width: p.axis.columns + chart.AxisWidth, Height: rows - 1, Indent: p.axis.indent, End: p.axis.end, Long: p.axis.long(),
		Limit: limitOf(p.slowest(trend.Limit)), Cursor: p.cursor.at, Watched: s.Started, Recent: s.Vitals.Window,
		Normal: l.Line, Beyond: l.beyond(s, charted(s)), Marked: l.Selected, Theme: l.Theme,
	})
	if n == 0 {
		return
	}
	b.put(l.Dim, l.Word("page.spread"))
	p.caption(l.Dim, l.Word("page.share"))
	b.line()
	for i := range n {
		b.drawn(p.axis.indent+p.axis.columns+chart.AxisWidth, func(dst []byte) []byte { return p.heat.Append(dst, i) })
		b.apart()
		p.bandShare(s, i, l)
		b.gap(p.limits(l))
		b.line()
	}
}
