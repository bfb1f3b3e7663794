package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/probes/state"
	"bedside/ui/pane"
)

// palette is the list of everything that can be done here, found by a few
// characters of its name.
type palette struct {
	line    line
	all     []command
	found   []command
	current int
}

// command is one entry: a binding of the page, or an act.
type command struct {
	hint pane.Hint
	do   func(*model) tea.Cmd
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
			list = append(list, command{m.actionHint(a), func(m *model) tea.Cmd { return m.askByName(a.Name) }})
		}
	}
	for _, b := range m.keys.at(m.page.place(false)) {
		list = append(list, command{b.hint(m.o.Look.Lang), b.do})
	}
	return list
}

// actionHint is an act with the key that reaches it: none when a page uses
// that key for itself.
func (m *model) actionHint(a state.Action) pane.Hint {
	key := a.Key
	if m.keys.takes(key) {
		key = ""
	}
	return pane.Hint{Key: key, Words: m.o.Look.Say(titleOf(a))}
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
	typed := p.line.String()
	score := map[string]int{}
	p.current, p.found = 0, nil
	for _, c := range p.all {
		if n, ok := fuzzy(typed, c.hint.Words); ok {
			score[c.hint.Words] = n
			p.found = append(p.found, c)
		}
	}
	slices.SortStableFunc(p.found, func(a, b command) int { return score[b.hint.Words] - score[a.hint.Words] })
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
