package ui

import (
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/logview"
	"bedside/probes/words"
	"bedside/ui/pane"
)

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
	l.before, l.spotBefore = l.query, l.here()
	l.recall = len(l.past)
	l.line.set(l.query.String())
	l.pane.Edit(pane.Line{Text: l.line.String(), Cursor: l.line.at})
}

// typingPause is how long the keys rest before what stands in the line is
// asked: half a word is seldom meant.
const typingPause = 250 * time.Millisecond

// typingRests says that the keys rested since the line changed for the n-th
// time.
type typingRests struct{ n uint64 }

// write carries out an editing key. A query that does not parse says where,
// and the last good one stays.
func (l *logPage) write(m *model, k tea.KeyMsg) tea.Cmd {
	changed := l.line.press(k)
	_, _ = l.check(m) // shown in the line itself
	if !changed {
		return nil
	}
	l.typed++
	n := l.typed
	return tea.Tick(typingPause, func(time.Time) tea.Msg { return typingRests{n} })
}

// check shows the line with what is wrong with it.
func (l *logPage) check(m *model) (logview.Query, error) {
	edited := pane.Line{Text: l.line.String(), Cursor: l.line.at}
	q, err := m.parse(edited.Text)
	if err != nil {
		edited.Wrong, edited.WrongAt = queryError(err)
	}
	l.pane.Edit(edited)
	return q, err
}

// rested asks what stands in the line, if it is a query and still the same.
func (l *logPage) rested(m *model, r typingRests) tea.Cmd {
	if !l.writing || r.n != l.typed {
		return nil
	}
	return l.ifGood(m)
}

func (l *logPage) ifGood(m *model) tea.Cmd {
	q, err := l.check(m)
	if err != nil {
		return nil
	}
	return l.apply(m, q)
}

// accept closes the line if what it holds is a query.
func (l *logPage) accept(m *model) tea.Cmd {
	q, err := l.check(m)
	if err != nil {
		return nil
	}
	l.remember(q.String())
	l.close()
	return l.apply(m, q)
}

// cancel closes the line and goes back to the query before it, and to where it
// was read.
func (l *logPage) cancel(m *model) tea.Cmd {
	l.close()
	return l.applyAt(m, l.before, l.spotBefore)
}

func (l *logPage) close() {
	l.writing = false
	l.pane.EndEdit()
}

// pastQueries is how many queries are remembered.
const pastQueries = 50

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
	return l.ifGood(m)
}
