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
	// Help stands at the right edge whatever else has room; the zero Hint is
	// none.
	Help Hint

	sheet sheet
	hints []Hint // of the last picture
	help  Hint
	last  cache
}

// View draws the hints that fit, whole, in their order, in one line; further
// lines are blank.
func (f *Footer) View(s *state.Snapshot, w, h int, l *Look) string {
	if f.help != f.Help || !slices.Equal(f.hints, f.Hints) {
		f.help, f.hints, f.last = f.Help, slices.Clone(f.Hints), cache{}
	}
	return f.last.view(s, w, h, l, f.draw)
}

func (f *Footer) draw(_ *state.Snapshot, w, h int, l *Look) []byte {
	b := &f.sheet
	b.begin(w, h, l)
	room := w
	if f.Help != (Hint{}) {
		room -= f.Help.cells() + 3 // two cells before it, one behind
	}
	for i, hint := range f.Hints {
		if b.used()+min(i, 1)+1+hint.cells() > room {
			break
		}
		b.gap(min(i, 1) + 1)
		f.put(hint, l)
	}
	if room < w {
		b.apart()
		f.put(f.Help, l)
		b.gap(1)
	}
	b.line()
	return b.picture()
}

func (f *Footer) put(h Hint, l *Look) {
	f.sheet.put(l.Key, h.Key)
	f.sheet.put(l.Dim, " ", h.Words)
}

func (h Hint) cells() int { return theme.Width(h.Key) + 1 + theme.Width(h.Words) }
