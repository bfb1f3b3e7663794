package pane

import (
	"time"

	"bedside/logview"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// The smallest page with a line that shows how the matches spread over time.
const (
	spreadHeight = 14
	spreadWidth  = 50
)

// spreadEdge is the room for a time at each end of the line.
const spreadEdge = len("15:04:05 ")

// SpreadColumns is how many columns the line has room for, 0 for no line.
func (p *Logs) SpreadColumns() int {
	if p.height < spreadHeight || p.width < spreadWidth {
		return 0
	}
	return p.inner() - 2*spreadEdge
}

// spreads reports whether the line is shown.
func (p *Logs) spreads() bool { return p.SpreadColumns() > 0 && len(p.spreadOver.Columns) > 1 }

// spread draws the line: how many entries matched in each stretch of time, in
// the colour of the worst level among them. A stretch without any stays blank.
func (p *Logs) spread(l *Look) {
	b, h := &p.sheet, &p.spreadOver
	columns := h.Columns[max(len(h.Columns)-p.SpreadColumns(), 0):]
	each := max(p.SpreadColumns()/len(columns), 1)
	end := h.Begin.Add(h.Step * time.Duration(len(h.Columns)))
	most := uint32(1)
	for i := range columns {
		most = max(most, columns[i].Sum())
	}
	b.moment(l.Dim, l.local(end.Add(-h.Step*time.Duration(len(columns)))), "15:04:05 ")
	b.gap(p.SpreadColumns() - each*len(columns))
	for i := range columns {
		b.drawn(each, func(dst []byte) []byte { return appendColumn(dst, &columns[i], most, each, l) })
	}
	b.moment(l.Dim, l.local(end), " 15:04:05")
	b.line()
}

// appendColumn appends one column, so many cells wide.
func appendColumn(dst []byte, c *logview.LevelCounts, most uint32, cells int, l *Look) []byte {
	sum := c.Sum()
	if sum == 0 {
		return append(dst, theme.Spaces(cells)...)
	}
	var room [256]byte
	run, glyph := room[:0], chart.Level(float64(sum)/float64(most), &l.Glyph)
	for range cells {
		run = append(run, glyph...)
	}
	return worstLevel(c, l).AppendBytes(dst, run)
}

// worstLevel is the style of the worst level that a column holds.
func worstLevel(c *logview.LevelCounts, l *Look) theme.Style {
	switch {
	case c[logview.Error]+c[logview.Critical] > 0:
		return l.P2
	case c[logview.Warning] > 0:
		return l.P3
	}
	return l.Spark
}
