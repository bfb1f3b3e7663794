package theme

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Cut shortens s to at most w cells; where something is left off, an ellipsis
// stands in the last cell.
func (t *Theme) Cut(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case plain(s):
		if len(s) <= w {
			return s
		}
		return s[:w-1] + t.Glyph.Ellipsis
	default:
		return ansi.Truncate(s, w, t.Glyph.Ellipsis)
	}
}

// Pad makes s exactly w cells: cut, or filled on the right.
func (t *Theme) Pad(s string, w int) string {
	s = t.Cut(s, w)
	return s + Spaces(w-Width(s))
}

// Right makes s exactly w cells: cut, or filled on the left.
func (t *Theme) Right(s string, w int) string {
	s = t.Cut(s, w)
	return Spaces(w-Width(s)) + s
}

// blank is as wide as the widest screen that is served without an allocation.
const blank = "                                                                                                    " +
	"                                                                                                    " +
	"                                                                                                    " +
	"                                                                                                    " +
	"                                                                                                    "

// Spaces is n spaces, none when n is not positive.
func Spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blank):
		return blank[:n]
	default:
		return strings.Repeat(" ", n)
	}
}

// plain reports whether s is printable 7-bit text, whose bytes are its cells.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Plain7 spells the signs of s that a terminal of 7 bits lacks; letters of
// other scripts stay.
func (t *Theme) Plain7(s string) string {
	if !t.ascii || plain(s) {
		return s
	}
	return signs.Replace(s)
}

// SevenBit spells s in ASCII alone: signs as on a screen of 7 bits, and every
// other character beyond it as a question mark.
func SevenBit(s string) string {
	if plain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return '?'
		}
		return r
	}, signs.Replace(s))
}

// signs are spelled one cell for one where that is possible.
var signs = strings.NewReplacer(
	"·", "-", "×", "x", "…", "...", "–", "-", "—", "-", "→", "->", "←", "<-", "↑", "^", "↓", "v",
	"≥", ">=", "≤", "<=", "≠", "!=", "▸", ">", "▾", "v", "●", "*", "▲", "!", "✔", "+", "✖", "x", "“", `"`, "”", `"`, "’", "'",
)
