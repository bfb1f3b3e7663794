package pane

import (
	"bedside/probes/state"
	"bedside/ui/theme"
)

// Palette is the list of what can be done, with the keys that do it.
type Palette struct {
	Line     Line // what is typed to find an entry
	Items    []Hint
	Selected int
}

var _ Dialog = (*Palette)(nil)

// paletteRows is how many entries are in sight.
const paletteRows = 12

// paletteWidth is how wide the list is, where there is room.
const paletteWidth = 52

func (p *Palette) body(_ *state.Snapshot, w int, l *Look) page {
	w = min(w, paletteWidth)
	out := page{
		title: l.Word("palette.title"), head: []string{p.Line.draw(": ", w, l), ""},
		most: paletteRows, scroll: Following, keep: p.Selected,
	}
	if len(p.Items) == 0 {
		out.lines = append(out.lines, l.Dim.Render(l.Word("palette.none")))
	}
	for i := range p.Items {
		out.lines = append(out.lines, p.item(i, w, l))
	}
	return out
}

func (p *Palette) item(i, w int, l *Look) string {
	key := l.Cut(p.Items[i].Key, w/2)
	said := l.Pad(safe(p.Items[i].Words), w-theme.Width(key)-4)
	if i == p.Selected {
		return l.Selected.Render(" " + said + "  " + key + " ")
	}
	return " " + l.Text.Render(said) + "  " + l.Key.Render(key) + " "
}
