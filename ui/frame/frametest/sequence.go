package frametest

import (
	"strconv"
	"strings"
)

// maxSequence is the longest sequence that is waited for.
const maxSequence = 256

// escape takes an escape sequence. Of all that there are, only control
// sequences ("ESC [") are harmless, and of them only few.
func (s *Screen) escape(in []byte) int {
	if len(in) == 1 {
		return 0
	}
	if in[1] != '[' {
		s.violate("escape %q", in[:2])
		return 2
	}
	for i := 2; i < len(in); i++ {
		switch c := in[i]; {
		case c >= 0x40 && c <= 0x7E:
			s.sequence(string(in[2:i]), c)
			return i + 1
		case c < 0x20 || c > 0x3F || i > maxSequence:
			s.violate("malformed sequence %q", in[:i+1])
			return i + 1
		}
	}
	return 0
}

func (s *Screen) sequence(params string, final byte) {
	text := "[" + params + string(final)
	s.sequences = append(s.sequences, text)
	ok := false
	switch final {
	case 'H':
		ok = s.place(params)
	case 'C':
		ok = s.forward(params)
	case 'K':
		ok = params == ""
		s.erase(s.y*s.width+s.x, (s.y+1)*s.width)
	case 'J':
		ok = params == "2"
		s.erase(0, len(s.cells))
	case 'm':
		ok = s.pen.apply(params)
	case 'h', 'l':
		ok = s.mode(params, final == 'h')
	}
	if !ok {
		s.violate("sequence %q", text)
	}
}

// place is CUP: row and column count from 1.
func (s *Screen) place(params string) bool {
	row, col, _ := strings.Cut(params, ";")
	y, okY := number(row, 1)
	x, okX := number(col, 1)
	inside := x >= 1 && x <= s.width && y >= 1 && y <= s.height
	if !okX || !okY || !inside {
		return false
	}
	s.x, s.y, s.wrap = x-1, y-1, false
	return true
}

func (s *Screen) forward(params string) bool {
	n, ok := number(params, 1)
	if !ok || n < 1 || s.wrap || s.x+n >= s.width {
		return false
	}
	s.x += n
	return true
}

func (s *Screen) erase(from, to int) {
	to = min(to, len(s.cells)) // a screen may have no rows
	if from < to && from%max(s.width, 1) > 0 && s.cells[from].Text == "" {
		s.cells[from-1].Text = " "
	}
	for i := from; i < to; i++ {
		s.cells[i] = Cell{Text: " ", Style: s.pen.background()}
	}
	s.wrap = false
}

func (s *Screen) mode(params string, on bool) bool {
	switch params {
	case "?1049":
		if on != s.modes.Alternate {
			s.erase(0, len(s.cells))
		}
		s.modes.Alternate = on
	case "?25":
		s.modes.CursorHidden = !on
	case "?2004":
		s.modes.Paste = on
	case "?1000":
		s.modes.Mouse = on
	case "?1006":
		s.modes.MouseSGR = on
	case "?2026":
		s.modes.Held = on
	default:
		return false
	}
	return true
}

func number(s string, empty int) (int, bool) {
	if s == "" {
		return empty, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
