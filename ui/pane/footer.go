package pane

import (
	"slices"

	"bedside/probes/state"
	"bedside/ui/theme"
)

// Hint is a key and what it does, already spoken.
type Hint struct{ Key, Words string }

// Footer is the last line: the likeliest keys.
type Footer struct {
	Hints []Hint

	sheet sheet
	hints []Hint // of the last picture
	last  cache
}

// View draws the hints that fit, whole, in their order, in one line; further
// lines are blank.
func (f *Footer) View(s *state.Snapshot, w, h int, l *Look) string {
	if !slices.Equal(f.hints, f.Hints) {
		f.hints, f.last = slices.Clone(f.Hints), cache{}
	}
	return f.last.view(s, w, h, l, f.draw)
}

func (f *Footer) draw(_ *state.Snapshot, w, h int, l *Look) []byte {
	b := &f.sheet
	b.begin(w, h, l)
	for i, hint := range f.Hints {
		need := theme.Width(hint.Key) + 1 + theme.Width(hint.Words)
		if b.used()+need+2 > w {
			break
		}
		b.gap(min(i, 1) + 1)
		b.put(l.Key, hint.Key)
		b.put(l.Dim, " ", hint.Words)
	}
	b.line()
	return b.picture()
}
