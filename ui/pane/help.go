package pane

import (
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Help is the keys of a place, in sections.
type Help struct {
	Title    string
	Notices  []words.Line // what the console itself cannot do
	Sections []HelpSection
	Scroll   int
}

// HelpSection is keys that belong together.
type HelpSection struct {
	Title string
	Hints []Hint
}

var _ Dialog = (*Help)(nil)

// wideHelp is the width from which help stands in two columns.
const wideHelp = 76

func (p *Help) body(_ *state.Snapshot, w int, l *Look) page {
	out := page{title: p.Title, scroll: p.Scroll, lines: p.notices(w, l)}
	if w < wideHelp {
		out.lines = append(out.lines, p.column(p.Sections, w, l)...)
		return out
	}
	w = min(w, dialogWidth)
	left, right := p.halves()
	width := leftOf(w-between, needs(left), needs(right))
	a, b := p.column(left, width, l), p.column(right, w-between-width, l)
	for i := range max(len(a), len(b)) {
		out.lines = append(out.lines, l.Pad(at(a, i), width)+theme.Spaces(between)+at(b, i))
	}
	return out
}

// between is how many cells stand between two columns, and between a key and what
// it does.
const between = 2

// leftOf is how wide the left one of two columns is in w cells: half of them, and
// what one does not need the other has.
func leftOf(w, left, right int) int {
	half := w / 2
	switch {
	case left > half:
		return min(left, max(half, w-right))
	case right > w-half:
		return max(left, w-right)
	}
	return half
}

// needs is how wide a column is with nothing cut.
func needs(sections []HelpSection) int {
	keys, most, titles := keysOf(sections), 0, 0
	for _, s := range sections {
		titles = max(titles, theme.Width(s.Title))
		for _, h := range s.Hints {
			most = max(most, theme.Width(safe(h.Words)))
		}
	}
	return max(keys+between+most, titles)
}

// keysOf is how wide the keys of a column are.
func keysOf(sections []HelpSection) int {
	keys := 0
	for _, s := range sections {
		for _, h := range s.Hints {
			keys = max(keys, theme.Width(h.Key))
		}
	}
	return keys
}

// notices stand first, so that nobody has to scroll for them.
func (p *Help) notices(w int, l *Look) []string {
	if len(p.Notices) == 0 {
		return nil
	}
	lines := []string{l.Title.Render(l.Word("help.notices"))}
	for _, n := range p.Notices {
		lines = append(lines, wrapped(l.Glyph.Dot+" "+l.Say(n), l.Text, w)...)
	}
	return append(lines, "")
}

// halves splits the sections into two columns so that the taller one is as
// short as possible.
func (p *Help) halves() (left, right []HelpSection) {
	split, least := len(p.Sections), height(p.Sections)
	for i := range p.Sections {
		if taller := max(height(p.Sections[:i]), height(p.Sections[i:])); taller < least {
			split, least = i, taller
		}
	}
	return p.Sections[:split], p.Sections[split:]
}

// height is how many lines the sections take.
func height(sections []HelpSection) int {
	n := 0
	for _, s := range sections {
		n += len(s.Hints) + 2
	}
	return n
}

func (p *Help) column(sections []HelpSection, w int, l *Look) []string {
	keys := min(keysOf(sections), w/2)
	var lines []string
	for i, s := range sections {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, l.Title.Render(l.Cut(s.Title, w)))
		for _, h := range s.Hints {
			lines = append(lines, l.Key.Render(l.Pad(h.Key, keys))+theme.Spaces(between)+l.Text.Render(l.Cut(safe(h.Words), w-keys-between)))
		}
	}
	return lines
}
