package pane

import (
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
	Doubt   words.Line // what may be wrong with the query where nothing matches
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

	left   bool // the cursor left the end
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
	p.left = false
	p.changed()
}

// ReplaceAround shows a page of another answer with the cursor on the entry
// seq, or on the next one when that is not in it.
func (p *Logs) ReplaceAround(page state.LogPage, seq uint64) {
	p.Replace(page)
	if len(p.rows) == 0 {
		return
	}
	p.left = true
	p.cursor = len(p.rows) - 1
	for i := range p.rows {
		if p.rows[i].last.Seq >= seq {
			p.cursor = i
			break
		}
	}
	if p.last() < p.newest {
		p.newest, p.behind = p.last(), true
	}
	p.changed()
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
	before := p.newest
	if p.Hit != nil {
		before = p.last() // an entry may turn out to be context long after it came
	}
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
		if p.hits(&e) {
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
		young[0].apart = p.leavesOut(young[0].first)
	}
	p.reached = reached
	added := len(p.rows)
	if added > 0 && len(young) > 0 && p.rows[added-1].join(young[0]) {
		young, added = young[1:], added-1
	}
	p.rows = append(p.rows, young...)
	p.cursor, p.top = p.cursor+added, p.top+added
	p.forgetNewest(len(p.rows) - mostRows)
	p.changed()
}

func (p *Logs) take(page state.LogPage) {
	p.loaded, p.Trouble = true, words.Line{}
	p.matches, p.held, p.newest = page.Matches, page.Held, page.Newest
	p.since, p.gone = page.Since, max(page.Oldest, 1)-1
	p.spreadOver = page.Histogram
}

// hits reports whether the query matches an entry, which else is context.
func (p *Logs) hits(e *logview.Entry) bool { return p.Hit == nil || p.Hit(e) }

// last is the Seq of the newest entry here, 0 for none.
func (p *Logs) last() uint64 {
	if len(p.rows) == 0 {
		return 0
	}
	return p.rows[len(p.rows)-1].last.Seq
}

// recentRows is how far back a copy of an entry is looked for.
const recentRows = 32

// push adds the next entry: as a row, as one more of the last row, or not at
// all when another log told it already.
func (p *Logs) push(e logview.Entry) {
	n, apart := len(p.rows), p.leavesOut(e.Seq)
	p.module = max(p.module, theme.Width(lastPart(e.Module.Screen())))
	p.reached = e.Seq
	for i := n - 1; e.Copy && i >= max(n-recentRows, 0); i-- {
		if p.rows[i].tells(&e) {
			p.rows[i].copies++
			return
		}
	}
	r := newLogRow(e, p.Diagnose)
	r.hit, r.apart = p.hits(&e), apart
	if n > 0 && p.rows[n-1].join(r) {
		return
	}
	p.rows = append(p.rows, r)
}

// leavesOut reports whether a group of hits and their context begins with the
// entry seq: those between it and the entry before are not shown.
func (p *Logs) leavesOut(seq uint64) bool {
	return p.Hit != nil && p.reached > 0 && seq > p.reached+1
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

// AtEnd reports whether nothing is known to lie behind the last row.
func (p *Logs) AtEnd() bool { return !p.behind }

// NearOldest reports whether the cursor is within a screen of the first row
// and older matches exist.
func (p *Logs) NearOldest() bool { return p.more && p.cursor < p.Rows() }

// NearNewest reports whether the cursor is within a screen of the last row.
func (p *Logs) NearNewest() bool { return p.cursor >= len(p.rows)-p.Rows() }

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
