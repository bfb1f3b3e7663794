package ui

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/words"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// view is a screen and the way to it.
type view struct {
	name string
	show func(*model)
}

// views are the screens that are looked at in every size and language. The
// dialogs lie over the log page.
var views = []view{
	{"logs", func(m *model) { press(m, "6") }},
	{"logs-unfolded", func(m *model) { press(m, "6", "g", "j", "j", "enter") }},
	{"logs-query", func(m *model) { press(m, "/"); drive(m, pasted("level>=x")) }},
	{"logs-reading", func(m *model) {
		press(m, "6")
		drive(m, m.logs.show(m, "timeout")())
		press(m, "+", "+", "T", "m")
	}},
	{"help", func(m *model) { press(m, "6", "?") }},
	{"palette", func(m *model) { press(m, "6", ":", "r", "e") }},
	{"preview", func(m *model) { press(m, "6", "c") }},
	{"preview-name", func(m *model) {
		press(m, "6", "c")
		m.act.preview.Confirm = action.ConfirmName
		m.act.name.set("restart")
	}},
	{"preview-refused", func(m *model) {
		press(m, "6", "c")
		m.act.preview.Refused = words.Of(action.RefusedCooling, 12*time.Second)
	}},
	{"run", func(m *model) { m.shown.Run = sampleRun(action.Running); press(m, "6", "v") }},
	{"run-failed", func(m *model) { m.shown.Run = sampleRun(action.Failed); press(m, "6", "v") }},
}

// plainViews have their looks approved elsewhere; here only their size counts.
var plainViews = []view{
	{"latency", func(m *model) { press(m, "2", "h", "h") }},
	{"dependencies", func(m *model) { press(m, "3", "j") }},
	{"host", func(m *model) { press(m, "4") }},
	{"overview", func(*model) {}},
	{"zoomed", func(m *model) { press(m, "tab", "tab", "z") }},
	{"alerts", func(m *model) { press(m, "5") }},
	{"alert", func(m *model) { press(m, "5", "enter") }},
	{"journal", func(m *model) { press(m, "9") }},
}

func press(m *model, keys ...string) {
	for _, key := range keys {
		_ = m.View() // the focus moves among the panes that were drawn
		drive(m, keyMsg(key))
	}
	m.frame = ""
}

func sampleModel(lang words.Lang) *model {
	m := still(fakeOperator(func(context.Context, state.Command) (state.Answer, error) { return samplePreview(), nil }))
	m.o.Look = plainLook(lang)
	m.logs.pane.Diagnose = sampleDiagnosis
	return m
}

func TestScreensLookAsTheyWereApproved(t *testing.T) {
	for _, view := range views {
		for _, size := range []struct{ w, h int }{{80, 24}, {120, 36}, {160, 45}} {
			for _, lang := range []words.Lang{words.English, words.Chinese} {
				name := fmt.Sprintf("%s-%dx%d-%s", view.name, size.w, size.h, [...]string{"en", "zh"}[lang])
				t.Run(name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						m := sampleModel(lang)
						drive(m, tea.WindowSizeMsg{Width: size.w, Height: size.h})
						view.show(m)
						_, page, _ := strings.Cut(m.View(), "\n") // the header is the overview's
						golden(t, name, page)
					})
				})
			}
		}
	}
}

// golden compares a frame without its styles to the file that was approved.
func golden(t *testing.T, name, frame string) {
	t.Helper()
	got := ansi.Strip(frame) + "\n"
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the frame differs from %s; it is now:\n%s", path, got)
	}
}

func TestEveryScreenHasExactlyItsSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, view := range slices.Concat(views, plainViews) {
			for _, lang := range []words.Lang{words.English, words.Chinese} {
				m := sampleModel(lang)
				drive(m, tea.WindowSizeMsg{Width: 80, Height: 24})
				view.show(m)
				for _, w := range []int{0, 1, 2, 5, 39, 40, 41, 47, 59, 80, 99, 120, 161, 500} {
					for _, h := range []int{0, 1, 2, 9, 10, 11, 13, 24, 60, 200} {
						drive(m, tea.WindowSizeMsg{Width: w, Height: h})
						exact(t, fmt.Sprintf("%s at %dx%d", view.name, w, h), m.View(), w, h)
					}
				}
			}
		}
	})
}

// exact checks that a frame has exactly h lines of exactly w cells.
func exact(t *testing.T, what, frame string, w, h int) {
	t.Helper()
	if w == 0 || h == 0 {
		if frame != "" {
			t.Errorf("%s is drawn without room", what)
		}
		return
	}
	lines := strings.Split(frame, "\n")
	if len(lines) != h {
		t.Errorf("%s has %d lines", what, len(lines))
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != w {
			t.Errorf("%s: line %d has %d cells: %q", what, i, n, ansi.Strip(line))
			return
		}
	}
}

func TestATinyScreenIsOneReadableLine(t *testing.T) {
	m := sampleModel(words.English)
	drive(m, tea.WindowSizeMsg{Width: 39, Height: 9})
	first, rest, _ := strings.Cut(ansi.Strip(m.View()), "\n")
	if !strings.Contains(first, "DEGRADED") || strings.TrimSpace(rest) != "" {
		t.Errorf("want the verdict alone:\n%s", ansi.Strip(m.View()))
	}
}

func TestTheSameStateIsTheSameFrame(t *testing.T) {
	m := sampleModel(words.English)
	a := m.View()
	m.Update(struct{}{})
	if b := m.View(); a != b {
		t.Error("a message that changes nothing changed the frame")
	}
}

func BenchmarkAChangedFrame(b *testing.B) {
	for _, bench := range []struct{ name, keys string }{{"overview", ""}, {"logs", "6"}, {"help", "?"}} {
		b.Run(bench.name, func(b *testing.B) {
			m := sampleModel(words.English)
			drive(m, tea.WindowSizeMsg{Width: 200, Height: 50})
			if bench.keys != "" {
				press(m, bench.keys)
			}
			pages := [2]*state.Snapshot{samplePage(1), samplePage(2)}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m.shown, m.frame = pages[i%2], ""
				_ = m.View()
			}
		})
	}
}
