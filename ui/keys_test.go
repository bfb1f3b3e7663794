package ui

import (
	"slices"
	"strings"
	"testing"

	"bedside/probes/action"
	"bedside/probes/words"
	"bedside/ui/pane"
)

func TestNoKeyMeansTwoThingsInOnePlace(t *testing.T) {
	for p := place(1); p&anywhere != nowhere; p <<= 1 {
		seen := map[string]words.Code{}
		for _, b := range bindings(fakeOperator(nil)) {
			for _, key := range b.keys {
				if b.where&p == nowhere {
					continue
				}
				if other, ok := seen[key]; ok {
					t.Errorf("%q is both %s and %s", key, other, b.what)
				}
				seen[key] = b.what
			}
		}
	}
}

func TestTheKeysWhereAnActIsAskedForAreReserved(t *testing.T) {
	for _, b := range bindings(fakeOperator(nil)) {
		for _, key := range b.keys {
			if b.where&(onPages|inRun) != nowhere && len([]rune(key)) == 1 && !slices.Contains(action.ReservedKeys, key) {
				t.Errorf("a configuration may give an act the key %q, which is %s", key, b.what)
			}
		}
	}
}

func TestWhereTextIsWrittenNoLetterIsAKey(t *testing.T) {
	for _, b := range bindings(fakeOperator(nil)) {
		for _, key := range b.keys {
			if b.where.writes() && len([]rune(key)) == 1 {
				t.Errorf("%q cannot be written: it is %s", key, b.what)
			}
		}
	}
}

func TestEveryKeyIsSaidInBothLanguages(t *testing.T) {
	for _, b := range bindings(fakeOperator(nil)) {
		if !words.Has(b.what) {
			t.Errorf("%s has no words", b.what)
		}
	}
}

func TestHelpAndPaletteKnowEveryKeyOfAPage(t *testing.T) {
	m := still(fakeOperator(nil))
	for _, page := range []base{overviewPage, latencyPage, dependenciesPage, hostPage, alertsPage, logsPage, journalPage} {
		m.page = page
		var help, palette []string
		for _, section := range m.help().Sections {
			help = append(help, said(section.Hints)...)
		}
		for _, c := range m.commands() {
			palette = append(palette, c.hint.Words)
		}
		for _, b := range m.keys.list {
			what := words.English.Word(b.what)
			if b.where&page.place(false) == nowhere {
				continue
			}
			if !slices.Contains(help, what) || !slices.Contains(palette, what) {
				t.Errorf("%q is not in the help or not in the palette", what)
			}
		}
		for _, a := range m.shown.Actions {
			title := words.English.Say(a.Title)
			if !slices.Contains(help, title) || !slices.Contains(palette, title) {
				t.Errorf("%q is not in the help or not in the palette", title)
			}
		}
	}
}

func said(hints []pane.Hint) []string {
	var list []string
	for _, h := range hints {
		list = append(list, h.Words)
	}
	return list
}

func TestAReadOnlyConsoleNamesNoAct(t *testing.T) {
	m := still(nil)
	for _, c := range m.commands() {
		if c.hint.Words == "restart the backend" {
			t.Error("the palette offers an act")
		}
	}
	for _, h := range m.hints() {
		if h.Key == "r" {
			t.Error("the footer offers an act")
		}
	}
	m.openHelp()
	if strings.Contains(m.View(), "restart the backend") {
		t.Error("the help names an act")
	}
}

func TestKeysAreWrittenAsPeopleSayThem(t *testing.T) {
	for key, want := range map[string]string{
		" ": "Space", "pgdown": "PgDn", "ctrl+d": "Ctrl-D", "shift+tab": "Shift-Tab", "enter": "Enter", "j": "j", "G": "G", "left": "Left",
	} {
		if got := keyCap(key); got != want {
			t.Errorf("%q is written %q, want %q", key, got, want)
		}
	}
}

func TestFuzzyPrefersNeighboursAndWordStarts(t *testing.T) {
	for _, tt := range []struct{ typed, better, worse string }{
		{"re", "restart the backend", "overview"},
		{"rb", "restart the backend", "previous pane of debris"},
		{"LOGS", "logs", "limit load: first steps"},
		{"重绘", "重绘屏幕", "重新开始绘制"},
	} {
		good, ok := fuzzy(tt.typed, tt.better)
		bad, found := fuzzy(tt.typed, tt.worse)
		if !ok || found && bad >= good {
			t.Errorf("%q finds %q with %d and %q with %d", tt.typed, tt.better, good, tt.worse, bad)
		}
	}
	if _, ok := fuzzy("xz", "restart"); ok {
		t.Error("letters that are missing are found")
	}
}

func TestThePaletteFindsACommandByEveryNameItHas(t *testing.T) {
	for name, tt := range map[string]struct{ typed, first string }{
		"its words":                        {"rest vec", "restart the vector database"},
		"its key":                          {"L", "limit concurrency to 20"},
		"its name in the configuration":    {"switch-k", "next LLM key (switch-key)"},
		"its words in the other language":  {"日志", "logs (日志)"},
		"none before the name shown first": {"re", "restart the backend"},
	} {
		t.Run(name, func(t *testing.T) {
			m := still(fakeOperator(nil))
			m.openPalette()
			m.palette.line.set(tt.typed)
			m.palette.find()
			if len(m.palette.found) == 0 || m.palette.found[0].hint.Words != tt.first {
				t.Errorf("%q finds %v first, want %q", tt.typed, m.palette.found[:min(len(m.palette.found), 3)], tt.first)
			}
		})
	}
}
