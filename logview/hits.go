package logview

import "slices"

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

// orphan has the copies of an entry tell its record where it did: it is held
// no more. A copy is let go of later than its original.
func (w *Window) orphan(gone uint64) {
	for len(w.copies) > 0 && w.copies[0].original <= gone {
		seq := w.copies[0].seq
		w.copies = w.copies[1:]
		e := w.at(seq)
		w.all.insert(seq)
		for _, h := range w.asked {
			if h.query.Match(&e) {
				h.insert(seq)
			}
		}
	}
}

// insert adds a match among others, once.
func (h *hits) insert(seq uint64) {
	if i, found := slices.BinarySearch(h.seqs, seq); !found {
		h.seqs = slices.Insert(h.seqs, i, seq)
	}
}

// forget takes the oldest entry held out.
func (h *hits) forget(oldest uint64) {
	if len(h.seqs) > 0 && h.seqs[0] == oldest {
		h.seqs = h.seqs[1:]
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
