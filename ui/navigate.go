package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/probes/words"
	"bedside/ui/frame"
	"bedside/ui/pane"
)

// turnTo shows a page: the act that was followed goes on without being watched.
func (m *model) turnTo(p base) {
	m.whole()
	m.page, m.zoomed, m.overlay = p, false, noOverlay
}

func (m *model) goOverview() tea.Cmd {
	m.turnTo(overviewPage)
	return nil
}

func (m *model) goLogs() tea.Cmd {
	m.turnTo(logsPage)
	return m.logs.open(m)
}

func (m *model) focusNext() tea.Cmd     { return m.moveFocus(1) }
func (m *model) focusPrevious() tea.Cmd { return m.moveFocus(-1) }

func (m *model) focusFirst() tea.Cmd {
	m.overview.Focus = pane.NoPane
	return m.moveFocus(1)
}

func (m *model) focusLast() tea.Cmd {
	m.overview.Focus = pane.NoPane
	return m.moveFocus(-1)
}

func (m *model) moveFocus(step int) tea.Cmd {
	m.overview.Move(step)
	return nil
}

// enterPane goes to the focused pane's page.
func (m *model) enterPane() tea.Cmd {
	switch m.overview.Focus {
	case pane.NoPane:
		return m.focusNext()
	case pane.LatencyPane:
		return m.goLatency()
	case pane.DependenciesPane:
		return m.goDependencies()
	case pane.HostPane:
		return m.goHost()
	case pane.WrongPane:
		return m.goAlerts()
	case pane.RecentPane:
		return m.goJournal()
	case pane.ErrorsPane:
		return m.goLogs()
	}
	return nil
}

func (m *model) toggleZoom() tea.Cmd {
	if m.overview.Focus == pane.NoPane {
		m.overview.Move(1)
	}
	m.zoomed = !m.zoomed && m.overview.Focus != pane.NoPane
	return nil
}

// zoom is which pane of the page stands alone, nil on a page without that.
func (m *model) zoom() *pane.Zoom {
	switch m.page {
	case latencyPage:
		return &m.latency.Zoom
	case dependenciesPage:
		return &m.dependencies.Zoom
	case hostPage:
		return &m.host.Zoom
	}
	return nil
}

// zoomNext shows the next pane of a page alone, after the last the whole page.
func (m *model) zoomNext() tea.Cmd {
	if z := m.zoom(); z != nil && z.Next() {
		m.notice = words.Of("note.zoomed")
	}
	return nil
}

// whole shows the page with all its panes and reports whether it had not.
func (m *model) whole() bool {
	z := m.zoom()
	return z != nil && z.End()
}

// togglePause freezes the screen. Going on shows the newest page at once.
func (m *model) togglePause() tea.Cmd {
	return m.pause(!m.paused)
}

// pause lets the screen stand still or go on.
func (m *model) pause(still bool) tea.Cmd {
	m.paused = still
	m.logs.pane.SetPaused(still)
	return m.showHeld()
}

// level goes back one level and never quits. A pause is the innermost level.
func (m *model) level() tea.Cmd {
	switch {
	case m.paused:
		return m.togglePause()
	case m.zoomed:
		m.zoomed = false
	case m.page == logsPage && m.logs.filtered():
		return m.logs.clear(m)
	case m.page == alertsPage && m.alerts.Open:
		m.alerts.Toggle()
	case m.page == journalPage && m.journal.Open:
		m.journal.Toggle()
	case m.whole():
	case m.page == latencyPage && m.latency.Leave(), m.page == hostPage && m.host.Leave():
	case m.page != overviewPage:
		return m.goOverview()
	default:
		m.overview.Focus = pane.NoPane
	}
	return nil
}

// leaveAgain is for how long a warning stands that leaving stops an act.
const leaveAgain = 10 * time.Second

// back goes back to the overview and quits from there. Leaving would stop an
// act in progress, so at first it only says so.
func (m *model) back() tea.Cmd {
	if m.page != overviewPage || m.zoomed {
		return m.goOverview()
	}
	if r := m.run(); m.o.Operator != nil && running(r) && !m.leaving {
		m.warned, m.notice = m.o.Now(), words.Of("note.still-running", r.Title)
		return nil
	}
	return tea.Quit
}

func (m *model) leave() tea.Cmd   { return tea.Quit }
func (m *model) redraw() tea.Cmd  { return frame.Redraw }
func (m *model) suspend() tea.Cmd { return frame.Suspend }

// triage opens the lines that speak for the likeliest cause, all lines where none
// does.
func (m *model) triage() tea.Cmd {
	query := m.causeLines()
	switch {
	case query != "":
	case m.showsAllLines():
		m.notice = words.Of("note.all-lines")
	case len(m.shown.Triage) > 0:
		m.notice = words.Of("note.no-lines")
		return nil
	default:
		m.notice = words.Of("note.no-triage")
		return nil
	}
	m.turnTo(logsPage)
	return m.logs.showAfresh(m, query)
}

func (m *model) openHelp() tea.Cmd {
	m.overlay, m.scroll = helpOverlay, 0
	return nil
}

func (m *model) closeOverlay() tea.Cmd {
	m.overlay = noOverlay
	return nil
}

func (m *model) scrollDown() tea.Cmd     { return m.scrollBy(1) }
func (m *model) scrollUp() tea.Cmd       { return m.scrollBy(-1) }
func (m *model) scrollPageDown() tea.Cmd { return m.scrollBy(m.scrolled().Page) }
func (m *model) scrollPageUp() tea.Cmd   { return m.scrollBy(-m.scrolled().Page) }
func (m *model) scrollFirst() tea.Cmd    { return m.scrollBy(-fullLength) }
func (m *model) scrollLast() tea.Cmd     { return m.scrollBy(fullLength) }

// scrollBy moves the text of the dialog by so many lines.
func (m *model) scrollBy(lines int) tea.Cmd {
	d := m.scrolled()
	m.scroll = max(min(d.At+lines, d.Furthest), 0)
	return nil
}

// scrolled is where the dialog is scrolled to.
func (m *model) scrolled() pane.Scroll {
	if d := m.dialog(); d != nil {
		return pane.Scrolled(d, m.shown, m.width, m.bodyHeight(), m.o.Look)
	}
	return pane.Scroll{}
}
