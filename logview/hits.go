package logview

import (
	"cmp"
	"slices"
)

// maxAsked is how many queries keep their matches: a few screens' worth.
const maxAsked = 8

// hits are the entries held that match a query, kept up to date from one
// question to the next. A copy is one where its original is none.
type hits struct {
	query Query
	seqs  []uint64 // rising
}

// hits returns the matches of a query, which becomes the latest asked.
func (w *Window) hits(q Query) *hits {
	if q.All() {
		return &w.all
	}
	for i, h := range w.asked {
		if h.query.plan.key == q.plan.key {
			copy(w.asked[1:i+1], w.asked[:i])
			w.asked[0] = h
			return h
		}
	}
	h, oldest := &hits{query: q}, w.oldest()
	w.shelf.each(func(i int, data []byte) {
		if e := w.shelf.decode(data); q.Match(&e) {
			w.tell(h, oldest+uint64(i), w.shelf.back(data))
		}
	})
	w.asked = slices.Insert(w.asked, 0, h)
	w.asked = w.asked[:min(len(w.asked), maxAsked)]
	return h
}

// tell adds a match, unless it is the copy of one. Its original stands back
// entries before it, and may be a copy itself.
func (w *Window) tell(h *hits, seq, back uint64) {
	for at := seq; back > 0; back = w.back(at) {
		if at -= back; h.has(at) {
			return
		}
	}
	h.seqs = append(h.seqs, seq)
}

// back is how many entries before an entry its original stands, 0 for nowhere
// and where the entry is not held any more.
func (w *Window) back(seq uint64) uint64 {
	if seq < w.oldest() {
		return 0
	}
	return w.shelf.back(w.shelf.find(int(seq - w.oldest())))
}

func (h *hits) has(seq uint64) bool {
	_, found := slices.BinarySearch(h.seqs, seq)
	return found
}

// copied is a copy and its original, by Seq.
type copied struct{ seq, original uint64 }

// copy keeps that an entry is a copy, in the order of the originals.
func (w *Window) copy(c copied) {
	i := len(w.copies)
	for i > 0 && w.copies[i-1].original > c.original {
		i--
	}
	w.copies = slices.Insert(w.copies, i, c)
}

// heirs are the copies of an entry that is let go of, which then tell its record
// themselves. A copy is let go of later than its original.
func (w *Window) heirs(gone uint64) []uint64 {
	n := 0
	for n < len(w.copies) && w.copies[n].original <= gone {
		n++
	}
	if n == 0 {
		return nil
	}
	seqs := make([]uint64, n)
	for i, c := range w.copies[:n] {
		seqs[i] = c.seq
	}
	w.copies = w.copies[n:]
	return seqs
}

// matching are those of some copies that a query matches, and of one that it
// does not match, its own copies.
func (w *Window) matching(q Query, copies []uint64) []uint64 {
	var seqs []uint64
	for _, seq := range copies {
		if e := w.at(seq); q.Match(&e) {
			seqs = append(seqs, seq)
			continue
		}
		seqs = append(seqs, w.matching(q, w.copiesOf(seq))...)
	}
	return seqs
}

func (w *Window) copiesOf(original uint64) []uint64 {
	from, _ := slices.BinarySearchFunc(w.copies, original, func(c copied, seq uint64) int { return cmp.Compare(c.original, seq) })
	var seqs []uint64
	for _, c := range w.copies[from:] {
		if c.original != original {
			break
		}
		seqs = append(seqs, c.seq)
	}
	return seqs
}

// first reports whether an entry is the oldest match.
func (h *hits) first(seq uint64) bool { return len(h.seqs) > 0 && h.seqs[0] == seq }

// pass puts the copies of the oldest match in its place. The first takes its room,
// for they stand near each other: nothing behind them moves.
func (h *hits) pass(heirs []uint64) {
	whole := h.seqs
	h.seqs = whole[1:]
	for n, seq := range heirs {
		i, found := slices.BinarySearch(h.seqs, seq)
		switch {
		case found:
		case n == 0:
			copy(whole, whole[1:i+1])
			whole[i] = seq
			h.seqs = whole
		default:
			h.seqs = slices.Insert(h.seqs, i, seq)
		}
	}
}

// around adds the n entries before and behind each match, each entry once.
func (w *Window) around(found []uint64, n int) []uint64 {
	if n <= 0 || len(found) == 0 {
		return found
	}
	all := union(w.all.seqs, found)
	var wanted []uint64
	next := 0
	for _, seq := range found {
		i, _ := slices.BinarySearch(all, seq)
		to := len(all)
		if n < len(all)-i {
			to = i + n + 1
		}
		wanted = append(wanted, all[max(next, i-min(i, n)):to]...)
		next = to
	}
	return wanted
}

// union is what stands in one of two rising lists, rising.
func union(a, b []uint64) []uint64 {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
