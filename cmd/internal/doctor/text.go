package doctor

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview/raw"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Look says how a report is written for people.
type Look struct {
	Theme *theme.Theme
	Lang  words.Lang
	Width int // cells a line may have
}

// maxSubject is how many cells a subject may have beside its finding; a longer
// one stands above it.
const maxSubject = 16

// Text is the report for people: group by group, a finding a paragraph, what
// there is to mend in the last line.
func (r Report) Text(l Look) string {
	var b strings.Builder
	grade := l.gradeWidth(r)
	for _, g := range r.groups() {
		b.WriteString(l.Theme.Strong.Render(l.Lang.Word(groupWords[g])) + "\n")
		found := r.of(g)
		p := page{Look: l, grade: grade, subject: l.subjectWidth(found)}
		for _, f := range found {
			p.finding(&b, f)
		}
	}
	b.WriteString("\n" + l.verdict(r) + "\n")
	return b.String()
}

func (l Look) verdict(r Report) string {
	n := r.ToMend()
	if n == 0 {
		return l.sign(Good) + " " + l.Lang.Word("doctor.well", len(r.Findings))
	}
	return l.sign(Mend) + " " + l.Lang.Word("doctor.ill", n, r.inOrder())
}

var groupWords = map[Group]words.Code{
	Configuration: "doctor.group.configuration", Targets: "doctor.group.targets", Logs: "doctor.group.logs",
	Actions: "doctor.group.actions", State: "doctor.group.state", Terminal: "doctor.group.terminal", Machine: "doctor.group.machine",
}

var gradeWords = map[Grade]words.Code{
	Good: "doctor.grade.good", Note: "doctor.grade.note", Unknown: "doctor.grade.unknown", Mend: "doctor.grade.mend", Down: "doctor.grade.down",
}

func (l Look) sign(g Grade) string {
	t := l.Theme
	switch g {
	case Good:
		return t.Up.Render(t.Glyph.Up)
	case Note:
		return t.Dim.Render(t.Glyph.Dot)
	case Unknown:
		return t.Unknown.Render(t.Glyph.Unknown)
	case Down:
		return t.P2.Render(t.Glyph.Down)
	}
	return t.P2.Render(t.Glyph.Degraded)
}

// page is the columns of a group.
type page struct {
	Look
	grade, subject int // cells
}

func (l Look) subjectWidth(found []Finding) int {
	widest := 0
	for _, f := range found {
		if w := ansi.StringWidth(l.name(f)); w <= maxSubject {
			widest = max(widest, w)
		}
	}
	return widest
}

func (l Look) gradeWidth(r Report) int {
	widest := 0
	for _, f := range r.Findings {
		widest = max(widest, ansi.StringWidth(l.Lang.Word(gradeWords[f.Grade])))
	}
	return widest
}

func (l Look) name(f Finding) string {
	if f.Name != "" {
		return l.Lang.Word(f.Name)
	}
	return f.Subject.Screen()
}

// finding writes one paragraph: sign, grade, subject and what was found; below,
// what to do, and what to type.
func (p page) finding(b *strings.Builder, f Finding) {
	subject := p.name(f)
	head := "  " + p.sign(f.Grade) + " " + pad(p.Lang.Word(gradeWords[f.Grade]), p.grade) + "  "
	indent := 2 + 1 + 1 + p.grade + 2
	if ansi.StringWidth(subject) > maxSubject {
		fmt.Fprintf(b, "%s%s\n", head, p.Theme.Strong.Render(subject))
		head = strings.Repeat(" ", indent)
	} else if p.subject > 0 {
		head += p.Theme.Strong.Render(pad(subject, p.subject)) + "  "
		indent += p.subject + 2
	}
	b.WriteString(p.paragraph(head, indent, spoken(p.Lang, f.What)))
	margin := strings.Repeat(" ", indent)
	if !f.Mend.Zero() {
		b.WriteString(p.paragraph(margin+p.Theme.Glyph.Pointer+" ", indent+2, spoken(p.Lang, f.Mend)))
	}
	if f.Command != "" {
		// never broken, so that it can be copied
		b.WriteString(margin + "  " + p.Theme.Key.Render("$ "+raw.Of(f.Command).Screen()) + "\n")
	}
}

// spoken is a sentence in which nothing can drive a terminal: what is wrong
// with a configuration is told in the words that the file holds.
func spoken(l words.Lang, line words.Line) string { return raw.Of(l.Say(line)).Screen() }

// paragraph writes text after head, and what does not fit below it.
func (p page) paragraph(head string, indent int, text string) string {
	lines := wrap(p.Theme.Plain7(text), max(p.Width-indent, 20))
	return head + strings.Join(lines, "\n"+strings.Repeat(" ", indent)) + "\n"
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text)))
}
