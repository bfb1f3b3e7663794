package pane

import (
	"slices"
	"strings"

	"bedside/ui/theme"
)

// part is a piece of the header that is shown whole or not at all.
type part struct {
	rank     int // 0 is never left out; the highest goes first
	right    bool
	from, to int // spans of the sheet
	cells    int
}

// The ranks of the parts, what goes last first.
const (
	rankVerdict = iota
	rankState
	rankAwaited
	rankCounts
	rankMarks
	rankClock
	rankName
	rankTrouble
	rankSuccess
	rankNotices
	rankLatency
	rankLive
	rankRate
	rankZone
	rankLabel
)

// add puts a part on the sheet and remembers its place.
func (h *Header) add(rank int, right bool, put func()) {
	from := len(h.sheet.spans)
	put()
	if to := len(h.sheet.spans); to > from {
		h.parts = append(h.parts, part{rank, right, from, to, cells(h.sheet.spans[from:to])})
	}
}

// arrange leaves out what does not fit and sets the rest two cells apart.
func (h *Header) arrange(w int) {
	for h.need(w) > w && (h.dropZeros() || h.shorten(w) || h.dropLast(w)) {
	}
	b := &h.sheet
	all := b.spans
	b.spans = h.packed[:0]
	for i, p := range h.parts {
		switch {
		case p.right && b.right < 0:
			b.apart()
		case i > 0:
			b.gap(2)
		case w >= roomy:
			b.gap(1)
		}
		b.spans = append(b.spans, all[p.from:p.to]...)
	}
	if w >= roomy {
		b.gap(1)
	}
	h.packed = all
}

// roomy is the width from which on there is a cell before the first part and one
// behind the last.
const roomy = 60

// need is how many cells of w the parts take with the space between them.
func (h *Header) need(w int) int {
	n := -2
	if w >= roomy {
		n += 2
	}
	for _, p := range h.parts {
		n += p.cells + 2
	}
	return n
}

// least is the index of the least important part that may be left out, the last
// of equals; -1 for none.
func (h *Header) least() int {
	worst := -1
	for i, p := range h.parts {
		if p.rank > 0 && (worst < 0 || p.rank >= h.parts[worst].rank) {
			worst = i
		}
	}
	return worst
}

// leastTrouble is how many cells of what is wrong say more than none.
const leastTrouble = 12

// dropZeros leaves out of the counts those of nothing where the name, what is
// wrong and what holds have no room else, and reports whether that made some.
func (h *Header) dropZeros() bool {
	i := h.at(rankCounts)
	if i < 0 || h.at(rankTrouble) < 0 && h.at(rankMarks) < 0 || h.parts[h.least()].rank > rankTrouble {
		return false
	}
	b, p := &h.sheet, &h.parts[i]
	to := p.from
	for at := p.from; at < p.to; at += 2 { // a count, and what sets the next one apart
		count := b.spans[at]
		if strings.HasSuffix(string(b.text[count.from:count.to]), " 0") {
			continue
		}
		if to > p.from {
			b.spans[to] = b.spans[at-1]
			to++
		}
		b.spans[to] = count
		to++
	}
	switch to {
	case p.to:
		return false
	case p.from: // the verdict says that there are none
		h.parts = slices.Delete(h.parts, i, i+1)
		return true
	}
	p.to, p.cells = to, cells(b.spans[p.from:to])
	return true
}

// shorten cuts what is wrong to the room there is, once everything else has gone
// that matters less, and reports whether something is left of it.
func (h *Header) shorten(w int) bool {
	i := h.least()
	if i < 0 || h.parts[i].rank != rankTrouble {
		return false
	}
	b, p := &h.sheet, &h.parts[i]
	room := p.cells - (h.need(w) - w)
	if room < leastTrouble {
		return false
	}
	whole := b.spans[p.from]
	text := b.look.Cut(string(b.text[whole.from:whole.to]), room)
	from := len(b.text)
	b.text = append(b.text, text...)
	p.cells = theme.Width(text)
	b.spans[p.from] = span{whole.style, from, len(b.text), p.cells}
	return true
}

// at is the index of the part of a rank, -1 for none.
func (h *Header) at(rank int) int {
	return slices.IndexFunc(h.parts, func(p part) bool { return p.rank == rank })
}

// dropLast leaves out the least important part of w cells, false when only parts
// of rank 0 remain. The name goes before what is wrong goes altogether, and the
// counts go where what holds has room then: the verdict tells the worst of them.
func (h *Header) dropLast(w int) bool {
	i := h.least()
	if i < 0 {
		return false
	}
	name, counts := h.at(rankName), h.at(rankCounts)
	switch rank := h.parts[i].rank; {
	case rank == rankTrouble && name >= 0:
		i = name
	case rank == rankMarks && counts >= 0 && h.need(w)-h.parts[counts].cells-2 <= w:
		i = counts
	}
	h.parts = slices.Delete(h.parts, i, i+1)
	return true
}
