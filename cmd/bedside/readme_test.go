package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/xinyu"
	"bedside/probes/words"
)

// readme is the text that the tests here hold to the program.
func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// section returns what stands under a heading, up to the next one.
func section(t *testing.T, text, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "\n"+heading+"\n")
	if !found {
		t.Fatalf("the README has no section %q", heading)
	}
	body, _, _ := strings.Cut(rest, "\n#")
	return body
}

var quoted = regexp.MustCompile("`([^`\n]+)`")

// code returns what a text has between backticks.
func code(text string) []string {
	var found []string
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}

// firstCells returns the first cell of each row of a table.
func firstCells(text string) []string {
	var cells []string
	for line := range strings.Lines(text) {
		if cell, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " |"); ok && strings.HasPrefix(line, "| ") {
			cells = append(cells, cell)
		}
	}
	return cells
}

func TestReadmeConfigurationsLoadAndAreActive(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(readme(t), -1)
	if len(blocks) == 0 {
		t.Fatal("the README has no configuration")
	}
	for _, block := range blocks {
		c, err := config.Parse("README.md", []byte(block[1]))
		if err != nil {
			t.Errorf("%v\n%s", err, block[1])
			continue
		}
		for _, line := range c.Inactive() {
			t.Error(words.English.Say(line))
		}
	}
}

func TestReadmeNamesWhatIsNotActiveYet(t *testing.T) {
	c, err := config.Load("../internal/config/testdata/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c.Screen.Mouse, c.Screen.Clipboard = true, true
	var want []string
	for _, line := range c.Inactive() {
		name := line.Args[0].(string)
		if _, kind, ok := strings.Cut(name, " ("); ok {
			name = strings.TrimSuffix(kind, ")")
		}
		want = append(want, name)
	}
	got := code(section(t, readme(t), "### Not active yet"))
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the README says that %q are not active, the program %q", got, want)
	}
}

func TestReadmeNamesEveryScene(t *testing.T) {
	var got []string
	for _, cell := range firstCells(section(t, readme(t), "## Faults to try")) {
		got = append(got, code(cell)...)
	}
	slices.Sort(got)
	if want := xinyu.Scenes(); !slices.Equal(got, want) {
		t.Errorf("the README has the scenes %q, the demo %q", got, want)
	}
}

func TestHelpNamesEveryScene(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		o := runs(t, "demo", "--help", "--lang", lang)
		said := strings.Fields(o.out)
		for _, scene := range xinyu.Scenes() {
			if !slices.Contains(said, scene) {
				t.Errorf("the help of the demo (%s) does not name %s", lang, scene)
			}
		}
		for line := range strings.Lines(o.out) {
			if strings.Contains(line, "llm-") && len(line) > 81 {
				t.Errorf("too long for a terminal: %s", line)
			}
		}
	}
}

func TestReadmeFlagsExist(t *testing.T) {
	known := map[string]bool{"--no-pager": true} // of systemctl, in an example
	var learn func(*cobra.Command)
	learn = func(c *cobra.Command) {
		c.InitDefaultVersionFlag()
		note := func(f *pflag.Flag) { known["--"+f.Name] = true }
		c.Flags().VisitAll(note)
		c.PersistentFlags().VisitAll(note)
		for _, sub := range c.Commands() {
			learn(sub)
		}
	}
	learn(newRoot(app{}))
	for _, flag := range regexp.MustCompile(`--[a-z][a-z-]*`).FindAllString(readme(t), -1) {
		if !known[flag] {
			t.Errorf("the README names %s, which no command has", flag)
		}
	}
}

func TestReadmeFilesExist(t *testing.T) {
	for _, m := range regexp.MustCompile(`\]\(([^)#]+)\)`).FindAllStringSubmatch(readme(t), -1) {
		if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
			t.Error(err)
		}
	}
}

// TestReadmeKeysAreTheConsoles compares the table of keys with the help that
// the console itself shows, on the overview and on the log page.
func TestReadmeKeysAreTheConsoles(t *testing.T) {
	t.Parallel()
	c := startConsole(t, wide, "http://127.0.0.1:9", "--read-only")
	title := words.English.Word("help.title")
	c.shows(t, patience, "✖ DOWN")
	c.press(t, "?")
	c.shows(t, patience, "─ "+title+" ─", words.English.Word("key.zoom"))
	help := c.text()
	c.press(t, "?6?")
	c.shows(t, patience, "─ "+title+" ─", words.English.Word("key.log.next-error"), words.English.Word("key.log.previous-mark"))
	shown := strings.FieldsFunc(help+"\n"+c.text(), func(r rune) bool { return unicode.IsSpace(r) || r == '│' })
	for _, cell := range firstCells(section(t, readme(t), "## Keys")) {
		for _, key := range code(cell) {
			if !slices.Contains(shown, key) {
				t.Errorf("the README has the key %q, the console's help has not:\n%s", key, c.text())
			}
		}
	}
}

// TestArchitectureDrawsTheFloorPlan compares the picture of the floor plan with
// the plan that TestFloorPlan holds.
func TestArchitectureDrawsTheFloorPlan(t *testing.T) {
	text, err := os.ReadFile("../../.github/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, plan, _ := strings.Cut(section(t, string(text), "## The floor plan"), "```\n")
	plan, _, _ = strings.Cut(plan, "```")
	drawn, storey := map[string]int{}, 0
	for line := range strings.Lines(plan) {
		for i, word := range strings.Fields(line) {
			if n, err := strconv.Atoi(word); err == nil && i == 0 {
				storey = n
			}
			for _, name := range unfold(word) {
				drawn["bedside/"+name] = storey
			}
		}
	}
	for pkg, want := range storeys {
		if got, ok := drawn[pkg]; !ok || got != want {
			t.Errorf("%s is drawn on storey %d and lives on %d", pkg, got, want)
		}
	}
}

// unfold turns a{b,c}d into abd and acd.
func unfold(word string) []string {
	before, rest, _ := strings.Cut(word, "{")
	list, after, ok := strings.Cut(rest, "}")
	if !ok {
		return []string{word}
	}
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		names = append(names, before+name+after)
	}
	return names
}
