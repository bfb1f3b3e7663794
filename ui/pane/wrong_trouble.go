package pane

import (
	"slices"
	"strings"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// answers are what there is to say about an alert below its headline, a row each
// and more where those are to spare: why, and what to do; and next, where the key
// does not help, for which there need not be a row.
func (p *Wrong) answers(s *state.Snapshot, t *trouble, l *Look) (rows []func(spare int), next func(spare int)) {
	if t.cause != nil && !t.follows {
		rows = append(rows, func(spare int) { p.cause(t.cause, spare, l) })
	}
	byKey := func(spare int) { p.keys(s, t, spare, l) }
	byHand := func(spare int) { p.steps(s, unkeyed(s, t), spare, l) }
	switch {
	case t.follows:
	case !needsHands(s, t):
		if offersKeys(s, t) {
			rows = append(rows, byKey)
		}
		if len(rows) > 0 && t.cause != nil && len(t.cause.Steps) > 1 && len(unkeyed(s, t)) > 0 {
			next = byHand
		}
	case !t.cause.ByHand() && len(remedies(s, t)) > 0:
		rows = append(rows, byKey, byHand)
	case offersKeys(s, t):
		rows = append(rows, byHand, byKey)
	default:
		rows = append(rows, byHand)
	}
	return rows, next
}

// trouble tells one alert: what is wrong, then the answers and what it hides, as
// far as they leave so many rows behind them. What comes next has a row where all
// of these leave one, or at the end have left one; what an alert hides is told in
// its headline where it has no row.
func (p *Wrong) trouble(s *state.Snapshot, t *trouble, rows []func(spare int), next func(spare int), behind int, l *Look) {
	b := &p.sheet
	hidden, inHeadline := hiddenBy(s, t.Alert, l), 0
	needed := len(rows) + 1 // what speaks for the cause may take a row more
	if len(hidden) > 0 {
		needed++
	}
	if next != nil && b.left()-1-behind > needed {
		rows, next = append(rows, next), nil
	}
	last := behind
	if len(hidden) > 0 && b.left()-1-behind > len(rows) {
		last++ // what it hides
	} else {
		inHeadline = len(hidden)
	}
	p.headline(s, t, inHeadline, l)
	for i, tell := range rows {
		if b.left() <= last {
			break
		}
		tell(max(b.left()-last-(len(rows)-i), 0))
	}
	if next != nil && b.left() > last {
		next(b.left() - last - 1)
	}
	if last > behind {
		p.folded(hidden, b.left()-last, l)
	}
}

// cause says what it probably is and what speaks for it: in one row, or in
// more where a sentence is long and rows are to spare.
func (p *Wrong) cause(h *triage.Hypothesis, spare int, l *Look) {
	b := &p.sheet
	b.put(l.Dim, "  ", l.Word(likely(h.Confidence)))
	cause := l.Say(h.Cause)
	if b.used()+theme.Width(cause) > b.width() && spare > 0 {
		first := firstRow(cause, b.width()-b.used())
		b.put(l.Strong, first)
		b.line()
		b.gap(4)
		cause = strings.TrimLeft(cause[len(first):], " ")
		spare--
	}
	b.put(l.Strong, cause)
	p.evidence(h, spare, l)
	b.line()
}

// evidence adds what speaks for the cause, as much of it as fits whole: behind
// it, or in a row of its own where that holds more. Where nothing does, the
// beginning of the first is better than silence.
func (p *Wrong) evidence(h *triage.Hypothesis, spare int, l *Look) {
	const brackets = 4
	b := &p.sheet
	because, comma := l.Word("screen.because"), l.Word("screen.comma")
	var told [3]string
	said := told[:0]
	for _, e := range h.Evidence[:min(len(h.Evidence), len(told))] {
		said = append(said, l.Say(e))
	}
	behind := fitting(said, comma, b.width()-b.used()-brackets)
	below := fitting(said, comma, b.width()-theme.Width(because)-2)
	switch {
	case spare > 0 && below > behind:
		b.line()
		b.put(l.Dim, "  ", because)
		b.list(l.Dim, said[:below], comma)
	case behind > 0:
		b.put(l.Dim, "  (")
		b.list(l.Dim, said[:behind], comma)
		b.put(l.Dim, ")")
	case len(said) > 0 && spare > 0:
		p.longEvidence(said[0], because, spare, l)
	case len(said) > 0 && b.width()-b.used() >= leastEvidence:
		b.put(l.Dim, "  (", l.cutCount(said[0], b.width()-b.used()-brackets), ")")
	}
}

// longEvidence is what speaks for the cause where no row holds it, in as many as
// are to spare.
func (p *Wrong) longEvidence(said, because string, spare int, l *Look) {
	b := &p.sheet
	indent := theme.Width(because) + 2
	b.line()
	b.put(l.Dim, "  ", because)
	said = b.flow(l.Dim, said, indent, spare-1)
	b.put(l.Dim, l.cutCount(said, b.width()-indent))
}

// cutCount is a sentence cut to w cells, without its count where that would not
// be whole: "×1…" is read as once.
func (l *Look) cutCount(sentence string, w int) string {
	if what, _, counted := strings.Cut(sentence, " "+l.Glyph.Times); counted && theme.Width(sentence) > w {
		sentence = what
	}
	return l.Cut(sentence, w)
}

// leastEvidence is the width from which the beginning of a sentence tells
// something.
const leastEvidence = 24

// fitting is how many of the parts fit into w cells with what stands between
// them.
func fitting(parts []string, between string, w int) int {
	for i, part := range parts {
		if i > 0 {
			w -= theme.Width(between)
		}
		if w -= theme.Width(part); w < 0 {
			return i
		}
	}
	return len(parts)
}

// probable is the confidence from which a cause is called probable.
const probable = 0.7

// likely is how a confidence is said.
func likely(confidence float64) words.Code {
	switch {
	case confidence >= probable:
		return "screen.probably"
	case confidence >= 0.4:
		return "screen.perhaps"
	}
	return "screen.possibly"
}

// needsHands reports whether no key mends the trouble, but people can: there is no
// act for it, it is in place and did not help, or it mends nothing.
func needsHands(s *state.Snapshot, t *trouble) bool {
	if t.cause == nil || len(t.cause.Steps) == 0 {
		return false
	}
	act := find(s.Actions, t.cause.Action)
	return act == nil || act.Key == "" || act.UndoNow || !t.cause.Mends()
}

// steps are what people do by hand, in their order, in one row and in as many
// more as are to spare: half a command helps nobody. What has no room is
// counted.
func (p *Wrong) steps(s *state.Snapshot, steps []words.Line, spare int, l *Look) {
	b := &p.sheet
	row := offers{b: b, look: l, label: l.Word("screen.by-hand"), spare: spare}
	for i, step := range steps {
		rest := ""
		if i+1 < len(steps) {
			rest = l.andMore(len(steps) - i - 1)
		}
		if !row.add(func() { b.put(l.Text, l.step(s, step)) }, theme.Width(rest)) {
			p.countSteps(len(steps)-i, l)
			break
		}
	}
	b.line()
}

// unkeyed are the steps of a trouble's cause without those that a key does which
// is offered above them, unless no other is left to hands that are needed.
func unkeyed(s *state.Snapshot, t *trouble) []words.Line {
	offered := remedies(s, t)
	left := slices.DeleteFunc(slices.Clone(t.cause.Steps), func(step words.Line) bool {
		act := find(s.Actions, stepActs[step.Code])
		return act != nil && slices.Contains(offered, act) || step.Code == lastLines
	})
	if len(left) == 0 && needsHands(s, t) {
		return t.cause.Steps
	}
	return left
}

// lastLines is the step that the key to the log does.
const lastLines words.Code = "triage.last-lines"

// stepActs are the acts that carry out what a step says.
var stepActs = map[words.Code]string{
	"remedy.degrade": "degrade", "remedy.limit-load": "limit-load", "remedy.restart": "restart",
	"remedy.restart-chroma": "restart-chroma", "remedy.safe-mode": "safe-mode", "remedy.switch-key": "switch-key",
}

// step is a step in words, with the key that does the same: nobody shall do it
// twice.
func (l *Look) step(s *state.Snapshot, step words.Line) string {
	text := l.Say(step)
	if act := find(s.Actions, stepActs[step.Code]); act != nil && act.Key != "" {
		text += " (" + act.Key + ")"
	}
	return text
}

// countSteps says behind a command how many steps have no room, whole: a count
// that is cut looks like a part of the command.
func (p *Wrong) countSteps(n int, l *Look) {
	b := &p.sheet
	for _, count := range [...]string{l.andMore(n), " " + l.Glyph.Dot + " " + more(n)} {
		if b.ifFits(b.width(), func() { b.put(l.Dim, count) }) {
			return
		}
	}
}

// andMore counts what has no room behind a command, which must not be taken for a
// part of it.
func (l *Look) andMore(n int) string { return " " + l.Glyph.Dot + " " + l.Word("screen.more", n) }

// offersKeys reports whether there is a key to press for a trouble.
func offersKeys(s *state.Snapshot, t *trouble) bool {
	return linesOf(t.cause) != "" || len(remedies(s, t)) > 0
}

// keys offers what may be pressed, the action that fits first: in one row, and
// in as many more as are to spare. A key is offered whole or not at all; that
// of the log lines begins no row, for the footer has it too.
func (p *Wrong) keys(s *state.Snapshot, t *trouble, spare int, l *Look) {
	b, h := &p.sheet, t.cause
	row := offers{b: b, look: l, label: l.Word("screen.press"), spare: spare}
	for _, act := range remedies(s, t) {
		title := l.Say(act.Title)
		if !row.add(func() { b.offer(act, title, l) }, 0) {
			row.add(func() { b.offer(act, brief(title), l) }, 0)
		}
	}
	if lines := linesOf(h); lines != "" {
		row.spare = 0
		row.add(func() {
			b.put(l.Key, "t")
			b.put(l.Text, " ", l.Word(lines))
		}, 0)
	}
	b.line()
}

// linesOf is what the key to the log leads to for a cause: the lines that speak for
// it or, where none does and people are to read the last ones, those; "" for nothing.
func linesOf(h *triage.Hypothesis) words.Code {
	switch {
	case h == nil:
		return ""
	case h.Query != "":
		return "screen.its-lines"
	case slices.ContainsFunc(h.Steps, func(step words.Line) bool { return step.Code == "triage.last-lines" }):
		return "screen.last-lines"
	}
	return ""
}

// remedies are the acts with a key for a trouble.
func remedies(s *state.Snapshot, t *trouble) []*state.Action {
	var list []*state.Action
	for _, name := range t.offered(s) {
		if act := find(s.Actions, name); act != nil && act.Key != "" && !slices.Contains(list, act) {
			list = append(list, act)
		}
	}
	return list
}

// offers sets keys or steps beside each other, after a word that says what to
// do with them.
type offers struct {
	b     *sheet
	look  *Look
	label string
	n     int // offers in all
	spare int // rows that may still be begun
}

// add puts an offer where it is whole and leaves so many cells behind it: into
// the row, else into the next one. It reports whether there was room; the first
// is put in any case.
func (r *offers) add(put func(), behind int) bool {
	b, l := r.b, r.look
	before := len(b.spans)
	if r.n == 0 {
		b.put(l.Dim, "  ", r.label, "  ")
	} else {
		b.put(l.Dim, " ", l.Glyph.Dot, " ")
	}
	put()
	r.n++
	if b.used()+behind <= b.width() || r.n == 1 {
		return true
	}
	b.undo(before)
	if r.spare == 0 {
		return false
	}
	r.spare--
	b.line()
	b.gap(theme.Width(r.label) + 4)
	put()
	return true
}

// offer adds the key of an act and its title; why it may not run, or that it
// is done and waits to be undone.
func (s *sheet) offer(act *state.Action, title string, l *Look) {
	switch {
	case act.UndoNow:
		s.put(l.Dim, act.Key, " ", title, " (", l.Word("screen.in-place"), ")")
	case !act.Refused.Zero():
		s.put(l.Key, act.Key)
		s.put(l.Dim, " ", title, " (", l.Say(act.Refused), ")")
	default:
		s.put(l.Key, act.Key)
		s.put(l.Text, " ", title)
	}
}

func find(actions []state.Action, name string) *state.Action {
	for i := range actions {
		if name != "" && actions[i].Name == name {
			return &actions[i]
		}
	}
	return nil
}

// hiddenBy are the titles of the alerts that this one hides.
func hiddenBy(s *state.Snapshot, a *alert.Alert, l *Look) []string {
	var titles []string
	for _, child := range s.Alerts {
		if child.SuppressedBy == a.Rule && child.State == alert.Firing {
			titles = append(titles, l.Say(alert.Title(child)))
		}
	}
	return titles
}

// folded counts and names the alerts that one hides, in as many rows as are to
// spare.
func (p *Wrong) folded(hidden []string, spare int, l *Look) {
	const indent = 4
	b := &p.sheet
	b.put(l.Dim, "  ", l.Glyph.Folded, " ", l.Word("screen.folded", len(hidden), ""))
	b.put(l.Dim, b.flow(l.Dim, strings.Join(hidden, l.Word("screen.comma")), indent, spare))
	b.line()
}

// flow puts a text into the rest of the row and as many rows more as are to
// spare, and returns what is left for the last one.
func (s *sheet) flow(style theme.Style, text string, indent, spare int) string {
	for ; theme.Width(text) > s.width()-s.used() && spare > 0; spare-- {
		first := firstRow(text, s.width()-s.used())
		s.put(style, first)
		s.line()
		s.gap(indent)
		text = strings.TrimLeft(text[len(first):], " ")
	}
	return text
}
