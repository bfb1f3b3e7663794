package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"
)

// binding is one line of the key map. Keys, help, footer and palette are all
// made from it, so that none can say what another does not do.
type binding struct {
	keys   []string   // as bubbletea names them; the first is the one shown
	what   words.Code // what it does, in words
	where  place
	footer int // rank among the footer's hints, 1 the likeliest; 0 is not there
	do     func(*model) tea.Cmd
}

// bindings is the key map, in the order in which help shows it. Only a console
// with an operator has the keys that act.
func bindings(o state.Operator) []binding {
	list := slices.Concat(pageKeys(), curveKeys(), dependencyKeys(), alertKeys(), journalKeys(), logKeys(), readingKeys(), dialogKeys())
	if o != nil {
		list = append(list, actKeys()...)
	}
	return append(list, everywhereKeys()...)
}

func pageKeys() []binding {
	return []binding{
		{[]string{"1"}, "key.page.overview", onPages | inRun, 0, (*model).goOverview},
		{[]string{"2"}, "key.page.latency", onPages | inRun, 0, (*model).goLatency},
		{[]string{"3"}, "key.page.dependencies", onPages | inRun, 0, (*model).goDependencies},
		{[]string{"4"}, "key.page.host", onPages | inRun, 0, (*model).goHost},
		{[]string{"5"}, "key.page.alerts", onPages | inRun, 0, (*model).goAlerts},
		{[]string{"6"}, "key.page.logs", onPages | inRun, 5, (*model).goLogs},
		{[]string{"9"}, "key.page.journal", onPages | inRun, 0, (*model).goJournal},
		{[]string{"tab", "l", "j", "right", "down"}, "key.focus.next", onOverview, 7, (*model).focusNext},
		{[]string{"shift+tab", "h", "k", "left", "up"}, "key.focus.previous", onOverview, 0, (*model).focusPrevious},
		{[]string{"g", "home"}, "key.focus.first", onOverview, 0, (*model).focusFirst},
		{[]string{"G", "end"}, "key.focus.last", onOverview, 0, (*model).focusLast},
		{[]string{"enter"}, "key.focus.enter", onOverview, 0, (*model).enterPane},
		{[]string{"z"}, "key.zoom", onOverview, 0, (*model).toggleZoom},
		{[]string{"z"}, "key.zoom.next", onLatency | onDependencies | onHost, 0, (*model).zoomNext},
		{[]string{" "}, "key.pause", onPages &^ onLogs, 0, (*model).togglePause},
		{[]string{"t"}, "key.triage", onPages, 2, (*model).triage},
		{[]string{"/"}, "key.query", onPages, 3, (*model).editQuery},
		{[]string{"v"}, "key.run", onPages, 0, (*model).showRun},
		{[]string{":"}, "key.palette", onPages, 6, (*model).openPalette},
		{[]string{"?"}, "key.help", onPages, 0, (*model).openHelp},
		{[]string{"q"}, "key.back", onPages, 0, (*model).back},
		{[]string{"esc"}, "key.level", onPages, 0, (*model).level},
	}
}

func logKeys() []binding {
	return []binding{
		{[]string{"j", "down"}, "key.log.down", onLogs, 0, (*model).logDown},
		{[]string{"k", "up"}, "key.log.up", onLogs, 0, (*model).logUp},
		{[]string{" ", "pgdown"}, "key.log.page-down", onLogs, 0, (*model).logPageDown},
		{[]string{"pgup"}, "key.log.page-up", onLogs, 0, (*model).logPageUp},
		{[]string{"ctrl+d"}, "key.log.half-down", onLogs, 0, (*model).logHalfDown},
		{[]string{"ctrl+u"}, "key.log.half-up", onLogs, 0, (*model).logHalfUp},
		{[]string{"g", "home"}, "key.log.oldest", onLogs, 0, (*model).logOldest},
		{[]string{"G", "end", "0"}, "key.log.follow", onLogs, 5, (*model).logFollow},
		{[]string{"enter"}, "key.log.unfold", onLogs, 1, (*model).logUnfold},
		{[]string{"n"}, "key.log.next-hit", onLogs, 0, (*model).logNextHit},
		{[]string{"N"}, "key.log.previous-hit", onLogs, 0, (*model).logPreviousHit},
		{[]string{"e"}, "key.log.next-error", onLogs, 0, (*model).logNextError},
		{[]string{"E"}, "key.log.previous-error", onLogs, 0, (*model).logPreviousError},
		{[]string{"enter"}, "key.query.accept", inQuery, 1, (*model).acceptQuery},
		{[]string{"esc"}, "key.query.cancel", inQuery, 2, (*model).cancelQuery},
		{[]string{"up"}, "key.query.earlier", inQuery, 3, (*model).earlierQuery},
		{[]string{"down"}, "key.query.later", inQuery, 4, (*model).laterQuery},
	}
}

func dialogKeys() []binding {
	return []binding{
		{[]string{"down", "j"}, "key.down", inPreview | inHelp | inRun, 0, (*model).scrollDown},
		{[]string{"up", "k"}, "key.up", inPreview | inHelp | inRun, 0, (*model).scrollUp},
		{[]string{"pgdown", "ctrl+d", " "}, "key.log.page-down", inPreview | inHelp | inRun, 0, (*model).scrollPageDown},
		{[]string{"pgup", "ctrl+u"}, "key.log.page-up", inPreview | inHelp | inRun, 0, (*model).scrollPageUp},
		{[]string{"g", "home"}, "key.first", inPreview | inHelp | inRun, 0, (*model).scrollFirst},
		{[]string{"G", "end"}, "key.last", inPreview | inHelp, 0, (*model).scrollLast},
		{[]string{"G", "end"}, "key.log.follow", inRun, 0, (*model).followRun},
		{[]string{"down"}, "key.down", inNaming, 0, (*model).scrollDown}, // its letters are the name's
		{[]string{"up"}, "key.up", inNaming, 0, (*model).scrollUp},
		{[]string{"pgdown"}, "key.log.page-down", inNaming, 0, (*model).scrollPageDown},
		{[]string{"pgup"}, "key.log.page-up", inNaming, 0, (*model).scrollPageUp},
		{[]string{"esc", "q", "?"}, "key.help.close", inHelp, 1, (*model).closeOverlay},
		{[]string{"enter"}, "key.palette.run", inPalette, 1, (*model).runChosen},
		{[]string{"down", "ctrl+n", "tab"}, "key.palette.next", inPalette, 2, (*model).paletteDown},
		{[]string{"up", "ctrl+p", "shift+tab"}, "key.palette.previous", inPalette, 3, (*model).paletteUp},
		{[]string{"esc"}, "key.palette.close", inPalette, 4, (*model).closeOverlay},
		{[]string{"esc", "q", "enter"}, "key.run.hide", inRun, 1, (*model).closeOverlay},
	}
}

func actKeys() []binding {
	return []binding{
		{[]string{"tab", "left", "right", "shift+tab", "h", "l"}, "key.preview.choose", inPreview, 1, (*model).choose},
		{[]string{"enter"}, "key.preview.enter", inPreview, 2, (*model).enterChoice},
		{[]string{"y"}, "key.preview.yes", inPreview, 3, (*model).confirm},
		{[]string{"n", "esc", "q"}, "key.preview.no", inPreview, 4, (*model).dismiss},
		{[]string{"enter"}, "key.naming.enter", inNaming, 1, (*model).confirm},
		{[]string{"esc"}, "key.preview.no", inNaming, 2, (*model).dismiss},
		{[]string{"ctrl+x"}, "key.run.stop", inRun, 2, (*model).stopRun},
	}
}

func everywhereKeys() []binding {
	return []binding{
		{[]string{"ctrl+l"}, "key.redraw", anywhere, 0, (*model).redraw},
		{[]string{"ctrl+z"}, "key.suspend", anywhere, 0, (*model).suspend},
		{[]string{"ctrl+c"}, "key.leave", anywhere, 0, (*model).leave},
	}
}

// keyMap finds what a key does.
type keyMap struct {
	list    []binding
	index   map[place]map[string]*binding
	footers map[place][]binding
}

func newKeyMap(list []binding) keyMap {
	km := keyMap{list: list, index: map[place]map[string]*binding{}, footers: map[place][]binding{}}
	for p := place(1); p&anywhere != nowhere; p <<= 1 {
		km.index[p], km.footers[p] = map[string]*binding{}, km.footer(p)
		for i := range list {
			if list[i].where&p == nowhere {
				continue
			}
			for _, key := range list[i].keys {
				km.index[p][key] = &list[i]
			}
		}
	}
	return km
}

// find returns what the key does at the place, nil for nothing.
func (km keyMap) find(p place, key string) *binding { return km.index[p][key] }

// takes reports whether a page uses the key for itself: then no act has it.
func (km keyMap) takes(key string) bool {
	for p := place(1); p&anywhere != nowhere; p <<= 1 {
		if p&onPages != nowhere && km.find(p, key) != nil {
			return true
		}
	}
	return false
}

// at returns the bindings of a place in the order of the map.
func (km keyMap) at(p place) []binding {
	list := make([]binding, 0, len(km.list))
	for _, b := range km.list {
		if b.where&p != nowhere {
			list = append(list, b)
		}
	}
	return list
}

// pages are the keys to the pages, in their order.
func (km keyMap) pages(lang words.Lang) []pane.Hint {
	var hints []pane.Hint
	for _, b := range km.list {
		if strings.HasPrefix(string(b.what), "key.page.") {
			hints = append(hints, b.hint(lang))
		}
	}
	return hints
}

// likeliest returns the bindings for the footer, likeliest first.
func (km keyMap) likeliest(p place) []binding { return km.footers[p] }

// footer sorts the bindings of a place that the footer may name.
func (km keyMap) footer(p place) []binding {
	var list []binding
	for _, b := range km.list {
		if b.where&p != nowhere && b.footer != 0 {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, func(a, b binding) int { return a.footer - b.footer })
	return list
}

// shownKeys is how many keys of a binding help names.
const shownKeys = 3

// help is the binding as a line of help.
func (b binding) help(lang words.Lang) pane.Hint {
	var shown []string
	for _, key := range b.keys[:min(len(b.keys), shownKeys)] {
		shown = append(shown, keyCap(key))
	}
	return pane.Hint{Key: strings.Join(shown, " "), Words: lang.Word(b.what)}
}

// hint is the binding as one entry of the footer: its first key alone.
func (b binding) hint(lang words.Lang) pane.Hint {
	return pane.Hint{Key: keyCap(b.keys[0]), Words: lang.Word(b.what)}
}

// keyCap is a key as people write it: "Ctrl-d", "PgUp", "Space".
func keyCap(key string) string {
	switch key {
	case " ":
		return "Space"
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	}
	if mod, rest, ok := strings.Cut(key, "+"); ok && rest != "" {
		return capital(mod) + "-" + strings.ToUpper(rest[:1]) + rest[1:]
	}
	return capital(key)
}

// capital writes a named key with a capital and leaves a letter as it is: j
// and J are two keys.
func capital(key string) string {
	if len(key) < 2 {
		return key
	}
	return strings.ToUpper(key[:1]) + key[1:]
}
