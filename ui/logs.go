package ui

import (
	"context"
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/logview"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"
)

// pageSize is how many entries one question asks for.
const pageSize = 500

// pastQueries is how many queries are remembered.
const pastQueries = 50

// logPage turns keys and snapshots into questions about the logs, and the
// answers into what the pane shows.
type logPage struct {
	pane  pane.Logs
	query logview.Query // the last one that parsed; what is shown answers it

	writing bool
	line    line
	before  logview.Query // what Esc goes back to
	past    []string      // accepted queries, oldest first
	recall  int           // index into past while going through it

	number  uint64 // of the newest question
	waiting bool   // its answer is outstanding
	asked   bool   // anything was ever asked
}

// part says which part of the log a question asks for.
type part uint8

// The parts.
const (
	newestPart part = iota // the end
	olderPart              // what stands before the oldest entry shown
	newerPart              // what came after the newest
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
	l.number++
	l.waiting, l.asked = true, true
	q := state.LogQuestion{Query: l.query, Limit: pageSize}
	switch p {
	case olderPart:
		q.Before = l.pane.Oldest()
	case newerPart:
		q.After = l.pane.Newest()
	}
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
		return nil
	}
	switch a.part {
	case newestPart:
		l.pane.Replace(page)
	case olderPart:
		l.pane.Prepend(page)
	case newerPart:
		if full := len(page.Entries) >= pageSize; full && l.pane.Following() {
			return l.ask(m, newestPart)
		}
		l.pane.Append(page, pageSize)
	}
	return nil
}

// filtered reports whether the page shows less than everything.
func (l *logPage) filtered() bool { return l.query.String() != "" }

// show filters by a query that somebody else wrote: a hypothesis, or "" for
// everything. The page follows the end again.
func (l *logPage) show(m *model, text string) tea.Cmd {
	q, err := m.parse(text)
	if err != nil {
		return l.open(m)
	}
	l.writing = false
	return l.apply(m, q)
}

func (l *logPage) apply(m *model, q logview.Query) tea.Cmd {
	if l.asked && q.String() == l.query.String() {
		return l.refresh(m)
	}
	l.query = q
	l.pane.Query = q.String()
	l.pane.Follow()
	return l.ask(m, newestPart)
}

// parse reads a query as people write it.
func (m *model) parse(text string) (logview.Query, error) {
	return logview.ParseQuery(text, logview.QueryOptions{Now: m.o.Now(), Zone: m.o.Look.Zone})
}

// queryError is where and why a text is no query, in words.
func queryError(err error) (words.Line, int) {
	var bad *logview.QueryError
	if errors.As(err, &bad) {
		return words.Of(words.Code(bad.Code), bad.Args...), bad.Pos
	}
	return reason(err), 0
}

// edit opens the line in which the query is written.
func (l *logPage) edit() {
	l.writing = true
	l.before = l.query
	l.recall = len(l.past)
	l.line.set(l.query.String())
	l.pane.Edit(pane.Line{Text: l.line.String(), Cursor: l.line.at})
}

// write carries out an editing key. A query that parses is shown at once; one
// that does not says where, and the last good one stays.
func (l *logPage) write(m *model, k tea.KeyMsg) tea.Cmd {
	changed := l.line.press(k)
	return l.written(m, changed)
}

func (l *logPage) written(m *model, changed bool) tea.Cmd {
	edited := pane.Line{Text: l.line.String(), Cursor: l.line.at}
	q, err := m.parse(edited.Text)
	if err != nil {
		edited.Wrong, edited.WrongAt = queryError(err)
	}
	l.pane.Edit(edited)
	if err != nil || !changed {
		return nil
	}
	return l.apply(m, q)
}

// remember keeps an accepted query, once and newest last.
func (l *logPage) remember(text string) {
	if text == "" {
		return
	}
	l.past = slices.DeleteFunc(l.past, func(s string) bool { return s == text })
	l.past = append(l.past, text)
	if n := len(l.past) - pastQueries; n > 0 {
		l.past = slices.Delete(l.past, 0, n)
	}
}

// again puts the n-th remembered query into the line; behind the newest
// stands what was shown when writing began.
func (l *logPage) again(m *model, n int) tea.Cmd {
	if n < 0 || n > len(l.past) {
		return nil
	}
	l.recall = n
	if n == len(l.past) {
		l.line.set(l.before.String())
	} else {
		l.line.set(l.past[n])
	}
	return l.written(m, true)
}
