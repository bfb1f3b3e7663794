package theme

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
)

// Style is how a piece of text looks. The zero Style leaves it as it is.
// Styles do not nest: text that is rendered already ends every style around it.
type Style struct{ open string }

// reset ends every style.
const reset = "\x1b[m"

// Render returns text in the style.
func (s Style) Render(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	return s.open + text + reset
}

// Append appends text in the style to dst.
func (s Style) Append(dst []byte, text string) []byte {
	if s.open == "" || text == "" {
		return append(dst, text...)
	}
	dst = append(dst, s.open...)
	dst = append(dst, text...)
	return append(dst, reset...)
}

// AppendBytes is Append for text that is still in a buffer.
func (s Style) AppendBytes(dst, text []byte) []byte {
	if s.open == "" || len(text) == 0 {
		return append(dst, text...)
	}
	dst = append(dst, s.open...)
	dst = append(dst, text...)
	return append(dst, reset...)
}

// look is a style as it is designed; faint stands in for a colour where there
// are none.
type look struct {
	fg                              colour
	bold, reverse, underline, faint bool
}

// maker turns designs into styles, once: afterwards a style costs two appends.
type maker struct{ renderer *lipgloss.Renderer }

func (m maker) style(l look) Style {
	const marker = "x"
	painted := m.renderer.NewStyle().
		Foreground(l.fg.complete()).
		Bold(l.bold).Reverse(l.reverse).Underline(l.underline).
		Render(marker)
	open, _, _ := strings.Cut(painted, marker)
	if open == "" {
		open = l.attributes()
	}
	return Style{open}
}

// attributes is the design without its colour, for a terminal without colours
// and for people who want none.
func (l look) attributes() string {
	var s ansi.Style
	if l.bold {
		s = s.Bold()
	}
	if l.faint {
		s = s.Faint()
	}
	if l.reverse {
		s = s.Reverse()
	}
	if l.underline {
		s = s.Underline()
	}
	if len(s) == 0 {
		return ""
	}
	return s.String()
}
