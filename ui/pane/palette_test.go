package pane

import (
	"strings"
	"testing"

	"bedside/probes/words"
	"bedside/ui/theme"
)

func TestThePaletteCountsWhatIsOutOfSight(t *testing.T) {
	for _, tt := range []struct {
		name            string
		items, selected int
		want            string
	}{
		{"all are in sight", paletteRows, 0, ""},
		{"one is not", paletteRows + 1, 0, "+1 more"},
		{"as many, wherever the choice stands", paletteRows + 30, 20, "+30 more"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := Palette{Items: make([]Hint, tt.items), Selected: tt.selected}
			lines := p.body(nil, 60, plainLook(words.English)).lines
			last := strings.TrimSpace(theme.Unstyled(lines[len(lines)-1]))
			if last != tt.want {
				t.Errorf("the last line is %q, want %q", last, tt.want)
			}
		})
	}
}
