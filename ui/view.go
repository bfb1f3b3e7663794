package ui

import (
	"strings"

	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/ui/pane"
)

// The smallest screen with panes; a smaller one shows one line.
const (
	leastWidth  = 40
	leastHeight = 10
)

// tiny reports whether there is no room for panes and dialogs.
func (m *model) tiny() bool { return m.width < leastWidth || m.height < leastHeight }

// bodyHeight is what is left between header and footer.
func (m *model) bodyHeight() int { return max(m.height-2, 0) }

// View is the whole screen; it is drawn once after each change.
func (m *model) View() string {
	if m.frame == "" {
		m.frame = m.draw()
	}
	return m.frame
}

func (m *model) draw() string {
	if m.width < 1 || m.height < 1 {
		return ""
	}
	look := *m.o.Look
	if m.feed.stale && !m.paused {
		look.Now = m.o.Now()
	}
	if m.tiny() {
		return pane.TooSmall(m.shown, m.width, m.height, &look)
	}
	m.header.Paused, m.header.ReadOnly, m.header.Behind = m.paused, m.o.Operator == nil, m.behind()
	m.header.Elsewhere = m.page != overviewPage && m.page != alertsPage
	return strings.Join([]string{
		m.header.View(m.shown, m.width, 1, &look),
		m.body(m.shown, &look),
		m.lastLine(&look),
	}, "\n")
}

// body is the page, with what lies over it.
func (m *model) body(s *state.Snapshot, l *pane.Look) string {
	h := m.bodyHeight()
	under := m.pageView(s, h, l)
	if d := m.dialog(); d != nil {
		return pane.Over(under, d, s, m.width, h, l)
	}
	return under
}

func (m *model) pageView(s *state.Snapshot, h int, l *pane.Look) string {
	focused := *l
	focused.Focused = true
	switch {
	case m.page == latencyPage:
		return m.latency.View(s, m.width, h, l)
	case m.page == dependenciesPage:
		return m.dependencies.View(s, m.width, h, l)
	case m.page == hostPage:
		return m.host.View(s, m.width, h, l)
	case m.page == alertsPage:
		return m.alerts.View(s, m.width, h, l)
	case m.page == journalPage:
		return m.journal.View(s, m.width, h, l)
	case m.page == logsPage:
		return m.logs.pane.View(s, m.width, h, l)
	case m.zoomed:
		return m.overview.Pane(m.overview.Focus, s, m.width, h, &focused)
	}
	return m.overview.View(s, m.width, h, l)
}

// dialog is what lies over the page, nil for nothing.
func (m *model) dialog() pane.Dialog {
	switch m.overlay {
	case helpOverlay:
		return m.help()
	case paletteOverlay:
		p := m.palette.view()
		return &p
	case previewOverlay:
		return m.act.view(m.scroll)
	case runOverlay:
		if r := m.run(); r != nil {
			return m.runView(r)
		}
	}
	return nil
}

// view is the plan as its pane shows it.
func (a *act) view(scroll int) *pane.Preview {
	p := &pane.Preview{
		Preview: a.preview,
		Awaited: a.stage == asking,
		Sent:    a.stage == sent,
		Yes:     a.yes,
		Name:    pane.Line{Text: a.name.String(), Cursor: a.name.at},
		Wrong:   a.wrong,
		Scroll:  scroll,
	}
	if p.Title.Zero() {
		p.Title = a.title
	}
	return p
}

// runView is the run as its pane shows it.
func (m *model) runView(run *state.Run) *pane.Run {
	r := &pane.Run{Run: run, ReadOnly: m.o.Operator == nil, Scroll: m.scroll}
	if m.lastStep(run) && !run.Last {
		ordered := *run
		ordered.Last, r.Run = true, &ordered
	}
	for _, name := range run.Next {
		for _, a := range m.shown.Actions {
			if a.Name == name {
				r.Next = append(r.Next, m.reach(a))
			}
		}
	}
	for _, a := range m.shown.Actions {
		if a.Name == run.Ref.Name && a.UndoNow && !run.Ref.Undo {
			r.Undo = m.reach(a)
		}
	}
	return r
}

// lastLine is the footer: a notice, or the likeliest keys.
func (m *model) lastLine(l *pane.Look) string {
	if !m.notice.Zero() {
		return l.Strong.Render(l.Pad(" "+l.Say(m.notice), m.width))
	}
	m.footer.Hints, m.footer.Help = m.hints(), m.helpHint()
	m.footer.Pages, m.footer.Here = m.pagesHere()
	return m.footer.View(m.shown, m.width, 1, l)
}

// help is the key map of the page and of everywhere, and the acts.
func (m *model) help() *pane.Help {
	l := m.o.Look
	p := m.page.place(false)
	here := pane.HelpSection{Title: l.Word("help.here")}
	everywhere := pane.HelpSection{Title: l.Word("help.everywhere")}
	for _, b := range m.keys.at(p) {
		if b.where&onPages == onPages {
			everywhere.Hints = append(everywhere.Hints, b.help(l.Lang))
		} else {
			here.Hints = append(here.Hints, b.help(l.Lang))
		}
	}
	h := &pane.Help{Title: l.Word("help.title"), Scroll: m.scroll, Notices: m.shown.Notices, Sections: []pane.HelpSection{here}}
	if m.o.Operator != nil && len(m.shown.Actions) > 0 {
		h.Sections = append(h.Sections, m.actsHelp())
	}
	h.Sections = append(h.Sections, everywhere)
	return h
}

func (m *model) actsHelp() pane.HelpSection {
	section := pane.HelpSection{Title: m.o.Look.Word("help.acts")}
	for _, a := range m.shown.Actions {
		hint := m.reach(a)
		if a.Confirms(a.UndoNow) == action.ConfirmNone {
			section.Title = m.o.Look.Word("help.acts.some")
			hint.Words = m.o.Look.Word("help.at-once", hint.Words)
		}
		section.Hints = append(section.Hints, hint)
	}
	return section
}

// reach is an act with its key, or with the palette's when it has none.
func (m *model) reach(a state.Action) pane.Hint {
	hint := m.actionHint(a)
	if hint.Key == "" {
		hint.Key = ":"
	}
	return hint
}
