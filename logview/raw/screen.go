package raw

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks one character may carry on a screen;
// more is no script that people read.
const maxMarks = 4

// Screen is the text as one line that is safe on any terminal: it holds only
// graphic characters and spaces. Tabs and odd spaces become a space; \n, \r and
// every other control, C1 and invalid byte become a visible escape (\x1b);
// characters that are invisible, reorder their neighbours or have no width
// that terminals agree upon become their code point (<U+202E>); marks beyond
// the fourth on one character are counted (<+196>). A single variation
// selector after a character is left off. Screening twice changes nothing, and
// the result is at most four times as long in bytes.
//
// A text that needs no change is returned without an allocation.
func (t Text) Screen() string {
	n := cleanPrefix(t.s)
	if n == len(t.s) {
		return t.s
	}
	sc := screener{based: n > 0 && !endsInSpace(t.s[:n])}
	sc.Grow(len(t.s) + 16)
	sc.WriteString(t.s[:n])
	for s := t.s[n:]; s != ""; {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			sc.escape(`\x%02x`, rune(s[0]))
		} else {
			sc.put(r)
		}
		s = s[size:]
	}
	sc.endMarks()
	return sc.String()
}

// ScreenLines is a text of several lines (a traceback) with each line
// screened; a carriage return before a line's end is left off.
func (t Text) ScreenLines() []string {
	if t.s == "" {
		return nil
	}
	lines := strings.Split(strings.TrimSuffix(t.s, "\n"), "\n")
	for i, line := range lines {
		lines[i] = Text{strings.TrimSuffix(line, "\r")}.Screen()
	}
	return lines
}

// cleanPrefix is the length of the longest prefix that a screen takes as it is.
func cleanPrefix(s string) int {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !common(r) {
			return i
		}
		i += size
	}
	return len(s)
}

// common reports whether r stands in a block that needs no look at the tables:
// Chinese and its punctuation, Latin letters, dashes and quotes, arrows, boxes.
func common(r rune) bool {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3000 && r <= 0x3029, r >= 0xFF01 && r <= 0xFF60,
		r >= 0xC0 && r <= 0x24F, r >= 0x2010 && r <= 0x2027, r >= 0x2190 && r <= 0x21FF, r >= 0x2500 && r <= 0x259F:
		return true
	}
	return false
}

func endsInSpace(s string) bool { return strings.HasSuffix(s, " ") || strings.HasSuffix(s, "\u3000") }

// screener writes runes one after another and remembers whether the next mark
// has a character to stand on.
type screener struct {
	strings.Builder
	based    bool // the last character can carry marks
	selected bool // it has had its variation selector
	marks    int  // marks upon it
}

func (sc *screener) put(r rune) {
	switch {
	case r == '\n':
		sc.escape(`\n`)
	case r == '\r':
		sc.escape(`\r`)
	case r == '\t', r != 0x3000 && unicode.Is(unicode.Zs, r):
		sc.base(' ')
	case r < ' ', r == 0x7f:
		sc.escape(`\x%02x`, r)
	case (r == 0xFE0E || r == 0xFE0F) && sc.based && !sc.selected:
		sc.selected = true
	case r != 0x3000 && !unicode.IsPrint(r), unicode.Is(unsteady, r):
		sc.escape("<U+%04X>", r)
	case unicode.Is(unicode.M, r):
		sc.mark(r)
	default:
		sc.base(r)
	}
}

func (sc *screener) base(r rune) {
	sc.endMarks()
	sc.WriteRune(r)
	sc.based, sc.selected, sc.marks = r != ' ' && r != 0x3000, false, 0
}

// mark writes a combining mark. Without a character of its own it would climb
// on whatever the screen shows before the text.
func (sc *screener) mark(r rune) {
	if !sc.based {
		sc.escape("<U+%04X>", r)
		return
	}
	if sc.marks++; sc.marks <= maxMarks {
		sc.WriteRune(r)
	}
}

func (sc *screener) endMarks() {
	if extra := sc.marks - maxMarks; extra > 0 {
		sc.WriteString("<+" + strconv.Itoa(extra) + ">")
	}
	sc.marks = 0
}

func (sc *screener) escape(format string, args ...any) {
	sc.endMarks()
	fmt.Fprintf(sc, format, args...)
	sc.based, sc.selected = false, false
}

// unsteady lists the graphic characters that are invisible, or whose width
// depends on their neighbours and on the terminal.
var unsteady = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034F, Hi: 0x034F, Stride: 1}, // combining grapheme joiner
		{Lo: 0x115F, Hi: 0x11FF, Stride: 1}, // Hangul fillers and the jamo that join what stands before
		{Lo: 0x17B4, Hi: 0x17B5, Stride: 1}, // Khmer inherent vowels
		{Lo: 0x180B, Hi: 0x180F, Stride: 1}, // Mongolian variation selectors
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // blank braille
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
		{Lo: 0xD7B0, Hi: 0xD7FF, Stride: 1}, // more joining jamo
		{Lo: 0xFE00, Hi: 0xFE0F, Stride: 1}, // variation selectors
		{Lo: 0xFF9E, Hi: 0xFFA0, Stride: 1}, // half-width voicing marks, half-width filler
		{Lo: 0xFFFC, Hi: 0xFFFC, Stride: 1}, // object replacement
	},
	R32: []unicode.Range32{
		{Lo: 0x1F1E6, Hi: 0x1F1FF, Stride: 1}, // regional indicators: flags in pairs
		{Lo: 0x1F3FB, Hi: 0x1F3FF, Stride: 1}, // skin tones
		{Lo: 0xE0100, Hi: 0xE01EF, Stride: 1}, // more variation selectors
	},
}
