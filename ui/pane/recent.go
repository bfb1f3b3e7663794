package pane

import (
	"time"

	"bedside/probes/state"
)

// Recent tells what happened last, alerts and acts, the newest first.
type Recent struct {
	sheet sheet
	told  told
	last  cache
}

// told is what the pane's picture depends on: records do not change, so that it
// is drawn again when there is one more, or another day.
type told struct {
	newest  uint64
	records int
	w, h    int
	look    Look
	year    int
	day     int
}

// View draws the pane.
func (p *Recent) View(s *state.Snapshot, w, h int, l *Look) string {
	if t := telling(s, w, h, l); t != p.told || !p.last.drawn {
		p.told, p.last = t, cache{}
		return p.last.view(s, w, h, l, p.draw)
	}
	return p.last.picture
}

func telling(s *state.Snapshot, w, h int, l *Look) told {
	today := l.local(l.now(s))
	t := told{w: w, h: h, look: *l, year: today.Year(), day: today.YearDay()}
	t.look.Now = time.Time{}
	if s != nil && len(s.Journal) > 0 {
		t.records, t.newest = len(s.Journal), s.Journal[len(s.Journal)-1].Seq
	}
	return t
}

func (p *Recent) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	b.put(l.Title, " ", l.Word("pane.recent"), " ")
	b.apart()
	b.put(l.Dim, " ", l.Word("journal.page.newest"), " ")
	b.line()
	if len(s.Journal) == 0 {
		b.put(l.Dim, l.Word("journal.page.empty"))
		b.line()
		return b.picture()
	}
	shown := s.Journal[max(len(s.Journal)-b.left(), 0):]
	if older := len(s.Journal) - len(shown); older > 0 {
		b.below(l.Dim, l.Word("screen.more", older), more(older))
	}
	d := recordDrawer{b: b, l: l, now: l.now(s), spare: b.left() - len(shown)}
	for i := range shown {
		d.measure(&shown[i])
	}
	for i := len(shown) - 1; i >= 0; i-- {
		d.put(&shown[i])
	}
	return b.picture()
}
