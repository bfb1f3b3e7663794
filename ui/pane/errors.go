package pane

import (
	"slices"
	"strconv"
	"time"

	"bedside/logview"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Errors shows the live errors of all logs, newest first, repeats folded.
type Errors struct {
	sheet sheet
	dated bool // one of the entries is of another day
	last  cache
}

// View draws the pane.
func (p *Errors) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Errors) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.title(s, l)
	trouble := p.sources(s, l)
	if len(s.Logs.Errors) == 0 && !trouble {
		p.empty(s, l)
	}
	shown := s.Logs.Errors[max(len(s.Logs.Errors)-b.left(), 0):]
	p.dated = slices.ContainsFunc(shown, func(e state.Folded) bool { return l.dated(seen(&e), l.now(s)) })
	for i := len(s.Logs.Errors) - 1; i >= 0 && b.left() > 0; i-- {
		if b.left() == 1 && i > 0 {
			b.put(l.Dim, l.Word("screen.more", i+1))
			b.line()
			break
		}
		p.entry(s, &s.Logs.Errors[i], l)
	}
	return b.picture()
}

func (p *Errors) title(s *state.Snapshot, l *Look) {
	b, logs := &p.sheet, &s.Logs
	b.put(l.Title, " ", l.Word("pane.errors"), " ")
	b.put(l.Dim, " level>=error ")
	if len(logs.Sources) > 0 {
		p.rate(logs, l)
	}
	b.apart()
	switch {
	case logs.Dropped > 0:
		b.put(l.P3, " ", l.Word("screen.dropped", int64(logs.Dropped)), " ")
	case following(logs):
		b.put(l.Dim, " ")
		b.figure(l.Dim, format{number: logs.LineRate}, 3)
		b.put(l.Dim, " ", l.Word("screen.lines-per-second"), " ")
	}
	b.line()
}

// rate is errors a minute and their recent past.
func (p *Errors) rate(logs *state.Logs, l *Look) {
	b := &p.sheet
	b.gap(1)
	b.figure(l.Text, format{number: float64(int(logs.ErrorRate*60 + 0.5))}, 0)
	b.put(l.Dim, " ", l.Word("screen.per-minute"), " ")
	if spark := min(16, b.width()/6); spark >= 6 && len(logs.ErrorTrend.Max) > 0 {
		o := chart.SparkOptions{
			Width: spark, History: sparkHistory, Limit: limitOf(logs.ErrorTrend.Limit),
			Normal: l.Spark, Beyond: l.P3, Glyphs: &l.Glyph,
		}
		b.drawn(spark, func(dst []byte) []byte { return chart.AppendSpark(dst, series(logs.ErrorTrend), o) })
		b.gap(1)
	}
}

// following reports whether every log is read.
func following(logs *state.Logs) bool {
	for _, source := range logs.Sources {
		if !source.OK {
			return false
		}
	}
	return len(logs.Sources) > 0
}

// sources tells of logs that are not read; it reports whether there are any.
func (p *Errors) sources(s *state.Snapshot, l *Look) bool {
	b, trouble := &p.sheet, false
	for _, source := range s.Logs.Sources {
		if source.OK || source.State.Zero() {
			continue
		}
		trouble = true
		b.put(l.Unknown, l.Glyph.Unknown, " ", source.Name, " ")
		b.put(l.Text, l.Say(source.State))
		b.put(l.Dim, "  ", source.Path.Screen())
		b.line()
	}
	return trouble
}

// empty says that there are no errors, and over which time that holds.
func (p *Errors) empty(s *state.Snapshot, l *Look) {
	b := &p.sheet
	switch {
	case len(s.Logs.Sources) == 0 && s.Ready:
		b.put(l.Dim, l.Word("screen.no-logs"))
	case len(s.Logs.Sources) == 0:
		b.put(l.Dim, l.Word("screen.awaited"))
	default:
		watched := l.now(s).Sub(s.Started).Truncate(time.Second)
		if watched > 10*time.Minute {
			watched = 10 * time.Minute
		}
		b.put(l.Dim, l.Word("screen.no-errors", watched))
	}
	b.line()
}

// seen is when an entry was written, else when it arrived.
func seen(e *state.Folded) time.Time {
	if e.At.IsZero() {
		return e.Arrived
	}
	return e.At
}

// moduleCells is the width of the module column.
const moduleCells = 14

func (p *Errors) entry(s *state.Snapshot, e *state.Folded, l *Look) {
	b := &p.sheet
	wide := b.width() >= 70
	b.put(l.Dim, l.stampBeside(seen(e), l.now(s), p.dated, b.width() >= 100), " ")
	if wide {
		b.cell(l.Dim, shortModule(e.Module.Screen()), moduleCells)
		b.gap(1)
	}
	b.put(p.level(e.Level, l), e.Message.Screen())
	b.apart()
	if !wide || !b.ifFits(b.width()-1, func() { p.folded(e, wide, l) }) {
		p.folded(e, false, l)
	}
	if wide && e.Count > 1 && !e.First.IsZero() {
		b.put(l.Dim, " ", l.Word("screen.since", l.minute(e.First, l.now(s))))
	}
	b.line()
}

// shortModule is a module whole where its column holds it, else its last part.
func shortModule(module string) string {
	if theme.Width(module) > moduleCells {
		return lastPart(module)
	}
	return module
}

// folded says what stands behind the row: the cause, the further lines, in
// words where there is room, and the repeats.
func (p *Errors) folded(e *state.Folded, inWords bool, l *Look) {
	p.finding(e, l)
	p.trace(e, inWords, l)
	if e.Count > 1 {
		p.sheet.put(l.Strong, "  ", l.Glyph.Times, strconv.Itoa(e.Count))
	}
}

func (p *Errors) level(level logview.Level, l *Look) theme.Style {
	if level >= logview.Critical {
		return l.Strong
	}
	return l.Text
}

// finding names the cause of a known case where there is room for it.
func (p *Errors) finding(e *state.Folded, l *Look) {
	b := &p.sheet
	if e.Finding == nil || b.width() < 100 {
		return
	}
	b.put(l.P3, "  ", l.Cut(l.Word(words.Code(e.Finding.Cause)), b.width()/3))
}

func (p *Errors) trace(e *state.Folded, inWords bool, l *Look) {
	switch {
	case e.Lines < 2:
	case inWords:
		p.sheet.put(l.Dim, "  ", l.Glyph.Folded, " ", l.Word("screen.traceback", e.Lines-1))
	default:
		p.sheet.put(l.Dim, " ", l.Glyph.Folded)
	}
}
