package pane

import "time"

// elapsedCells is the width of the column of times between entries: "+999 ms".
const elapsedCells = 9

// A pause is long from here on: it stands out.
const longPause = time.Second

// ToggleElapsed shows the time since the entry before, or hides it again.
func (p *Logs) ToggleElapsed() {
	p.Elapsed = !p.Elapsed
	p.unwrap()
	p.changed()
}

// elapsed puts how long after the entry before this one was written; nothing
// when one of the two has no time.
func (d *rowDrawer) elapsed(i int, r *logRow) {
	b := d.b
	if i == 0 || r.since.IsZero() || d.page.rows[i-1].last.At.IsZero() {
		b.gap(elapsedCells)
		return
	}
	past, style := r.since.Sub(d.page.rows[i-1].last.At), d.l.Dim
	if past >= longPause {
		style = d.l.Strong
	}
	if past >= time.Minute {
		text := "+" + elapsed(past)
		b.gap(elapsedCells - 1 - len(text))
		b.put(style, text)
	} else {
		b.figure(style, seconds(past.Seconds()), elapsedCells-1)
	}
	b.gap(1)
}
