package ui

import (
	"strings"
	"testing"
)

func TestALineIsEdited(t *testing.T) {
	for name, tt := range map[string]struct {
		keys string // separated by blanks; "|" in the result is the cursor
		want string
	}{
		"letters":                  {"a b 心", "ab心|"},
		"in the middle":            {"a b left x", "ax|b"},
		"backspace":                {"a b backspace", "a|"},
		"backspace at the start":   {"a home backspace", "|a"},
		"delete":                   {"a b home delete", "|b"},
		"delete at the end":        {"a delete", "a|"},
		"to the start and the end": {"a b ctrl+a x ctrl+e y", "xaby|"},
		"all before the cursor":    {"a b c left ctrl+u", "|c"},
		"all behind the cursor":    {"a b c home right ctrl+k", "a|"},
		"one word back":            {"a b SPACE c d SPACE ctrl+w", "ab |"},
	} {
		t.Run(name, func(t *testing.T) {
			var e line
			for key := range strings.FieldsSeq(tt.keys) {
				if key == "SPACE" {
					key = " "
				}
				e.press(keyMsg(key))
			}
			if got := string(e.text[:e.at]) + "|" + string(e.text[e.at:]); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestALineTakesOnlyWhatCanBeSeenAndOnlySoMuch(t *testing.T) {
	var e line
	e.insert([]rune("a\x1b[2J\r\n\u202eb"))
	if got := e.String(); got != "a[2Jb" {
		t.Errorf("%q came in", got)
	}
	e.insert([]rune(strings.Repeat("x", 10_000)))
	if len(e.text) != longestLine {
		t.Errorf("%d characters, want %d", len(e.text), longestLine)
	}
}
