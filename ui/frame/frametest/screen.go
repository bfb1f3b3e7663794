// Package frametest judges what a program writes to a terminal: a Screen
// shows what a terminal would show, and notes everything that is not on a
// short list of harmless things. It is written apart from the renderer that
// it judges, with tables of its own.
package frametest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxViolations bounds what a Screen remembers.
const maxViolations = 100

// Cell is one cell of the screen.
type Cell struct {
	// Text is the character in the cell with its combining marks; empty for
	// the right half of a wide character.
	Text string
	// Style is the rendition in force when it was written, as sorted SGR
	// parameters ("1;31"); of a blank, what is seen of it. Empty is the
	// terminal's own.
	Style string
}

// Modes is what has been switched on.
type Modes struct {
	Alternate    bool // ?1049
	CursorHidden bool // ?25
	Paste        bool // ?2004
	Mouse        bool // ?1000
	MouseSGR     bool // ?1006
	Held         bool // ?2026: nothing is shown until it is switched off
}

// Screen is a terminal screen. It is not safe for use by several goroutines.
type Screen struct {
	width, height int
	cells         []Cell
	x, y          int
	wrap          bool // a character stands in the last column: one more would wrap
	pen           rendition
	modes         Modes
	bells         int
	sequences     []string
	violations    []string
	pending       []byte
}

// New returns an empty screen of the given size.
func New(width, height int) *Screen {
	s := &Screen{}
	s.Resize(width, height)
	return s
}

// Resize changes the size; what fits stays.
func (s *Screen) Resize(width, height int) {
	cells := make([]Cell, width*height)
	for i := range cells {
		cells[i].Text = " "
	}
	for y := range min(height, s.height) {
		copy(cells[y*width:(y+1)*width], s.cells[y*s.width:y*s.width+min(width, s.width)])
	}
	s.width, s.height, s.cells = width, height, cells
	s.x, s.y, s.wrap = min(s.x, max(width-1, 0)), min(s.y, max(height-1, 0)), false
}

// Write feeds output to the screen. An unfinished sequence at its end waits
// for the next Write. It never fails.
func (s *Screen) Write(p []byte) (int, error) {
	in := append(s.pending, p...)
	for len(in) > 0 {
		n := s.one(in)
		if n == 0 {
			break
		}
		in = in[n:]
	}
	s.pending = append([]byte(nil), in...)
	return len(p), nil
}

// Pending is what has been written of a sequence that is not finished.
func (s *Screen) Pending() []byte { return s.pending }

// Lines returns the text of each row without the blanks at its end.
func (s *Screen) Lines() []string {
	lines := make([]string, s.height)
	for y := range lines {
		var b strings.Builder
		for _, c := range s.cells[y*s.width : (y+1)*s.width] {
			b.WriteString(c.Text)
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// Cell returns the cell in column x of row y, both from 0.
func (s *Screen) Cell(x, y int) Cell { return s.cells[y*s.width+x] }

// Size returns the size in cells.
func (s *Screen) Size() (width, height int) { return s.width, s.height }

// Modes returns what is switched on.
func (s *Screen) Modes() Modes { return s.modes }

// Bells returns how often the bell rang.
func (s *Screen) Bells() int { return s.bells }

// Sequences returns every control sequence in the order of arrival, without
// the escape: "[2J", "[?25l".
func (s *Screen) Sequences() []string { return s.sequences }

// Violations returns what arrived that a well-behaved program does not send.
func (s *Screen) Violations() []string { return s.violations }

// one takes one character or sequence from in and returns its length, 0 if
// it is not complete.
func (s *Screen) one(in []byte) int {
	switch c := in[0]; {
	case c == 0x1B:
		return s.escape(in)
	case c < ' ' || c == 0x7F:
		s.control(c)
		return 1
	case !utf8.FullRune(in):
		return 0
	}
	r, n := utf8.DecodeRune(in)
	if r == utf8.RuneError && n == 1 {
		s.violate("invalid UTF-8 %q", in[:1])
		return 1
	}
	s.print(r)
	return n
}

func (s *Screen) control(c byte) {
	switch c {
	case '\r':
		s.x, s.wrap = 0, false
	case '\n':
		if s.y+1 >= s.height {
			s.violate("line feed in the last row: the screen scrolls")
			return
		}
		s.y++
	case '\b':
		if s.wrap || s.x == 0 {
			s.violate("backspace in the first column or after the last: terminals differ")
			return
		}
		s.x--
	case '\a':
		s.bells++
	default:
		s.violate("control character %q", c)
	}
}

func (s *Screen) print(r rune) {
	width, why := runeWidth(r)
	switch {
	case why != "":
		s.violate("%s %U", why, r)
		return
	case s.width == 0 || s.height == 0:
		s.violate("%q printed on a screen without cells", r)
		return
	case width == 0:
		s.combine(r)
		return
	case s.wrap:
		s.violate("%q wraps at the end of row %d", r, s.y)
		return
	case s.x+width > s.width:
		s.violate("%q is cut at the end of row %d", r, s.y)
		return
	}
	for i := range width {
		s.vacate(s.x + i)
	}
	style := s.pen.String()
	if r == ' ' {
		style = s.pen.onBlank()
	}
	s.cells[s.y*s.width+s.x] = Cell{string(r), style}
	if width == 2 {
		s.cells[s.y*s.width+s.x+1] = Cell{"", style}
	}
	if s.x += width; s.x == s.width {
		s.x, s.wrap = s.width-1, true
	}
}

// combine adds a mark to the character before the cursor.
func (s *Screen) combine(mark rune) {
	x := s.x - 1
	if s.wrap {
		x = s.x
	}
	if x > 0 && s.cells[s.y*s.width+x].Text == "" {
		x--
	}
	if x < 0 {
		s.violate("combining mark %U at the start of row %d", mark, s.y)
		return
	}
	c := &s.cells[s.y*s.width+x]
	c.Text, c.Style = c.Text+string(mark), s.pen.String()
	if utf8.RuneCountInString(c.Text) > 5 {
		s.violate("more than four marks on one character: %+q", c.Text)
	}
}

// vacate makes a cell free: of a wide character that loses one half, the
// other becomes a blank.
func (s *Screen) vacate(x int) {
	row := s.cells[s.y*s.width : (s.y+1)*s.width]
	if row[x].Text == "" && x > 0 {
		row[x-1].Text = " "
	}
	if x+1 < s.width && row[x+1].Text == "" {
		row[x+1].Text = " "
	}
	row[x] = Cell{Text: " "}
}

func (s *Screen) violate(format string, args ...any) {
	if len(s.violations) < maxViolations {
		s.violations = append(s.violations, fmt.Sprintf(format, args...))
	}
}
