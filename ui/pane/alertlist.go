package pane

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/ui/theme"
)

// ageCells is the width of the column of ages: "≥23h59m".
const ageCells = 7

// list draws every alert, worst first, what a parent hides indented below it:
// in a second row what the first has no room for, where all have theirs, else
// in one row each. Below them stand the alerts that ended lately.
func (p *Alerts) list(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.listTitle(s, l)
	if len(s.Alerts) == 0 {
		p.none(s, l)
		return b.picture()
	}
	roomy := p.rowsOfList(b.width()) <= b.left()
	cursor, room := p.cursor(s.Alerts), b.left()
	p.top = max(min(p.top, cursor), cursor-room+1, 0)
	if beyond := len(s.Alerts) - room; p.top > beyond {
		p.top = max(beyond, 0)
	}
	for i := p.top; i < len(s.Alerts) && b.left() > 0; i++ {
		if b.left() == 1 && i+1 < len(s.Alerts) && i != cursor && !roomy {
			p.beyondList(s.Alerts[i:], l)
			break
		}
		p.row(&p.entries[i], rowOptions{current: i == cursor, roomy: roomy}, l)
	}
	p.ended(s, l)
	return b.picture()
}

// ended tells the alerts that ended lately, where the list leaves rows.
func (p *Alerts) ended(s *state.Snapshot, l *Look) {
	over := func(r *state.Record) bool { return r.Kind == recordAlert && r.Letter == 'V' }
	b := &p.sheet
	if b.left() < 3 || !slices.ContainsFunc(s.Journal, func(r state.Record) bool { return over(&r) }) {
		return
	}
	b.line()
	b.put(l.Dim, l.Word("alertpage.ended"))
	b.line()
	p.records(s, l, over)
}

// listTitle counts what fires and what is folded.
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
	folded := 0
	for _, a := range s.Alerts {
		if a.State == alert.Firing && a.SuppressedBy != "" {
			folded++
		}
	}
	if folded > 0 {
		b.put(l.Dim, " ", l.Word("screen.folded-count", folded), " ")
	}
	p.age(s, l)
	b.line()
}

// age says how old the page is, once that is more than two rounds of judging.
func (p *Alerts) age(s *state.Snapshot, l *Look) {
	if age := l.now(s).Sub(s.At); age > 3*time.Second && !s.At.IsZero() {
		p.sheet.apart()
		p.sheet.put(l.Unknown, " ", l.Word("screen.age", l.spoken(age)), " ")
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
		b.put(l.Unknown, l.Glyph.Unknown, " ", l.cannotTell(s.Verdict))
	default:
		b.put(l.Up, l.Glyph.Up, " ")
		b.put(l.Text, l.Word("alertpage.none"), " ", l.Glyph.Dot, " ", l.Word("screen.all-well"))
		if v := s.Verdict; !v.Since.IsZero() {
			b.put(l.Dim, " ", l.since(s, v.Since, v.SinceAtLeast))
		}
		putUnjudged(b, s, l)
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
	worst, pending := alert.Priority(0), 0
	for _, a := range rest {
		switch {
		case a.State == alert.Pending:
			pending++
		case a.State == alert.Firing && (worst == 0 || a.Priority < worst):
			worst = a.Priority
		}
	}
	switch {
	case worst != 0:
		p.sheet.put(l.Dim, "  ", l.Word("alertpage.more", len(rest), worst.String()))
	case pending > 0:
		p.sheet.put(l.Dim, "  ", l.Word("alertpage.more-pending", len(rest)))
	default:
		p.sheet.put(l.Dim, "  ", l.Word("screen.more-alerts", len(rest)))
	}
	p.sheet.line()
}

// listed is one alert as the list tells it.
type listed struct {
	*alert.Alert
	title      string
	lead       int    // cells before the title
	beside     string // what else there is to say of it: its deadline
	besideLook theme.Style
	age        string
	ageLook    theme.Style
}

func (p *Alerts) listed(s *state.Snapshot, i int, l *Look) listed {
	a, now := &s.Alerts[i], l.now(s)
	_, glyph, _ := l.standing(a)
	e := listed{Alert: a, title: l.Say(alert.Title(*a)), lead: 2 + 2*p.depths[i] + theme.Width(glyph) + len(" P1 "), ageLook: l.Dim}
	switch {
	case a.State == alert.Pending:
		e.age = held(a, now, l)
		return e
	case a.State == alert.Resolved:
		e.age = l.Word("alertpage.resolved", l.clock(now.Sub(a.ResolvedAt)))
		return e
	case a.SuppressedBy != "":
	default:
		e.ageLook = l.Strong
		answer, above := a.AnswerDue, leader(s, s.Alerts, i)
		if above != nil {
			answer = answerDue(a, above)
		}
		e.beside, e.besideLook = l.dueIn(a, answer, now, l.clock)
		e.beside = strings.TrimRight(e.beside, " ")
		switch {
		case above != nil && e.beside == "":
			e.beside, e.besideLook = l.Word("screen.same-cause"), l.Dim
		case above != nil:
			e.beside = l.Word("screen.same-cause") + " " + l.Glyph.Dot + " " + e.beside
		}
	}
	age := elapsed(now.Sub(begins(s, s.Alerts, i)))
	if a.SinceAtLeast {
		age = l.Plain7("≥") + age
	}
	e.age = l.Right(age, ageCells)
	return e
}

// room is how many cells of w the title has beside the age.
func (e *listed) room(w int) int { return w - e.lead - theme.Width(e.age) - 1 }

// whole reports whether everything has room in one row.
func (e *listed) whole(w int) bool {
	taken := theme.Width(e.title)
	if e.beside != "" {
		taken += theme.Width(e.beside) + 2
	}
	return taken <= e.room(w)
}

// rows is how many rows the alert takes that has all the room it needs.
func (e *listed) rows(w int) int {
	if e.whole(w) {
		return 1
	}
	return 2
}

// rowsOfList is how many rows of w cells all alerts take.
func (p *Alerts) rowsOfList(w int) int {
	n := 0
	for i := range p.entries {
		n += p.entries[i].rows(w)
	}
	return n
}

// rowOptions say how an alert is told: under the cursor, in two rows if it
// needs them.
type rowOptions struct{ current, roomy bool }

// row is one alert: where it stands, its title, when an answer is due where
// there is room, its age.
func (p *Alerts) row(e *listed, o rowOptions, l *Look) {
	b := &p.sheet
	style, glyph, text := l.standing(e.Alert)
	pointer := " "
	if o.current {
		pointer = l.Glyph.Pointer
	}
	if o.current && e.State == alert.Firing {
		text = l.Strong
	}
	b.put(l.Key, pointer)
	b.gap(e.lead - theme.Width(glyph) - len(" P1 ") - 1)
	b.put(style, glyph, " ", e.Priority.String(), " ")
	title := e.title
	if o.roomy {
		title = firstRow(title, e.room(b.width()))
	}
	b.put(text, title)
	b.apart()
	if e.beside != "" && e.whole(b.width()) {
		b.put(e.besideLook, e.beside, " ")
	}
	b.put(e.ageLook, " ", e.age)
	b.line()
	if o.roomy && e.rows(b.width()) > 1 {
		b.gap(e.lead)
		b.put(text, strings.TrimLeft(e.title[len(title):], " "))
		b.apart()
		b.put(e.besideLook, " ", e.beside)
		b.line()
	}
}

// held says how much of its time an alert has held that does not fire yet:
// "pending 2 of 5 s". One that does not fire after all of it is explained by
// what the operator ordered, or lacks what it is judged by.
func held(a *alert.Alert, now time.Time, l *Look) string {
	past := max(now.Sub(a.Seen), 0)
	switch {
	case a.Reason.Code == alert.Expected:
		return l.Word("alertpage.excused")
	case past >= a.For+time.Second:
		return l.Word("alertpage.undecided", l.spoken(past))
	case a.For < time.Minute:
		return l.Word("alertpage.held", int(past/time.Second), a.For)
	}
	return l.Word("alertpage.held", l.spoken(past), l.spoken(a.For))
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
