// Package theme holds every colour and glyph of the screen. A Theme is made
// from a renderer, which knows what the terminal can show; panes take styles
// and glyphs from it and make none of their own.
package theme

import "github.com/charmbracelet/lipgloss"

// Theme is every style and glyph. It is immutable: its fields are read, never
// set, once New returned it.
type Theme struct {
	Text   Style // plain text
	Dim    Style // labels, ages, units: what is read second
	Strong Style // figures and names that are read first
	Title  Style // of a pane
	Border Style // of a pane
	Focus  Style // the border of the pane that has the focus
	Key    Style // a key that may be pressed

	P1      Style // red, and nothing else is red
	P2      Style
	P3      Style // also a figure beyond its limit without an alert
	Up      Style
	Unknown Style
	Alarm   Style // the verdict while a P1 fires: reversed P1
	Banner  Style // words of state in the header: SAFE MODE, PAUSED

	Line  Style // of a chart, on the right side of the limit
	Spark Style // sparklines: quieter than the numbers beside them
	Limit Style // the line a chart is drawn against

	Selected Style // the row or button under the cursor
	Match    Style // what a query found
	Echo     Style // what the watcher itself caused

	Glyph Glyphs

	ascii bool
}

// Options choose among the palettes and glyph sets.
type Options struct {
	ASCII       bool // glyphs of 7 bits
	Plain       bool // no styles at all: what is written is not for a terminal
	Light       bool // a light background
	ColourBlind bool // severities told apart without telling red from green
}

// New makes a theme for what r can show. The renderer's colour profile should
// be set before: a renderer without one looks at the environment. New never
// asks the terminal. Without colours the attributes (bold, faint, reverse)
// remain; a plain theme has none of them and needs no renderer.
func New(r *lipgloss.Renderer, o Options) *Theme {
	if o.Plain {
		return &Theme{Glyph: glyphs(o.ASCII), ascii: o.ASCII}
	}
	p := choose(o)
	ink := maker{renderer: r}
	return &Theme{
		Dim:    ink.style(look{fg: p.dim, faint: true}),
		Strong: ink.style(look{bold: true}),
		Title:  ink.style(look{fg: p.title}),
		Border: ink.style(look{fg: p.border, faint: true}),
		Focus:  ink.style(look{fg: p.focus}),
		Key:    ink.style(look{fg: p.focus, bold: true}),

		P1:      ink.style(look{fg: p.p1, bold: true}),
		P2:      ink.style(look{fg: p.p2}),
		P3:      ink.style(look{fg: p.p3}),
		Up:      ink.style(look{fg: p.up}),
		Unknown: ink.style(look{fg: p.unknown}),
		Alarm:   ink.style(look{fg: p.p1, bold: true, reverse: true}),
		Banner:  ink.style(look{bold: true, reverse: true}),

		Line:  ink.style(look{fg: p.line}),
		Spark: ink.style(look{fg: p.spark, faint: true}),
		Limit: ink.style(look{fg: p.limit, faint: true}),

		Selected: ink.style(look{reverse: true}),
		Match:    ink.style(look{bold: true, underline: true}),
		Echo:     ink.style(look{fg: p.echo, faint: true}),

		Glyph: glyphs(o.ASCII),
		ascii: o.ASCII,
	}
}

// ASCII reports whether the glyphs are of 7 bits.
func (t *Theme) ASCII() bool { return t.ascii }
