package chart

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bedside/ui/theme"

	"github.com/guptarohit/asciigraph"
)

// LineOptions say how a line chart is drawn.
type LineOptions struct {
	Width, Height int           // of the whole chart, with its axes
	History       time.Duration // at most this long; 0 is all there is
	Limit         Limit
	Ceiling       float64 // where the source ends: a value there is that or more; 0 is nowhere
	Marks         []Mark  // events on the time axis
	Zone          *time.Location
	Theme         *theme.Theme
	Beyond        theme.Style // of the curve beyond the limit
	Factor        float64     // the axis' numbers are the values times this; 0 is 1
	Unit          string      // what the axis' numbers count, two bytes at most: "s", "ms", "%"
	Most          float64     // no value is larger, so the axis names none that is; 0 is no bound
	Per           int         // slots that a column stands for; 0 chooses
	Cursor        time.Time   // a moment whose column is drawn through; zero is none
	Watched       time.Time   // nobody looked before it: there the axis is dashed
	Before        string      // stands in the time before Watched where there is room for it
}

// AxisWidth is how many cells of a chart's width stand at its left, before the
// first column: the value axis with its numbers.
const AxisWidth = labelWidth + 2

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
	rows    []string
	letters string
	open    bool
	plot    plot
	marks   []Mark
	scaled  scaling // what the scale was chosen by last
	scale   scale
	columns []float32 // buffers
	points  []point
	strips  strips
}

// plot is what a picture is made of; equal plots give equal pictures.
type plot struct {
	points        []point
	first         int64         // number of the first column
	long          time.Duration // of one column
	width, height int           // of the curve's area
	scale         scale
	limit         Limit
	zone          *time.Location
	theme         *theme.Theme
	beyond        theme.Style
	factor, most  float64
	unit          string
	cursor        int // column, -1 for none
	watched       int // the first column that somebody looked at
	before        string
}

// point is one column: how many rows above the ground its value stands, and
// whether it is beyond the limit, or where its source ends.
type point struct {
	level        int
	beyond, open bool
}

// noPoint is a gap.
const noPoint = -1

// Draw is the chart as o.Height rows of exactly o.Width cells, nil when there
// is no room for one. The rows are shared with the next call and must not be
// changed.
func (c *Line) Draw(s Series, o LineOptions) []string {
	if o.Width < minLineWidth || o.Height < minLineHeight || s.Step <= 0 {
		c.rows, c.letters, c.open = nil, "", false
		return nil
	}
	p := c.prepare(s, o)
	if c.rows != nil && p.same(&c.plot) && slices.Equal(o.Marks, c.marks) {
		return c.rows
	}
	p.points = append(c.plot.points[:0], p.points...)
	c.plot, c.marks = p, slices.Clone(o.Marks)
	c.open = slices.ContainsFunc(p.points, func(n point) bool { return n.open })
	axis, letters := p.axis(&c.strips, o.Marks, o.Height-p.height)
	c.rows, c.letters = append(p.curve(&c.strips[0]), axis...), letters
	return c.rows
}

// Letters are those of the events that are seen on the axis of the last picture,
// each once, in the order of the alphabet.
func (c *Line) Letters() string { return c.letters }

// Open reports whether no more is known of a value than that it reaches the
// ceiling, where its source ends; 0 is none.
func Open(value, ceiling float64) bool {
	return ceiling > 0 && float32(value) == float32(ceiling) // as a Series keeps both
}

// Open reports whether the last picture has such values.
func (c *Line) Open() bool { return c.open }

// prepare condenses the series to what will be seen of it.
func (c *Line) prepare(s Series, o LineOptions) plot {
	p := plot{
		width: o.Width - AxisWidth, height: o.Height - axisRows(o.Height),
		limit: o.Limit, zone: o.Zone, theme: o.Theme, beyond: o.Beyond, most: o.Most, unit: o.Unit, before: o.Before,
	}
	per := o.Per
	if per < 1 {
		per = s.perColumn(p.width, o.History)
	}
	p.first = s.column(per) - int64(p.width) + 1
	p.long = s.Step * time.Duration(per)
	if p.factor = o.Factor; p.factor == 0 {
		p.factor = 1
	}
	p.cursor = -1
	if !o.Cursor.IsZero() {
		p.cursor = p.columnOf(o.Cursor)
	}
	p.watched = p.unwatched(o.Watched)
	c.columns = s.columns(c.columns[:0], p.width, per, o.Limit.low())
	p.scale = c.scaleFor(p)
	p.points = c.points[:0]
	for _, v := range c.columns {
		n := point{level: noPoint}
		if !gap(v) {
			n = p.point(float64(v))
			n.open = Open(float64(v), o.Ceiling)
		}
		p.points = append(p.points, n)
	}
	c.points = p.points
	return p
}

// same reports whether two plots give the same picture.
func (p *plot) same(q *plot) bool {
	return p.first == q.first && p.long == q.long && p.width == q.width && p.height == q.height &&
		p.scale == q.scale && p.limit == q.limit && p.zone == q.zone && p.theme == q.theme &&
		p.beyond == q.beyond && p.factor == q.factor && p.unit == q.unit && p.most == q.most && p.cursor == q.cursor &&
		p.watched == q.watched && p.before == q.before &&
		slices.Equal(p.points, q.points)
}

// scaleFor is the scale for the columns of a plot. It is chosen anew only when
// something else is asked of it.
func (c *Line) scaleFor(p plot) scale {
	n := scaling{top: largest(c.columns), height: p.height, limit: p.limit, factor: p.factor, most: p.most, unit: p.unit}
	if p.most > 0 {
		n.top = min(n.top, p.most)
	}
	if c.scale == (scale{}) || n != c.scaled {
		c.scaled, c.scale = n, n.choose()
	}
	return c.scale
}

// largest is the largest value, 0 where there is none above it. An infinity
// counts for nothing: no scale holds it.
func largest(columns []float32) float64 {
	top := 0.0
	for _, v := range columns {
		if n := float64(v); finite(n) {
			top = max(top, n)
		}
	}
	return top
}

// point is where v stands: at the limit's row, or on its side of it, however
// near, so that nothing seems to have reached the limit that did not, and
// nothing that did seems to be within it.
func (p *plot) point(v float64) point {
	n, limit := point{level: p.level(v), beyond: p.limit.Beyond(v)}, p.limitLevel()
	switch {
	case limit == noPoint:
	case p.limit.reached(v):
		n.level = limit
	case n.beyond != p.limit.low():
		n.level = max(n.level, limit+1)
	default:
		n.level = min(n.level, limit-1)
	}
	n.level = max(0, min(n.level, p.height-1))
	return n
}

// level is how many rows above the ground v stands.
func (p *plot) level(v float64) int {
	return int(math.Round(max(0, min(v*p.factor/p.scale.step, float64(p.height-1)))))
}

// limitLevel is the level of the limit, noPoint for none. There is a row on
// each side of it, unless the scale ends with it.
func (p *plot) limitLevel() int {
	at, ok := p.limit.line()
	if !ok {
		return noPoint
	}
	highest := p.height - 2
	if p.height < leastLabelled && !p.limit.low() && p.scale.step*float64(p.height-1) <= at*p.factor {
		highest++
	}
	return max(1, min(p.level(at), highest))
}

// curve is the rows of the curve with the value axis, drawn in cells.
func (p *plot) curve(cells *strip) []string {
	rows := make([]string, p.height)
	cells.begin(p.width)
	first := p.begin()
	rest, limit := p.graph(first), p.limitLevel()
	var line []byte
	for r := range rows {
		var drawn string
		drawn, rest, _ = strings.Cut(rest, "\n")
		level := p.height - 1 - r
		p.ground(cells, level)
		x := first - 1 // the first cell is the library's own axis
		for i, glyph := range drawn {
			if x >= first && x != p.cursor && glyph != ' ' {
				cell := drawn[i : i+utf8.RuneLen(glyph)]
				if p.marked(x, level) {
					cell = p.theme.Glyph.More
				}
				cells.set(x, cell, p.style(x, level-limit))
			}
			x++
		}
		line = p.appendLabel(line[:0], level)
		rows[r] = string(cells.append(line))
	}
	return rows
}

// ground is what the curve is drawn on: the limit, what is said of the time
// before anybody looked, and over them the cursor.
func (p *plot) ground(cells *strip, level int) {
	cells.fill(" ", theme.Style{})
	if level == p.limitLevel() {
		cells.fill(p.theme.Glyph.Limit, p.theme.Limit)
	}
	if p.cursor < 0 && level == 0 {
		p.sayBefore(cells)
	} else if p.cursor >= 0 {
		cells.set(p.cursor, p.theme.Glyph.Box.Vertical, p.theme.Focus)
	}
}

// sayBefore says in the middle of the time before anybody looked that it is.
func (p *plot) sayBefore(cells *strip) {
	end, w := min(p.watched, p.begin()), theme.Width(p.before)
	if w > 0 && w+2 <= end {
		cells.text((end-w)/2, p.before, p.theme.Dim)
	}
}

// begin is the column from which the curve is drawn: the one before its first
// value, so that the library marks where it begins.
func (p *plot) begin() int {
	return max(0, slices.IndexFunc(p.points, func(n point) bool { return n.level != noPoint })-1)
}

// graph has the library draw the values from a column on, in rows as the unit.
// Its colours stay off: a terminal without colours must get none.
func (p *plot) graph(from int) string {
	values := make([]float64, p.width-from+1)
	for i := range values {
		// The library draws the steps between points: one more than cells.
		n := p.points[min(from+i, p.width-1)]
		if values[i] = float64(n.level); n.level == noPoint {
			values[i] = math.NaN()
		}
	}
	return asciigraph.Plot(values,
		asciigraph.Height(p.height-1),
		asciigraph.LowerBound(0), asciigraph.UpperBound(float64(p.height-1)),
		asciigraph.Offset(1), // no room for its labels: ours stand beside
		asciigraph.YAxisValueFormatter(func(float64) string { return "" }),
		asciigraph.SeriesChars(curveChars(&p.theme.Glyph)))
}

func curveChars(g *theme.Glyphs) asciigraph.CharSet {
	return asciigraph.CharSet{
		Horizontal: g.Curve.Horizontal, VerticalLine: g.Curve.Vertical,
		ArcDownRight: g.Curve.DownRight, ArcDownLeft: g.Curve.DownLeft,
		ArcUpRight: g.Curve.UpRight, ArcUpLeft: g.Curve.UpLeft,
		StartCap: g.Curve.Start, EndCap: g.Curve.End,
	}
}

// marked reports whether the cell says that the curve may be higher there. Every
// second column does, so that it stays a curve, and one that is alone.
func (p *plot) marked(x, level int) bool {
	if !p.open(x) || p.points[x].level != level {
		return false
	}
	even := func(x int) bool { return (p.first+int64(x))%2 == 0 }
	return even(x) || !p.open(x-1) && !p.open(x+1)
}

// open reports whether a column's value may be higher.
func (p *plot) open(x int) bool { return x >= 0 && x < p.width && p.points[x].open }

// style is the style of the curve in column x, so many rows above the limit.
func (p *plot) style(x, above int) theme.Style {
	switch {
	case p.limitLevel() == noPoint:
		return p.theme.Line
	case p.limit.low():
		above = -above
	}
	if above > 0 || above == 0 && p.crosses(x) {
		return p.beyond
	}
	return p.theme.Line
}

// crosses reports whether the step drawn in column x touches a value beyond
// the limit.
func (p *plot) crosses(x int) bool {
	return x < p.width && (p.points[x].beyond || p.points[min(x+1, p.width-1)].beyond)
}
