package theme

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many cells s takes. Sequences of ours in it take none.
func Width(s string) int {
	w := 0
	for i := 0; i < len(s); {
		n, cells := ordinary(s[i:])
		if n == 0 {
			if n = colours(s[i:]); n == 0 {
				return ansi.StringWidth(s)
			}
		}
		i, w = i+n, w+cells
	}
	return w
}

// Unstyled is s without its styles. What is no style stays, whatever it is.
func Unstyled(s string) string {
	plain := make([]byte, 0, len(s))
	for {
		i := strings.IndexByte(s, '\x1b')
		if i < 0 {
			return string(append(plain, s...))
		}
		n := colours(s[i:])
		plain = append(plain, s[:i+1]...)
		if n > 0 {
			plain = plain[:len(plain)-1]
		}
		s = s[i+max(n, 1):]
	}
}

// Head is as much of the beginning of s, which has no sequences in it, as w
// cells have room for, and how many cells that takes.
func Head(s string, w int) (head string, cells int) {
	for i := 0; i < len(s); {
		n, more := ordinary(s[i:])
		switch {
		case n == 0:
			head = ansi.Truncate(s, w, "")
			return head, ansi.StringWidth(head)
		case cells+more > w:
			return s[:i], cells
		}
		i, cells = i+n, cells+more
	}
	return s, cells
}

// ordinary returns the bytes and the cells of the first character of s, if it
// is one of those of which nearly all text here consists and whose width
// depends on nothing beside it: what joins or changes them is not among them.
// Else it returns 0 bytes.
func ordinary(s string) (n, cells int) {
	if s[0] < utf8.RuneSelf {
		if s[0] < ' ' || s[0] > '~' {
			return 0, 0
		}
		return 1, 1
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case '─' <= r && r <= '▟', '⠀' <= r && r <= '⣿': // lines, blocks, dots
		return n, 1
	case '一' <= r && r <= '鿿', r == '、', r == '。', '！' <= r && r <= '～':
		return n, 2
	}
	switch r { // of the glyphs and the catalogue
	case '·', '×', '–', '…', '“', '”', '↑', '↓', '→', '←', '≠', '≤', '≥', '●', '▲', '▸', '▾', '✔', '✖':
		return n, 1
	}
	return 0, 0
}

// colours is the length of the sequence at the beginning of s that sets
// colours, 0 where there is none.
func colours(s string) int {
	if len(s) < 3 || s[:2] != "\x1b[" {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}
