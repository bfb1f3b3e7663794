package frame

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bedside/ui/frame/tty"
)

// maxSide bounds a screen in both directions, whatever a terminal claims.
const maxSide = 1000

// canvas knows what the terminal shows and says what must be written to it to
// make it show something else. It is used by one goroutine.
type canvas struct {
	width, height int
	cells         []cell // what is shown, row by row
	lines         []line // what each row was drawn from
	row           []cell // the row being drawn
	glyphs        glyphs
	sevenBit      bool   // write nothing beyond ASCII
	opening       string // what wipes the screen before the next frame; empty: nothing
	pen           pen
}

// line is the input of a row: the same line drawn with the same style at its
// start gives the same cells.
type line struct {
	text       string
	start, end style
	known      bool
}

// paint adds to the output what shows view on a screen of the given size:
// nothing if it is shown already. Rows below the screen are left off.
func (c *canvas) paint(view string, width, height int) {
	width, height = min(max(width, 0), maxSide), min(max(height, 0), maxSide)
	if width != c.width || height != c.height {
		c.resize(width, height)
	}
	if c.opening != "" && len(c.cells) > 0 {
		c.pen.buf = append(c.pen.buf, c.opening...)
		c.opening = ""
		c.wiped()
	}
	if c.glyphs.full() {
		c.glyphs.forget()
		c.distrust()
	}
	var style style
	for y := range c.height {
		var text string
		text, view, _ = strings.Cut(view, "\n")
		style = c.paintLine(y, text, style)
	}
}

// inOnePiece is how much output a terminal surely gets at once. More may be
// seen half drawn, unless it is held.
const inOnePiece = 2048

// take returns the output and empties it. It is valid until the next paint.
func (c *canvas) take() []byte {
	out := c.pen.buf
	if len(out) > inOnePiece {
		out = append(slices.Insert(out, 0, []byte(tty.Hold)...), tty.Release...)
	}
	c.pen.buf = out[:0]
	return out
}

// restart lets the next frame begin with opening, which leaves the screen
// empty, and be drawn whole.
func (c *canvas) restart(opening string) { c.opening = opening }

// resize makes room for another size. What a terminal shows after its size
// changed is its own affair, and it may have changed once more: so everything
// is wiped, what lies outside the new size included.
func (c *canvas) resize(width, height int) {
	c.width, c.height = width, height
	if n := width * height; cap(c.cells) < n || cap(c.cells) > 4*n {
		c.cells = make([]cell, n)
	}
	c.cells = c.cells[:width*height]
	c.lines = make([]line, height)
	c.row = make([]cell, width)
	c.pen.width = width
	if c.opening == "" {
		c.opening = tty.Wipe
	}
}

// distrust forgets what the terminal shows: the next frame draws every cell.
func (c *canvas) distrust() {
	fill(c.cells, cell{glyph: stale})
	clear(c.lines)
	c.pen.lose()
}

// wiped notes that the screen is empty, with the cursor in its upper left
// corner and the style reset.
func (c *canvas) wiped() {
	fill(c.cells, blank)
	clear(c.lines)
	c.pen.home()
}

// paintLine draws one line and returns the style at its end.
func (c *canvas) paintLine(y int, text string, start style) style {
	l := &c.lines[y]
	if l.known && l.start == start && l.text == text {
		l.text = text // the old one would hold its whole view in memory
		return l.end
	}
	end := parseLine(text, start, c.row, &c.glyphs)
	shown := c.cells[y*c.width : (y+1)*c.width]
	c.paintRow(y, shown)
	copy(shown, c.row)
	*l = line{text, start, end, true}
	return end
}

// paintRow writes where c.row differs from what is shown.
func (c *canvas) paintRow(y int, shown []cell) {
	end := contentEnd(c.row)
	again := false // the cell must be written although it has not changed
	for x := 0; x < len(c.row); {
		if c.row[x] == shown[x] && !again {
			x++
			continue
		}
		if x >= end && len(c.row)-x > len("\x1b[K") {
			c.pen.moveTo(x, y, shown)
			c.pen.clearLine()
			return
		}
		width := 1
		if x+1 < len(c.row) && c.row[x+1].glyph == tail {
			width = 2
		}
		c.pen.moveTo(x, y, shown)
		again = !c.put(c.row[x], width)
		x += width
	}
}

// put writes one cell at the cursor. It returns false if terminals disagree
// about the width of what is in it: then the place of the cursor is no longer
// known and the next cell may have been overwritten.
func (c *canvas) put(ch cell, width int) bool {
	if ch.glyph != ' ' || !c.pen.blanks(ch.style) {
		c.pen.setStyle(ch.style)
	}
	if c.sevenBit && ch.glyph > '~' {
		for range width {
			c.pen.write('?', 1)
		}
		return true
	}
	if ch.glyph < interned {
		if _, sure := simple(rune(ch.glyph)); sure {
			c.pen.write(rune(ch.glyph), width)
			return true
		}
	}
	x, y := c.pen.x, c.pen.y
	for range width {
		c.pen.write(' ', 1)
	}
	c.pen.moveTo(x, y, nil)
	if ch.glyph < interned {
		c.pen.buf = utf8.AppendRune(c.pen.buf, rune(ch.glyph))
	} else {
		c.pen.buf = append(c.pen.buf, c.glyphs.clusters[ch.glyph-interned]...)
	}
	c.pen.drift()
	return false
}

// contentEnd is the place after the last cell of row that is not blank.
func contentEnd(row []cell) int {
	end := len(row)
	for end > 0 && row[end-1] == blank {
		end--
	}
	return end
}
