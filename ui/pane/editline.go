package pane

import (
	"strings"

	"bedside/probes/words"
	"bedside/ui/theme"
)

// Line is a line of text that is being written.
type Line struct {
	Text    string
	Cursor  int        // in characters
	Wrong   words.Line // why it is not understood; zero when it is
	WrongAt int        // the character where that was noticed
}

// draw is the line behind its prompt in exactly w cells, moved so far that
// the cursor is in sight.
func (e *Line) draw(prompt string, w int, l *Look) string {
	room := w - theme.Width(prompt)
	if room < 2 {
		return theme.Spaces(w)
	}
	shown, first := e.window(room)
	var b strings.Builder
	b.WriteString(l.Key.Render(prompt))
	used := 0
	for i, r := range shown {
		b.WriteString(e.style(first+i, l).Render(string(r)))
		used += theme.Width(string(r))
	}
	if e.Cursor >= first+len(shown) && used < room {
		b.WriteString(l.Selected.Render(" "))
		used++
	}
	b.WriteString(theme.Spaces(room - used))
	return b.String()
}

// style is how the i-th character looks.
func (e *Line) style(i int, l *Look) theme.Style {
	switch {
	case i == e.Cursor:
		return l.Selected
	case !e.Wrong.Zero() && i >= e.WrongAt:
		return l.P2
	}
	return l.Text
}

// window returns the characters that are in sight and the index of the first.
func (e *Line) window(room int) ([]rune, int) {
	all := []rune(e.Text)
	first, used := min(e.Cursor, len(all)), 1 // one cell for the cursor
	for first > 0 && used+theme.Width(string(all[first-1])) <= room {
		first--
		used += theme.Width(string(all[first]))
	}
	last, used := first, 0
	for last < len(all) && used+theme.Width(string(all[last])) <= room {
		used += theme.Width(string(all[last]))
		last++
	}
	return all[first:last], first
}

// complaint is the line below: where it went wrong, and why.
func (e *Line) complaint(prompt string, w int, l *Look) string {
	if e.Wrong.Zero() {
		return l.Dim.Render(l.Cut(l.Word("logpage.query.help"), w))
	}
	_, first := e.window(w - theme.Width(prompt))
	all := []rune(e.Text)
	at := theme.Width(prompt)
	for i := first; i < min(e.WrongAt, len(all)); i++ {
		at += theme.Width(string(all[i]))
	}
	said := "^ " + l.Say(e.Wrong)
	if at = min(at, w-1); at+theme.Width(said) > w {
		at = max(w-theme.Width(said), 0)
	}
	return theme.Spaces(at) + l.P2.Render(l.Cut(said, w-at))
}
