package ui

import (
	"slices"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
)

// longestLine is how many characters a line takes; more are refused.
const longestLine = 400

// line edits one line of text. The cursor counts characters, not bytes.
type line struct {
	text []rune
	at   int
}

func (e *line) String() string { return string(e.text) }

// set replaces the text and puts the cursor behind it.
func (e *line) set(s string) {
	e.text = []rune(s)
	e.at = len(e.text)
}

// insert puts characters in at the cursor, leaving out what cannot be seen.
func (e *line) insert(rs []rune) {
	rs = slices.DeleteFunc(slices.Clone(rs), func(r rune) bool { return !unicode.IsPrint(r) })
	if room := longestLine - len(e.text); len(rs) > room {
		rs = rs[:max(room, 0)]
	}
	e.text = slices.Insert(e.text, e.at, rs...)
	e.at += len(rs)
}

// press carries out an editing key and reports whether the text changed.
func (e *line) press(k tea.KeyMsg) bool {
	before := len(e.text)
	switch k.Type {
	case tea.KeyRunes, tea.KeySpace:
		if !k.Alt {
			e.insert(k.Runes)
		}
	case tea.KeyBackspace:
		e.remove(e.at-1, e.at)
	case tea.KeyDelete, tea.KeyCtrlD:
		e.remove(e.at, e.at+1)
	case tea.KeyCtrlU:
		e.remove(0, e.at)
	case tea.KeyCtrlK:
		e.remove(e.at, len(e.text))
	case tea.KeyCtrlW:
		e.remove(e.wordStart(), e.at)
	default:
		e.move(k.Type)
	}
	return len(e.text) != before
}

func (e *line) move(t tea.KeyType) {
	switch t {
	case tea.KeyLeft, tea.KeyCtrlB:
		e.at = max(e.at-1, 0)
	case tea.KeyRight, tea.KeyCtrlF:
		e.at = min(e.at+1, len(e.text))
	case tea.KeyHome, tea.KeyCtrlA:
		e.at = 0
	case tea.KeyEnd, tea.KeyCtrlE:
		e.at = len(e.text)
	}
}

// remove takes out the characters from a to b and leaves the cursor there.
func (e *line) remove(a, b int) {
	a, b = max(a, 0), min(b, len(e.text))
	if a >= b {
		return
	}
	e.text = slices.Delete(e.text, a, b)
	e.at = a
}

func (e *line) wordStart() int {
	i := e.at
	for i > 0 && unicode.IsSpace(e.text[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(e.text[i-1]) {
		i--
	}
	return i
}
