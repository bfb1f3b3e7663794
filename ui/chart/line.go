package chart

import (
	"math"
	"slices"
	"strings"
	"time"

	"bedside/ui/theme"

	"github.com/guptarohit/asciigraph"
)

// LineOptions say how a line chart is drawn.
type LineOptions struct {
	Width, Height int           // of the whole chart, with its axes
	History       time.Duration // at most this long; 0 is all there is
	Limit         Limit
	Marks         []Mark // events on the time axis
	Zone          *time.Location
	Theme         *theme.Theme
	Beyond        theme.Style // of the curve beyond the limit
}

// Mark is an event on the time axis.
type Mark struct {
	At     time.Time
	Letter byte
	Style  theme.Style
}

// The smallest size that is drawn.
const (
	minLineWidth  = 16
	minLineHeight = 4
)

// Line is a line chart. It keeps its last picture and draws again only when a
// column changed. The zero Line is ready to draw.
type Line struct {
	rows  []string
	plot  plot
	marks []Mark
}

// plot is what a picture is made of; equal plots give equal pictures.
type plot struct {
	columns       []float32
	first         int64         // number of the first column
	long          time.Duration // of one column
	width, height int           // of the curve's area
	labels        int           // width of the labels at the left
	top           float64       // of the scale, which begins at 0
	limit         Limit
	zone          *time.Location
	theme         *theme.Theme
	beyond        theme.Style
}

// Draw is the chart as o.Height rows of exactly o.Width cells, nil when there
// is no room for one. The rows are shared with the next call and must not be
// changed.
func (c *Line) Draw(s Series, o LineOptions) []string {
	if o.Width < minLineWidth || o.Height < minLineHeight || s.Step <= 0 {
		return nil
	}
	p := prepare(s, o)
	if c.rows != nil && p.same(&c.plot) && slices.Equal(o.Marks, c.marks) {
		return c.rows
	}
	c.plot, c.marks = p, slices.Clone(o.Marks)
	c.rows = append(p.curve(), p.axis(o.Marks, o.Height-p.height)...)
	return c.rows
}

func prepare(s Series, o LineOptions) plot {
	p := plot{
		height: o.Height - axisRows(o.Height),
		limit:  o.Limit, zone: o.Zone, theme: o.Theme, beyond: o.Beyond,
	}
	// The labels' width depends on the scale, the scale on the columns, and
	// these on the room that the labels leave: assume the widest labels.
	p.labels = labelWidth
	p.width = o.Width - p.labels - 2 // a space and the axis
	per := s.perColumn(p.width, o.History)
	p.columns = s.columns(make([]float32, 0, p.width), p.width, per, o.Limit.low())
	p.first = s.column(per) - int64(p.width) + 1
	p.long = s.Step * time.Duration(per)
	p.top = p.scale()
	return p
}

// same reports whether two plots give the same picture.
func (p *plot) same(q *plot) bool {
	return p.first == q.first && p.long == q.long && p.width == q.width && p.height == q.height &&
		p.labels == q.labels && p.top == q.top && p.limit == q.limit && p.zone == q.zone &&
		p.theme == q.theme && p.beyond == q.beyond &&
		slices.EqualFunc(p.columns, q.columns, func(a, b float32) bool { return a == b || gap(a) && gap(b) })
}

// scale is the end of the axis: it holds every value and the limit, and each
// row is a round step.
func (p *plot) scale() float64 {
	top := 0.0
	for _, v := range p.columns {
		if n := float64(v); finite(n) {
			top = max(top, n)
		}
	}
	if at, ok := p.limit.line(); ok {
		top = max(top, at*1.2)
	}
	steps := float64(p.height - 1)
	return roundUp(top/steps) * steps
}

// roundUp is the next number that reads well as a step of an axis.
func roundUp(n float64) float64 {
	if n <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(n)))
	for _, step := range [...]float64{1, 2, 2.5, 5, 10} {
		if top := step * unit; n <= top {
			return top
		}
	}
	return n
}

// curve is the rows of the curve with the value axis.
func (p *plot) curve() []string {
	drawn := strings.Split(p.graph(), "\n")
	rows := make([]string, p.height)
	line := newStrip(p.width)
	for r := range rows {
		line.fill(" ", theme.Style{})
		x := -1 // the first cell is the library's own axis
		for _, cell := range drawn[r] {
			if x >= 0 && cell != ' ' {
				line.set(x, string(cell), p.style(r, x, cell))
			}
			x++
		}
		rows[r] = string(p.appendLabel(nil, r)) + line.String()
	}
	return rows
}

// graph has the library draw the limit and, over it, the values. Its colours
// stay off: a terminal without colours must get none.
func (p *plot) graph() string {
	g := &p.theme.Glyph
	values := make([]float64, p.width+1)
	for i, v := range p.columns {
		values[i] = max(0, min(float64(v), p.top))
	}
	values[p.width] = values[p.width-1] // the library draws steps between points: one more point than cells
	all, chars := [][]float64{values}, []asciigraph.CharSet{curveChars(g)}
	if at, ok := p.limit.line(); ok {
		all = [][]float64{level64(at, p.width+1), values}
		chars = []asciigraph.CharSet{asciigraph.CreateCharSet(g.Limit), chars[0]}
	}
	return asciigraph.PlotMany(all,
		asciigraph.Height(p.height-1),
		asciigraph.LowerBound(0), asciigraph.UpperBound(p.top),
		asciigraph.Offset(1), // no room for its labels: ours stand beside
		asciigraph.YAxisValueFormatter(func(float64) string { return "" }),
		asciigraph.SeriesChars(chars...))
}

func curveChars(g *theme.Glyphs) asciigraph.CharSet {
	return asciigraph.CharSet{
		Horizontal: g.Curve.Horizontal, VerticalLine: g.Curve.Vertical,
		ArcDownRight: g.Curve.DownRight, ArcDownLeft: g.Curve.DownLeft,
		ArcUpRight: g.Curve.UpRight, ArcUpLeft: g.Curve.UpLeft,
		StartCap: g.Curve.Start, EndCap: g.Curve.End,
	}
}

func level64(v float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = max(0, v)
	}
	return out
}

// row is the row at which a value stands, 0 at the top.
func (p *plot) row(v float64) int {
	last := p.height - 1
	return last - int(math.Round(max(0, min(v/p.top, 1))*float64(last)))
}

// style is the style of the cell at row r, column x.
func (p *plot) style(r, x int, cell rune) theme.Style {
	at, ok := p.limit.line()
	switch {
	case !ok:
		return p.theme.Line
	case string(cell) == p.theme.Glyph.Limit:
		return p.theme.Limit
	}
	row := p.row(at)
	above, below := r < row, r > row
	if p.limit.low() {
		above, below = below, above
	}
	if above || !below && p.crosses(x) {
		return p.beyond
	}
	return p.theme.Line
}

// crosses reports whether the step drawn in column x touches a value beyond
// the limit.
func (p *plot) crosses(x int) bool {
	if x >= p.width {
		return false
	}
	next := p.columns[min(x+1, p.width-1)]
	return !gap(p.columns[x]) && p.limit.Beyond(float64(p.columns[x])) || !gap(next) && p.limit.Beyond(float64(next))
}
