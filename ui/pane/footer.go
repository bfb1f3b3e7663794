package pane

import (
	"slices"
	"strings"

	"bedside/probes/state"
	"bedside/ui/theme"
)

// Hint is a key and what it does, already spoken.
type Hint struct{ Key, Words string }

// Footer is the last line: the likeliest keys.
type Footer struct {
	Hints []Hint // the likeliest first; a few of them are shown
	// Pages are the keys to the pages, and Here is the number of the one that
	// is shown. They stand where there is room for all, once.
	Pages []Hint
	Here  int
	// Help stands at the right edge whatever else has room; the zero Hint is
	// none.
	Help Hint

	sheet sheet
	hints []Hint // of the last picture
	pages []Hint
	here  int
	help  Hint
	last  cache
}

// MostHints is how many keys the footer names besides those for help and for
// the pages.
const MostHints = 4

// View draws the hints that fit, whole, in their order, in one line; further
// lines are blank. Nothing of the snapshot is in it.
func (f *Footer) View(_ *state.Snapshot, w, h int, l *Look) string {
	if f.help != f.Help || f.here != f.Here || !slices.Equal(f.pages, f.Pages) || !slices.Equal(f.hints, f.Hints) {
		f.help, f.here, f.last = f.Help, f.Here, cache{}
		f.pages, f.hints = slices.Clone(f.Pages), slices.Clone(f.Hints)
	}
	return f.last.view(nil, w, h, l, f.draw)
}

// nowhere is the number of no page.
const nowhere = -1

// The cells between two hints, and at least beside the pages. Fewer than so many
// to spare between hints and pages set nothing apart: they look as if a hint
// were missing.
const (
	betweenHints = 2
	besidePages  = 4
	setsApart    = 12
)

func (f *Footer) draw(_ *state.Snapshot, w, h int, l *Look) []byte {
	b := &f.sheet
	b.begin(w, h, l)
	room := w - 1 // one cell before the first
	if f.Help != (Hint{}) {
		room -= betweenHints + f.Help.cells() + 1 // and one behind the last
	}
	hints, pages := f.chosen(room, l)
	if rowCells(hints) > room {
		hints = briefly(hints)
	}
	b.gap(1)
	f.row(f.filled(hints, room), nowhere, l)
	switch spare := room - besideCells(hints, pages); {
	case pages == nil:
		b.apart()
	case spare < setsApart:
		b.gap(besidePages)
		f.row(pages, f.Here, l)
		b.apart()
	default:
		b.apart()
		f.row(pages, f.Here, l)
		b.gap(besidePages)
	}
	if f.Help != (Hint{}) {
		f.row([]Hint{f.Help}, nowhere, l)
		b.gap(1)
	}
	b.line()
	return b.picture()
}

// chosen is what the footer shows in its room: the pages with their names where
// they fit beside the hints, else the keys to them in one hint among the others.
func (f *Footer) chosen(room int, l *Look) (hints, pages []Hint) {
	for _, hint := range f.Hints {
		if len(hints) < MostHints && !slices.Contains(f.Pages, hint) {
			hints = append(hints, hint)
		}
	}
	if len(f.Pages) == 0 {
		return hints, nil
	}
	if besideCells(hints, f.Pages) <= room {
		return hints, f.Pages
	}
	const before = 2 // hints: they fit in most windows
	all := Hint{Key: keySpan(f.Pages), Words: l.Word("key.pages")}
	return slices.Insert(hints, min(len(hints), before), all), nil
}

// keySpan is the keys of hints, with those that follow each other as one span:
// "1-6 9".
func keySpan(hints []Hint) string {
	var spans []string
	for i := 0; i < len(hints); {
		j := i
		for j+1 < len(hints) && follows(hints[j].Key, hints[j+1].Key) {
			j++
		}
		span := hints[i].Key
		if j > i {
			span += "-" + hints[j].Key
		}
		spans = append(spans, span)
		i = j + 1
	}
	return strings.Join(spans, " ")
}

func follows(a, b string) bool { return len(a) == 1 && len(b) == 1 && a[0]+1 == b[0] }

// rowCells is how wide a row of hints is.
func rowCells(hints []Hint) int {
	n := 0
	for i, hint := range hints {
		n += min(i, 1)*betweenHints + hint.cells()
	}
	return n
}

// besideCells is how wide hints and pages are beside each other, with what sets
// the pages apart from the help.
func besideCells(hints, pages []Hint) int {
	return rowCells(hints) + besidePages + rowCells(pages) + besidePages - betweenHints
}

// briefly leaves of each hint what is brief, where that still tells it from the
// others.
func briefly(hints []Hint) []Hint {
	titles := make([]string, len(hints))
	for i, hint := range hints {
		titles[i] = brief(hint.Words)
	}
	short := slices.Clone(hints)
	for i := range short {
		if !slices.Contains(titles[:i], titles[i]) && !slices.Contains(titles[i+1:], titles[i]) {
			short[i].Words = titles[i]
		}
	}
	return short
}

// brief is what stands before the colon of a title: of "degrade: plugins off"
// the first word.
func brief(title string) string {
	title, _, _ = strings.Cut(strings.Replace(title, "：", ": ", 1), ": ")
	return title
}

// filled are those of the hints that w cells have room for, and in the place of
// those that have none the next likely ones: a long hint keeps no other out.
func (f *Footer) filled(hints []Hint, w int) []Hint {
	var row []Hint
	for _, hint := range slices.Concat(hints, briefly(f.Hints)) {
		fits := len(row) < len(hints) && rowCells(append(row, hint)) <= w
		if fits && !slices.ContainsFunc(row, func(other Hint) bool { return other.Key == hint.Key }) && !slices.ContainsFunc(f.Pages, func(p Hint) bool { return p.Key == hint.Key }) {
			row = append(row, hint)
		}
	}
	return row
}

// row puts hints one after the other; the one of the number here stands out.
func (f *Footer) row(hints []Hint, here int, l *Look) {
	for i, hint := range hints {
		words := l.Dim
		if i == here {
			words = l.Strong
		}
		f.sheet.gap(min(i, 1) * betweenHints)
		f.sheet.put(l.Key, hint.Key)
		f.sheet.put(words, " ", hint.Words)
	}
}

func (h Hint) cells() int { return theme.Width(h.Key) + 1 + theme.Width(h.Words) }
