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

func TestStylesAreTakenAwayAndNothingElse(t *testing.T) {
	for _, row := range []struct{ name, styled, want string }{
		{"nothing", "", ""},
		{"plain text", "│ 好 │", "│ 好 │"},
		{"a style and its end", "a \x1b[1;38;5;9mred\x1b[m b", "a red b"},
		{"styles alone", "\x1b[1m\x1b[m", ""},
		{"another sequence stays visible to whoever draws", "a\x1b[2Jb", "a\x1b[2Jb"},
		{"an unfinished one hides nothing", "a\x1b[3", "a\x1b[3"},
		{"a lone escape at the end", "a\x1b", "a\x1b"},
	} {
		if got := Unstyled(row.styled); got != row.want {
			t.Errorf("%s: %q without styles is %q, want %q", row.name, row.styled, got, row.want)
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
		got, cells := Head(s, w)
		if want := ansi.Truncate(s, w, ""); got != want || cells != ansi.StringWidth(want) {
			t.Errorf("the first %d cells of %q are %q, %d cells, want %q", w, s, got, cells, want)
		}
	})
}
