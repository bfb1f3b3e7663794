package pane

import (
	"strings"

	"bedside/ui/theme"
)

// Box draws lines inside a border of w×h cells: title stands in the upper
// edge, right at its end. Lines may be styled; they are cut and filled to the
// width, missing ones are blank, and those that do not fit are left off. The
// focused look has a bright border.
func Box(title, right string, lines []string, w, h int, l *Look) string {
	if w < 1 || h < 1 {
		return ""
	}
	var b strings.Builder
	b.Grow((w + 16) * h)
	for row := range h {
		if row > 0 {
			b.WriteByte('\n')
		}
		switch {
		case w < 4 || h < 2:
			b.WriteString(theme.Spaces(w))
		case row == 0:
			b.WriteString(upperEdge(title, right, w, l))
		case row == h-1:
			box := l.Glyph.Box
			b.WriteString(l.border().Render(box.BottomLeft + strings.Repeat(box.Horizontal, w-2) + box.BottomRight))
		default:
			side := l.border().Render(l.Glyph.Box.Vertical)
			b.WriteString(side + " ")
			b.WriteString(l.Pad(at(lines, row-1), w-4))
			b.WriteString(" " + side)
		}
	}
	return b.String()
}

// upperEdge is the border's first line with what stands in it. The title goes
// before what stands at the right.
func upperEdge(title, right string, w int, l *Look) string {
	box, border := l.Glyph.Box, l.border()
	room := w - 4 // corners and one stroke beside each
	title = l.Cut(title, room-2)
	if title != "" {
		title = " " + l.Title.Render(title) + " "
	}
	room -= theme.Width(title)
	if right = l.Cut(right, room-3); right != "" {
		right = " " + right + " "
	}
	room -= theme.Width(right)
	return border.Render(box.TopLeft+box.Horizontal) + title +
		border.Render(strings.Repeat(box.Horizontal, max(room, 0))) + right +
		border.Render(box.Horizontal+box.TopRight)
}

// border is the style of the pane's border.
func (l *Look) border() theme.Style {
	if l.Focused {
		return l.Focus
	}
	return l.Border
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
