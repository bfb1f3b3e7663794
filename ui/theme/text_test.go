package theme

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/muesli/termenv"
)

func TestTextIsCutAndFilledByCells(t *testing.T) {
	for name, tt := range map[string]struct {
		text       string
		w          int
		pad, right string
	}{
		"short text is filled":                {"ab", 4, "ab  ", "  ab"},
		"exact text stays":                    {"abcd", 4, "abcd", "abcd"},
		"long text ends in an ellipsis":       {"abcdef", 4, "abc…", "abc…"},
		"Chinese letters take two cells":      {"心语", 6, "心语  ", "  心语"},
		"a wide letter at the edge gives way": {"心语心", 4, "心… ", " 心…"},
		"no room is nothing":                  {"abc", 0, "", ""},
		"a negative width is nothing":         {"abc", -3, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			theme := made(termenv.Ascii, Options{})
			if got := theme.Pad(tt.text, tt.w); got != tt.pad {
				t.Errorf("Pad is %q, want %q", got, tt.pad)
			}
			if got := theme.Right(tt.text, tt.w); got != tt.right {
				t.Errorf("Right is %q, want %q", got, tt.right)
			}
		})
	}
}

func TestSignsAreSpelledWithin7Bits(t *testing.T) {
	ascii, unicode := made(termenv.Ascii, Options{ASCII: true}), made(termenv.Ascii, Options{})
	if got := ascii.Plain7("×14 · 心语…"); got != "x14 - 心语..." {
		t.Errorf("Plain7 is %q", got)
	}
	if got := unicode.Plain7("×14"); got != "×14" {
		t.Errorf("a terminal of more bits got %q", got)
	}
}

func TestSpacesReachAnyWidth(t *testing.T) {
	for _, n := range []int{-1, 0, 1, len(blank), len(blank) + 1} {
		if got := Spaces(n); got != strings.Repeat(" ", max(n, 0)) {
			t.Errorf("Spaces(%d) has %d cells", n, len(got))
		}
	}
}

func FuzzPadIsExact(f *testing.F) {
	f.Add("心语 Xinyu", 5)
	f.Add("\x1b[31mred", 2)
	f.Add("é\u0301👩‍👩‍👧", 3)
	theme := made(termenv.Ascii, Options{})
	f.Fuzz(func(t *testing.T, text string, w int) {
		if w > 1000 || !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			return // what reaches a screen was screened
		}
		if got := Width(theme.Pad(text, w)); got != max(w, 0) {
			t.Errorf("Pad(%q, %d) has %d cells", text, w, got)
		}
	})
}
