package frame

import (
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"
)

// maxMarks is how many combining marks a character may carry onto the screen.
const maxMarks = 4

// simple reports whether a rune always stands for itself: it never joins its
// neighbours, and every terminal gives it the same width, which is returned.
// It exists for speed, and to know after which characters the place of the
// cursor is certain.
func simple(r rune) (width int, ok bool) {
	switch {
	case r >= 0x20 && r < 0x7F:
		return 1, true
	case r < 0xA1:
		return 0, false
	case r <= 0xFF:
		return 1, r != 0xAD && r != 0xA9 && r != 0xAE
	case r >= 0x2500 && r <= 0x259F, r >= 0x2801 && r <= 0x28FF: // boxes, blocks, braille
		return 1, true
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF: // ideographs
		return 2, true
	case r >= 0x3001 && r <= 0x3029, r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA,
		r >= 0xFF01 && r <= 0xFF60: // punctuation, kana, full-width forms
		return 2, true
	case r >= 0xAC00 && r <= 0xD7A3: // Hangul syllables
		return 2, true
	}
	return 0, false
}

// character is one character of a view, ready for the screen.
type character struct {
	glyph glyph
	width int // cells; 0: nothing to draw
	pad   int // blanks after it, to fill the cells that its author reckoned with
	size  int // bytes of the view that it came from
}

// character returns the first character of s, which is not empty and begins
// with neither a control character nor an escape. What terminals disagree
// about is taken out: of an emoji sequence its first emoji stays, of a flag
// its letters, of marks the first four; joiners, variation selectors,
// direction overrides and the like are dropped.
func (g *glyphs) character(s string) character {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		return character{glyph: utf8.RuneError, width: 1, size: 1}
	}
	if width, ok := simple(r); ok && endsAt(s[size:]) {
		return character{glyph: glyph(r), width: width, size: size}
	}
	if letter, ok := flagLetter(r); ok {
		return character{glyph: letter, width: 1, size: size}
	}
	if isSign(r) && endsAt(s[size:]) {
		return g.sign(r, size)
	}
	return g.cluster(s, r, size)
}

// cluster is the first character of s, which begins with r, as Unicode joins
// it.
func (g *glyphs) cluster(s string, r rune, size int) character {
	cluster, _, width, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	base, own := drawable(r, s[:size])
	if base == 0 {
		return character{size: size}
	}
	return character{
		glyph: g.marked(base, cluster[size:]),
		width: own,
		pad:   max(0, width-own),
		size:  len(cluster),
	}
}

// isSign reports whether r is one of the signs that screens are full of, among
// punctuation, arrows, mathematics, shapes and dingbats: such a one joins
// nothing before it, and nothing after it but what is made to join.
func isSign(r rune) bool {
	return r >= 0x2010 && r <= 0x2027 || r >= 0x2030 && r <= 0x205E || r >= 0x2100 && r <= 0x27BF
}

// sign is a sign that is a character by itself, looked up once.
func (g *glyphs) sign(r rune, size int) character {
	known, ok := g.signs[r]
	if !ok {
		known = g.cluster(string(r), r, size)
		if g.signs == nil {
			g.signs = make(map[rune]character)
		}
		g.signs[r] = known
	}
	return known
}

// endsAt reports whether a simple rune, or a sign, before rest is a character
// by itself.
func endsAt(rest string) bool {
	if rest == "" || rest[0] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	_, ok := simple(r)
	return ok || isSign(r)
}

// drawable returns what is drawn for the first rune of a character and its
// width: itself, a substitute, or nothing (0).
func drawable(r rune, text string) (rune, int) {
	switch {
	case unicode.Is(unicode.Zs, r) && r != '\u3000':
		return ' ', 1
	case unicode.In(r, unicode.M, unicode.Cf, unicode.Zl, unicode.Zp):
		return 0, 0
	case unicode.Is(disputed, r), r != '\u3000' && !unicode.IsPrint(r):
		return utf8.RuneError, 1
	}
	width := ansi.StringWidth(text)
	if width < 1 {
		return utf8.RuneError, 1
	}
	return r, min(width, 2)
}

// disputed lists printable characters whose width changed from one Unicode to
// the next, the dashes of three and four cells, and parts of Hangul syllables,
// which some terminals draw into the cell before them.
var disputed = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1160, 0x11FF, 1}, {0x2630, 0x2637, 1}, {0x268A, 0x268F, 1}, {0x2E3A, 0x2E3B, 1}, {0x3030, 0x303D, 13},
		{0x3248, 0x324F, 1}, {0x3297, 0x3299, 2}, {0x4DC0, 0x4DFF, 1}, {0xD7B0, 0xD7FF, 1},
	},
	R32: []unicode.Range32{
		{0x1D300, 0x1D356, 1}, {0x1D360, 0x1D376, 1}, {0x1F202, 0x1F202, 1}, {0x1F237, 0x1F237, 1},
		{0x1F260, 0x1F265, 1},
	},
}

func flagLetter(r rune) (glyph, bool) {
	if r < 0x1F1E6 || r > 0x1F1FF {
		return 0, false
	}
	return glyph('A' + r - 0x1F1E6), true
}

// marked is base with the combining marks among rest.
func (g *glyphs) marked(base rune, rest string) glyph {
	var buf [(1 + maxMarks) * utf8.UTFMax]byte
	text := utf8.AppendRune(buf[:0], base)
	marks := 0
	for _, r := range rest {
		if marks < maxMarks && combines(r) {
			text = utf8.AppendRune(text, r)
			marks++
		}
	}
	if marks == 0 {
		return glyph(base)
	}
	return g.number(string(text))
}

func combines(r rune) bool {
	selector := r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF
	return !selector && r != 0x20E3 && r != 0x034F && unicode.In(r, unicode.Mn, unicode.Me)
}
