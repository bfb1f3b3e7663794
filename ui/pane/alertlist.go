package pane

import (
	"strconv"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/ui/theme"
)

// clockCells is the width of the column of clocks: "≥23:59:59".
const clockCells = 9

// dueList is the width from which the list says when an answer is due.
const dueList = 66

// list draws every alert in one row, worst first, what a parent hides
// indented below it.
func (p *Alerts) list(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.listTitle(s, l)
	if len(s.Alerts) == 0 {
		p.none(s, l)
		return b.picture()
	}
	p.depths = depths(p.depths[:0], s.Alerts)
	cursor, room := p.cursor(s.Alerts), b.left()
	p.top = max(min(p.top, cursor), cursor-room+1, 0)
	if beyond := len(s.Alerts) - room; p.top > beyond {
		p.top = max(beyond, 0)
	}
	for i := p.top; i < len(s.Alerts) && b.left() > 0; i++ {
		if b.left() == 1 && i+1 < len(s.Alerts) && i != cursor {
			p.beyondList(s.Alerts[i:], l)
			break
		}
		p.row(s, i, i == cursor, l)
	}
	return b.picture()
}

// listTitle counts what fires, what waits and what is folded.
func (p *Alerts) listTitle(s *state.Snapshot, l *Look) {
	b, v := &p.sheet, s.Verdict
	b.put(l.Title, " ", l.Word("alertpage.title"), " ")
	for _, level := range [...]struct {
		priority alert.Priority
		n        int
	}{{alert.P1, v.P1}, {alert.P2, v.P2}, {alert.P3, v.P3}} {
		style := l.Dim
		if level.n > 0 {
			style, _ = l.urgency(level.priority)
		}
		b.put(style, " ", level.priority.String(), " ", strconv.Itoa(level.n), " ")
	}
	p.age(s, l)
	b.line()
}

// age says how old the page is, once that is more than two rounds of judging.
func (p *Alerts) age(s *state.Snapshot, l *Look) {
	if age := l.now(s).Sub(s.At); age > 3*time.Second && !s.At.IsZero() {
		p.sheet.apart()
		p.sheet.put(l.Unknown, " ", l.Word("screen.age", age.Truncate(time.Second)), " ")
	}
}

// none says that there is no alert and since when all is well, or that this is
// not known.
func (p *Alerts) none(s *state.Snapshot, l *Look) {
	b := &p.sheet
	switch {
	case !s.Ready:
		b.put(l.Unknown, l.Glyph.Unknown, " ", l.Word("alertpage.unknown"))
		if names := awaited(s); len(names) > 0 {
			b.put(l.Dim, ": ", l.Word("screen.waiting-for", strings.Join(names, ", ")))
		}
	case s.Verdict.Status == probes.Unknown:
		b.put(l.Unknown, l.Glyph.Unknown, " ", l.Word("screen.cannot-tell"))
	default:
		b.put(l.Up, l.Glyph.Up, " ")
		b.put(l.Text, l.Word("alertpage.none"), " ", l.Glyph.Dot, " ", l.Word("screen.all-well"))
		if v := s.Verdict; !v.Since.IsZero() {
			b.put(l.Dim, " ", l.since(s, v.Since, v.SinceAtLeast))
		}
	}
	b.line()
}

// awaited names the targets that have not answered yet.
func awaited(s *state.Snapshot) []string {
	var names []string
	for _, t := range s.Targets {
		if t.At.IsZero() {
			names = append(names, string(t.Name))
		}
	}
	return names
}

// beyondList counts the alerts for which the list has no room, and says how
// urgent the worst of those is that fires.
func (p *Alerts) beyondList(rest []alert.Alert, l *Look) {
	worst := alert.Priority(0)
	for _, a := range rest {
		if a.State == alert.Firing && (worst == 0 || a.Priority < worst) {
			worst = a.Priority
		}
	}
	if worst == 0 {
		p.sheet.put(l.Dim, "  ", l.Word("screen.more-alerts", len(rest)))
	} else {
		p.sheet.put(l.Dim, "  ", l.Word("alertpage.more", len(rest), worst.String()))
	}
	p.sheet.line()
}

// row is one alert: where it stands, its title, its clocks.
func (p *Alerts) row(s *state.Snapshot, i int, current bool, l *Look) {
	b, a := &p.sheet, &s.Alerts[i]
	style, glyph, text := l.standing(a)
	if current {
		b.put(l.Key, l.Glyph.Pointer, " ")
	} else {
		b.gap(2)
	}
	b.gap(2 * p.depths[i])
	b.put(style, glyph, " ", a.Priority.String(), " ")
	if current && a.State == alert.Firing {
		text = l.Strong
	}
	b.put(text, l.Say(alert.Title(*a)))
	b.apart()
	p.clocks(a, l.now(s), l)
	b.line()
}

// clocks stand at the right: what is due, and for how long it has been so.
func (p *Alerts) clocks(a *alert.Alert, now time.Time, l *Look) {
	b := &p.sheet
	switch a.State {
	case alert.Pending:
		b.put(l.Dim, " ", held(a, now, l))
		return
	case alert.Resolved:
		b.put(l.Dim, " ", l.Word("alertpage.resolved", clock(now.Sub(a.ResolvedAt))))
		return
	}
	if b.width() >= dueList && a.SuppressedBy == "" {
		p.due(a, now, l)
	}
	style := l.Strong
	if a.SuppressedBy != "" {
		style = l.Dim
	}
	n := len(b.spans)
	b.age(style, now.Sub(a.Since), a.SinceAtLeast)
	taken := cells(b.spans[n:])
	b.undo(n)
	b.gap(clockCells - taken)
	b.age(style, now.Sub(a.Since), a.SinceAtLeast)
}

// due says until when somebody should have answered.
func (p *Alerts) due(a *alert.Alert, now time.Time, l *Look) {
	switch due := a.AnswerDue.Sub(now); {
	case a.AnswerDue.IsZero():
	case due >= 0:
		p.sheet.put(l.Dim, " ", l.Word("screen.answer-due", clock(due)))
	default:
		style, _ := l.urgency(a.Priority)
		p.sheet.put(style, " ", l.Word("screen.overdue", clock(-due)))
	}
}

// held says how much of its time an alert has held that does not fire yet:
// "2 of 5 s".
func held(a *alert.Alert, now time.Time, l *Look) string {
	past := max(now.Sub(a.Since), 0)
	if a.For < time.Minute {
		return l.Word("alertpage.held", int(past/time.Second), a.For)
	}
	return l.Word("alertpage.held", clock(past), a.For)
}

// standing is how an alert is drawn: the style and glyph of where it stands,
// and the style of its title.
func (l *Look) standing(a *alert.Alert) (style theme.Style, glyph string, text theme.Style) {
	switch {
	case a.State == alert.Resolved:
		return l.Up, l.Glyph.Up, l.Dim
	case a.State == alert.Pending:
		return l.Dim, l.Glyph.Dot, l.Dim
	case a.SuppressedBy != "":
		return l.Dim, l.Glyph.LastBranch, l.Dim
	}
	style, glyph = l.urgency(a.Priority)
	return style, glyph, l.Text
}

// depths appends how many alerts stand above each one as its parents. A parent
// stands before its children.
func depths(dst []int, list []alert.Alert) []int {
	for i := range list {
		depth := 0
		for j := i - 1; j >= 0 && list[i].SuppressedBy != ""; j-- {
			if list[j].Rule == list[i].SuppressedBy {
				depth = min(dst[j]+1, deepest)
				break
			}
		}
		dst = append(dst, depth)
	}
	return dst
}

// deepest is how far the list is indented.
const deepest = 4
