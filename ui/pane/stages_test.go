package pane

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes/words"
)

func TestTimeInNoStageIsAPartOfItsOwn(t *testing.T) {
	for name, tt := range map[string]struct {
		mean   float64
		stages string // of the pane, "" where nothing stands out
		row    string // of the overview, in 68 cells
	}{
		"a queue":                   {mean: 5.9, stages: "queue, other  5.19 s", row: "queue, other 5.19 s █  +"},
		"the gaps between stages":   {mean: 0.75, row: "llm 580 ms"},
		"stages of several replies": {mean: 0.5, row: "llm 580 ms"},
	} {
		t.Run(name, func(t *testing.T) {
			s, l := calm(), plainLook(words.English)
			s.Vitals.Mean = tt.mean
			var stages Stages
			text := ansi.Strip(stages.View(s, 60, 10, l))
			if tt.stages != "" && !strings.Contains(text, tt.stages) || tt.stages == "" && strings.Contains(text, "queue") {
				t.Errorf("want %q in:\n%s", tt.stages, text)
			}
			if short := ansi.Strip(stages.View(s, 60, 4, l)); tt.stages != "" && (!strings.Contains(short, tt.stages) || !strings.Contains(short, "+3 more")) {
				t.Errorf("want %q in:\n%s", tt.stages, short)
			}
			var latency Latency
			if text = ansi.Strip(latency.View(s, 72, 20, l)); !strings.Contains(text, tt.row) {
				t.Errorf("want %q in:\n%s", tt.row, text)
			}
		})
	}
}

func TestWhereTheTimeGoesSaysHowManyFailed(t *testing.T) {
	s, l := calm(), plainLook(words.English)
	var p Stages
	if text := ansi.Strip(p.View(s, 60, 8, l)); strings.Contains(text, "failed") {
		t.Errorf("nothing failed:\n%s", text)
	}
	f := s.Figures["success"]
	f.Number = 0.23
	s.Figures["success"] = f
	if text := ansi.Strip(new(Stages).View(s, 60, 8, l)); !strings.Contains(text, "77 % of replies failed") {
		t.Errorf("the stages of failed replies look like those of good ones:\n%s", text)
	}
}

// TestAStageThatFailsAtOnceIsNotAQuickOne: it has the sign of what it needs, on
// both pages, and gives way to none where room is short.
func TestAStageThatFailsAtOnceIsNotAQuickOne(t *testing.T) {
	s, l := vectorDBDown(), plainLook(words.English)
	s.Vitals.Stages[3].Mean = 0.0003
	for _, tt := range []struct{ what, text, want string }{
		{"the stages", new(Stages).View(s, 60, 8, l), "vector     ✖  0.3 ms"},
		{"the stages in one row", new(Stages).View(s, 60, 3, l), "vector     ✖  0.3 ms"},
		{"the overview", new(Latency).View(s, 90, 20, l), "vector ✖ 0.3 ms"},
	} {
		if text := ansi.Strip(tt.text); !strings.Contains(text, tt.want) || strings.Count(text, "✖") != 1 {
			t.Errorf("%s: no %q, or not it alone:\n%s", tt.what, tt.want, text)
		}
	}
	look := colouredLook()
	for what, picture := range map[string]string{"the stages": new(Stages).View(s, 60, 8, look), "the overview": new(Latency).View(s, 90, 20, look)} {
		if strings.Contains(picture, look.Strong.Render("0.3 ms")) || strings.Contains(picture, look.Strong.Render("  0.3 ms")) || !strings.Contains(picture, look.P2.Render(" "+look.Glyph.Down)) {
			t.Errorf("%s: what fails does not stand out by its sign, or its time does:\n%q", what, picture)
		}
	}
	s.Targets[3].Stale = true
	if text := ansi.Strip(new(Stages).View(s, 60, 8, l)); strings.Contains(text, "✖") {
		t.Errorf("what is not known to be down is called so:\n%s", text)
	}
}
