package pane

import (
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Host shows the machine's figures against their limits, and below them what
// the network and the service's process use.
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

// gauged are the figures with a past and a limit; used are told in a row each.
// What is not provided is left out.
var (
	gauged  = [...]probes.Metric{"host.cpu", "host.memory", "host.disk", "host.load1"}
	network = [...]probes.Metric{"host.net.in", "host.net.out"}
	process = [...]probes.Metric{"process.cpu", "process.memory", "process.threads", "process.files"}
)

// View draws the pane.
func (p *Host) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Host) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.shown = appendFigures(p.shown[:0], s, gauged[:])
	troubles := ailing(s, state.RoleHost, state.RoleProcess)
	columns := p.columns(b.left() - troubles)
	p.title(s, p.rows(s, columns)+troubles-b.left(), l)
	rest := b.left()
	putAiling(b, s, l, state.RoleHost, state.RoleProcess)
	p.grid(s, columns, l)
	p.row(s, "screen.network", network[:], l)
	p.row(s, "screen.process", process[:], l)
	if b.left() == rest {
		p.empty(s, l)
	}
	return b.picture()
}

// rows is how many rows the figures take in all.
func (p *Host) rows(s *state.Snapshot, columns int) int {
	n := (len(p.shown) + columns - 1) / columns
	for _, row := range [...][]probes.Metric{network[:], process[:]} {
		if slices.ContainsFunc(row, func(m probes.Metric) bool { _, given := s.Figures[m]; return given }) {
			n++
		}
	}
	return n
}

// title is the border's text, with the number of rows that have no room.
func (p *Host) title(s *state.Snapshot, hidden int, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("pane.host"), " ")
	b.apart()
	var age time.Duration
	for _, f := range p.shown {
		if f.Stale {
			age = max(age, l.now(s).Sub(f.At))
		}
	}
	if hidden > 0 {
		b.below(l.Dim, l.Word("screen.more", hidden), more(hidden))
	}
	if age > 0 {
		b.put(l.Unknown, " ", l.Word("screen.age", l.spoken(age)), " ")
	}
	b.line()
}

// empty says why there is nothing: not looked yet, or not to be had.
func (p *Host) empty(s *state.Snapshot, l *Look) {
	code := words.Code("screen.not-provided")
	if !s.Ready {
		code = "screen.awaited"
	}
	p.sheet.put(l.Dim, l.Word(code))
	p.sheet.line()
}

// The widths of a field of the grid.
const (
	hostNumber = 6
	hostTight  = 26 // a field without its past
)

// columns is how many figures with limits stand in a row: two where rows are
// short.
func (p *Host) columns(rows int) int {
	if w := p.sheet.width(); rows < len(p.shown)+2 && w >= 2*hostTight || w >= 90 {
		return 2
	}
	return 1
}

// grid sets the figures with limits below each other.
func (p *Host) grid(s *state.Snapshot, columns int, l *Look) {
	b := &p.sheet
	width := b.width()/columns - (columns - 1)
	for i, f := range p.shown {
		p.field(s, f, width, l)
		if (i+1)%columns == 0 || i+1 == len(p.shown) {
			b.line()
		} else {
			b.gap(columns)
		}
	}
}

// field is one figure in w cells: name, number, its recent past, its limit.
func (p *Host) field(s *state.Snapshot, f shownFigure, w int, l *Look) {
	b := &p.sheet
	before, label := b.used(), hostLabel(l)
	b.cell(l.Dim, l.metric(f.metric), label)
	b.figure(l.judged(s, f), formatOf(f.Value), hostNumber)
	if past := min(w-label-hostNumber-signCells-1-limitCells(l), 40); past >= 4 {
		putSign(b, s, f)
		b.gap(1)
		p.past(s, f, past, l)
	}
	putLimit(b, f.Limit, f.Unit)
	if cores, ok := s.Figures["host.cores"]; ok && f.metric == "host.load1" && f.Limit == nil {
		b.put(l.Dim, " ", l.metric("host.cores"), " ")
		b.figure(l.Dim, formatOf(cores.Value), 0)
	}
	b.gap(w - (b.used() - before))
}

// judged is the style of a figure: plain, beyond its limit, or too old.
func (l *Look) judged(s *state.Snapshot, f shownFigure) theme.Style {
	switch {
	case f.Stale:
		return l.Unknown
	case f.Beyond():
		return l.beyond(s, f.metric)
	}
	return l.Text
}

// signCells is the width of putSign.
const signCells = 2

// putSign stands behind a figure and says without a colour that it is beyond its
// limit, and how urgent that is.
func putSign(b *sheet, s *state.Snapshot, f shownFigure) {
	if f.Stale || !f.Beyond() {
		b.gap(signCells)
		return
	}
	style, glyph := b.look.urgency(beyondPriority(s, f.metric))
	b.put(style, " ", glyph)
}

func (p *Host) past(s *state.Snapshot, f shownFigure, w int, l *Look) {
	o := chart.SparkOptions{
		Width: w, History: sparkHistory, Limit: limitOf(f.Limit),
		Normal: l.Spark, Beyond: l.beyond(s, f.metric), Glyphs: &l.Glyph,
	}
	o.High = highOf(s, f)
	p.sheet.drawn(w, func(dst []byte) []byte { return chart.AppendSpark(dst, series(s.Trends[f.metric]), o) })
}

// highOf is where the scale of a figure's past ends at least, 0 where it knows
// no end: a full bar is a busy machine, not the highest of an idle one.
func highOf(s *state.Snapshot, f shownFigure) float64 {
	switch {
	case f.Unit == probes.Ratio:
		return 1
	case f.metric == "host.load1":
		if cores := s.Figures["host.cores"].Number; largest(s.Trends[f.metric]) <= cores {
			return cores
		}
	}
	return 0
}

// row tells figures in one row, as many as are whole in it: "process  cpu 12 %
// mem 512 MiB".
func (p *Host) row(s *state.Snapshot, label words.Code, metrics []probes.Metric, l *Look) {
	p.shown = appendFigures(p.shown[:0], s, metrics)
	b := &p.sheet
	for i, f := range p.shown {
		before := len(b.spans)
		if i == 0 {
			b.cell(l.Dim, l.Word(label), hostLabel(l))
			b.gap(1)
			if f.Stale {
				b.put(l.Unknown, l.Word("screen.old", l.now(s).Sub(f.At).Truncate(time.Second)))
				b.gap(2)
			}
		} else {
			b.gap(2)
		}
		b.put(l.Dim, l.metric(f.metric))
		b.gap(1)
		b.figure(l.judged(s, f), formatOf(f.Value), 0)
		if label == "screen.network" {
			b.put(l.judged(s, f), "/s")
		}
		if rest := len(p.shown) - i; i > 0 && b.overfull(rest-1) {
			b.undo(before)
			b.rest(rest)
			break
		}
	}
	if len(p.shown) > 0 {
		b.line()
	}
}

// hostLabel is the width of the names.
func hostLabel(l *Look) int {
	w := max(theme.Width(l.Word("screen.network")), theme.Width(l.Word("screen.process")))
	for _, m := range gauged {
		w = max(w, theme.Width(l.metric(m)))
	}
	return w + 1
}

// limitCells is the width of " limit 80 %".
func limitCells(l *Look) int { return theme.Width(l.Word("screen.limit")) + 7 }
