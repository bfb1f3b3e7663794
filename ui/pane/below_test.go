package pane

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestLinesBelowAreCalledATracebackOnlyWhereTheyAreOne(t *testing.T) {
	const python = "Traceback (most recent call last):\n  File \"x.py\", line 1, in f"
	for name, row := range map[string]struct {
		below  string
		lines  int
		en, zh string
	}{
		"a stray line":            {"\x00\xff", 2, "▸ +1 line", "▸ 后续 1 行"},
		"the rest of a message":   {"and\nmore", 3, "▸ +2 lines", "▸ 后续 2 行"},
		"a traceback":             {python, 3, "▸ traceback, 2 lines", "▸ 堆栈 2 行"},
		"one that begins no more": {python, 2, "▸ traceback, 1 line", "▸ 堆栈 1 行"},
	} {
		t.Run(name, func(t *testing.T) {
			e := entry(1, "boom")
			e.Level, e.Lines, e.Trace = logview.Error, row.lines, raw.Of(row.below)
			for lang, want := range map[words.Lang]string{words.English: row.en, words.Chinese: row.zh} {
				look := plainLook(lang)
				p := &Logs{}
				p.Resize(120, 12, look)
				p.Replace(state.LogPage{Entries: []logview.Entry{e}})
				s := &state.Snapshot{At: now.Add(time.Minute)}
				s.Logs.Errors = []state.Folded{{Entry: e, Count: 1, First: e.At}}
				for where, text := range map[string]string{
					"the log page": p.View(s, 120, 12, look),
					"the errors":   (&Errors{}).View(s, 120, 12, look),
				} {
					if text = ansi.Strip(text); !strings.Contains(text, want+" ") {
						t.Errorf("%s says no %q:\n%s", where, want, text)
					}
				}
			}
		})
	}
}
