package pane

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// whole is header, overview and footer, as the screen joins them.
func whole(s *state.Snapshot, w, h int, l *Look) string {
	var header Header
	var overview Overview
	footer := Footer{Hints: []Hint{{"r", "restart"}, {"S", "safe mode"}, {"/", "filter"}, {"?", "help"}}}
	return header.View(s, w, 1, l) + "\n" + overview.View(s, w, h-2, l) + "\n" + footer.View(s, w, 1, l)
}

func TestOverviewLooksAsItWasApproved(t *testing.T) {
	for _, scene := range scenes {
		for _, size := range []struct{ w, h int }{{40, 10}, {80, 24}, {120, 36}, {160, 45}, {220, 60}} {
			for _, lang := range []words.Lang{words.English, words.Chinese} {
				name := fmt.Sprintf("%s-%dx%d-%s", scene.name, size.w, size.h, [...]string{"en", "zh"}[lang])
				t.Run(name, func(t *testing.T) {
					golden(t, name, whole(scene.page(), size.w, size.h, plainLook(lang)))
				})
			}
		}
	}
}

// golden compares a frame without its styles to the file that was approved.
func golden(t *testing.T, name, frame string) {
	t.Helper()
	goldenFile(t, filepath.Join("testdata", "overview", name+".txt"), frame)
}

func goldenFile(t *testing.T, path, frame string) {
	t.Helper()
	got := ansi.Strip(frame) + "\n"
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
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

func TestEveryFrameHasExactlyItsSize(t *testing.T) {
	for _, scene := range scenes {
		for _, lang := range []words.Lang{words.English, words.Chinese} {
			page, look := scene.page(), plainLook(lang)
			var header Header
			var overview Overview
			for _, w := range []int{1, 2, 3, 5, 8, 13, 21, 39, 40, 41, 59, 60, 79, 80, 99, 100, 101, 130, 159, 160, 161, 250, 500} {
				for _, h := range []int{1, 2, 3, 4, 6, 8, 10, 17, 18, 22, 34, 43, 80, 200} {
					exact(t, fmt.Sprintf("%s overview", scene.name), overview.View(page, w, h, look), w, h)
				}
				exact(t, fmt.Sprintf("%s header", scene.name), header.View(page, w, 1, look), w, 1)
				exact(t, fmt.Sprintf("%s too small", scene.name), TooSmall(page, w, 1, look), w, 1)
			}
		}
	}
}

func FuzzForeignTextKeepsTheFrame(f *testing.F) {
	f.Add("ChromaDB连接失败\x1b[2J\r\n", "\u202eevil", 80)
	f.Add("👩‍👩‍👧\u0301\u200d\x9b31m", "\t\x00", 120)
	var overview Overview
	var header Header
	f.Fuzz(func(t *testing.T, message, name string, w int) {
		if w < 1 || w > 250 {
			return
		}
		s, l := vectorDBDown(), plainLook(words.English)
		s.Logs.Errors[0].Message, s.Logs.Errors[1].Module = raw.Of(message), raw.Of(name)
		s.Targets[3].Fault.Detail, s.Service.Name, s.Service.Label = raw.Of(message), raw.Of(name), raw.Of(message)
		s.Logs.Sources[0] = state.LogSource{Name: "application", State: words.Of("gone"), Path: raw.Of(message)}
		exact(t, "overview", overview.View(s, w, 40, l), w, 40)
		exact(t, "header", header.View(s, w, 1, l), w, 1)
		frame := overview.View(s, w, 40, l)
		if i := strings.IndexFunc(ansi.Strip(frame), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }); i >= 0 {
			t.Errorf("a control character reached the frame at %d", i)
		}
	})
}

// exact checks that a picture has exactly h lines of exactly w cells.
func exact(t *testing.T, what, picture string, w, h int) {
	t.Helper()
	lines := strings.Split(picture, "\n")
	if len(lines) != h {
		t.Errorf("%s at %dx%d has %d lines", what, w, h, len(lines))
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != w {
			t.Errorf("%s at %dx%d: line %d has %d cells: %q", what, w, h, i, n, ansi.Strip(line))
			return
		}
	}
}
