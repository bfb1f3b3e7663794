package logview

import (
	"slices"
	"time"
)

// WindowOptions bound what a Window holds.
type WindowOptions struct {
	Entries int // 10,000 when zero
	Bytes   int // 4 MiB when zero: text and bookkeeping together
}

// Window holds the newest entries of all logs in their order of arrival. It is
// not safe for concurrent use.
type Window struct {
	max    WindowOptions
	shelf  shelf
	newest uint64 // Seq of the newest ever
	gone   Entry  // of what was let go of, the latest, without its texts
	asked  []*hits
}

// Question asks for entries that match, at most Limit of them: the newest
// ones, or the newest before the Seq Before, or the oldest after the Seq After.
type Question struct {
	Query  Query
	Before uint64 // 0 for none
	After  uint64 // 0 for none
	Limit  int
	// Context adds so many entries before and behind each match.
	Context int
	// Columns asks for a histogram of at most so many columns.
	Columns int
}

// Page answers a Question.
type Page struct {
	Entries []Entry   // oldest first
	Matches int       // in all that is held
	Held    int       // entries held
	Oldest  uint64    // Seq of the oldest entry held
	Since   time.Time // from when on all are held; zero when none was let go of
	Newest  uint64
	More    bool // older matches exist
	// Histogram counts the matches by time and level, as far as it was asked
	// for.
	Histogram Histogram
}

// NewWindow returns an empty window.
func NewWindow(o WindowOptions) *Window {
	if o.Entries <= 0 {
		o.Entries = 10_000
	}
	if o.Bytes <= 0 {
		o.Bytes = 4 << 20
	}
	return &Window{max: o}
}

// Append gives the entry the next Seq, keeps what it says, and lets go of the
// oldest ones beyond the bounds.
func (w *Window) Append(e *Entry) {
	w.newest++
	e.Seq = w.newest
	w.shelf.put(e)
	for w.shelf.held > 1 && (w.shelf.held > w.max.Entries || w.shelf.bytes > w.max.Bytes) {
		w.drop()
	}
	for _, h := range w.asked {
		if h.query.Match(e) {
			h.seqs = append(h.seqs, e.Seq)
		}
	}
}

// Revise corrects the times of the entries held.
func (w *Window) Revise(correct func(*Entry)) {
	held := w.shelf
	w.shelf = shelf{words: held.words}
	held.each(func(_ int, data []byte) {
		e := held.decode(data)
		correct(&e)
		w.shelf.put(&e)
	})
	correct(&w.gone)
	w.asked = nil
}

// Newest is the Seq of the newest entry, 0 before the first.
func (w *Window) Newest() uint64 { return w.newest }

// Len is the number of entries held.
func (w *Window) Len() int { return w.shelf.held }

// Bytes is what the entries held occupy.
func (w *Window) Bytes() int { return w.shelf.bytes }

// Page answers a question. The first time a query is asked it reads all that
// is held; afterwards it costs no more than the entries it returns.
func (w *Window) Page(q Question) Page {
	held := w.Len()
	page := Page{Held: held, Oldest: w.oldest(), Newest: w.newest, Since: w.gone.When()}
	if held == 0 {
		return page
	}
	if q.Query.All() {
		page.Matches = held
		from, to := q.cut(held, func(seq uint64) int { return int(min(max(seq, page.Oldest)-page.Oldest, uint64(held))) })
		for i := from; i < to; i++ {
			page.Entries = append(page.Entries, w.at(page.Oldest+uint64(i)))
		}
		page.More = from > 0
		page.Histogram = w.histogram(q, nil)
		return page
	}
	found := w.hits(q.Query).seqs
	page.Matches = len(found)
	page.Histogram = w.histogram(q, found)
	found = w.around(found, q.Context)
	from, to := q.cut(len(found), func(seq uint64) int { i, _ := slices.BinarySearch(found, seq); return i })
	for _, seq := range found[from:to] {
		page.Entries = append(page.Entries, w.at(seq))
	}
	page.More = from > 0
	return page
}

// around adds n entries before and behind each match, each entry once.
func (w *Window) around(found []uint64, n int) []uint64 {
	if n <= 0 {
		return found
	}
	reach, next := uint64(n), w.oldest()
	var all []uint64
	for _, seq := range found {
		from := max(next, seq-min(seq, reach))
		next = max(next, min(seq+reach, w.newest)+1)
		for ; from < next; from++ {
			all = append(all, from)
		}
	}
	return all
}

// cut chooses from n matches in order; index is the number of them below a Seq.
func (q Question) cut(n int, index func(seq uint64) int) (from, to int) {
	limit := max(q.Limit, 0)
	if q.After > 0 {
		from = index(q.After + 1)
		return from, min(from+limit, n)
	}
	to = n
	if q.Before > 0 {
		to = index(q.Before)
	}
	return max(0, to-limit), to
}

func (w *Window) oldest() uint64 { return w.newest - uint64(w.Len()) + 1 }

// at reads the entry that a Seq names.
func (w *Window) at(seq uint64) Entry {
	e := w.shelf.decode(w.shelf.find(int(seq - w.oldest())))
	e.Seq = seq
	return e
}

func (w *Window) drop() {
	gone := w.oldest()
	if head := w.shelf.head(w.shelf.find(0)); head.When().After(w.gone.When()) {
		w.gone = head
	}
	for _, h := range w.asked {
		if len(h.seqs) > 0 && h.seqs[0] == gone {
			h.seqs = h.seqs[1:]
		}
	}
	w.shelf.drop()
}

// maxAsked is how many queries keep their matches: a few screens' worth.
const maxAsked = 8

// hits are the entries held that match a query, kept up to date from one
// question to the next.
type hits struct {
	query Query
	seqs  []uint64
}

// hits returns the matches of a query, which becomes the latest asked.
func (w *Window) hits(q Query) *hits {
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
			h.seqs = append(h.seqs, oldest+uint64(i))
		}
	})
	w.asked = slices.Insert(w.asked, 0, h)
	w.asked = w.asked[:min(len(w.asked), maxAsked)]
	return h
}
