package pane

import "bedside/probes/state"

// Recent tells what happened last, alerts and acts, the newest first.
type Recent struct {
	sheet sheet
	last  cache
}

// View draws the pane.
func (p *Recent) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
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
	d := recordDrawer{b: b, l: l, now: l.now(s)}
	for i := range shown {
		d.measure(&shown[i])
	}
	for i := len(shown) - 1; i >= 0; i-- {
		d.put(&shown[i])
	}
	return b.picture()
}
