package pane

import (
	"slices"
	"strings"
	"testing"

	"bedside/ui/theme"
)

func TestTextIsWrappedAsItIsRead(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"nothing is one empty row":               {"", []string{""}},
		"what fits stays as it is":               {"ten cells!", []string{"ten cells!"}},
		"a row ends at a space":                  {"words stay whole here", []string{"words stay", "whole here"}},
		"a word longer than the row is split":    {"a-word-longer-than-the-row x", []string{"a-word-lon", "ger-than-t", "he-row x"}},
		"a line of its own stays one":            {"two\nparts of it", []string{"two", "parts of", "it"}},
		"Chinese fills its rows":                 {"敏感内容过滤失效", []string{"敏感内容过", "滤失效"}},
		"Chinese goes on behind a name":          {"canary 响应内容异常", []string{"canary 响", "应内容异常"}},
		"no row begins with a closing mark":      {"一二三四五，六七", []string{"一二三四", "五，六七"}},
		"nor after two of them":                  {"一二三四”），六七", []string{"一二三", "四”），六", "七"}},
		"no row ends with an opening mark":       {"一二三四（五六）", []string{"一二三四", "（五六）"}},
		"a closing quote stays with its word":    {"so “MySQL unr” here", []string{"so “MySQL", "unr” here"}},
		"a word in quotes is not split for them": {"a b unreachabl” x", []string{"a b", "unreachabl", "” x"}},
		"a name between quotes is kept beside 字": {"字字字\"abc_d\"", []string{"字字", "字\"abc_d\""}},
		"a number keeps its unit":                {"for all 30 s", []string{"for all", "30 s"}},
		"in Chinese too":                         {"无响应持续 3 秒", []string{"无响应持续", "3 秒"}},
		"numbers beside each other may part":     {"1234567 89 0", []string{"1234567 89", "0"}},
		"a unit too long for that is parted":     {"5 abcdefghij", []string{"5", "abcdefghij"}},
		"a command stays whole after its colon":  {"look: ls -la d", []string{"look:", "ls -la d"}},
		"in Chinese too, after a wide one":       {"检查：df -h", []string{"检查：", "df -h"}},
		"unless no row holds it":                 {"look: ls -la chroma", []string{"look: ls", "-la chroma"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rowsOf(tt.text, 10); !slices.Equal(got, tt.want) {
				t.Errorf("%q is wrapped as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func FuzzWrapping(f *testing.F) {
	f.Add("canary 异常（响应内容）", 7)
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
		words := strings.Fields(text)
		plain := strings.Join(rowsOf(strings.Join(words, " "), room), " ")
		for _, word := range words {
			ascii := !strings.ContainsFunc(word, func(r rune) bool { return r > '~' })
			if ascii && len(word) <= room && !strings.Contains(plain, word) {
				t.Errorf("%q in %d cells splits %q", text, room, word)
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
