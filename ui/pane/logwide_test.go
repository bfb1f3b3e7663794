package pane

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

func TestAWrappedMessageIsWholeWithoutHoles(t *testing.T) {
	const family = "👩\u200d👩\u200d👧\u200d👦"
	for name, message := range map[string]string{
		"families without a space":    "用户 " + strings.Repeat(family, 30),
		"nothing but families":        strings.Repeat(family, 10),
		"flags and skin tones":        "hi " + strings.Repeat("🇨🇳👍🏽", 60),
		"a long word behind a short":  "GET https://shop.example/" + strings.Repeat("x", 300),
		"characters that are hidden":  strings.Repeat("a\u202eb", 80),
		"Chinese":                     strings.Repeat("数据库连接失败，", 30),
		"English":                     strings.Repeat("the connection was refused ", 20),
		"more than a row looks at":    strings.Repeat("e\u0301", 1200),
		"brackets that are no escape": strings.Repeat("<b", 200),
	} {
		t.Run(name, func(t *testing.T) {
			for _, w := range []int{41, 60, 80, 100, 200} {
				p := &Logs{}
				look := plainLook(words.English)
				p.Resize(w, 100, look)
				p.ToggleWrap()
				e := entry(1, "")
				e.Message = raw.Of(message)
				p.Replace(state.LogPage{Entries: []logview.Entry{e}})
				rows := p.wrapped(&p.rows[0])
				said := p.rows[0].said()
				if got := strings.Join(rows, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(said, " ", "") {
					t.Errorf("at %d it says %q, want %q", w, got, said)
				}
				for i, row := range rows {
					room := p.inner() - detailIndent
					if i == 0 {
						room = p.roomOf(&p.rows[0])
					}
					wide := theme.Width(row)
					if wide == 0 || wide > room || i > 0 && i < len(rows)-1 && wide < room*2/3-len("<U+200D>") {
						t.Errorf("at %d row %d has %d cells of %d: %q", w, i, wide, room, row)
					}
					if open := strings.LastIndex(row, "<U"); open >= 0 && !strings.Contains(row[open:], ">") {
						t.Errorf("at %d an escape is split: %q", w, row)
					}
				}
				if text := ansi.Strip(p.View(&state.Snapshot{At: now}, w, 100, look)); strings.Contains(text, look.Glyph.Ellipsis) {
					t.Errorf("at %d rows are cut:\n%s", w, text)
				}
			}
		})
	}
}
