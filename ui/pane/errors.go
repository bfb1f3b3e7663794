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

// Errors shows the live errors of all logs, newest first, repeats folded. Where
// there is no room for all, those that explain most are shown.
type Errors struct {
	sheet  sheet
	shown  []state.Folded
	dated  bool // one of the entries is of another day
	tails  []tail
	widest tailWidths
	module int // cells of the column of modules, 0 for none
	last   cache
}

// tail is what stands behind a message, each in a column of its own: the cause
// of a known case, the repeats, and since when they come.
type tail struct{ finding, times, since string }

// tailWidths are the widths of the columns, 0 for one that is empty.
type tailWidths struct{ finding, times, since int }

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
	rows := min(len(s.Logs.Errors), max(b.left(), 0))
	if rest := len(s.Logs.Errors) - rows; rest > 0 {
		b.below(l.Dim, l.Word("screen.more", rest), more(rest))
	}
	p.choose(s, rows, l)
	p.measure(s, l)
	for i := rows - 1; i >= 0; i-- {
		p.entry(s, &p.shown[i], p.tails[i], l)
	}
	return b.picture()
}

// choose takes as many errors as there are rows: those that still come before
// those that have ended, those of the suspected cause before others, known ones
// before unknown ones, and then those that come most; of several rows one is for
// the news, if there is some.
func (p *Errors) choose(s *state.Snapshot, rows int, l *Look) {
	p.shown = append(p.shown[:0], s.Logs.Errors...)
	if rows >= len(p.shown) {
		return
	}
	suspected := ""
	if len(s.Triage) > 0 {
		suspected = string(s.Triage[0].Cause.Code)
	}
	rank := func(e *state.Folded) [3]int {
		return [3]int{truth(l.now(s).Sub(seen(e)) <= lasting), explains(e, suspected), e.Count}
	}
	slices.SortStableFunc(p.shown, func(a, b state.Folded) int {
		x, y := rank(&a), rank(&b)
		return slices.Compare(y[:], x[:])
	})
	if i, late := newest(p.shown), newest(p.shown[:rows]); rows > 1 && isNews(&p.shown[i], &p.shown[late], l.now(s)) {
		p.shown[rows-1] = p.shown[i]
	}
	p.shown = p.shown[:rows]
	slices.SortStableFunc(p.shown, func(a, b state.Folded) int { return seen(&a).Compare(seen(&b)) })
}

// newest is the number of the error that came for the first time last.
func newest(list []state.Folded) int {
	last := 0
	for i := range list {
		if began(&list[i]).After(began(&list[last])) {
			last = i
		}
	}
	return last
}

// began is when an error first came.
func began(e *state.Folded) time.Time {
	if e.First.IsZero() {
		return seen(e)
	}
	return e.First
}

// asOne is how long after each other errors of one incident begin, and how long
// one that began later is news.
const asOne = 10 * time.Second

// isNews reports whether an error began just now and is none of the incident of
// those that are shown, the last of which is given.
func isNews(e, last *state.Folded, now time.Time) bool {
	return began(e).Sub(began(last)) >= asOne && now.Sub(began(e)) < asOne
}

// lasting is how long after its last line an error still counts as coming.
const lasting = 5 * time.Minute

// truth is 1 for what holds, which ranks above 0.
func truth(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

// explains is how much an error explains.
func explains(e *state.Folded, suspected string) int {
	switch {
	case e.Finding == nil:
		return 0
	case e.Finding.Cause != suspected:
		return 1
	}
	return 2
}

// roomyRow is the width from which modules are named whole, and seconds told;
// below it they matter least.
const roomyRow = 140

// measure words the tails and finds how wide the columns are.
func (p *Errors) measure(s *state.Snapshot, l *Look) {
	p.tails, p.widest, p.dated = p.tails[:0], tailWidths{}, false
	module, message := 0, 0
	for i := range p.shown {
		e := &p.shown[i]
		module = max(module, theme.Width(lastPart(e.Module.Screen())))
		message = max(message, theme.Width(e.Message.Screen()))
		t := p.tailOf(s, e, l)
		p.tails = append(p.tails, t)
		p.widest.finding = max(p.widest.finding, theme.Width(t.finding))
		p.widest.times = max(p.widest.times, theme.Width(t.times))
		p.widest.since = max(p.widest.since, theme.Width(t.since))
		p.dated = p.dated || l.dated(seen(e), l.now(s))
	}
	p.module = 0
	if w := p.sheet.width(); w >= moduleRow {
		free := w - len("15:04:05 ") - 2 - p.widest.cells() - message
		p.module = min(max(module, moduleCells), free)
		if w >= roomyRow {
			p.module = max(p.module, moduleCells)
		}
		if p.module < leastModule {
			p.module = 0
		}
	}
}

// tailOf words what stands behind an entry, as far as rows of this width have
// room for it.
func (p *Errors) tailOf(s *state.Snapshot, e *state.Folded, l *Look) (t tail) {
	w := p.sheet.width()
	if e.Finding != nil && w >= 100 && !(e.Finding.Vague() && suspects(s)) {
		t.finding = l.Cut(l.Word(words.Code(e.Finding.Cause)), w/3)
	}
	if e.Count > 1 {
		t.times = l.Glyph.Times + strconv.Itoa(e.Count)
		if w >= moduleRow && !e.First.IsZero() {
			t.since = l.Word("screen.since", p.since(e.First, l.now(s), l))
		}
	}
	return t
}

// suspects reports whether the cause of the trouble is told elsewhere on the page:
// "a service it needs" beside its name sounds like another one.
func suspects(s *state.Snapshot) bool {
	return len(s.Triage) > 0 && s.Triage[0].Confidence >= probable
}

// since is when an error began: to the second while that tells it from what
// else happened, and longer where there is room.
func (p *Errors) since(first, now time.Time, l *Look) string {
	exact := 10 * time.Minute
	if p.sheet.width() >= roomyRow {
		exact = time.Hour
	}
	if now.Sub(first) < exact {
		return l.stamp(first, now)
	}
	return l.minute(first, now)
}

func (p *Errors) title(s *state.Snapshot, l *Look) {
	b, logs := &p.sheet, &s.Logs
	b.put(l.Title, " ", l.Word("pane.errors"), " ")
	b.put(l.Dim, " level>=error ")
	if len(logs.Sources) > 0 {
		p.rate(logs, l)
	}
	p.mixed(s, l)
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

// roomForRate is what the right end of the title may take.
const roomForRate = 16

// mixed says in the title that some of the times are hours off, where there is
// room for it.
func (p *Errors) mixed(s *state.Snapshot, l *Look) {
	if names := mixedLogs(s, l); names != "" {
		b := &p.sheet
		b.ifFits(b.width()-roomForRate, func() { b.put(l.P3, " ", l.Word("logpage.mixed.short", names), " ") })
	}
}

// rate is errors a minute and their recent past.
func (p *Errors) rate(logs *state.Logs, l *Look) {
	b := &p.sheet
	b.gap(1)
	b.figure(l.Text, format{number: float64(int(logs.ErrorRate*60 + 0.5))}, 0)
	b.put(l.Dim, " ", p.covered(logs, l), " ")
	if spark := min(16, b.width()/6); spark >= 6 && len(logs.ErrorTrend.Max) > 0 {
		o := chart.SparkOptions{
			Width: spark, History: sparkHistory, Limit: limitOf(logs.ErrorTrend.Limit),
			Normal: l.Spark, Beyond: l.P3, Glyphs: &l.Glyph,
		}
		b.drawn(spark, func(dst []byte) []byte { return chart.AppendSpark(dst, series(logs.ErrorTrend), o) })
		b.gap(1)
	}
}

// covered says over which time the errors are counted: a console that has not
// looked for a minute knows no count of one.
func (p *Errors) covered(logs *state.Logs, l *Look) string {
	if span := logs.ErrorSpan.Truncate(time.Second); span > 0 && span < time.Minute {
		return l.Word("screen.within", span)
	}
	return l.Word("screen.per-minute")
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
		if quiet, whole := quietFor(s, l); quiet >= longQuiet && worstFiring(s.Verdict) != 0 { // nor anything else, which is no comfort
			b.put(l.Dim, " ", l.Glyph.Dot, " ")
			b.put(l.Strong, l.Word(quietWord(whole), quiet))
		}
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

// moduleCells is the width of the module column, which rows of moduleRow cells
// and more have.
const (
	moduleCells = 14
	moduleRow   = 70
	leastModule = 6 // below that a module says nothing
)

func (p *Errors) entry(s *state.Snapshot, e *state.Folded, t tail, l *Look) {
	b := &p.sheet
	b.put(l.Dim, l.stampBeside(seen(e), l.now(s), p.dated, b.width() >= 100), " ")
	if p.module > 0 {
		b.cell(l.Dim, shortModule(e.Module.Screen(), p.module), p.module)
		b.gap(1)
	}
	b.put(p.level(e.Level, l), e.Message.Screen())
	p.trace(e, l)
	b.apart()
	p.tail(t, l)
	b.line()
}

// trace says behind the message that lines are folded under it, where there is
// room for the words.
func (p *Errors) trace(e *state.Folded, l *Look) {
	b := &p.sheet
	if e.Lines < 2 {
		return
	}
	b.ifFits(b.width()-p.widest.cells(), func() {
		b.put(l.Dim, "  ", l.Glyph.Folded, " ", linesBelow(&e.Entry, inFull, l))
	})
}

// shortModule is a module whole where its column holds it, else its last part.
func shortModule(module string, room int) string {
	if theme.Width(module) > room {
		return lastPart(module)
	}
	return module
}

// cells is how wide a tail is, with the gaps before its columns.
func (w tailWidths) cells() int {
	cells := 0
	for _, column := range []struct{ gap, width int }{{2, w.finding}, {2, w.times}, {1, w.since}} {
		if column.width > 0 {
			cells += column.gap + column.width
		}
	}
	return cells
}

func (p *Errors) tail(t tail, l *Look) {
	b := &p.sheet
	if p.widest.finding > 0 {
		b.gap(2)
		b.cell(l.P3, t.finding, p.widest.finding)
	}
	if p.widest.times > 0 {
		b.gap(2 + p.widest.times - theme.Width(t.times))
		b.put(l.Strong, t.times)
	}
	if p.widest.since > 0 {
		b.gap(1)
		b.cell(l.Dim, t.since, p.widest.since)
	}
}

func (p *Errors) level(level logview.Level, l *Look) theme.Style {
	if level >= logview.Critical {
		return l.Strong
	}
	return l.Text
}
