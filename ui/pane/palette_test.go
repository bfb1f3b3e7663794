package pane

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

// shownOver is a dialog over an empty page.
func shownOver(d Dialog, w, h int) string {
	under := strings.Repeat(strings.Repeat(" ", w)+"\n", h-1) + strings.Repeat(" ", w)
	return ansi.Strip(Over(under, d, calm(), w, h, plainLook(words.English)))
}

// Enter runs what is chosen: it is always in sight, and so is how many others
// are not.
func TestThePaletteShowsWhatIsChosen(t *testing.T) {
	beyond := regexp.MustCompile(`\+(\d+) more (?:above|below)`)
	for _, size := range [][2]int{{40, 8}, {80, 12}, {100, 16}, {160, 43}} {
		for _, items := range []int{1, 11, 13, 40} {
			p := Palette{Items: make([]Hint, items)}
			for i := range p.Items {
				p.Items[i] = Hint{Key: "k", Words: fmt.Sprintf("entry-%02d.", i)}
			}
			for p.Selected = range p.Items {
				got := shownOver(&p, size[0], size[1])
				if !strings.Contains(got, p.Items[p.Selected].Words) {
					t.Fatalf("%v: entry %d of %d is chosen and not in sight:\n%s", size, p.Selected, items, got)
				}
				told := strings.Count(got, "entry-")
				for _, n := range beyond.FindAllStringSubmatch(got, -1) {
					more, err := strconv.Atoi(n[1])
					if err != nil {
						t.Fatal(err)
					}
					told += more
				}
				if told != items {
					t.Fatalf("%v: with entry %d chosen, %d of %d are shown or counted:\n%s", size, p.Selected, told, items, got)
				}
			}
		}
	}
}
