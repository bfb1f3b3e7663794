package frame

import (
	"strconv"
	"unicode/utf8"
)

// pen writes into a buffer and knows where that leaves the cursor and the
// style of the terminal.
type pen struct {
	buf    []byte
	width  int
	x, y   int // the cursor; x < 0: not known
	style  style
	styled bool // style is known
}

// home notes that the cursor is in the upper left corner and the style reset.
func (p *pen) home() { p.x, p.y, p.style, p.styled = 0, 0, style{}, true }

// lose notes that neither cursor nor style are known.
func (p *pen) lose() { p.x, p.styled = -1, false }

// drift notes that the cursor is not known.
func (p *pen) drift() { p.x = -1 }

// maxBridge is how many unchanged cells are written again where that is
// shorter than moving over them.
const maxBridge = 3

// moveTo puts the cursor at x, y by the shortest means. shown is what the
// row y shows; without it no cell is written again.
func (p *pen) moveTo(x, y int, shown []cell) {
	switch {
	case p.x == x && p.y == y:
	case p.x >= 0 && p.y == y && p.x < x:
		if !p.bridge(shown, x) {
			p.forward(x - p.x)
		}
	case p.x >= 0 && x == 0 && p.y == y:
		p.buf = append(p.buf, '\r')
	case p.x == x+1 && p.y == y:
		p.buf = append(p.buf, '\b')
	case p.x == x+2 && p.y == y:
		p.buf = append(p.buf, "\b\b"...)
	case p.x >= 0 && x == 0 && p.y+1 == y:
		p.buf = append(p.buf, "\r\n"...)
	default:
		p.place(x, y)
	}
	p.x, p.y = x, y
}

// bridge writes the cells up to x again, if they are few, plain, and come out
// the same in the style in force.
func (p *pen) bridge(shown []cell, x int) bool {
	if x-p.x > maxBridge || x > len(shown) || !p.styled {
		return false
	}
	between := shown[p.x:x]
	for _, c := range between {
		same := c.style == p.style || c.glyph == ' ' && p.blanks(c.style)
		if !same || c.glyph < ' ' || c.glyph >= 0x7F {
			return false
		}
	}
	for _, c := range between {
		p.buf = append(p.buf, byte(c.glyph))
	}
	return true
}

func (p *pen) forward(n int) {
	p.buf = append(p.buf, "\x1b["...)
	if n > 1 {
		p.buf = strconv.AppendInt(p.buf, int64(n), 10)
	}
	p.buf = append(p.buf, 'C')
}

func (p *pen) place(x, y int) {
	p.buf = append(p.buf, "\x1b["...)
	if x > 0 || y > 0 {
		p.buf = strconv.AppendInt(p.buf, int64(y+1), 10)
	}
	if x > 0 {
		p.buf = append(p.buf, ';')
		p.buf = strconv.AppendInt(p.buf, int64(x+1), 10)
	}
	p.buf = append(p.buf, 'H')
}

// blanks reports whether a blank of the style s is one in the style in force as
// well.
func (p *pen) blanks(s style) bool { return p.styled && p.style.onBlank() == s }

func (p *pen) setStyle(s style) {
	if !p.styled {
		p.buf = append(p.buf, "\x1b[m"...)
		p.style, p.styled = style{}, true
	}
	if s != p.style {
		p.buf = appendSGR(p.buf, p.style, s)
		p.style = s
	}
}

// clearLine blanks the row from the cursor on.
func (p *pen) clearLine() {
	p.setStyle(style{}) // terminals clear with the background in force
	p.buf = append(p.buf, "\x1b[K"...)
}

// write writes a character of known width. In the last column terminals
// differ about where the cursor is afterwards.
func (p *pen) write(r rune, width int) {
	p.buf = utf8.AppendRune(p.buf, r)
	if p.x += width; p.x >= p.width {
		p.drift()
	}
}
