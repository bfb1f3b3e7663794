package pane

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/logview"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// View draws the page. It expects the size that Resize was told; another one
// is drawn as well, with the cursor where it was.
func (p *Logs) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.drawn.view(s, w, h, l, p.draw)
}

func (p *Logs) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.title(s, l)
	if p.edit != nil {
		b.drawn(b.width(), func(dst []byte) []byte { return append(dst, p.edit.draw("/ ", b.width(), l)...) })
		b.line()
		complaint := p.edit.complaint("/ ", b.width(), l)
		b.drawn(theme.Width(complaint), func(dst []byte) []byte { return append(dst, complaint...) })
		b.line()
	} else if p.spreads() {
		p.spread(s, l)
	}
	if said := p.says(s, l); len(said) > 0 {
		for _, line := range said {
			b.put(l.Dim, line)
			b.line()
		}
		return b.picture()
	}
	d := rowDrawer{b: b, l: l, dated: p.dated(s, l), page: p}
	b.skip = p.skip
	for i := p.top; i < len(p.rows) && b.left() > 0; i++ {
		d.row(i)
	}
	return b.picture()
}

// says is what stands there instead of entries, in words: what is awaited,
// what is missing, or that nothing matches.
func (p *Logs) says(s *state.Snapshot, l *Look) []string {
	switch {
	case !p.Trouble.Zero():
		return []string{l.Say(p.Trouble)}
	case len(p.rows) > 0:
		return nil
	case !p.loaded:
		return []string{l.Word("logpage.reading")}
	case p.held > 0 && p.Query != "":
		said := []string{l.Word("logpage.no-match", thousands(p.held)), l.Word("logpage.no-match.hint")}
		if !p.doubt.Zero() {
			said = slices.Insert(said, 1, l.Say(p.doubt))
		}
		return said
	case len(s.Logs.Sources) == 0:
		return []string{l.Word("logpage.no-source"), l.Word("logpage.no-source.hint")}
	}
	said := []string{l.Word("logpage.empty")}
	for _, src := range s.Logs.Sources {
		said = append(said, "  "+src.Name+"  "+src.Path.Screen()+"  "+l.Say(src.State))
	}
	return said
}

// dated reports whether the page reaches back to another day.
func (p *Logs) dated(s *state.Snapshot, l *Look) bool {
	now := l.now(s)
	if len(p.rows) == 0 || now.IsZero() {
		return false
	}
	first := p.rows[p.top].since
	return !first.IsZero() && l.dated(first, now)
}

// rowDrawer draws rows of one page.
type rowDrawer struct {
	b     *sheet
	l     *Look
	page  *Logs
	dated bool
}

// row is the entry's line and, when it is unfolded or wrapped, those below.
func (d *rowDrawer) row(i int) {
	r := &d.page.rows[i]
	if r.apart {
		d.gapLine()
	}
	d.head(i, r)
	switch {
	case r.open:
		for _, below := range r.detail {
			d.b.gap(detailIndent)
			d.b.put(below.style, below.text)
			d.b.line()
		}
	case d.page.Wrapped:
		d.below(r, d.styles(r).text)
	}
}

// From these widths on an entry's module is named, and has more room.
const (
	wideLog   = 70
	widestLog = 100
)

// rowStyles are the styles of an entry's line.
type rowStyles struct{ text, dim, level theme.Style }

func (d *rowDrawer) styles(r *logRow) rowStyles {
	l := d.l
	switch {
	case r.last.Echo:
		return rowStyles{l.Echo, l.Echo, l.Echo}
	case !r.hit:
		return rowStyles{l.Dim, l.Dim, l.Dim}
	}
	return rowStyles{l.Text, l.Dim, d.level(r)}
}

// head is the entry's line: pointer and mark, time, level, module, message,
// and at the right what else there is to it.
func (d *rowDrawer) head(i int, r *logRow) {
	style := d.styles(r)
	d.beforeMessage(i, r)
	room, beside := d.roomBeside(r, style.dim)
	d.message(r, room, style.text)
	d.b.lower(beside)
	d.b.line()
}

// beforeMessage is the line up to the message.
func (d *rowDrawer) beforeMessage(i int, r *logRow) {
	b, style := d.b, d.styles(r)
	d.pointer(i, r)
	d.clock(style.dim, r.last.At)
	if d.page.Elapsed {
		d.elapsed(i, r)
	}
	b.cell(style.level, levelNames[r.last.Level], 5)
	b.gap(1)
	if w := d.page.moduleCells(b.width()); w > 0 {
		b.cell(style.dim, lastPart(r.last.Module.Screen()), w)
		b.gap(1)
	}
}

// moduleCells is the width of the column of modules on a page so wide: what the
// longest takes as far as there is room, 0 where there is none.
func (p *Logs) moduleCells(w int) int {
	switch {
	case w < wideLog:
		return 0
	case w < widestLog:
		return 10
	case w < roomyRow:
		return moduleCells
	}
	return max(moduleCells, min(p.module, w/7))
}

// leastMessage is how many cells of a message go before what stands at the
// right.
const leastMessage = 20

// roomBeside is how many cells the message has, and the extras that stand
// beside it: none where they would leave it too few.
func (d *rowDrawer) roomBeside(r *logRow, dim theme.Style) (room int, beside []span) {
	b := d.b
	room = b.width() - b.used()
	n := len(b.spans)
	d.extras(r, dim, inFull)
	if taken := cells(b.spans[n:]); taken > 0 && taken+d.wanted(r) > room {
		b.undo(n)
		d.extras(r, dim, inShort)
	}
	beside = b.lift(n)
	taken := cells(beside)
	if taken+leastMessage > room {
		return room, nil
	}
	return room - taken, beside
}

// wanted is how many cells a message and its cause would take.
func (d *rowDrawer) wanted(r *logRow) int {
	n := theme.Width(r.said())
	if r.finding != nil && !r.last.Echo {
		n += theme.Width(d.l.Word(words.Code(r.finding.Cause))) + len("  . ")
	}
	return n
}

// longestHead is how many bytes of a message its line is drawn from: more than
// the widest screen shows.
const longestHead = 4096

func (d *rowDrawer) pointer(i int, r *logRow) {
	pointer, mark := " ", " "
	if i == d.page.cursor {
		pointer = d.l.Glyph.Pointer
	}
	if d.page.marked(r) {
		mark = d.l.Glyph.Live
	}
	d.b.put(d.l.Key, pointer, mark)
}

// leastForCause is the room from which the cause stands beside a message.
const leastForCause = 56

// message puts the message and, where there is room, its cause into exactly
// room cells.
func (d *rowDrawer) message(r *logRow, room int, text theme.Style) {
	b, l := d.b, d.l
	said, whole := d.scrolled(r.said()), true
	if d.page.Wrapped && !r.open {
		lines := d.page.wrapped(r)
		said, whole = lines[0], len(lines) == 1
	}
	from, n := b.used(), len(b.spans)
	b.put(text, said)
	cause, left := "", room
	if r.finding != nil && !r.last.Echo && room >= leastForCause && whole && d.page.across == 0 {
		cause = "  " + l.Glyph.Dot + " " + l.Word(words.Code(r.finding.Cause))
		cause = l.Cut(cause, max(room-(b.used()-from), room*3/5))
		left -= theme.Width(cause)
	}
	if b.used()-from > left {
		b.undo(n)
		b.put(text, l.Cut(said, left))
	}
	b.put(l.P3, cause)
	b.gap(room - (b.used() - from))
}

// fullness is in how many words the extras are told.
type fullness uint8

const (
	inFull fullness = iota
	inShort
)

// extras stand at the right edge: lines below, repeats, echo.
func (d *rowDrawer) extras(r *logRow, dim theme.Style, f fullness) {
	b, l := d.b, d.l
	if r.last.Lines > 1 {
		glyph := l.Glyph.Folded
		if r.open {
			glyph = l.Glyph.Unfolded
		}
		b.put(dim, "  ", glyph, " ", linesBelow(&r.last, f, l))
	}
	if n := r.count; n > 1 {
		b.put(dim, "  ", l.Glyph.Times, strconv.Itoa(n))
		if f == inFull {
			b.put(dim, " ", l.Word("logpage.first", l.timeOfDay(r.since)))
		}
	}
	if r.last.Echo {
		b.put(dim, "  ", l.Word("logpage.echo"))
	}
}

// clock is when the entry was written, as it says itself.
func (d *rowDrawer) clock(dim theme.Style, at time.Time) {
	layout := "15:04:05 "
	if d.dated {
		layout = "01-02 15:04:05 "
	}
	if at.IsZero() {
		d.b.cell(dim, d.l.Glyph.Dash, len(layout))
		return
	}
	d.b.moment(dim, d.l.local(at), layout)
}

// level is the colour of the severity. A request that the service failed is an
// error at whatever level it was written.
func (d *rowDrawer) level(r *logRow) theme.Style {
	switch {
	case r.last.Level >= logview.Error, failedRequest(&r.last):
		return d.l.P2
	case r.last.Level == logview.Warning:
		return d.l.P3
	}
	return d.l.Dim
}

// failedRequest reports whether an entry tells of a request that was answered
// with a status of 500 or more.
func failedRequest(e *logview.Entry) bool {
	if e.Kind != logview.Request && e.Kind != logview.Access {
		return false
	}
	status := e.Field(logview.FieldStatus)
	return status.Starts("5") && status.Len() == len("500")
}

// levelNames are the levels in five letters.
var levelNames = [...]string{
	logview.Debug: "DEBUG", logview.Info: "INFO", logview.Warning: "WARN",
	logview.Error: "ERROR", logview.Critical: "CRIT",
}

// lastPart is a logger's name without its packages.
func lastPart(module string) string {
	return module[strings.LastIndexByte(module, '.')+1:]
}

// thousands writes a count with its digits in groups: "1,204".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
