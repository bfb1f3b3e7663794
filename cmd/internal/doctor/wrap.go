package doctor

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// wrap breaks text into lines of a width. It breaks at spaces and between
// Chinese characters, and leaves whole what people copy: a path or an address
// longer than a line sticks out.
func wrap(text string, width int) []string {
	var lines []string
	line, cells := "", 0
	for _, piece := range pieces(text) {
		w := ansi.StringWidth(piece)
		if bare := strings.TrimSuffix(piece, " "); line != "" && cells+ansi.StringWidth(bare) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line, cells = "", 0
		}
		line, cells = line+piece, cells+w
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces are the parts between which a line may end.
func pieces(text string) []string {
	var out []string
	from, wideBefore := 0, false
	for at, r := range text {
		wide := r > 0x2E7F // from the first of the scripts that are written without spaces
		spaceBefore := at > 0 && text[at-1] == ' '
		if at > from && r != ' ' && (spaceBefore || wide || wideBefore) && !strings.ContainsRune(clings, r) {
			out = append(out, text[from:at])
			from = at
		}
		wideBefore = wide
	}
	return append(out, text[from:])
}

// clings is what does not stand at the beginning of a line.
const clings = "，。；：、）”》？"
