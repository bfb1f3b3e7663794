package ui

import (
	"slices"

	"bedside/probes/state"
	"bedside/ui/pane"
)

// hints are the likeliest keys of the moment, more than the footer shows: the
// acts that fit come first.
func (m *model) hints() []pane.Hint {
	p := m.place()
	var hints []pane.Hint
	if key := m.goOnKey(p); m.paused && key != "" {
		hints = append(hints, pane.Hint{Key: keyCap(key), Words: m.o.Look.Word("key.go-on")})
	}
	if b := m.keys.find(p, "v"); b != nil && b.what == "key.run" && running(m.run()) {
		hints = append(hints, b.hint(m.o.Look.Lang))
	}
	if p&onPages != nowhere && m.o.Operator != nil {
		remedies, byHand := pane.Remedies(m.shown)
		if b := m.keys.find(p, "t"); byHand && b != nil && b.what == "key.triage" && m.offers(*b) {
			hints = append(hints, b.hint(m.o.Look.Lang))
		}
		for _, a := range m.likelyActions(remedies) {
			hints = append(hints, m.actionHint(a))
		}
	}
	for _, b := range m.keys.likeliest(p) {
		if hint := m.hint(b); m.offers(b) && !slices.Contains(hints, hint) {
			hints = append(hints, hint)
		}
	}
	return hints
}

// hint is a key with what it would do now.
func (m *model) hint(b binding) pane.Hint {
	switch refused := m.act.stage == planned && !m.act.preview.Refused.Zero(); {
	case b.what == "key.preview.no" && refused: // there is nothing to cancel
		return pane.Hint{Key: keyCap("esc"), Words: m.o.Look.Word("key.help.close")}
	case b.what == "key.run.stop" && m.lastStep(m.run()):
		return pane.Hint{Key: keyCap(b.keys[0]), Words: m.o.Look.Word("key.run.cut")}
	}
	return b.hint(m.o.Look.Lang)
}

// goOnKey is the key that ends the pause, "" where none does.
func (m *model) goOnKey(p place) string {
	for _, key := range []string{" ", "esc"} {
		if b := m.keys.find(p, key); b != nil && (b.what == "key.pause" || b.what == "key.level") {
			return key
		}
	}
	return ""
}

// pagesHere are the keys to the pages, where they are read, and the number of
// the one that is shown.
func (m *model) pagesHere() (pages []pane.Hint, here int) {
	if m.place()&onPages == nowhere {
		return nil, 0
	}
	return m.pages, int(m.page)
}

// helpHint is the key for help where it is one.
func (m *model) helpHint() pane.Hint {
	if b := m.keys.find(m.place(), "?"); b != nil && b.what == "key.help" {
		return b.hint(m.o.Look.Lang)
	}
	return pane.Hint{}
}

// offers reports whether a key would do something now.
func (m *model) offers(b binding) bool {
	switch b.what {
	case "key.triage":
		return m.causeLines() != "" || m.showsAllLines()
	case "key.endpoints.down":
		return m.latency.Scrolls()
	case "key.alert.open":
		return len(m.shown.Alerts) > 0
	case "key.alert.next":
		return len(m.shown.Alerts) > 1
	case "key.journal.open":
		return len(m.shown.Journal) > 0
	case "key.journal.down":
		return len(m.shown.Journal) > 1 && !m.journal.Open
	case "key.journal.kind":
		return !m.journal.Open
	case "key.page.logs":
		return m.page != logsPage
	case "key.log.follow":
		return !m.logs.pane.Following()
	case "key.run.stop":
		return running(m.run())
	case "key.preview.choose", "key.preview.enter", "key.preview.yes":
		return m.act.stage == planned && m.act.preview.Refused.Zero()
	}
	return true
}

// footerActions is how many acts the footer names: in a narrow one, and where
// the log is read, the first.
func (m *model) footerActions() int {
	if m.page == logsPage || m.width < 80 {
		return 1
	}
	return 2
}

// likelyActions are the acts with a key that the moment asks for: the remedies,
// and what waits to be undone.
func (m *model) likelyActions(remedies []string) []state.Action {
	var likely []state.Action
	add := func(a state.Action) {
		if len(likely) < m.footerActions() && m.actionHint(a).Key != "" && !holds(likely, a.Name) {
			likely = append(likely, a)
		}
	}
	for _, name := range remedies {
		for _, a := range m.shown.Actions {
			if a.Name == name && !a.UndoNow && a.Refused.Zero() { // what is in place is no remedy
				add(a)
			}
		}
	}
	for _, a := range m.shown.Actions {
		if a.UndoNow && a.Refused.Zero() {
			add(a)
		}
	}
	return likely
}

func holds(list []state.Action, name string) bool {
	for _, a := range list {
		if a.Name == name {
			return true
		}
	}
	return false
}

// showsAllLines reports whether the key to the lines of a cause, of which there are
// none, leads to all lines instead. Who reads the log already keeps what is read.
func (m *model) showsAllLines() bool { return len(m.shown.Triage) > 0 && m.page != logsPage }

// causeLines is the query for the lines that speak for the likeliest cause or,
// on the page of the alerts, for the one under the cursor; "" for none.
func (m *model) causeLines() string {
	if m.page == alertsPage {
		if query := m.alertLines(); query != "" {
			return query
		}
	}
	for _, h := range m.shown.Triage {
		if h.Query != "" {
			return h.Query
		}
	}
	return ""
}
