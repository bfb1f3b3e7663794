package pane

import (
	"slices"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Machine shows the figures of the machine: each with its course against its
// limit, as a chart where there is room and else in a row, and each disk as a
// bar.
type Machine struct {
	sheet   sheet
	shown   []shownFigure
	disks   []shownFigure
	cores   []state.Figure
	lines   [len(machine)]chart.Line
	charts  [][]string // of the present row of the grid
	marks   []chart.Mark
	cursor  moment
	axis    axis    // of the charts, as last drawn
	without without // parts of the page
	last    cache
	drawn   machineInput
}

// without are the parts of the page that had no room beside the machine.
type without struct {
	parts   int
	process bool // is one of them
}

// machineInput is the pane's own input, besides the snapshot.
type machineInput struct {
	cursor  int64
	without without
}

// machine are the figures with a past, the important ones first.
var machine = [...]probes.Metric{"host.cpu", "host.memory", "host.disk", "host.load1", "host.net.in", "host.net.out"}

// View draws the pane.
func (p *Machine) View(s *state.Snapshot, w, h int, l *Look) string {
	if in := (machineInput{p.cursor.key(), p.without}); in != p.drawn {
		p.drawn, p.last = in, cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Machine) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.shown = appendFigures(p.shown[:0], s, machine[:])
	p.takeDisks(s)
	p.takeCores(s)
	room := b.left() - ailing(s, state.RoleHost)
	grid, facts := p.divide(b.width(), room-p.facts(s)), true
	if grid.height < roomyChart {
		grid, facts = p.divide(b.width(), room), false
	}
	p.span(s, grid)
	p.marks = appendMarks(p.marks[:0], s, l)
	p.title(s, grid, l)
	putAiling(b, s, l, state.RoleHost)
	if len(p.shown) == 0 {
		p.empty(s, l)
		return b.picture()
	}
	for from := 0; from < grid.charts; from += grid.columns {
		p.chartRow(s, p.shown[from:min(from+grid.columns, grid.charts)], from, grid, l)
	}
	if grid.charts > 0 {
		b.legend(&p.lines[0])
	}
	for _, f := range p.shown[grid.charts:] {
		pastRow(b, s, f, l)
	}
	if facts {
		p.factRows(s, l)
	}
	for _, f := range p.disks[:min(len(p.disks), max(0, b.left()))] {
		p.disk(s, f, l)
	}
	return b.picture()
}

// appendFigures appends the figures that there are.
func appendFigures(dst []shownFigure, s *state.Snapshot, metrics []probes.Metric) []shownFigure {
	for _, m := range metrics {
		if f, ok := s.Figures[m]; ok {
			dst = append(dst, shownFigure{m, f})
		}
	}
	return dst
}

// diskPrefix begins the metric of one disk; its mount point follows.
const diskPrefix = "host.disk:"

// takeDisks takes the disks one by one, when there is more than one: a single
// one is the figure that is shown already.
func (p *Machine) takeDisks(s *state.Snapshot) {
	p.disks = p.disks[:0]
	for m, f := range s.Figures {
		if strings.HasPrefix(string(m), diskPrefix) {
			p.disks = append(p.disks, shownFigure{m, f})
		}
	}
	if len(p.disks) < 2 {
		p.disks = p.disks[:0]
	}
	slices.SortFunc(p.disks, func(a, b shownFigure) int { return strings.Compare(string(a.metric), string(b.metric)) })
}

// grid is how the figures share the pane: so many charts in so many columns,
// each so many rows high; the other figures take a row each.
type grid struct{ charts, columns, height int }

// The heights of a chart with its heading: the least, and from which on there
// is room for facts below the charts.
const (
	leastChart = 6
	roomyChart = 8
)

// divide finds the most charts for which there is room beside a row for each
// other figure. It depends on the size and on what there is, not on values.
func (p *Machine) divide(w, h int) grid {
	g := grid{columns: 1}
	switch {
	case w >= 140:
		g.columns = 3
	case w >= 72:
		g.columns = 2
	}
	n := len(p.shown)
	for rows := (n + g.columns - 1) / g.columns; rows > 0; rows-- {
		charts := min(n, rows*g.columns)
		if rest := h - (n - charts) - len(p.disks); rest/rows >= leastChart {
			g.charts, g.height = charts, rest/rows
			break
		}
	}
	return g
}

func (p *Machine) title(s *state.Snapshot, g grid, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("page.machine"), " ")
	if !p.cursor.now() {
		b.put(l.Focus, " ", l.local(p.cursor.at).Format("15:04:05"), " ")
	}
	b.apart()
	rows := b.left() - ailing(s, state.RoleHost)
	rest := p.without.parts
	if g.charts == 0 {
		rest += max(0, len(p.shown)+len(p.disks)-rows)
	}
	var out tally
	if p.without.process {
		out = ailingIn(s, state.RoleProcess, 0)
	}
	out.all = rest
	out.belowFigures(b, s, l)
	putAge(b, s, p.shown, l)
	b.line()
}

// putAge says how old the figures are when they are too old.
func putAge(b *sheet, s *state.Snapshot, shown []shownFigure, l *Look) {
	var age time.Duration
	for _, f := range shown {
		if f.Stale {
			age = max(age, l.now(s).Sub(f.At))
		}
	}
	if age > 0 {
		b.put(l.Unknown, " ", l.Word("screen.old", age.Truncate(time.Second)), " ")
	}
}

func (p *Machine) empty(s *state.Snapshot, l *Look) {
	if ailing(s, state.RoleHost) == 0 {
		putMissing(&p.sheet, s, l.Word("page.add-host"), l)
	}
}

// putMissing says why nothing is known of the host or its processes, and what
// to add where that helps.
func putMissing(b *sheet, s *state.Snapshot, add string, l *Look) {
	switch {
	case !s.Ready:
		b.put(l.Dim, l.Word("screen.awaited"))
	case !s.Service.Local:
		b.put(l.Dim, l.Word("screen.not-provided"), ": ", l.Word("page.no-host"))
	default:
		b.put(l.Dim, l.Word("screen.not-provided"), ": ", add)
	}
	b.line()
}

// apart is how many cells stand between two charts.
const apart = 2

// width is how many cells wide each chart of the grid is in w cells.
func (g grid) width(w int) int { return (w - (g.columns-1)*apart) / g.columns }

// span works out the axis that the charts share.
func (p *Machine) span(s *state.Snapshot, g grid) {
	p.axis = axis{columns: max(1, g.width(p.sheet.width())-chart.AxisWidth)}
	for _, f := range p.shown[:g.charts] {
		if t := s.Trends[f.metric]; t.Step > 0 && p.axis.step == 0 {
			p.axis.step, p.axis.end = t.Step, t.End
		}
		p.axis.per = max(p.axis.per, series(s.Trends[f.metric]).PerColumn(p.axis.columns, chartHistory))
	}
}

// at is a figure where the cursor stands: as it is, or as it was.
func (p *Machine) at(s *state.Snapshot, f shownFigure) shownFigure {
	if !p.cursor.now() {
		f.Number = series(s.Trends[f.metric]).At(p.cursor.at, p.axis.per, limitOf(f.Limit))
		f.Stale = false
	}
	return f
}

// chartRow is one row of the grid: a heading above each chart.
func (p *Machine) chartRow(s *state.Snapshot, row []shownFigure, from int, g grid, l *Look) {
	b := &p.sheet
	width := g.width(b.width())
	p.charts = p.charts[:0]
	for i, f := range row {
		before := b.used()
		p.heading(s, p.at(s, f), width, l)
		if i+1 < len(row) {
			b.gap(width + apart - (b.used() - before))
		}
		p.charts = append(p.charts, p.chart(s, f, from+i, width, g.height-1, l))
	}
	b.line()
	for y := range g.height - 1 {
		for i := range row {
			if i > 0 {
				b.gap(apart)
			}
			if drawn := p.charts[i]; y < len(drawn) {
				b.drawn(width, func(dst []byte) []byte { return append(dst, drawn[y]...) })
			}
		}
		b.line()
	}
}

// heading is a figure's name, number and limit, and what it is made of, in at
// most w cells.
func (p *Machine) heading(s *state.Snapshot, f shownFigure, w int, l *Look) {
	b, before := &p.sheet, p.sheet.used()
	b.cell(l.Strong, netLabel(f, l), min(chart.AxisWidth+8, w))
	b.figure(l.judged(s, f), formatOf(f.Value), 8)
	putRate(b, f, l.judged(s, f))
	if f.Beyond() && !f.Stale {
		putSign(b, s, f)
	}
	if b.used()-before+limitCells(l) <= w {
		putLimit(b, f.Limit, f.Unit)
	}
	if p.cursor.now() {
		p.beside(s, f.metric, w-(b.used()-before), l)
	}
}

// netLabel is the name of a figure; a direction alone would not tell of what.
func netLabel(f shownFigure, l *Look) string {
	if slices.Contains(network[:], f.metric) {
		return l.Word("screen.network") + " " + l.metric(f.metric)
	}
	return l.metric(f.metric)
}

// putRate completes what is per second and counted in bytes.
func putRate(b *sheet, f shownFigure, style theme.Style) {
	if slices.Contains(network[:], f.metric) {
		b.put(style, "/s")
	}
}

func (p *Machine) chart(s *state.Snapshot, f shownFigure, i, w, h int, l *Look) []string {
	trend := s.Trends[f.metric]
	o := course(s, trend, l)
	o.Width, o.Height, o.Per, o.Cursor = w, h, p.axis.per, p.cursor.at
	o.Marks, o.Beyond = p.marks, l.beyond(s, f.metric)
	return p.lines[i].Draw(series(trend), o)
}

// pastRow is a figure in a row: name, number, its past, its limit.
func pastRow(b *sheet, s *state.Snapshot, f shownFigure, l *Look) {
	const label, number = 14, 9
	name := min(label, b.width()/2)
	b.cell(l.Dim, netLabel(f, l), name)
	b.figure(l.judged(s, f), formatOf(f.Value), number)
	putRate(b, f, l.judged(s, f))
	if b.used() == name+number {
		putSign(b, s, f) // where others have their unit's end
	}
	if past := min(b.width()-b.used()-limitCells(l)-2, 120); past >= 4 && len(s.Trends[f.metric].Max) > 0 {
		o := chart.SparkOptions{
			Width: past, History: chartHistory, High: headroom(s.Trends[f.metric]), Limit: limitOf(f.Limit),
			Normal: l.Spark, Beyond: l.beyond(s, f.metric), Glyphs: &l.Glyph,
		}
		if high := highOf(s, f); high > 0 {
			o.High = high
		}
		b.gap(1)
		b.drawn(past, func(dst []byte) []byte { return chart.AppendSpark(dst, series(s.Trends[f.metric]), o) })
	}
	putLimit(b, f.Limit, f.Unit)
	b.line()
}

// disk is one disk: mount point, share, bar, limit of them all.
func (p *Machine) disk(s *state.Snapshot, f shownFigure, l *Look) {
	b := &p.sheet
	if f.Limit == nil {
		f.Limit = s.Figures["host.disk"].Limit
	}
	b.cell(l.Dim, l.Word("page.disk", strings.TrimPrefix(string(f.metric), diskPrefix)), min(24, b.width()/2))
	b.figure(l.judged(s, f), formatOf(f.Value), 7)
	if bar := min(b.width()-b.used()-limitCells(l)-2, 60); bar >= 4 {
		b.gap(1)
		b.drawn(bar, func(dst []byte) []byte {
			return chart.AppendGauge(dst, f.Number, chart.GaugeOptions{
				Width: bar, Limit: limitOf(f.Limit), Normal: l.Line, Beyond: l.beyond(s, f.metric, "host.disk"), Rest: l.Border, Glyphs: &l.Glyph,
			})
		})
	}
	putLimit(b, f.Limit, f.Unit)
	b.line()
}
