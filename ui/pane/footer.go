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
	// Pages are the keys to the pages, and Here is the number of the one that
	// is shown. They stand where there is room for all, once.
	Pages []Hint
	Here  int
	// Help stands at the right edge whatever else has room; the zero Hint is
	// none.
	Help Hint

	sheet sheet
	hints []Hint // of the last picture
	pages int
	here  int
	help  Hint
	last  cache
}

// View draws the hints that fit, whole, in their order, in one line; further
// lines are blank.
func (f *Footer) View(s *state.Snapshot, w, h int, l *Look) string {
	if f.help != f.Help || f.here != f.Here || f.pages != len(f.Pages) || !slices.Equal(f.hints, f.Hints) {
		f.help, f.here, f.pages, f.hints, f.last = f.Help, f.Here, len(f.Pages), slices.Clone(f.Hints), cache{}
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
	pages := f.pagesFit(room)
	for _, hint := range f.Hints {
		if pages && slices.Contains(f.Pages, hint) {
			continue
		}
		between := min(b.used(), 1) + 1
		if b.used()+between+hint.cells() > room {
			break
		}
		b.gap(between)
		f.put(hint, l.Dim, l)
	}
	if room == w && !pages {
		b.line()
		return b.picture()
	}
	b.apart()
	if pages {
		f.strip(l)
	}
	if room < w {
		f.put(f.Help, l.Dim, l)
		b.gap(1)
	}
	b.line()
	return b.picture()
}

// apartFromPages is how far from the hints and from help the pages stand at
// least.
const apartFromPages = 4

// pagesFit reports whether the pages have room beside all hints.
func (f *Footer) pagesFit(room int) bool {
	used := 0
	for _, hint := range f.Hints {
		if !slices.Contains(f.Pages, hint) {
			used += hint.cells() + 2
		}
	}
	for _, page := range f.Pages {
		used += page.cells() + 2
	}
	return len(f.Pages) > 0 && used+2*apartFromPages <= room
}

// strip is the pages, with the one that is shown.
func (f *Footer) strip(l *Look) {
	for i, page := range f.Pages {
		style := l.Dim
		if i == f.Here {
			style = l.Strong
		}
		f.put(page, style, l)
		f.sheet.gap(2)
	}
	f.sheet.gap(apartFromPages - 2)
}

func (f *Footer) put(h Hint, words theme.Style, l *Look) {
	f.sheet.put(l.Key, h.Key)
	f.sheet.put(words, " ", h.Words)
}

func (h Hint) cells() int { return theme.Width(h.Key) + 1 + theme.Width(h.Words) }
