package pane

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"bedside/ui/chart"
	"bedside/ui/theme"
)

// sheet is what a pane draws on: rows of styled text, each cut and filled to
// the same width, with or without a border. A row has a left part, cut when it
// is too long, and after apart a right part that stands at the right edge and
// is kept whole. Its buffers are used again, so that drawing allocates nothing.
type sheet struct {
	look     *Look
	w, h     int
	bordered bool

	out    []byte // finished rows
	rows   int
	text   []byte // the text of the present row's spans
	spans  []span // of the present row
	right  int    // index of the first span of the right part, -1 for none
	lifted []span // a buffer

	feet      []string // of which the first that fits stands in the lower border
	footStyle theme.Style

	skip    int // rows still to be left out at the top: they are scrolled away
	dropped int // rows for which there was no room
}

// span is a stretch of one style in the present row.
type span struct {
	style    theme.Style
	from, to int // in text
	cells    int
}

// begin starts a picture of w×h cells.
func (s *sheet) begin(w, h int, l *Look) {
	s.look, s.w, s.h = l, w, h
	s.out, s.rows = s.out[:0], 0
	s.bordered = false
	s.feet = s.feet[:0]
	s.skip, s.dropped = 0, 0
	s.clear()
}

// beginBox starts a picture with a border, whose title is what is put before
// the first call of line.
func (s *sheet) beginBox(w, h int, l *Look) {
	s.begin(w, h, l)
	s.bordered = w >= 4 && h >= 2
}

func (s *sheet) clear() { s.text, s.spans, s.right = s.text[:0], s.spans[:0], -1 }

// width is how many cells a row has inside the border.
func (s *sheet) width() int {
	if s.bordered {
		return s.w - 4
	}
	return s.w
}

// left is how many more rows there are inside the border.
func (s *sheet) left() int {
	if s.bordered {
		return s.h - 1 - max(s.rows, 1)
	}
	return s.h - s.rows
}

// put adds text, given in parts, in a style.
func (s *sheet) put(style theme.Style, parts ...string) {
	from, w := len(s.text), 0
	for _, text := range parts {
		s.text = append(s.text, text...)
		w += theme.Width(text)
	}
	s.spans = append(s.spans, span{style, from, len(s.text), w})
}

// list adds parts with something between them.
func (s *sheet) list(style theme.Style, parts []string, between string) {
	for i, part := range parts {
		if i > 0 {
			s.put(style, between)
		}
		s.put(style, part)
	}
}

// elapsed adds a length of time.
func (s *sheet) elapsed(style theme.Style, d time.Duration) {
	from := len(s.text)
	s.text = appendElapsed(s.text, d)
	s.spans = append(s.spans, span{style, from, len(s.text), len(s.text) - from})
}

// moment adds a time in a layout of one byte a cell.
func (s *sheet) moment(style theme.Style, at time.Time, layout string) {
	from := len(s.text)
	s.text = at.AppendFormat(s.text, layout)
	s.spans = append(s.spans, span{style, from, len(s.text), len(s.text) - from})
}

// cell adds text, cut and filled to w cells.
func (s *sheet) cell(style theme.Style, text string, w int) {
	text = s.look.Cut(text, w)
	s.put(style, text)
	s.gap(w - theme.Width(text))
}

// gap adds n blank cells.
func (s *sheet) gap(n int) { s.put(theme.Style{}, theme.Spaces(n)) }

// figure adds a number with its unit, filled on the left to w cells.
func (s *sheet) figure(style theme.Style, f format, w int) {
	var room [48]byte
	number := f.append(room[:0])
	s.gap(w - len(number))
	from := len(s.text)
	s.text = append(s.text, number...)
	s.spans = append(s.spans, span{style, from, len(s.text), len(number)})
}

// age is elapsed for what may have begun before anybody looked: "≥4m12s".
func (s *sheet) age(style theme.Style, d time.Duration, atLeast bool) {
	if atLeast {
		s.put(style, s.look.Plain7("≥"))
	}
	s.elapsed(style, d)
}

// drawn adds what draw appends: cells that are styled already.
func (s *sheet) drawn(cells int, draw func(dst []byte) []byte) {
	from := len(s.text)
	s.text = draw(s.text)
	s.spans = append(s.spans, span{theme.Style{}, from, len(s.text), cells})
}

// apart begins the right part of the row.
func (s *sheet) apart() { s.right = len(s.spans) }

// below lets the first of some texts that fits stand in the lower border, under
// the rows: it tells what had no room.
func (s *sheet) below(style theme.Style, texts ...string) {
	s.footStyle, s.feet = style, append(s.feet[:0], texts...)
}

// legend lets the meaning of the chart's signs, and of the letters on its axis
// of time, stand in the lower border, before what stands there already, where there is room.
func (s *sheet) legend(c *chart.Line) {
	l := s.look
	var room [4]string // the signs and letters that have a meaning of their own, and acts
	var acts []string
	means := room[:0]
	if c.Open() {
		means = append(means, l.Word("mark.more", l.Glyph.More))
	}
	for _, letter := range c.Letters() {
		switch letter {
		case 'A':
			means = append(means, l.Word("mark.alert"))
		case 'V':
			means = append(means, l.Word("mark.recovered"))
		default:
			acts = append(acts, string(letter))
		}
	}
	if len(acts) > 0 {
		means = append(means, l.Word("mark.act", strings.Join(acts, " ")))
	}
	if len(means) == 0 {
		return
	}
	text := strings.Join(means, " "+l.Glyph.Dot+" ")
	if len(s.feet) == 0 {
		s.below(l.Dim, text)
		return
	}
	s.feet = slices.Insert(s.feet, 0, text+" "+l.Glyph.Dot+" "+s.feet[0])
}

// undo takes back what was put since the row had n spans.
func (s *sheet) undo(n int) { s.spans = s.spans[:n] }

// lift takes back what was put since the row had n spans, and returns it for
// lower. It holds until the next lift.
func (s *sheet) lift(n int) []span {
	s.lifted = append(s.lifted[:0], s.spans[n:]...)
	s.undo(n)
	return s.lifted
}

// lower puts back into the row what lift took.
func (s *sheet) lower(lifted []span) { s.spans = append(s.spans, lifted...) }

// ifFits puts something into the row, or takes it back when the row then has
// more than w cells; it reports whether it stays.
func (s *sheet) ifFits(w int, put func()) bool {
	before := len(s.spans)
	put()
	if s.used() <= w {
		return true
	}
	s.undo(before)
	return false
}

// firstThatFits puts the first of some texts with which the row has no more
// than w cells, or none, and reports whether there was one.
func (s *sheet) firstThatFits(w int, texts []string) bool {
	for _, text := range texts {
		if s.ifFits(w, func() { s.put(s.look.Dim, "  ", text) }) {
			return true
		}
	}
	return false
}

// overfull reports whether the present row has no room for its last part, of
// which rest more are to come: they need the room to be counted in.
func (s *sheet) overfull(rest int) bool {
	room := s.width()
	if rest > 0 {
		room -= theme.Width(s.look.Word("screen.more", rest)) + 2
	}
	return s.used() > room
}

// rest counts what has no room in the present row.
func (s *sheet) rest(n int) { s.put(s.look.Dim, "  ", s.look.Word("screen.more", n)) }

// used is how many cells the present row takes so far.
func (s *sheet) used() int { return cells(s.spans) }

func cells(spans []span) int {
	n := 0
	for _, sp := range spans {
		n += sp.cells
	}
	return n
}

// line ends the row. Rows beyond the sheet are dropped.
func (s *sheet) line() {
	switch {
	case s.bordered && s.rows == 0:
		s.edge()
	case s.skip > 0:
		s.skip--
	case s.left() > 0:
		s.inner()
	default:
		s.dropped++
	}
	s.clear()
}

// edge is the upper border with the title.
func (s *sheet) edge() {
	box, border := &s.look.Glyph.Box, s.look.border()
	s.rule(border, box.TopLeft, box.Horizontal, 1, "")
	s.compose(s.w-4, box.Horizontal, border)
	s.rule(border, "", box.Horizontal, 1, box.TopRight)
	s.rows++
}

func (s *sheet) inner() {
	if s.rows > 0 {
		s.out = append(s.out, '\n')
	}
	if !s.bordered {
		s.compose(s.w, " ", theme.Style{})
		s.rows++
		return
	}
	side := s.look.Glyph.Box.Vertical
	s.out = s.look.border().Append(s.out, side)
	s.out = append(s.out, ' ')
	s.compose(s.w-4, " ", theme.Style{})
	s.out = append(s.out, ' ')
	s.out = s.look.border().Append(s.out, side)
	s.rows++
}

// compose writes the row's spans into w cells with the filler between its two
// parts.
func (s *sheet) compose(w int, filler string, fill theme.Style) {
	left, right := s.spans, s.spans[:0]
	if s.right >= 0 {
		left, right = s.spans[:s.right], s.spans[s.right:]
	}
	if filler == " " {
		s.yield(right, cells(left)+1+cells(right)-w)
	}
	room := w - cells(right)
	between := ""
	switch {
	case room < 0: // no room for both: what stands at the right matters more
		left, right, room = right, nil, w
	case len(right) > 0 && cells(left) >= room && room > 0:
		room, between = room-1, " "
	}
	s.fillAfter(left, room, filler, fill)
	s.out = append(s.out, between...)
	s.write(right, cells(right))
}

// yield takes n cells from the blanks that begin the right part, as far as there
// are some: there a column is narrower than it may be, and the left part is too
// long.
func (s *sheet) yield(right []span, n int) {
	for i := range right {
		sp := &right[i]
		text := s.text[sp.from:sp.to]
		blank := len(text) - len(bytes.TrimLeft(text, " "))
		blank = max(0, min(blank, n))
		sp.from, sp.cells, n = sp.from+blank, sp.cells-blank, n-blank
		if blank < len(text) {
			return
		}
	}
}

// fillAfter writes the spans and fills what is left of room.
func (s *sheet) fillAfter(spans []span, room int, filler string, fill theme.Style) {
	rest := s.write(spans, room)
	switch {
	case rest <= 0:
	case filler == " ":
		s.out = append(s.out, theme.Spaces(rest)...)
	default:
		s.rule(fill, "", filler, rest, "")
	}
}

// write writes the spans into at most room cells and returns what is left of
// it. Where something is left off, an ellipsis stands in the last cell.
func (s *sheet) write(spans []span, room int) int {
	rest := cells(spans)
	for _, sp := range spans {
		if room <= 0 {
			return 0
		}
		text := s.text[sp.from:sp.to]
		if sp.cells > room || sp.cells == room && rest > room {
			cut := s.look.Cut(string(text)+" ", room)
			s.out = sp.style.Append(s.out, cut)
			return room - theme.Width(cut)
		}
		s.out = sp.style.AppendBytes(s.out, text)
		room -= sp.cells
		rest -= sp.cells
	}
	return room
}

// picture fills the rows that are missing and returns the whole picture.
func (s *sheet) picture() []byte {
	if s.w < 1 || s.h < 1 {
		return nil
	}
	if s.bordered && s.rows == 0 {
		s.line()
	}
	for s.left() > 0 {
		s.clear()
		s.inner()
	}
	if s.bordered {
		s.out = append(s.out, '\n')
		s.lowerEdge()
	}
	return s.out
}

// lowerEdge is the lower border with the foot.
func (s *sheet) lowerEdge() {
	box, border := &s.look.Glyph.Box, s.look.border()
	i := slices.IndexFunc(s.feet, func(text string) bool { return theme.Width(text) <= s.w-6 })
	if i < 0 {
		s.rule(border, box.BottomLeft, box.Horizontal, s.w-2, box.BottomRight)
		return
	}
	foot := s.feet[i]
	s.rule(border, box.BottomLeft, box.Horizontal, s.w-5-theme.Width(foot), "")
	s.out = append(s.out, ' ')
	s.out = s.footStyle.Append(s.out, foot)
	s.out = append(s.out, ' ')
	s.rule(border, "", box.Horizontal, 1, box.BottomRight)
}

// rule writes a line of n strokes with its ends.
func (s *sheet) rule(style theme.Style, begin, stroke string, n int, end string) {
	var room [1024]byte
	line := append(room[:0], begin...)
	for range n {
		line = append(line, stroke...)
	}
	s.out = style.AppendBytes(s.out, append(line, end...))
}

// overscrolled is how many of the rows that are scrolled away would have had
// room.
func (s *sheet) overscrolled(scrolled int) int { return min(scrolled, s.left()+s.skip) }
