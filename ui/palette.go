package ui

import (
	"math"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"
)

// palette is the list of everything that can be done here, found by a few
// characters of its name in any language.
type palette struct {
	line    line
	all     []command
	found   []command
	current int
}

// command is one entry: a binding of the page, or an act.
type command struct {
	hint  pane.Hint
	names []string // what it may be called besides the hint's words
	do    func(*model) tea.Cmd
}

func (m *model) openPalette() tea.Cmd {
	m.palette = palette{all: m.commands()}
	m.palette.found = m.palette.all
	m.overlay = paletteOverlay
	return nil
}

// commands are the acts, in the configuration's order, and then the keys of
// the page.
func (m *model) commands() []command {
	var list []command
	if m.o.Operator != nil {
		for _, a := range m.shown.Actions {
			ask := func(m *model) tea.Cmd { return m.askByName(a.Name) }
			list = append(list, command{m.actionHint(a), append(inEveryLanguage(a.Named(a.UndoNow)), a.Name), ask})
		}
	}
	for _, b := range m.keys.at(m.page.place(false)) {
		list = append(list, command{b.hint(m.o.Look.Lang), inEveryLanguage(words.Of(b.what)), b.do})
	}
	return list
}

// inEveryLanguage is how a sentence is said: whoever learned a command's name
// in one language finds it on a screen in the other.
func inEveryLanguage(line words.Line) []string {
	return []string{words.English.Say(line), words.Chinese.Say(line)}
}

// actionHint is an act with the key that reaches it: none when a page uses
// that key for itself.
func (m *model) actionHint(a state.Action) pane.Hint {
	key := a.Key
	if m.keys.takes(key) {
		key = ""
	}
	return pane.Hint{Key: key, Words: m.o.Look.Say(a.Named(a.UndoNow))}
}

// askByName asks for an act as the newest page knows it.
func (m *model) askByName(name string) tea.Cmd {
	for _, a := range m.shown.Actions {
		if a.Name == name {
			return m.ask(a)
		}
	}
	return nil
}

func (m *model) writePalette(k tea.KeyMsg) {
	if m.palette.line.press(k) {
		m.palette.find()
	}
}

// find keeps what matches, best first.
func (p *palette) find() {
	var matches []match
	for _, c := range p.all {
		if m, ok := c.match(p.line.String()); ok {
			matches = append(matches, m)
		}
	}
	slices.SortStableFunc(matches, match.compare)
	p.current, p.found = 0, nil
	for _, m := range matches {
		p.found = append(p.found, m.command)
	}
}

// match is a command that was found, and how well it fits.
type match struct {
	command
	score int
	aside bool // by another name than the one that is shown
}

// compare puts the better match first: first of all those by the name shown.
func (m match) compare(other match) int {
	if m.aside != other.aside {
		if m.aside {
			return 1
		}
		return -1
	}
	return other.score - m.score
}

// match looks for what was typed in the command's names. Its key, typed alone,
// is the best name of all. A name that is not the one shown has to hold it in
// one piece, and is then shown as well.
func (c command) match(typed string) (match, bool) {
	if typed != "" && typed == c.hint.Key {
		return match{command: c, score: math.MaxInt}, true
	}
	if score, ok := fuzzy(typed, c.hint.Words); ok {
		return match{command: c, score: score}, true
	}
	for _, name := range c.names {
		if strings.Contains(strings.ToLower(name), strings.ToLower(typed)) {
			c.hint.Words += " (" + name + ")"
			return match{command: c, aside: true}, true
		}
	}
	return match{}, false
}

func (m *model) paletteDown() tea.Cmd {
	m.palette.current = min(m.palette.current+1, max(len(m.palette.found)-1, 0))
	return nil
}

func (m *model) paletteUp() tea.Cmd {
	m.palette.current = max(m.palette.current-1, 0)
	return nil
}

// runChosen closes the palette and does what was chosen, as its key would.
func (m *model) runChosen() tea.Cmd {
	m.overlay = noOverlay
	if m.palette.current >= len(m.palette.found) {
		return nil
	}
	return m.palette.found[m.palette.current].do(m)
}

// view is the palette as its pane shows it.
func (p *palette) view() pane.Palette {
	items := make([]pane.Hint, len(p.found))
	for i, c := range p.found {
		items[i] = c.hint
	}
	return pane.Palette{
		Line:     pane.Line{Text: p.line.String(), Cursor: p.line.at},
		Items:    items,
		Selected: p.current,
	}
}
