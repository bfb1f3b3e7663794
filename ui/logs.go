package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"
)

// pageSize is how many entries one question asks for.
const pageSize = 500

// logPage turns keys and snapshots into questions about the logs, and the
// answers into what the pane shows.
type logPage struct {
	pane  pane.Logs
	query logview.Query // the last one that parsed; what is shown answers it

	writing    bool
	line       line
	before     logview.Query // what Esc goes back to
	spotBefore uint64        // and the entry that was read there, 0 for the end
	past       []string      // accepted queries, oldest first
	recall     int           // index into past while going through it

	typed uint64 // counts the changes of the line

	number  uint64 // of the newest question
	spot    uint64 // the entry around which it asked
	waiting bool   // its answer is outstanding
	asked   bool   // anything was ever asked
	revised int    // how often times had been corrected when it was asked
	present int    // doubtful fields of the query that some entry was found to have
}

// part says which part of the log a question asks for.
type part uint8

// The parts.
const (
	newestPart part = iota // the end
	olderPart              // what stands before the oldest entry shown
	newerPart              // what came after the newest
	sameSpot               // what stands around an entry
	doubtPart              // no part: whether any entry has a field of the query
)

// logAnswer is what the reader answered to one question.
type logAnswer struct {
	number uint64
	part   part
	answer state.Answer
	err    error
}

// open is called when the page comes on the screen.
func (l *logPage) open(m *model) tea.Cmd {
	if !l.asked {
		return l.ask(m, newestPart)
	}
	return l.refresh(m)
}

// refresh asks for what came since, when the page is on the screen and shows
// the end of the log.
func (l *logPage) refresh(m *model) tea.Cmd {
	if m.page != logsPage || l.waiting {
		return nil
	}
	if !l.asked {
		return l.ask(m, newestPart)
	}
	if l.revised != m.shown.Logs.Revised {
		return l.askAround(m, l.here())
	}
	if l.context() > 0 && l.pane.Current() == 0 {
		return l.ask(m, newestPart) // the first hit brings what stands before it
	}
	if l.pane.AtEnd() && m.shown.Logs.Newest > l.pane.Newest() {
		return l.ask(m, newerPart)
	}
	return nil
}

// fill asks for more where the cursor comes near an edge of what is held.
func (l *logPage) fill(m *model) tea.Cmd {
	switch {
	case m.page != logsPage || l.waiting || !l.asked:
		return nil
	case l.pane.NearOldest():
		return l.ask(m, olderPart)
	case l.pane.NearNewest() && !l.pane.AtEnd():
		return l.ask(m, newerPart)
	}
	return nil
}

func (l *logPage) ask(m *model, p part) tea.Cmd {
	l.asked, l.revised = true, m.shown.Logs.Revised
	q := state.LogQuestion{Query: l.query, Limit: pageSize, Context: l.context(), Columns: l.pane.SpreadColumns()}
	switch p {
	case olderPart:
		q.Before = l.pane.Oldest()
	case newerPart:
		q.After = l.pane.After()
	case sameSpot:
		q.Before = l.spot + pageSize/2
	}
	return l.send(m, p, q)
}

// here is the entry on which somebody reads, 0 for the end.
func (l *logPage) here() uint64 {
	if l.pane.Following() {
		return 0
	}
	return l.pane.Current()
}

// askAround asks for what stands around an entry, or for the end when it is 0.
func (l *logPage) askAround(m *model, spot uint64) tea.Cmd {
	if spot == 0 {
		return l.ask(m, newestPart)
	}
	l.spot = spot
	return l.ask(m, sameSpot)
}

func (l *logPage) send(m *model, p part, q state.LogQuestion) tea.Cmd {
	l.number++
	l.waiting = true
	reader, number := m.o.Reader, l.number
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(m.ctx, patience)
		defer cancel()
		answer, err := reader.Query(ctx, q)
		return logAnswer{number, p, answer, err}
	}
}

// answered takes the answer to the newest question and drops every other.
func (l *logPage) answered(m *model, a logAnswer) tea.Cmd {
	if a.number != l.number {
		return nil
	}
	l.waiting = false
	page, ok := a.answer.(state.LogPage)
	if a.err != nil || !ok {
		l.pane.Trouble = reason(a.err)
		l.pane.Stay()
		return nil
	}
	switch a.part {
	case doubtPart:
		return l.doubted(m, page)
	case newestPart:
		l.pane.Replace(page)
	case sameSpot:
		l.pane.ReplaceAround(page, l.spot)
	case olderPart:
		l.pane.Prepend(page)
	case newerPart:
		if full := len(page.Entries) >= pageSize; full && l.pane.Following() {
			return l.ask(m, newestPart)
		}
		l.pane.Append(page, pageSize)
	}
	if page.Matches == 0 {
		l.present = 0
		return l.doubt(m)
	}
	return l.fill(m)
}

// doubt asks whether any entry has the next field that a query without matches
// asks for.
func (l *logPage) doubt(m *model) tea.Cmd {
	doubts := l.query.Doubts()
	if l.present == len(doubts) {
		l.pane.Doubt(words.Line{})
		return nil
	}
	q, err := m.parse(doubts[l.present].Having())
	if err != nil {
		return nil
	}
	return l.send(m, doubtPart, state.LogQuestion{Query: q})
}

// doubted says that no entry has the field, or asks for the next one.
func (l *logPage) doubted(m *model, page state.LogPage) tea.Cmd {
	if page.Matches > 0 {
		l.present++
		return l.doubt(m)
	}
	d := l.query.Doubts()[l.present]
	why := words.Of("logpage.no-field", raw.Of(d.Typed))
	if d.Meant != "" {
		why = words.Of("logpage.no-field.near", raw.Of(d.Typed), d.Meant)
	}
	l.pane.Doubt(why)
	return nil
}

// filtered reports whether the page shows less than everything.
func (l *logPage) filtered() bool { return l.query.String() != "" }

// show filters by a query that was not typed: "" for everything. The page
// follows the end again.
func (l *logPage) show(m *model, text string) tea.Cmd {
	q, err := m.parse(text)
	if err != nil {
		return l.open(m)
	}
	l.close()
	return l.apply(m, q)
}

// clear takes the filter away. Who reads an entry keeps it under the cursor.
func (l *logPage) clear(m *model) tea.Cmd { return l.applyAt(m, logview.Query{}, l.here()) }

// showAfresh shows what the query of a hypothesis finds, as if nobody had read
// the page before: the hits alone, each from its beginning, at the end.
func (l *logPage) showAfresh(m *model, text string) tea.Cmd {
	l.pane.Afresh()
	if l.query.String() == text {
		l.tellHits()
		l.close()
		return l.ask(m, newestPart)
	}
	return l.show(m, text)
}

// apply shows what a query finds, at the end.
func (l *logPage) apply(m *model, q logview.Query) tea.Cmd { return l.applyAt(m, q, 0) }

// applyAt shows what a query finds around an entry, or at the end when it is 0.
func (l *logPage) applyAt(m *model, q logview.Query, spot uint64) tea.Cmd {
	if l.asked && q.String() == l.query.String() && (spot == 0 || !l.pane.Following()) {
		return l.refresh(m)
	}
	l.query = q
	l.pane.Filter(q.String())
	l.tellHits()
	if spot == 0 {
		l.pane.Follow()
	}
	return l.askAround(m, spot)
}
