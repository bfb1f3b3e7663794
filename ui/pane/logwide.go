package pane

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes/words"
	"bedside/ui/theme"
)

// Long messages are cut at the right edge. They are read whole by unfolding
// one, by wrapping them all, or by scrolling across.

// ToggleWrap wraps long messages, or cuts them again.
func (p *Logs) ToggleWrap() {
	p.Wrapped, p.across = !p.Wrapped, 0
	p.unwrap()
	p.changed()
}

// Across scrolls the messages by cells, to the right or, when negative, back.
// It ends where the longest message in sight does. Wrapped messages are cut
// again.
func (p *Logs) Across(cells int) {
	p.Wrapped = false
	longest := 0
	for i := p.top; i < min(p.top+p.Rows(), len(p.rows)); i++ {
		longest = max(longest, theme.Width(p.rows[i].said()))
	}
	p.across = max(0, min(p.across+cells, longest-leastMessage))
	p.changed()
}

// widthWords says how long messages are shown, nothing when they are cut.
func (p *Logs) widthWords(l *Look) string {
	switch {
	case p.Wrapped:
		return l.Word("logpage.wrapped")
	case p.across > 0:
		return l.Word("logpage.across", p.across)
	}
	return ""
}

// said is the message as far as a screen may show it in its row.
func (r *logRow) said() string {
	start, _ := r.last.Message.Cut(longestHead)
	return start.Screen()
}

// rowHeight is how many lines a row takes.
func (p *Logs) rowHeight(r *logRow) int {
	n := 1
	if r.apart {
		n++
	}
	switch {
	case r.open:
		n += len(r.detail)
	case p.Wrapped && p.look != nil:
		n += len(p.wrapped(r)) - 1
		if p.causeBelow(r) {
			n++
		}
	}
	return n
}

// wrapped is the message over as many lines as it takes: the first stands
// beside the head, the others below it.
func (p *Logs) wrapped(r *logRow) []string {
	if r.lines == nil {
		r.lines = messageRows(r.said(), p.roomOf(r), max(p.inner()-detailIndent, 1))
	}
	return r.lines
}

// messageRows is a message in rows: of the first one's room, and of that below.
func messageRows(said string, first, below int) []string {
	row := messageRow(said, first)
	rows := []string{row}
	for said = strings.TrimLeft(said[len(row):], " "); said != ""; said = strings.TrimLeft(said[len(row):], " ") {
		row = messageRow(said, below)
		rows = append(rows, row)
	}
	return rows
}

// messageRow is as much of a text as room cells hold, up to where a row may end
// if that is near: a long word is split, for it may be all that the text is.
// The whole text where not even one character fits.
func messageRow(text string, room int) string {
	row, _ := theme.Head(nearby(text, room), room)
	if row == "" || len(row) == len(text) {
		return text
	}
	for at := len(row); at > len(row)*2/3; {
		if mayBreak(text, at) {
			return text[:at]
		}
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	if at := insideEscape(row); at > 0 {
		return row[:at]
	}
	return row
}

// longestEscape is how long what stands for a character that is not shown may
// be: "<U+1D173>".
const longestEscape = len("<U+10FFFF>")

// insideEscape is where a text begins to write a character that is not shown,
// if it ends before that does, else 0.
func insideEscape(row string) int {
	from := max(len(row)-longestEscape+1, 0)
	at := strings.LastIndexByte(row[from:], '<')
	if at < 0 || strings.IndexByte(row[from+at:], '>') >= 0 {
		return 0
	}
	return from + at
}

// causeBelow reports whether the cause stands below a wrapped message, which
// leaves it no room beside.
func (p *Logs) causeBelow(r *logRow) bool {
	return r.finding != nil && !r.last.Echo && len(p.wrapped(r)) > 1
}

// roomOf is how many cells a wrapped message has in its first line: as many
// as on a page that shows dates, so that it does not depend on what is in
// sight.
func (p *Logs) roomOf(r *logRow) int {
	b := &p.scratch
	b.begin(p.inner(), 1, p.look)
	d := rowDrawer{b: b, l: p.look, dated: true, page: p}
	d.beforeMessage(0, r)
	room, _ := d.roomBeside(r, p.look.Dim)
	return max(room, 1)
}

// unwrap forgets how messages were wrapped: their room changed.
func (p *Logs) unwrap() {
	for i := range p.rows {
		p.rows[i].lines = nil
	}
}

// below puts what stands below the head of a wrapped row.
func (d *rowDrawer) below(r *logRow, text theme.Style) {
	for _, line := range d.page.wrapped(r)[1:] {
		d.b.gap(detailIndent)
		d.b.put(text, line)
		d.b.line()
	}
	if d.page.causeBelow(r) {
		d.b.gap(detailIndent)
		d.b.put(d.l.P3, d.l.Glyph.Dot, " ", d.l.Word(words.Code(r.finding.Cause)))
		d.b.line()
	}
}

// scrolled is a message without what is scrolled away.
func (d *rowDrawer) scrolled(said string) string {
	if d.page.across == 0 {
		return said
	}
	return ansi.TruncateLeft(said, d.page.across+1, d.l.Glyph.Ellipsis)
}

// gapLine is the line between two groups of hits, as grep draws it.
func (d *rowDrawer) gapLine() {
	stroke := d.l.Glyph.Box.Horizontal
	d.b.gap(2)
	d.b.put(d.l.Border, stroke, stroke)
	d.b.line()
}
