package frame

import "unicode/utf8"

// parseLine puts one line of a view into row, cut or filled up with blanks,
// and returns the style in force at its end. SGR sequences are obeyed; every
// other control character and escape is drawn as its picture, so that it does
// nothing and hides nothing.
func parseLine(line string, pen style, row []cell, g *glyphs) style {
	x, onBlank := 0, pen.onBlank()
	for i := 0; i < len(line); {
		c := line[i]
		if c == ' ' && x < len(row) && (i+1 == len(line) || line[i+1] < utf8.RuneSelf) {
			row[x] = cell{' ', onBlank}
			x++
			i++
			continue
		}
		if c >= ' ' && c < 0x7F && (i+1 == len(line) || line[i+1] < utf8.RuneSelf) {
			if x < len(row) {
				row[x] = cell{glyph(c), pen}
			}
			x++
			i++
			continue
		}
		if c < ' ' || c == 0x7F {
			if next, n := control(line[i:], pen); n > 0 {
				pen, onBlank = next, next.onBlank()
				i += n
				continue
			}
			x = put(row, x, cell{picture(c), pen}, 1)
			i++
			continue
		}
		ch := g.character(line[i:])
		x = put(row, x, cell{ch.glyph, pen}, ch.width)
		for range ch.pad {
			x = put(row, x, cell{' ', pen}, 1)
		}
		i += ch.size
	}
	fill(row[min(x, len(row)):], blank)
	return pen
}

// control reads what a view may say besides text: an SGR sequence, or a
// carriage return at the end of a line. It returns 0 for everything else.
func control(s string, pen style) (style, int) {
	if s == "\r" {
		return pen, 1
	}
	if len(s) > 2 && s[0] == 0x1B && s[1] == '[' {
		return sgr(s, pen)
	}
	return pen, 0
}

// picture is the visible form of a control character.
func picture(c byte) glyph {
	switch c {
	case '\t':
		return ' '
	case 0x7F:
		return '\u2421'
	}
	return 0x2400 + glyph(c)
}

// put draws a character of the given width at x and returns the place after
// it. A wide character that would be cut at the edge is left blank.
func put(row []cell, x int, c cell, width int) int {
	switch {
	case width == 0:
		return x
	case x >= len(row):
		return x + width
	case width == 2 && x+1 == len(row):
		c.glyph = ' '
	case width == 2:
		row[x+1] = cell{tail, c.style}
	}
	if c.glyph == ' ' {
		c.style = c.style.onBlank()
	}
	row[x] = c
	return x + width
}
