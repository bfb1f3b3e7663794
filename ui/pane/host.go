package pane

import (
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Host shows the machine's and the process' figures against their limits.
type Host struct {
	sheet sheet
	shown []shownFigure
	last  cache
}

// shownFigure is a figure with its metric.
type shownFigure struct {
	metric probes.Metric
	state.Figure
}

// hostMetrics are the figures of this pane, in their order; what is not
// provided is left out.
var hostMetrics = [...]probes.Metric{
	"host.cpu", "host.memory", "host.disk", "host.load1", "host.net.in", "host.net.out",
	"process.cpu", "process.memory", "process.threads", "process.files",
}

// View draws the pane.
func (p *Host) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Host) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.shown = p.shown[:0]
	for _, m := range hostMetrics {
		if f, ok := s.Figures[m]; ok {
			p.shown = append(p.shown, shownFigure{m, f})
		}
	}
	p.title(s, l)
	if len(p.shown) == 0 {
		p.empty(s, l)
		return b.picture()
	}
	p.grid(s, l)
	return b.picture()
}

func (p *Host) title(s *state.Snapshot, l *Look) {
	b := &p.sheet
	b.put(l.Title, " "+l.Word("pane.host")+" ")
	b.apart()
	var age time.Duration
	for _, f := range p.shown {
		if f.Stale {
			age = max(age, l.now(s).Sub(f.At))
		}
	}
	if age > 0 {
		b.put(l.Unknown, " "+l.Word("screen.age", age.Truncate(time.Second))+" ")
	}
	b.line()
}

// empty says why there is nothing: not looked yet, or not to be had.
func (p *Host) empty(s *state.Snapshot, l *Look) {
	b := &p.sheet
	if !s.Ready {
		b.put(l.Dim, l.Word("screen.awaited"))
	} else {
		b.put(l.Dim, l.Word("screen.not-provided"))
	}
	b.line()
}

// The grid of figures: each in a field of the same width.
const (
	hostField  = 36
	hostNumber = 8
)

// grid sets the figures in as many columns as fit, row by row.
func (p *Host) grid(s *state.Snapshot, l *Look) {
	b := &p.sheet
	columns := max(1, b.width()/hostField)
	rows := (len(p.shown) + columns - 1) / columns
	if rows > b.left() && columns == 1 && b.width() >= 2*hostTight {
		columns = 2
	}
	field := b.width() / columns
	for i, f := range p.shown {
		p.field(s, f, field-1, l)
		if (i+1)%columns == 0 || i+1 == len(p.shown) {
			b.line()
		} else {
			b.gap(1)
		}
	}
}

// hostTight is a field without its sparkline.
const hostTight = 24

// field is one figure: name, number, its recent past, its limit.
func (p *Host) field(s *state.Snapshot, f shownFigure, w int, l *Look) {
	b := &p.sheet
	style := l.Text
	switch {
	case f.Stale:
		style = l.Unknown
	case f.Limit.Beyond(f.Number):
		style = l.beyond(s, f.metric)
	}
	before := b.used()
	b.cell(l.Dim, l.metric(f.metric), hostLabel(l))
	b.figure(style, format{number: f.Number, unit: f.Unit}, hostNumber)
	if spark := w - hostLabel(l) - hostNumber - 1 - limitCells(l); spark >= 4 {
		b.gap(1)
		p.past(s, f, min(spark, 24), l)
	}
	if w-(b.used()-before) >= limitCells(l)-1 {
		putLimit(b, f.Limit, f.Unit)
	}
	b.gap(w - (b.used() - before))
}

func (p *Host) past(s *state.Snapshot, f shownFigure, w int, l *Look) {
	o := chart.SparkOptions{
		Width: w, History: sparkHistory, Limit: limitOf(f.Limit),
		Normal: l.Line, Beyond: l.beyond(s, f.metric), Glyphs: &l.Glyph,
	}
	if f.Unit == probes.Ratio {
		o.High = 1
	}
	p.sheet.drawn(w, func(dst []byte) []byte { return chart.AppendSpark(dst, series(s.Trends[f.metric]), o) })
}

// hostLabel is the width of the names.
func hostLabel(l *Look) int {
	w := 0
	for _, m := range hostMetrics {
		w = max(w, theme.Width(l.metric(m)))
	}
	return w + 1
}

// limitCells is the width of " limit 80 %".
func limitCells(l *Look) int { return theme.Width(l.Word("screen.limit")) + 7 }
