package pane

import (
	"slices"

	"bedside/probes/state"
	"bedside/probes/words"
)

// journalNotice is how the engine says that nothing is kept.
const journalNotice words.Code = "notice.journal"

// Journal is the page of the records: alerts, acts and starts, the newest
// first, and the whole of the one under the cursor. The zero Journal stays at
// the newest.
type Journal struct {
	// Open shows the record under the cursor alone.
	Open bool

	kind     JournalKind
	selected uint64 // Seq of the record under the cursor, 0 for the newest
	top      int    // the first row in sight
	room     int    // rows, as last drawn
	scroll   int    // rows of the record that are scrolled away
	more     bool   // the record goes on below

	list   sheet
	detail sheet
	rows   []*state.Record // of the kind, newest first
	places []place
	page   []byte // a buffer
	last   cache
}

// JournalKind says which records are shown.
type JournalKind uint8

// The kinds.
const (
	EveryRecord JournalKind = iota
	AlertRecords
	ActRecords
	journalKinds
)

// The parts of the page.
const (
	recordsPart ID = iota
	recordPart
)

// View draws the page: exactly h lines of exactly w cells.
func (p *Journal) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

// Rows is how many records were in sight when the page was last drawn.
func (p *Journal) Rows() int { return max(p.room, 1) }

// Move selects the record so many rows below, which is older; while one is open
// it moves its text.
func (p *Journal) Move(rows int) {
	switch {
	case len(p.rows) == 0:
		return
	case p.Open:
		if rows < 0 || p.more {
			p.scroll = max(p.scroll+rows, 0)
		}
		p.last = cache{}
		return
	}
	at := max(0, min(p.cursor()+rows, len(p.rows)-1))
	p.selected = p.rows[at].Seq
	if at == 0 {
		p.selected = 0
	}
	p.last = cache{}
}

// Toggle opens the record under the cursor, or goes back to the list.
func (p *Journal) Toggle() {
	p.Open, p.scroll = !p.Open && len(p.rows) > 0, 0
	p.last = cache{}
	switch at := p.cursor(); {
	case p.Open:
		p.selected = p.rows[at].Seq // what is read does not change
	case at == 0:
		p.selected = 0
	}
}

// NextKind shows the next kind of records.
func (p *Journal) NextKind() {
	p.kind, p.selected, p.Open, p.scroll = (p.kind+1)%journalKinds, 0, false, 0
	p.last = cache{}
}

func (p *Journal) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	p.choose(s)
	p.places = arrangeJournal(p.places[:0], w, h)
	if p.Open && (len(p.rows) == 0 || p.rows[p.cursor()].Seq != p.selected) {
		p.Open, p.scroll = false, 0 // it is no longer kept on the page
	}
	if p.Open && len(p.places) > 0 {
		p.places = append(p.places[:0], place{recordPart, 0, 0, w, h})
	}
	p.page = weave(p.page[:0], p.places, w, h, func(at place) string {
		if at.id == recordPart {
			return string(p.whole(s, at.w, at.h, l))
		}
		return string(p.records(s, at.w, at.h, l))
	})
	return p.page
}

// arrangeJournal sets the whole record beside the list where there is room,
// else below it.
func arrangeJournal(dst []place, w, h int) []place {
	switch {
	case w < 1 || h < 1:
		return dst
	case w >= wideColumns:
		list := max(w*3/5, w-110)
		return append(dst, place{recordsPart, 0, 0, list, h}, place{recordPart, list, 0, w - list, h})
	}
	return stack(dst, 0, 0, w, h, []need{
		{id: recordsPart, min: 8, max: max(8, h*3/5), rest: true},
		{id: recordPart, min: 6, max: max(7, h*2/5), rank: 1},
	})
}

// choose finds the records of the kind.
func (p *Journal) choose(s *state.Snapshot) {
	p.rows = p.rows[:0]
	for i := len(s.Journal) - 1; i >= 0; i-- {
		if p.kind.holds(s.Journal[i].Kind) {
			p.rows = append(p.rows, &s.Journal[i])
		}
	}
}

// cursor is the row of the selected record, the newest's when it is gone.
func (p *Journal) cursor() int {
	if p.selected == 0 {
		return 0
	}
	return max(0, slices.IndexFunc(p.rows, func(r *state.Record) bool { return r.Seq == p.selected }))
}

func (k JournalKind) holds(kind string) bool {
	switch k {
	case AlertRecords:
		return kind == recordAlert
	case ActRecords:
		return kind == recordAct || kind == recordActEnd
	}
	return true
}

func (k JournalKind) word() words.Code {
	return [...]words.Code{"journal.page.all", "journal.page.alerts", "journal.page.acts"}[k]
}

// records is the list.
func (p *Journal) records(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.list
	b.beginBox(w, h, l)
	p.title(s, l)
	for _, n := range s.Notices {
		if n.Code == journalNotice {
			b.put(l.P3, l.Glyph.P3, " ", l.Say(n))
			b.line()
		}
	}
	p.room = max(b.left(), 0)
	if len(p.rows) == 0 {
		p.empty(s, l)
		return b.picture()
	}
	at := p.cursor()
	p.top = max(0, min(p.top, at, len(p.rows)-p.room), at-p.room+1)
	shown := p.rows[min(p.top, len(p.rows)):min(p.top+p.room, len(p.rows))]
	d := recordDrawer{b: b, l: l, now: l.now(s)}
	for _, r := range shown {
		d.measure(r)
	}
	for i, r := range shown {
		pointer := " "
		if p.top+i == at {
			pointer = l.Glyph.Pointer
		}
		b.put(l.Strong, pointer, " ")
		d.put(r)
	}
	return b.picture()
}

func (p *Journal) title(s *state.Snapshot, l *Look) {
	b := &p.list
	b.put(l.Title, " ", l.Word("journal.page.title"), " ")
	b.put(l.Text, " ", l.Word(p.kind.word()), " ")
	if p.kind == EveryRecord {
		b.put(l.Dim, " ", l.Word("journal.page.records", len(s.Journal)), " ")
	} else {
		b.put(l.Dim, " ", l.Word("journal.page.of", len(p.rows), len(s.Journal)), " ")
	}
	b.apart()
	if newer := p.cursor(); newer > 0 {
		b.put(l.Strong, " ", l.Word("journal.page.newer", newer), " ")
	} else {
		b.put(l.Dim, " ", l.Word("journal.page.newest"), " ")
	}
	b.line()
}

func (p *Journal) empty(s *state.Snapshot, l *Look) {
	b := &p.list
	if len(s.Journal) > 0 {
		b.put(l.Dim, l.Word("journal.page.none", len(s.Journal)))
	} else {
		b.put(l.Dim, l.Word("journal.page.empty"))
		if !s.Started.IsZero() {
			b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("alertpage.watched", l.stamp(s.Started, l.now(s))))
		}
	}
	b.line()
}
