package pane

import "bedside/logview"

// Resize tells how large the page is, and the look that unfolded rows are
// wrapped for.
func (p *Logs) Resize(w, h int, l *Look) {
	p.width, p.height, p.look = w, h, l
	for i := range p.rows {
		if p.rows[i].open {
			p.rows[i].detail = details(&p.rows[i], p.inner(), l)
		}
		p.rows[i].lines = nil
	}
	p.changed()
}

// inner is the width inside the border.
func (p *Logs) inner() int { return max(p.width-4, 1) }

// hitNumbers are the numbers of the first and the last match in the row under the
// cursor, counted from the oldest that is held. They are not known on context,
// nor where younger matches are out of reach.
func (p *Logs) hitNumbers() (first, last int, known bool) {
	if len(p.rows) == 0 || p.behind || !p.rows[p.cursor].hit {
		return 0, 0, false
	}
	last = p.matches
	for i := p.cursor + 1; i < len(p.rows); i++ {
		if r := &p.rows[i]; r.hit {
			last -= r.count
		}
	}
	return max(last-p.rows[p.cursor].count+1, 1), last, last > 0
}

// Rows is how many lines of log are in sight.
func (p *Logs) Rows() int {
	n := p.height - 2
	switch {
	case p.edit != nil:
		n -= 2
	case p.spreads():
		n -= spreadLines
	}
	return max(n, 1)
}

// Following reports whether the page stays at the end of the log.
func (p *Logs) Following() bool { return !p.left }

// Follow goes to the end and stays there.
func (p *Logs) Follow() {
	p.left, p.rising, p.fresh = false, false, 0
	p.changed()
}

// Top goes to the oldest row, and on to older ones as they come, up to the
// oldest that is held.
func (p *Logs) Top() {
	p.left, p.cursor = len(p.rows) > 0, 0
	p.rising = p.left && p.more
	p.changed()
}

// Stay ends the way to the oldest entry where it is.
func (p *Logs) Stay() {
	p.rising = false
	p.changed()
}

// Move moves the cursor by n rows, or within an unfolded row that is taller
// than the page. At the last row the page follows again.
func (p *Logs) Move(n int) {
	p.rising = false
	if len(p.rows) == 0 || p.scrolledWithin(n) {
		return
	}
	p.cursor = min(max(p.cursor+n, 0), len(p.rows)-1)
	p.left = p.behind || p.cursor < len(p.rows)-1
	if !p.left {
		p.fresh = 0
	}
	p.changed()
}

// scrolledWithin moves by a single line inside an unfolded row whose end is
// out of sight.
func (p *Logs) scrolledWithin(n int) bool {
	r := &p.rows[p.cursor]
	hidden := p.rowHeight(r) - p.skip - p.Rows()
	switch {
	case p.top != p.cursor || p.rowHeight(r) <= p.Rows():
		return false
	case n == 1 && hidden > 0:
		p.skip++
	case n == -1 && p.skip > 0:
		p.skip--
	default:
		return false
	}
	p.left = true
	p.drawn = cache{}
	return true
}

// NextError moves the cursor to the next error in direction step, 1 or -1, and
// reports whether one is here.
func (p *Logs) NextError(step int) bool {
	return p.seek(step, func(r *logRow) bool { return r.last.Level >= logview.Error })
}

// Edge moves the cursor to the last row in direction step, 1 or -1, where rows
// beyond it are not here, and reports whether that is so.
func (p *Logs) Edge(step int) bool {
	if step < 0 && !p.more || step > 0 && !p.behind {
		return false
	}
	p.skip = 0
	p.Move(step * len(p.rows))
	return true
}

// Toggle unfolds the row under the cursor, or folds it again.
func (p *Logs) Toggle() {
	if len(p.rows) == 0 || p.look == nil {
		return
	}
	r := &p.rows[p.cursor]
	r.open, r.detail, p.rising = !r.open, nil, false
	if r.open {
		r.detail = details(r, p.inner(), p.look)
		p.left = true
	}
	p.changed()
}

// changed keeps the cursor on a row, and that row in sight.
func (p *Logs) changed() {
	p.drawn = cache{}
	last := len(p.rows) - 1
	if !p.left {
		p.cursor = last
	}
	p.cursor = max(min(p.cursor, last), 0)
	if last < 0 {
		p.top, p.skip = 0, 0
		return
	}
	if p.cursor < p.top || p.cursor == p.top && p.rowHeight(&p.rows[p.cursor]) <= p.Rows() {
		p.top, p.skip = p.cursor, 0
	}
	top, skip := p.lowest()
	if p.top < top || p.top == top && p.skip < skip {
		p.top, p.skip = top, skip
	}
	if p.cursor == last && !p.rows[last].open {
		p.top, p.skip = top, skip
	}
}

// lowest is the first row in sight, and its lines that are not, when the
// cursor's row stands at the bottom; one that is taller than the page stands
// at the top.
func (p *Logs) lowest() (top, skip int) {
	room := p.Rows() - p.rowHeight(&p.rows[p.cursor])
	if room < 0 {
		return p.cursor, 0
	}
	for i := p.cursor; i > 0; i-- {
		h := p.rowHeight(&p.rows[i-1])
		switch {
		case room == 0:
			return i, 0
		case h > room:
			return i - 1, h - room
		}
		room -= h
	}
	return 0, 0
}
