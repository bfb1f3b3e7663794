package frame

import "strings"

// color is zero for the terminal's own colour; else its top byte says which
// kind of number the rest is.
type color uint32

const (
	indexed color = 1 << 24 // one of 256
	direct  color = 2 << 24 // red, green, blue
)

// attr is a set of renditions.
type attr uint32

const (
	bold attr = 1 << iota
	faint
	italic
	underline
	reverse
	strike
)

// style is how a cell is drawn. The zero style is the terminal's own.
type style struct {
	fg, bg color
	attr   attr
}

// onBlank is what of the style is seen where nothing stands: the style of a
// blank cell, so that one that looks the same is the same.
func (s style) onBlank() style {
	if s.attr&(underline|reverse|strike) == 0 {
		return style{bg: s.bg}
	}
	return s
}

// glyph is what stands in a cell: a rune, or, from interned on, the number of
// a cluster in the glyphs.
type glyph uint32

const (
	tail     glyph = 0 // the right half of the wide character before it
	interned glyph = 1 << 24
	stale    glyph = 1<<32 - 1 // not known: whatever comes is a change
)

type cell struct {
	glyph glyph
	style style
}

var blank = cell{glyph: ' '}

// fill sets every cell of row to c.
func fill(row []cell, c cell) {
	for x := range row {
		row[x] = c
	}
}

// maxClusters bounds the memory of combined characters; when they are more,
// the canvas forgets them all and draws anew.
const maxClusters = 4096

// glyphs numbers the characters that are more than one rune, and knows the
// signs that were drawn before: no more than isSign names.
type glyphs struct {
	numbers  map[string]glyph
	clusters []string
	signs    map[rune]character
}

// number returns the glyph of cluster. Where there is no room for another it
// returns the replacement character.
func (g *glyphs) number(cluster string) glyph {
	if n, ok := g.numbers[cluster]; ok {
		return n
	}
	if len(g.clusters) == maxClusters {
		return '\uFFFD'
	}
	if g.numbers == nil {
		g.numbers = make(map[string]glyph)
	}
	cluster = strings.Clone(cluster) // not the whole view
	n := interned + glyph(len(g.clusters))
	g.clusters = append(g.clusters, cluster)
	g.numbers[cluster] = n
	return n
}

func (g *glyphs) full() bool { return len(g.clusters) == maxClusters }

func (g *glyphs) forget() {
	clear(g.numbers)
	g.clusters = g.clusters[:0]
}
