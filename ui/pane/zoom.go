package pane

// zoom is which pane of a page stands alone: none, or one after the other.
type zoom struct {
	nth int // from 1; 0 is the whole page
}

// next has the next of so many panes stand alone, and after the last the whole
// page.
func (z *zoom) next(panes ID) { z.nth = (z.nth + 1) % (int(panes) + 1) }

// alone reports whether one pane stands alone.
func (z *zoom) alone() bool { return z.nth > 0 }

// end shows the whole page and reports whether a pane stood alone.
func (z *zoom) end() bool {
	was := z.alone()
	z.nth = 0
	return was
}

// among are the places of the whole page, or that of the one pane.
func (z *zoom) among(places []place, w, h int) []place {
	if !z.alone() || len(places) == 0 {
		return places
	}
	return append(places[:0], place{ID(z.nth - 1), 0, 0, w, h})
}

// left is how many of so many panes have no room on the whole page.
func (z *zoom) left(panes ID, places []place) int {
	if z.alone() {
		return 0
	}
	return int(panes) - len(places)
}
