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
	out := page{title: l.Word("palette.title"), lines: []string{p.Line.draw(": ", w, l), ""}}
	if len(p.Items) == 0 {
		out.lines = append(out.lines, l.Dim.Render(l.Word("palette.none")))
	}
	first := max(min(p.Selected-paletteRows/2, len(p.Items)-paletteRows), 0)
	for i := first; i < min(first+paletteRows, len(p.Items)); i++ {
		out.lines = append(out.lines, p.item(i, w, l))
	}
	if beyond := len(p.Items) - paletteRows; beyond > 0 {
		out.lines = append(out.lines, " "+l.Dim.Render(l.Word("palette.more", beyond)))
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
