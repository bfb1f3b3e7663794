package wire

import (
	"testing"

	"github.com/muesli/termenv"
)

func TestATerminalGetsTheColoursThatItShows(t *testing.T) {
	for _, row := range []struct {
		name string
		env  map[string]string
		want termenv.Profile
	}{
		{"a terminal that nobody knows shows the sixteen", map[string]string{"TERM": "acme"}, termenv.ANSI},
		{"the Linux console", map[string]string{"TERM": "linux"}, termenv.ANSI},
		{"screen", map[string]string{"TERM": "screen"}, termenv.ANSI},
		{"tmux", map[string]string{"TERM": "tmux"}, termenv.ANSI},
		{"256 by name", map[string]string{"TERM": "xterm-256color"}, termenv.ANSI256},
		{"true colour by COLORTERM", map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor"}, termenv.TrueColor},
		{"true colour, said otherwise", map[string]string{"TERM": "xterm", "COLORTERM": "24bit"}, termenv.TrueColor},
		{"true colour by name", map[string]string{"TERM": "xterm-direct"}, termenv.TrueColor},
		{"tmux in a terminal of true colour", map[string]string{"TERM": "tmux-256color", "COLORTERM": "truecolor"}, termenv.TrueColor},
		{"tmux that calls itself screen", map[string]string{"TERM": "screen-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "tmux"}, termenv.TrueColor},
		{"screen in a terminal of true colour", map[string]string{"TERM": "screen.xterm-256color", "COLORTERM": "truecolor"}, termenv.ANSI256},
		{"a VT100 has none", map[string]string{"TERM": "vt100", "COLORTERM": "truecolor"}, termenv.Ascii},
		{"NO_COLOR goes before all", map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, termenv.Ascii},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := shows(func(name string) string { return row.env[name] }); got != row.want {
				t.Errorf("profile %v, want %v", got, row.want)
			}
		})
	}
}
