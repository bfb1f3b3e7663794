package pane

import (
	"cmp"
	"slices"
	"time"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// mostRows is how many rows the page holds; beyond that the far end is let go
// and asked for again when it comes in sight.
const mostRows = 4000

// Logs is the log page: entries that a query matched, oldest first, followed
// at the end or scrolled back. The zero Logs follows.
type Logs struct {
	Query   string     // as the title shows it, "" for everything
	Trouble words.Line // why the last question had no answer
	// Diagnose names the cause of an entry where it is known. It may be nil.
	Diagnose func(*logview.Entry) (diagnose.Finding, bool)

	// Hit tells the entries that the query matches from their context; nil when
	// there is no context and every entry is one.
	Hit func(*logview.Entry) bool
	// Context is how many entries stand around each hit, WholeContext for all.
	Context int
	// Elapsed shows the time since the entry before.
	Elapsed bool
	// Wrapped shows long messages whole, over several lines.
	Wrapped bool

	rows       []logRow
	reached    uint64            // Seq of the entry that was taken in last
	loaded     bool              // a first answer came
	matches    int               // in all that is held
	held       int               // entries held by the engine
	since      time.Time         // from when on all are; zero when it let none go
	gone       uint64            // how many it let go
	module     int               // cells of the longest module seen
	newest     uint64            // Seq up to which the log was looked through
	more       bool              // older matches exist
	behind     bool              // younger matches exist that are not in rows
	spreadOver logview.Histogram // of all matches
	marks      []uint64          // Seq of what somebody marked, rising

	doubt  words.Line // what may be wrong with the query where nothing matches
	paused bool       // the screen stands still

	left   bool // the cursor left the end
	rising bool // it is on its way to the oldest entry
	fresh  int  // matches that came since
	cursor int  // a row
	top    int  // the first row in sight
	skip   int  // its lines that are not

	edit          *Line // the query being written
	width, height int
	look          *Look // that the unfolded rows are wrapped for
	across        int   // cells of the messages that are scrolled away at the left
	sheet         sheet
	scratch       sheet // where the heads of wrapped rows are measured
	drawn         cache
}

// Replace shows the newest page of another answer.
func (p *Logs) Replace(page state.LogPage) {
	p.rows, p.fresh, p.top, p.skip, p.reached = nil, 0, 0, 0, 0
	p.more, p.behind = page.More, false
	p.take(page)
	for _, e := range page.Entries {
		p.push(e)
	}
	p.left, p.rising = false, false
	p.changed()
}

// ReplaceAround shows a page of another answer with the cursor on the entry
// seq, or on the next one when that is not in it, in the middle of the page.
func (p *Logs) ReplaceAround(page state.LogPage, seq uint64) {
	var was logRow
	if p.Current() == seq && seq > 0 {
		was = p.rows[p.cursor]
	}
	p.Replace(page)
	if len(p.rows) == 0 {
		return
	}
	p.left, p.cursor = true, p.rowOf(seq, &was)
	p.top, p.skip = max(p.cursor-p.Rows()/2, 0), 0
	if p.last() < p.newest {
		p.newest, p.behind = p.last(), true
	}
	p.changed()
}

// rowOf is the row of the entry seq, which was in another row before, or the
// next one when it is not here: what a copy told may be told by its original
// now.
func (p *Logs) rowOf(seq uint64, was *logRow) int {
	at, _ := slices.BinarySearchFunc(p.rows, seq, func(r logRow, seq uint64) int { return cmp.Compare(r.last.Seq, seq) })
	at = min(at, len(p.rows)-1)
	if !was.last.Copy || p.rows[at].holds(seq) {
		return at
	}
	if i := slices.IndexFunc(p.rows, was.toldBy); i >= 0 {
		return i
	}
	return at
}

// Afresh forgets how the page was read: it stands at the end, without context,
// and each message from its beginning.
func (p *Logs) Afresh() {
	p.Context, p.across = 0, 0
	p.Follow()
}

// Current is the Seq of the entry under the cursor, 0 for none.
func (p *Logs) Current() uint64 {
	if len(p.rows) == 0 {
		return 0
	}
	return p.rows[p.cursor].last.Seq
}

// Append adds what came after the newest entry. An answer of limit entries
// says that still more came.
func (p *Logs) Append(page state.LogPage, limit int) {
	p.behind = len(page.Entries) >= limit
	before := p.After()
	p.take(page)
	if n := len(page.Entries); p.behind && n > 0 {
		p.newest = page.Entries[n-1].Seq
	}
	fresh := 0
	for _, e := range page.Entries {
		if e.Seq <= before {
			continue
		}
		p.push(e)
		if p.matched(&e) {
			fresh++
		}
	}
	if p.left {
		p.fresh += fresh
	}
	p.forgetOldest(len(p.rows) - mostRows)
	p.changed()
}

// Prepend adds what stands before the oldest entry.
func (p *Logs) Prepend(page state.LogPage) {
	p.more = page.More
	p.matches, p.held = page.Matches, page.Held
	young, reached := p.rows, p.reached
	p.rows, p.reached = nil, 0
	for _, e := range page.Entries {
		p.push(e)
	}
	if len(young) > 0 {
		young[0].apart = p.leavesOut(young[0].prev)
	}
	p.reached = reached
	added := len(p.rows)
	if added > 0 && len(young) > 0 && p.rows[added-1].join(young[0]) {
		young, added = young[1:], added-1
	}
	p.rows = append(p.rows, young...)
	if p.rising {
		p.rising = p.more
	} else {
		p.cursor, p.top = p.cursor+added, p.top+added
	}
	p.forgetNewest(len(p.rows) - mostRows)
	p.changed()
}

func (p *Logs) take(page state.LogPage) {
	p.loaded, p.Trouble = true, words.Line{}
	p.matches, p.held, p.newest = page.Matches, page.Held, page.Newest
	p.since, p.gone = page.Since, max(page.Oldest, 1)-1
	p.spreadOver = page.Histogram
}

// matched reports whether the query matches an entry, which else is context.
func (p *Logs) matched(e *logview.Entry) bool { return p.Hit == nil || p.Hit(e) }

// last is the Seq of the newest entry here, 0 for none.
func (p *Logs) last() uint64 {
	if len(p.rows) == 0 {
		return 0
	}
	return p.rows[len(p.rows)-1].last.Seq
}

// push adds the next entry: as a row, or as one more of the last row.
func (p *Logs) push(e logview.Entry) {
	n, apart := len(p.rows), p.leavesOut(e.Prev)
	p.module = max(p.module, theme.Width(lastPart(e.Module.Screen())))
	p.reached = e.Seq
	r := newLogRow(e, p.Diagnose)
	r.hit, r.apart = p.matched(&e), apart
	if n > 0 && p.rows[n-1].join(r) {
		return
	}
	p.rows = append(p.rows, r)
}

// leavesOut reports whether a group of hits and their context begins with the
// entry that comes behind prev: those between it and the entry before are not
// shown.
func (p *Logs) leavesOut(prev uint64) bool {
	return p.Hit != nil && p.reached > 0 && prev > p.reached
}

func (p *Logs) forgetOldest(n int) {
	if n <= 0 {
		return
	}
	p.rows = slices.Delete(p.rows, 0, n)
	p.cursor, p.top = max(p.cursor-n, 0), p.top-n
	if p.top < 0 {
		p.top, p.skip = 0, 0
	}
	p.more = true
}

func (p *Logs) forgetNewest(n int) {
	if n <= 0 {
		return
	}
	p.rows = slices.Delete(p.rows, len(p.rows)-n, len(p.rows))
	p.newest = p.rows[len(p.rows)-1].last.Seq
	p.behind = true
}

// Oldest is the Seq of the oldest entry here, 0 for none.
func (p *Logs) Oldest() uint64 {
	if len(p.rows) == 0 {
		return 0
	}
	return p.rows[0].first
}

// Newest is the Seq up to which the log was looked through.
func (p *Logs) Newest() uint64 { return p.newest }

// After is the Seq after which newer entries are asked for. With context that is
// the newest entry here: one between it and Newest may turn out to be context
// long after it came.
func (p *Logs) After() uint64 {
	if p.Hit != nil {
		return p.last()
	}
	return p.newest
}

// AtEnd reports whether nothing is known to lie behind the last row.
func (p *Logs) AtEnd() bool { return !p.behind }

// NearOldest reports whether the cursor is within a screen of the first row
// and older matches exist.
func (p *Logs) NearOldest() bool { return p.more && p.cursor < p.Rows() }

// NearNewest reports whether the cursor is within a screen of the last row.
func (p *Logs) NearNewest() bool { return p.cursor >= len(p.rows)-p.Rows() }

// Filter says which query the page is to show, "" for everything. It shows it
// once its answer comes.
func (p *Logs) Filter(query string) {
	p.Query = query
	p.Doubt(words.Line{})
}

// Doubt says what may be wrong with the query, where nothing matches.
func (p *Logs) Doubt(why words.Line) {
	p.doubt = why
	p.changed()
}

// SetPaused says whether the screen stands still: then no end is followed.
func (p *Logs) SetPaused(paused bool) {
	p.paused = paused
	p.changed()
}

// Edit shows the line in which the query is written.
func (p *Logs) Edit(e Line) {
	p.edit = &e
	p.changed()
}

// EndEdit takes the line away.
func (p *Logs) EndEdit() {
	p.edit = nil
	p.changed()
}
