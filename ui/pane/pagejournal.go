package pane

import (
	"strings"
	"time"

	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// The kinds of records that look different.
const (
	recordAlert  = "alert"
	recordAct    = "act"
	recordActEnd = "act-end"
)

// journalNotice is how the engine says that nothing is kept.
const journalNotice words.Code = "notice.journal"

// Journal is the page of the records: alerts, acts and starts, newest last.
// The zero Journal stays at the newest.
type Journal struct {
	kind  JournalKind
	back  int // records below the last one in sight
	total int // records of the kind, as last drawn
	room  int // rows for them, as last drawn

	sheet sheet
	rows  []int // indices of the records of the kind, a buffer
	last  cache
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

// View draws the page: exactly h lines of exactly w cells.
func (p *Journal) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

// Rows is how many records were in sight when the page was last drawn.
func (p *Journal) Rows() int { return max(p.room, 1) }

// Move scrolls by n records towards the newest.
func (p *Journal) Move(n int) {
	p.back = min(max(p.back-n, 0), max(p.total-p.room, 0))
	p.last = cache{}
}

// NextKind shows the next kind of records.
func (p *Journal) NextKind() {
	p.kind, p.back = (p.kind+1)%journalKinds, 0
	p.last = cache{}
}

func (p *Journal) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.choose(s)
	p.title(s, l)
	for _, n := range s.Notices {
		if n.Code == journalNotice {
			b.put(l.P3, l.Glyph.P3, " ", l.Say(n))
			b.line()
		}
	}
	p.total, p.room = len(p.rows), max(b.left(), 0)
	if p.total == 0 {
		p.empty(s, l)
		return b.picture()
	}
	p.back = min(p.back, max(p.total-p.room, 0))
	end := p.total - p.back
	shown := p.rows[max(end-p.room, 0):end]
	d := recordDrawer{b: b, l: l, now: l.now(s)}
	for _, i := range shown {
		d.dated = d.dated || l.dated(&s.Journal[i], d.now)
	}
	for _, i := range shown {
		d.put(&s.Journal[i])
	}
	return b.picture()
}

// choose finds the records of the kind. While somebody reads further up, what
// he reads stays where it is.
func (p *Journal) choose(s *state.Snapshot) {
	p.rows = p.rows[:0]
	for i := range s.Journal {
		if p.kind.holds(s.Journal[i].Kind) {
			p.rows = append(p.rows, i)
		}
	}
	if grown := len(p.rows) - p.total; p.back > 0 && p.total > 0 && grown > 0 {
		p.back += grown
	}
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

func (p *Journal) title(s *state.Snapshot, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("journal.page.title"), " ")
	b.put(l.Text, " ", l.Word(p.kind.word()), " ")
	if p.kind == EveryRecord {
		b.put(l.Dim, " ", l.Word("journal.page.records", len(s.Journal)), " ")
	} else {
		b.put(l.Dim, " ", l.Word("journal.page.of", len(p.rows), len(s.Journal)), " ")
	}
	b.apart()
	if p.back > 0 {
		b.put(l.Strong, " ", l.Word("journal.page.back", p.back), " ")
	} else {
		b.put(l.Dim, " ", l.Word("journal.page.newest"), " ")
	}
	b.line()
}

func (p *Journal) empty(s *state.Snapshot, l *Look) {
	b := &p.sheet
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

// recordDrawer draws records below each other.
type recordDrawer struct {
	b     *sheet
	l     *Look
	now   time.Time
	dated bool // one of them is of another day
}

// wideRecord is the width from which a dated time is written to the second.
const wideRecord = 60

// put adds a record: when, what kind, the sentence.
func (d *recordDrawer) put(r *state.Record) {
	b, l := d.b, d.l
	at := l.stamp(r.At, d.now)
	cells := len("15:04:05")
	switch {
	case d.dated && b.width() >= wideRecord:
		cells = len("01-02 15:04:05")
	case d.dated:
		cells = len("01-02 15:04")
		at = at[:min(len(at), cells)]
	}
	b.put(l.Dim, l.Right(at, cells), " ")
	style, glyph := l.record(r)
	b.put(style, glyph, " ")
	text := l.Text
	if r.Kind != recordAlert && r.Kind != recordAct && r.Kind != recordActEnd {
		text = l.Dim
	}
	b.put(text, strings.ReplaceAll(l.Say(r.What), "\n", " "))
	b.line()
}

// dated reports whether a record is of another day.
func (l *Look) dated(r *state.Record, now time.Time) bool {
	return len(l.stamp(r.At, now)) > len("15:04:05")
}

// record is the style and the glyph of a record.
func (l *Look) record(r *state.Record) (theme.Style, string) {
	switch {
	case r.Letter == 'V':
		return l.Up, l.Glyph.Up
	case r.Kind == recordAlert:
		return l.urgency(r.Priority)
	case r.Kind == recordAct:
		return l.Strong, l.Glyph.Running
	case r.Kind == recordActEnd:
		return l.Strong, l.Glyph.Dot
	}
	return l.Dim, l.Glyph.Dot
}
