package theme

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestTheShortWaysMeasureAsTheLongOnes(t *testing.T) {
	for r := ' '; r <= 0x1ffff; r++ {
		for _, s := range []string{string(r), "a" + string(r) + "好", "│" + string(r), string(r) + "\u0301", "好\ufe0f" + string(r)} {
			if got, want := Width(s), ansi.StringWidth(s); got != want {
				t.Fatalf("%q (%x) is %d cells wide, want %d", s, r, got, want)
			}
		}
	}
}

func FuzzCells(f *testing.F) {
	for _, s := range []string{"", "plain", "│ 好的 │", "e\u0301", "\x1b[38;5;9mred\x1b[0m", "\x1b[m", "\x1b[2J", "\x1b[3", "👩‍👩‍👧 x", "\xff\xfe", "～！、。", "a\u200db"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		if got, want := Width(s), ansi.StringWidth(s); got != want {
			t.Errorf("%q is %d cells wide, want %d", s, got, want)
		}
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) }) || w < 0 {
			return // nothing that a screen is asked to show
		}
		if got, want := Head(s, w), ansi.Truncate(s, w, ""); got != want {
			t.Errorf("the first %d cells of %q are %q, want %q", w, s, got, want)
		}
	})
}
