package pane

import (
	"strconv"
	"strings"

	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Preview is the plan of an act before it is carried out, and the question
// whether it should be. The zero choice is Cancel.
type Preview struct {
	state.Preview
	Awaited bool // the plan is not there yet
	Sent    bool // confirmed: it cannot be called back any more
	Yes     bool // the selection
	Name    Line // what is typed where the name is asked for
	Wrong   bool // it was entered and is not the name
	Scroll  int
}

var _ Dialog = (*Preview)(nil)

func (p *Preview) body(s *state.Snapshot, w int, l *Look) page {
	out := page{title: l.Say(p.Title), scroll: p.Scroll}
	if p.Key != "" {
		out.right = l.Key.Render(p.Key)
	}
	if p.Awaited {
		out.lines = []string{l.Dim.Render(l.Word("preview.preparing"))}
		return out
	}
	out.lines = p.plan(s, w, l)
	out.foot = append([]string{""}, p.question(w, l)...)
	return out
}

// plan is what will be done, where, who notices, and how it ended last time.
func (p *Preview) plan(s *state.Snapshot, w int, l *Look) []string {
	var lines []string
	for i := range p.Steps {
		lines = append(lines, p.step(i, w, l)...)
	}
	add := func(code words.Code, text string) {
		if text != "" {
			lines = append(lines, labelled(l.Word(code), text, l.Text, w, l)...)
		}
	}
	add("preview.on", safe(p.Host))
	add("preview.affects", l.Say(p.Affects))
	add("preview.proof", l.Say(p.Verify))
	return append(lines, labelled(l.Word("preview.last"), p.last(s, l), l.Dim, w, l)...)
}

// step is what is done, numbered where there are several, and under which
// circumstances.
func (p *Preview) step(i, w int, l *Look) []string {
	label, number := "", ""
	if i == 0 {
		label = l.Word("preview.does")
	}
	if len(p.Steps) > 1 {
		number = strconv.Itoa(i+1) + " "
	}
	lines := labelled(label, number+l.Say(p.Steps[i].What), l.Text, w, l)
	if len(p.Steps[i].With) == 0 {
		return lines
	}
	for _, part := range rowsOf(p.with(i, l), max(w-labelColumn-len(number), 8)) {
		lines = append(lines, theme.Spaces(labelColumn+len(number))+l.Dim.Render(part))
	}
	return lines
}

// with are the circumstances of a step in one line.
func (p *Preview) with(i int, l *Look) string {
	said := make([]string, len(p.Steps[i].With))
	for i, one := range p.Steps[i].With {
		said[i] = l.Say(one)
	}
	return strings.Join(said, " "+l.Glyph.Dot+" ")
}

func (p *Preview) last(s *state.Snapshot, l *Look) string {
	if p.LastRun.IsZero() {
		return l.Word("preview.never")
	}
	if p.Last == action.Waiting {
		return l.Word("preview.last.cut", l.now(s).Sub(p.LastRun))
	}
	return l.Word("preview.last.how", l.now(s).Sub(p.LastRun), outcome(p.Last))
}

// outcome is how a run or a step stands, in words.
func outcome(o action.Outcome) words.Line { return words.Of(words.Code("outcome." + o.String())) }

// question is what is asked, or why nothing is.
func (p *Preview) question(w int, l *Look) []string {
	switch {
	case !p.Refused.Zero():
		return append(wrapped(l.Word("preview.refused", p.Refused), l.P3, w),
			"", button(l.Word("preview.close"), true, l))
	case p.Sent:
		return []string{l.Dim.Render(l.Word("preview.sending"))}
	case p.Confirm == action.ConfirmName:
		return p.naming(w, l)
	}
	return []string{button(l.Word("preview.cancel"), !p.Yes, l) + "  " + button(l.Word("preview.do"), p.Yes, l)}
}

// nameWidth is how wide the line is in which a name is typed.
const nameWidth = 40

// naming asks for the name.
func (p *Preview) naming(w int, l *Look) []string {
	said := l.Dim.Render(l.Cut(l.Word("preview.name.hint"), w))
	if p.Wrong {
		said = l.P2.Render(l.Cut(l.Word("preview.name.wrong", safe(p.Type)), w))
	}
	return []string{
		l.Text.Render(l.Cut(l.Word("preview.name.ask", safe(p.Type)), w)),
		p.Name.draw("> ", min(w, nameWidth), l),
		said,
	}
}

// button is a choice; the chosen one stands reversed and in brackets, so that
// it is told apart without colours too.
func button(text string, chosen bool, l *Look) string {
	if chosen {
		return l.Selected.Render("[ " + text + " ]")
	}
	return l.Dim.Render("  " + text + "  ")
}
