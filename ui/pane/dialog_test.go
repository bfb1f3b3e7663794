package pane

import (
	"strings"
	"testing"

	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func TestADialogIsScrolledToItsEndAndNoFurther(t *testing.T) {
	const w, h = 60, 20
	l, s := plainLook(words.English), calm()
	under := strings.Repeat(strings.Repeat(" ", w)+"\n", h-1) + strings.Repeat(" ", w)
	section := HelpSection{Title: "keys", Hints: make([]Hint, 40)}
	section.Hints = append(section.Hints, Hint{"$", "the last one"})
	help := &Help{Title: "help", Sections: []HelpSection{section}}
	last := Furthest(help, s, w, h, l)
	for scroll, want := range map[int]bool{last: true, last - 1: false} {
		help.Scroll = scroll
		if got := strings.Contains(ansi.Strip(Over(under, help, s, w, h, l)), "the last one"); got != want {
			t.Errorf("scrolled by %d of %d the last line is shown: %v", scroll, last, got)
		}
	}
	if n := Furthest(&Help{Title: "help"}, s, w, h, l); n != 0 {
		t.Errorf("a dialog that fits can be scrolled by %d", n)
	}
}

func TestHelpTellsEveryNoticeInFull(t *testing.T) {
	const long = "nothing is kept: the journal cannot be written (open /var/lib/bedside/journal.jsonl: permission denied)"
	help := Help{Title: "keys", Notices: []words.Line{words.Of("text", long), words.Of("text", "not active: drills")}}
	said := strings.Join(help.body(calm(), 60, plainLook(words.English)).lines, " ")
	if got := strings.Join(strings.Fields(ansi.Strip(said)), " "); !strings.Contains(got, long) || !strings.Contains(got, "not active: drills") {
		t.Errorf("help says %q", got)
	}
}
