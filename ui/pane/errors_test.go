package pane

import (
	"strings"
	"testing"
	"time"

	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func TestAnErrorOfAnotherDaySaysItsDay(t *testing.T) {
	for w, want := range map[int][2]string{
		80:  {"│ 03-13 20:30 ", "│    14:30:03 "},
		160: {"│ 03-13 20:30:05 ", "│       14:30:03 "},
	} {
		s := vectorDBDown()
		older := s.Logs.Errors[0]
		older.At, older.First, older.Count = now.Add(-18*time.Hour), now.Add(-20*time.Hour), 2
		newer := older
		newer.At = now.Add(-2 * time.Second)
		s.Logs.Errors = append(s.Logs.Errors[:0:0], older, newer)
		var p Errors
		text := ansi.Strip(p.View(s, w, 6, plainLook(words.English)))
		for _, part := range append(want[:], "since 03-13 18:30") {
			if !strings.Contains(text, part) {
				t.Errorf("in %d cells %q is missing:\n%s", w, part, text)
			}
		}
	}
}
