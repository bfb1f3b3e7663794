package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/frame"
)

// leastSilence is how long no page may come before what is shown is called
// stale, however fast the screen refreshes.
const leastSilence = 3100 * time.Millisecond

// feed is the way of the snapshots to the screen: the newest page is taken at
// once, and shown at once or held until the screen's pace allows it.
type feed struct {
	pages   <-chan *state.Snapshot
	held    *state.Snapshot // the newest page that is not shown yet
	last    time.Time       // when a page was last shown
	waiting bool            // a timer runs that will show the held page
	stale   bool            // no page came for too long
}

type (
	subscribed struct{ pages <-chan *state.Snapshot }
	arrived    struct{ page *state.Snapshot }
	silence    struct{ ended bool }
	due        struct{}
)

func (m *model) subscribe() tea.Msg {
	return subscribed{m.o.Viewer.Subscribe(m.ctx)}
}

func (m *model) follow(s subscribed) tea.Cmd {
	m.feed.pages = s.pages
	return m.next()
}

// next waits for one page, or for the time in which one should have come.
func (m *model) next() tea.Cmd {
	pages, patience := m.feed.pages, max(leastSilence, 2*m.o.Refresh)
	return func() tea.Msg {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case s, ok := <-pages:
			if !ok {
				return silence{ended: true}
			}
			return arrived{s}
		case <-timer.C:
			return silence{}
		}
	}
}

// silent marks the screen stale. The next page takes the mark away.
func (m *model) silent(s silence) tea.Cmd {
	m.feed.stale = m.shown.Seq > 0
	if s.ended {
		return nil
	}
	return m.next()
}

// receive takes a page in and waits for the next.
func (m *model) receive(a arrived) tea.Cmd {
	m.feed.stale = false
	m.feed.held = a.page
	return tea.Batch(m.next(), m.ring(a.page), m.freshen(), m.schedule())
}

// schedule shows the held page now, or sets a timer for it. A paused screen
// keeps it until it goes on.
func (m *model) schedule() tea.Cmd {
	if m.paused || m.feed.held == nil {
		return nil
	}
	wait := m.o.Refresh - m.o.Now().Sub(m.feed.last)
	if urgent(m.shown, m.feed.held) || wait <= m.o.Refresh/10 {
		return m.showHeld()
	}
	if m.feed.waiting {
		return nil
	}
	m.feed.waiting = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return due{} })
}

// behind is the verdict of the newest page where the paused screen shows another.
// Since when it holds is told once the screen goes on.
func (m *model) behind() state.Verdict {
	if !m.paused || m.feed.held == nil {
		return state.Verdict{}
	}
	shown, now := m.shown.Verdict, m.feed.held.Verdict
	if shown.Status == now.Status && shown.P1 == now.P1 {
		return state.Verdict{}
	}
	return state.Verdict{Status: now.Status, P1: now.P1}
}

// showHeld puts the held page on the screen.
func (m *model) showHeld() tea.Cmd {
	m.feed.waiting = false
	if m.paused || m.feed.held == nil {
		return nil
	}
	m.shown, m.feed.held = m.feed.held, nil
	m.feed.last = m.o.Now()
	switch m.notice.Code {
	case "note.stopping", "note.cut-short", "note.still-running":
		if !running(m.run()) {
			m.notice = words.Line{} // there is nothing left to stop
		}
	}
	return m.logs.refresh(m)
}

// urgent reports whether a page says something that must not wait: another
// verdict, the first look, or a step of an act.
func urgent(shown, next *state.Snapshot) bool {
	a, b := shown.Verdict, next.Verdict
	return !shown.Ready || a.Status != b.Status || a.P1 != b.P1 || a.P2 != b.P2 || a.P3 != b.P3 ||
		running(shown.Run) || running(next.Run)
}

func running(r *state.Run) bool { return r != nil && !r.Outcome.Ended() }

// bell rings once for each P1 that begins to fire.
type bell struct {
	rung map[string]time.Time // rule → when it fired
}

func (m *model) ring(s *state.Snapshot) tea.Cmd {
	if m.bell.news(s.Alerts) && !m.o.Silent {
		return frame.Bell
	}
	return nil
}

// news takes the alerts in and reports whether one is a P1 not rung for yet.
func (b *bell) news(alerts []alert.Alert) bool {
	loud := false
	for _, a := range alerts {
		if a.Priority != alert.P1 || a.State != alert.Firing || a.SuppressedBy != "" {
			continue
		}
		if at, ok := b.rung[a.Rule]; !ok || !at.Equal(a.FiredAt) {
			b.rung[a.Rule] = a.FiredAt
			loud = true
		}
	}
	return loud
}
