package logview

import (
	"slices"
	"time"
)

// WindowOptions bound what a Window holds.
type WindowOptions struct {
	Entries int // 10,000 when zero
	Bytes   int // 4 MiB when zero: text, packed, and its bookkeeping, without the lists of matches
}

// Window holds the newest entries of all logs in their order of arrival. It is
// not safe for concurrent use.
type Window struct {
	max    WindowOptions
	shelf  shelf
	newest uint64 // Seq of the newest ever
	gone   Entry  // of what was let go of, the latest, without its texts
	all    hits   // what the zero Query matches
	asked  []*hits
	copies []copied // held, in order
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

// Page answers a Question. A record that several files tell is told and counted
// once, by the first of them that matches.
type Page struct {
	Entries []Entry   // oldest first
	Matches int       // in all that is held
	Held    int       // records held
	Oldest  uint64    // Seq of the oldest entry held
	Since   time.Time // from when on all are held; zero when none was let go of
	Newest  uint64
	More    bool // older matches exist
	// Histogram counts the matches by time and level, as far as it was asked
	// for.
	Histogram Histogram
}

// tightest is how many times its bytes a window may hold unpacked, which bounds
// the work of a question: what repeats itself without end packs to nothing.
const tightest = 16

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
	back := e.Back
	if !e.Copy || back > uint64(w.shelf.held) {
		back = 0
	}
	w.shelf.put(e, back)
	if back > 0 {
		w.copy(copied{e.Seq, e.Seq - back})
	}
	w.tell(&w.all, e.Seq, back)
	for _, h := range w.asked {
		if h.query.Match(e) {
			w.tell(h, e.Seq, back)
		}
	}
	for w.shelf.held > 1 && (w.shelf.held > w.max.Entries || w.shelf.bytes > w.max.Bytes || w.shelf.unpacked > tightest*w.max.Bytes) {
		w.drop()
	}
}

// Revise corrects the times of the entries held.
func (w *Window) Revise(correct func(*Entry)) {
	held := w.shelf
	w.shelf = shelf{words: held.words}
	held.each(func(_ int, data []byte) {
		e := held.decode(data)
		correct(&e)
		w.shelf.put(&e, held.back(data))
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
// is held; afterwards it costs the entries it returns and, where they are asked
// for, the context and the histogram, which look at all that is held.
func (w *Window) Page(q Question) Page {
	page := Page{Held: len(w.all.seqs), Oldest: w.oldest(), Newest: w.newest, Since: w.gone.When()}
	if w.Len() == 0 {
		return page
	}
	found := w.hits(q.Query).seqs
	page.Matches = len(found)
	page.Histogram = w.histogram(q, found)
	found = w.around(found, q.Context)
	from, to := q.cut(found)
	for _, seq := range found[from:to] {
		page.Entries = append(page.Entries, w.at(seq))
	}
	page.More = from > 0
	return page
}

// cut chooses from matches.
func (q Question) cut(found []uint64) (from, to int) {
	limit := max(q.Limit, 0)
	if q.After > 0 {
		from, _ = slices.BinarySearch(found, q.After+1)
		return from, min(from+limit, len(found))
	}
	to = len(found)
	if q.Before > 0 {
		to, _ = slices.BinarySearch(found, q.Before)
	}
	return max(0, to-limit), to
}

func (w *Window) oldest() uint64 { return w.newest - uint64(w.Len()) + 1 }

// at reads the entry that a Seq names.
func (w *Window) at(seq uint64) Entry {
	e := w.shelf.decode(w.shelf.find(int(seq - w.oldest())))
	e.Seq = seq
	if i, _ := slices.BinarySearch(w.all.seqs, seq); i > 0 {
		e.Prev = w.all.seqs[i-1]
	}
	return e
}

func (w *Window) drop() {
	gone := w.oldest()
	if head := w.shelf.head(w.shelf.find(0)); head.When().After(w.gone.When()) {
		w.gone = head
	}
	heirs := w.heirs(gone)
	if w.all.first(gone) {
		w.all.pass(heirs)
	}
	for _, h := range w.asked {
		if h.first(gone) {
			h.pass(w.matching(h.query, heirs))
		}
	}
	w.shelf.drop()
}
