package pane

import (
	"slices"
	"strings"
	"testing"

	"bedside/ui/theme"
)

func TestTextIsWrappedAsItIsRead(t *testing.T) {
	for text, want := range map[string][]string{
		"":                             {""},
		"short":                        {"short"},
		"ten cells! and more":          {"ten cells!", "and more"},
		"words stay whole here":        {"words stay", "whole here"},
		"a-word-longer-than-the-row x": {"a-word-lon", "ger-than-t", "he-row x"},
		"two\nparts of it":             {"two", "parts of", "it"},
		"canary 降级响应内容":                {"canary 降", "级响应内容"},
		"一二三四五，六七":                     {"一二三四", "五，六七"},
		"敏感内容过滤失效":                     {"敏感内容过", "滤失效"},
	} {
		if got := rowsOf(text, 10); !slices.Equal(got, want) {
			t.Errorf("%q is wrapped as %q, want %q", text, got, want)
		}
	}
}

func FuzzWrapping(f *testing.F) {
	f.Add("canary 降级（响应内容）", 7)
	f.Add("心", 1)
	f.Fuzz(func(t *testing.T, text string, room int) {
		if room = 2 + abs(room)%200; strings.ContainsAny(text, "\x1b\t\r") {
			return
		}
		all := strings.Join(rowsOf(text, room), "")
		without := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if without(all) != without(text) {
			t.Errorf("%q in %d cells became %q", text, room, all)
		}
		for _, row := range rowsOf(text, room) {
			if theme.Width(row) > room && firstRow(row, room) != row {
				t.Errorf("%q is wider than %d cells", row, room)
			}
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
