package pane

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/state"
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
	last := Scrolled(help, s, w, h, l).Furthest
	for scroll, want := range map[int]bool{last: true, last - 1: false} {
		help.Scroll = scroll
		if got := strings.Contains(ansi.Strip(Over(under, help, s, w, h, l)), "the last one"); got != want {
			t.Errorf("scrolled by %d of %d the last line is shown: %v", scroll, last, got)
		}
	}
	if n := Scrolled(&Help{Title: "help"}, s, w, h, l).Furthest; n != 0 {
		t.Errorf("a dialog that fits can be scrolled by %d", n)
	}
}

// TestADialogStandsInsideThePageOrTakesItsWidth: one column of the page beside it
// looks like debris.
func TestADialogStandsInsideThePageOrTakesItsWidth(t *testing.T) {
	const w, h = 80, 8
	l := plainLook(words.English)
	under := strings.TrimSuffix(strings.Repeat(strings.Repeat("x", w)+"\n", h), "\n")
	whole := 0
	for n := 60; n <= 80; n++ {
		help := &Help{Title: "help", Notices: []words.Line{words.Of("text", strings.Repeat("n", n-2))}}
		text := ansi.Strip(Over(under, help, calm(), w, h, l))
		exact(t, "the page", text, w, h)
		edge := strings.Split(text, "\n")[1]
		left, right := len(edge)-len(strings.TrimLeft(edge, "x")), len(edge)-len(strings.TrimRight(edge, "x"))
		switch {
		case left == 0 && right == 0:
			whole++
		case left < 2 || right < 2:
			t.Errorf("%d cells leave %d and %d columns of the page:\n%s", n, left, right, text)
		}
	}
	if whole == 0 || whole == 21 {
		t.Errorf("the whole width is taken %d times", whole)
	}
}

func TestAColumnOfHelpHasWhatTheOtherDoesNotNeed(t *testing.T) {
	short := HelpSection{Title: "keys", Hints: []Hint{{"a", "up"}, {"b", "down"}}}
	long := HelpSection{Title: "acts", Hints: []Hint{{"c", "restart the vector database and all that needs it, twice"}}}
	for name, sections := range map[string][]HelpSection{"at the right": {short, long}, "at the left": {long, short}} {
		help := &Help{Title: "help", Sections: sections}
		if text := shownOver(help, 80, 22); !strings.Contains(text, long.Hints[0].Words) || !strings.Contains(text, "down") {
			t.Errorf("%s the long one is cut:\n%s", name, text)
		}
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

// longRun is a run of many steps, the one at the index in the given state.
func longRun(at int, o action.Outcome) *Run {
	run := &state.Run{Title: words.Of("text", "migrate"), Began: now.Add(-time.Minute), Outcome: action.Running}
	for i := range 30 {
		step := state.RunStep{What: words.Of("text", fmt.Sprintf("step-%02d.", i)), Outcome: action.Done, Took: time.Second}
		switch {
		case i > at:
			step.Outcome, step.Took = action.Waiting, 0
		case i == at:
			step.Outcome = o
		}
		run.Steps = append(run.Steps, step)
	}
	if o == action.Failed {
		run.Outcome, run.Ended, run.Steps[at].Said = o, now, raw.Of("first\nsecond\ndisk full on /var")
	}
	return &Run{Run: run, Scroll: Following}
}

func TestTheStepInProgressIsInSight(t *testing.T) {
	for at := range 30 {
		if got := shownOver(longRun(at, action.Running), 80, 22); !strings.Contains(got, fmt.Sprintf("step-%02d.", at)) {
			t.Fatalf("step %d is in progress:\n%s", at, got)
		}
		if got := shownOver(longRun(at, action.Failed), 80, 22); !strings.Contains(got, "disk full on /var") {
			t.Fatalf("step %d failed, and nobody sees why:\n%s", at, got)
		}
	}
	for h := 6; h < 22; h++ {
		if got := shownOver(longRun(4, action.Failed), 40, h); !strings.Contains(got, "disk full on /var") && !strings.Contains(got, "step-04.") {
			t.Errorf("at height %d nothing is seen of the step that failed:\n%s", h, got)
		}
	}
	r := longRun(20, action.Running)
	if r.Scroll = 0; !strings.Contains(shownOver(r, 80, 22), "step-00.") {
		t.Error("who scrolls back sees nothing else")
	}
}
