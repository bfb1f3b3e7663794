package frametest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// The geometry of a picture, in pixels. A monospaced font of 15 pixels is 9
// wide.
const (
	cellWidth  = 9
	cellHeight = 19
	baseline   = 14 // from the top of a cell
	margin     = 12
)

// The terminal's own colours in a picture.
const (
	ownForeground = "#d7dbe3"
	ownBackground = "#15171c"
)

// SVG draws the screen as a picture, named for those who cannot see it. Every
// word starts in its own cell, whatever font the viewer has; lines and blocks
// are paths, so that they meet. Text is drawn in direct colours (38;2;r;g;b),
// in others as in the terminal's own; backgrounds are not drawn.
func (s *Screen) SVG(title string) []byte {
	width, height := s.width*cellWidth+2*margin, s.height*cellHeight+2*margin
	p := &picture{screen: s, lines: map[string]*strings.Builder{}, blocks: map[string]*strings.Builder{}}
	fmt.Fprintf(&p.out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">`+"\n", width, height)
	fmt.Fprintf(&p.out, "<title>%s</title>\n", escaped(title))
	fmt.Fprintf(&p.out, `<rect width="%d" height="%d" rx="8" fill="%s"/>`+"\n", width, height, ownBackground)
	fmt.Fprintf(&p.out, `<g font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace" font-size="15">`+"\n")
	for y := range s.height {
		p.row(y)
	}
	p.out.WriteString("</g>\n")
	p.paths(p.blocks, `<path fill="%s" d="%s"/>`)
	p.paths(p.lines, `<path fill="none" stroke="%s" stroke-width="1.2" d="%s"/>`)
	p.out.WriteString("</svg>\n")
	return p.out.Bytes()
}

// picture is a picture that is being drawn.
type picture struct {
	screen        *Screen
	out           bytes.Buffer
	colours       []string // in the order of their first use
	lines, blocks map[string]*strings.Builder
}

// row draws the words of one row and takes note of its lines and blocks.
func (p *picture) row(y int) {
	for x := 0; x < p.screen.width; {
		c := p.screen.Cell(x, y)
		r := []rune(c.Text + " ")[0]
		switch {
		case c.Text == "" || c.Text == " ":
			x++
		case strokes[r] != "":
			p.path(p.lines, c, line(strokes[r], x, y))
			x++
		case r >= '▁' && r <= '█':
			p.path(p.blocks, c, block(int(r-'▁')+1, x, y))
			x++
		default:
			x += p.word(x, y)
		}
	}
}

// word draws the text from a cell on as far as its style and the width of its
// characters stay the same, and returns its cells.
func (p *picture) word(x, y int) (cells int) {
	first := p.screen.Cell(x, y)
	wide := p.wide(x, y)
	step := 1
	if wide {
		step = 2
	}
	var text strings.Builder
	for x+cells < p.screen.width {
		c := p.screen.Cell(x+cells, y)
		if c.Text == " " || c.Text == "" || c.Style != first.Style || p.wide(x+cells, y) != wide || drawn(c.Text) {
			break
		}
		text.WriteString(c.Text)
		cells += step
	}
	fmt.Fprintf(&p.out, `<text x="%d" y="%d" textLength="%d"%s>%s</text>`+"\n",
		margin+x*cellWidth, margin+y*cellHeight+baseline, cells*cellWidth, look(first.Style), escaped(text.String()))
	return cells
}

func (p *picture) wide(x, y int) bool {
	return x+1 < p.screen.width && p.screen.Cell(x+1, y).Text == ""
}

// drawn reports whether the text is a line or a block.
func drawn(text string) bool {
	r := []rune(text)[0]
	return strokes[r] != "" || r >= '▁' && r <= '█'
}

// path adds to the path of the cell's colour.
func (p *picture) path(to map[string]*strings.Builder, c Cell, d string) {
	colour := foreground(c.Style)
	if p.lines[colour] == nil {
		p.colours = append(p.colours, colour)
		p.lines[colour], p.blocks[colour] = &strings.Builder{}, &strings.Builder{}
	}
	to[colour].WriteString(d)
}

func (p *picture) paths(of map[string]*strings.Builder, format string) {
	for _, colour := range p.colours {
		if of[colour].Len() > 0 {
			fmt.Fprintf(&p.out, format+"\n", colour, of[colour])
		}
	}
}

// strokes are the lines of a cell: the sides that they reach from its middle,
// lower case for an arc between two sides, "-" for a dashed line.
var strokes = map[rune]string{
	'─': "EW", '│': "NS", '╭': "es", '╮': "sw", '╰': "ne", '╯': "nw", '┌': "ES", '┐': "SW", '└': "NE", '┘': "NW",
	'├': "NES", '┤': "NSW", '┬': "ESW", '┴': "NEW", '┼': "NESW", '╴': "W", '╶': "E", '╵': "N", '╷': "S", '╌': "-",
}

// line is the path of a cell's lines.
func line(sides string, x, y int) string {
	left, top := float64(margin+x*cellWidth), float64(margin+y*cellHeight)
	at := map[rune][2]float64{
		'N': {left + cellWidth/2.0, top}, 'S': {left + cellWidth/2.0, top + cellHeight},
		'W': {left, top + cellHeight/2.0}, 'E': {left + cellWidth, top + cellHeight/2.0},
	}
	middle := [2]float64{left + cellWidth/2.0, top + cellHeight/2.0}
	switch sides {
	case "-":
		return fmt.Sprintf("M%g %gh3m3 0h3", left, middle[1])
	case "EW":
		return fmt.Sprintf("M%g %gh%d", left, middle[1], cellWidth)
	case "NS":
		return fmt.Sprintf("M%g %gv%d", middle[0], top, cellHeight)
	}
	if upper := strings.ToUpper(sides); upper != sides {
		from, to := at[rune(upper[0])], at[rune(upper[1])]
		return fmt.Sprintf("M%g %gQ%g %g %g %g", from[0], from[1], middle[0], middle[1], to[0], to[1])
	}
	var d strings.Builder
	for _, side := range sides {
		fmt.Fprintf(&d, "M%g %gL%g %g", middle[0], middle[1], at[side][0], at[side][1])
	}
	return d.String()
}

// block is the path of the lower eighths of a cell.
func block(eighths, x, y int) string {
	h := float64(cellHeight*eighths) / 8
	return fmt.Sprintf("M%d %gh%dv%gh%dz", margin+x*cellWidth, float64(margin+(y+1)*cellHeight)-h, cellWidth, h, -cellWidth)
}

// look is a style as attributes.
func look(style string) string {
	attributes := fmt.Sprintf(` fill="%s"`, foreground(style))
	for _, p := range strings.Split(style, ";") {
		switch p {
		case "1":
			attributes += ` font-weight="bold"`
		case "3":
			attributes += ` font-style="italic"`
		case "4":
			attributes += ` text-decoration="underline"`
		case "38", "48":
			return attributes // what follows are the parts of a colour
		}
	}
	return attributes
}

// foreground is a style's direct colour as "#rrggbb".
func foreground(style string) string {
	var r, g, b int
	if _, colour, ok := strings.Cut(";"+style, ";38;2;"); ok {
		if n, _ := fmt.Sscanf(colour, "%d;%d;%d", &r, &g, &b); n == 3 {
			return fmt.Sprintf("#%02x%02x%02x", r, g, b)
		}
	}
	return ownForeground
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}
