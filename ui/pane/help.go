package pane

import (
	"bedside/probes/state"
	"bedside/ui/theme"
)

// Help is the keys of a place, in sections.
type Help struct {
	Title    string
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
	out := page{title: p.Title, scroll: p.Scroll}
	if w < wideHelp {
		out.lines = p.column(p.Sections, w, l)
		return out
	}
	w = min(w, dialogWidth)
	left, right := p.halves()
	width := (w - 2) / 2
	a, b := p.column(left, width, l), p.column(right, width, l)
	for i := range max(len(a), len(b)) {
		out.lines = append(out.lines, l.Pad(at(a, i), width)+"  "+at(b, i))
	}
	return out
}

// halves splits the sections into two columns of about the same height.
func (p *Help) halves() (left, right []HelpSection) {
	total := 0
	for _, s := range p.Sections {
		total += len(s.Hints) + 2
	}
	height := 0
	for i, s := range p.Sections {
		if height += len(s.Hints) + 2; height*2 >= total {
			return p.Sections[:i+1], p.Sections[i+1:]
		}
	}
	return p.Sections, nil
}

func (p *Help) column(sections []HelpSection, w int, l *Look) []string {
	keys := 0
	for _, s := range p.Sections {
		for _, h := range s.Hints {
			keys = max(keys, theme.Width(h.Key))
		}
	}
	keys = min(keys, w/2)
	var lines []string
	for i, s := range sections {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, l.Title.Render(l.Cut(s.Title, w)))
		for _, h := range s.Hints {
			lines = append(lines, l.Key.Render(l.Pad(h.Key, keys))+"  "+l.Text.Render(l.Cut(safe(h.Words), w-keys-2)))
		}
	}
	return lines
}
