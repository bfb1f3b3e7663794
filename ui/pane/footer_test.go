package pane

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes/words"
)

func TestKeysThatFollowEachOtherAreOneSpan(t *testing.T) {
	for want, keys := range map[string][]string{
		"":        nil,
		"1":       {"1"},
		"1-6 9":   {"1", "2", "3", "4", "5", "6", "9"},
		"1 3-4 F": {"1", "3", "4", "F"},
		"1 Tab 2": {"1", "Tab", "2"},
	} {
		var hints []Hint
		for _, key := range keys {
			hints = append(hints, Hint{Key: key})
		}
		if got := keySpan(hints); got != want {
			t.Errorf("%q is the span of %q, want %q", got, keys, want)
		}
	}
}

// TestNoHintSeemsToBeMissingBesideThePages looks at the blanks of a footer with
// pages: the wide ones stand before the help, or clearly apart.
func TestNoHintSeemsToBeMissingBesideThePages(t *testing.T) {
	f := Footer{
		Hints: []Hint{{"/", "筛选"}, {":", "命令面板"}}, Help: Hint{"?", "帮助"},
		Pages: []Hint{{"1", "总览"}, {"2", "响应时间"}, {"3", "告警"}},
	}
	const hints, pages = " / 筛选  : 命令面板", "1 总览  2 响应时间  3 告警"
	for _, row := range []struct {
		name string
		w    int
		want string
	}{
		{"as wide as all of it", 60, hints + "    " + pages + "    ? 帮助 "},
		{"a few cells wider", 68, hints + "    " + pages + strings.Repeat(" ", 12) + "? 帮助 "},
		{"as wide as leaves a hole", 71, hints + "    " + pages + strings.Repeat(" ", 15) + "? 帮助 "},
		{"wider", 72, hints + strings.Repeat(" ", 16) + pages + "    ? 帮助 "},
		{"too narrow for the names of the pages", 59, hints + "  1-3 页面" + strings.Repeat(" ", 23) + "? 帮助 "},
	} {
		l := plainLook(words.Chinese)
		if got := ansi.Strip(f.View(nil, row.w, 1, l)); got != row.want {
			t.Errorf("%s: the footer is\n%q, want\n%q", row.name, got, row.want)
		}
	}
}

func TestAFooterWithoutRoomSaysWhatTellsItsKeysApart(t *testing.T) {
	hints := []Hint{{"D", "degrade: plugins and image analysis off"}, {"K", "next LLM key"}, {"t", "log lines of the cause"}}
	alike := []Hint{{"a", "restart: backend and its workers"}, {"b", "restart: frontend"}, {"S", "safe mode: careful replies"}}
	for _, row := range []struct {
		hints []Hint
		w     int
		want  string
	}{
		{hints, 100, " D degrade: plugins and image analysis off  K next LLM key  t log lines of the cause"},
		{hints, 60, " D degrade  K next LLM key  t log lines of the cause"},
		{alike, 75, " a restart: backend and its workers  b restart: frontend  S safe mode"},
		{[]Hint{{"D", "降级：关闭插件与图像分析"}, {"t", "相关日志"}}, 30, " D 降级  t 相关日志"},
	} {
		f := Footer{Hints: row.hints}
		if got := strings.TrimRight(ansi.Strip(f.View(nil, row.w, 1, plainLook(words.English))), " "); got != row.want {
			t.Errorf("in %d cells: %q, want %q", row.w, got, row.want)
		}
	}
}
