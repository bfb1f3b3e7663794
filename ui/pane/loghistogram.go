package pane

import (
	"math"
	"strconv"
	"time"

	"bedside/logview"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// The smallest page with two lines that show how the matches spread over time.
const (
	spreadHeight = 18
	spreadWidth  = 60
	spreadLines  = 2
)

// Room beside the columns: a time at each end, and behind them what they show.
const (
	spreadEdge  = len("15:04:05 ")
	spreadLabel = 29 // "  peak 1,000/12h, 123 outside"
)

// SpreadColumns is how many columns the lines have room for, 0 for no lines.
func (p *Logs) SpreadColumns() int {
	if p.height < spreadHeight || p.width < spreadWidth {
		return 0
	}
	return p.inner() - 2*spreadEdge - spreadLabel
}

// spreads reports whether the lines are shown.
func (p *Logs) spreads() bool { return p.SpreadColumns() > 0 && len(p.spreadOver.Columns) > 1 }

// spreadLag is how late a line may be read, counted and drawn: a stretch that is
// younger is not empty yet.
const spreadLag = 2 * time.Second

// spread draws two lines over the same time and in the same scale: how many
// entries matched in each stretch of it up to now, and how many of them are
// warnings or errors. A stretch without any stays blank. What is dated outside
// is counted.
func (p *Logs) spread(s *state.Snapshot, l *Look) {
	b, h := &p.sheet, p.spreadOver.Until(l.now(s).Add(-spreadLag), p.SpreadColumns())
	columns, outside := newestColumns(&h, p.SpreadColumns())
	end := h.Begin.Add(h.Step * time.Duration(len(h.Columns)))
	now, until := l.now(s), end
	open := now.Before(end)
	if open && !now.Before(end.Add(-h.Step)) { // no clock ahead of ours wrote it
		until = now
	}
	d := spreadDrawer{columns: columns, cells: p.SpreadColumns(), open: open, l: l}
	d.most, d.worst = peaks(columns)

	b.moment(l.Dim, l.local(end.Add(-h.Step*time.Duration(len(columns)))), "15:04:05 ")
	b.drawn(d.cells, func(dst []byte) []byte { return d.append(dst, (*logview.LevelCounts).Sum) })
	b.moment(l.Dim, l.local(until), " 15:04:05")
	b.firstThatFits(b.width(), d.peakWords(outside.Sum(), h.Step))
	b.line()

	b.gap(spreadEdge)
	b.drawn(d.cells, func(dst []byte) []byte { return d.append(dst, notable) })
	b.gap(spreadEdge)
	b.put(l.Dim, "  ", d.worstWords(notable(&outside), h.Step))
	b.line()
}

// newestColumns are the newest n columns, and what is counted outside them.
func newestColumns(h *logview.Histogram, n int) (columns []logview.LevelCounts, outside logview.LevelCounts) {
	left := max(len(h.Columns)-n, 0)
	outside = h.Outside
	for i := range h.Columns[:left] {
		for level, count := range h.Columns[i] {
			outside[level] += count
		}
	}
	return h.Columns[left:], outside
}

// perUnit writes so many entries in a column as how many that is a second or,
// where columns are longer than that, a minute: the same figure however wide the
// screen is.
func perUnit(n uint32, step time.Duration, l *Look) (amount, unit string) {
	per, word := time.Second, words.Code("logpage.step.s")
	if step >= time.Minute {
		per, word = time.Minute, "logpage.step.m"
	}
	rate := float64(n) * float64(per) / float64(step)
	if whole := math.Round(rate); rate >= 10 || rate == whole {
		return thousands(int(whole)), l.Word(word)
	}
	return strconv.FormatFloat(rate, 'f', 1, 64), l.Word(word)
}

// notable is how many warnings and errors a column holds.
func notable(c *logview.LevelCounts) uint32 {
	return c[logview.Warning] + c[logview.Error] + c[logview.Critical]
}

// peaks are the most entries in one column, and the most warnings and errors.
func peaks(columns []logview.LevelCounts) (all, worst uint32) {
	for i := range columns {
		all, worst = max(all, columns[i].Sum()), max(worst, notable(&columns[i]))
	}
	return all, worst
}

// spreadDrawer draws one line.
type spreadDrawer struct {
	columns     []logview.LevelCounts
	cells       int
	open        bool // the last column is not over
	most, worst uint32
	l           *Look
}

// peakWords say how high the first line is and how many entries are dated
// outside it, each in less room than the one before.
func (d *spreadDrawer) peakWords(outside uint32, step time.Duration) []string {
	most, unit := perUnit(d.most, step, d.l)
	beyond := thousands(int(outside))
	if outside == 0 {
		return []string{d.l.Word("logpage.peak", most, unit)}
	}
	return []string{
		d.l.Word("logpage.peak.beyond", most, unit, beyond),
		d.l.Word("logpage.peak.short", most, unit, beyond),
		d.l.Word("logpage.beyond", beyond),
	}
}

// worstWords say how high the second line is or, where it is empty, how many
// warnings and errors are dated outside it.
func (d *spreadDrawer) worstWords(outside uint32, step time.Duration) string {
	switch {
	case d.worst > 0:
		most, unit := perUnit(d.worst, step, d.l)
		return d.l.Word("logpage.peak.errors", most, unit)
	case outside > 0:
		return d.l.Word("logpage.beyond.errors", thousands(int(outside)))
	}
	return d.l.Word("logpage.peak.none")
}

// append appends the columns over all cells. One that is not over is drawn once
// it is as high as the one before: a lower one would show a fall that nobody
// has seen.
func (d *spreadDrawer) append(dst []byte, count func(*logview.LevelCounts) uint32) []byte {
	n, last := len(d.columns), len(d.columns)-1
	for i := range d.columns {
		c := &d.columns[i]
		sum, cells := count(c), d.cells*(i+1)/n-d.cells*i/n
		switch {
		case d.open && i == last && i > 0 && sum < count(&d.columns[i-1]):
			dst = d.run(dst, d.l.Dim, d.l.Glyph.Dot, cells)
		case sum == 0:
			dst = append(dst, theme.Spaces(cells)...)
		default:
			dst = d.run(dst, columnStyle(c, sum, d.l), chart.Level(float64(sum)/float64(d.most), &d.l.Glyph), cells)
		}
	}
	return dst
}

func (d *spreadDrawer) run(dst []byte, style theme.Style, glyph string, cells int) []byte {
	var room [256]byte
	run := room[:0]
	for range cells {
		run = append(run, glyph...)
	}
	return style.AppendBytes(dst, run)
}

// columnStyle is the style of so many of the entries that a column holds: that
// of warnings and errors where there are no others among them.
func columnStyle(c *logview.LevelCounts, n uint32, l *Look) theme.Style {
	if n > notable(c) {
		return l.Spark
	}
	return worstLevel(c, l)
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
