package pane

// Zoom is which pane of a page stands alone: none, or one after the other. The
// zero Zoom shows the whole page.
type Zoom struct {
	nth   int // from 1; 0 is the whole page
	panes int // of the page, as last drawn
	drawn int // which stood alone then
}

// Next has the next pane stand alone, and after the last the whole page. It
// reports whether one stands alone.
func (z *Zoom) Next() bool {
	z.nth = (z.nth + 1) % (z.panes + 1)
	return z.alone()
}

// End shows the whole page and reports whether a pane stood alone.
func (z *Zoom) End() bool {
	was := z.alone()
	z.nth = 0
	return was
}

func (z *Zoom) alone() bool { return z.nth > 0 }

// turned reports whether something else stands alone than when the page was last
// drawn.
func (z *Zoom) turned() bool { return z.nth != z.drawn }

// among are the places of the whole page of so many panes, or that of the one.
func (z *Zoom) among(places []place, panes ID, w, h int) []place {
	z.panes, z.drawn = int(panes), z.nth
	if !z.alone() || len(places) == 0 {
		return places
	}
	return append(places[:0], place{ID(z.nth - 1), 0, 0, w, h})
}

// left is how many panes have no room on the whole page.
func (z *Zoom) left(places []place) int {
	if z.alone() {
		return 0
	}
	return z.panes - len(places)
}
