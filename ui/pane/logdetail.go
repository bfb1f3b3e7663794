package pane

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes/words"
	"bedside/ui/theme"
)

// mostDetail is how many lines an unfolded entry shows.
const mostDetail = 500

// detailLine is one line below an unfolded entry.
type detailLine struct {
	style theme.Style
	text  string
}

// details are the lines below an unfolded entry, wrapped to w cells: the
// whole message, its cause and steps where they are known, the traceback.
func details(r *logRow, w int, l *Look) []detailLine {
	d := wrapper{room: max(w-detailIndent, 8)}
	d.add(l.Text, r.last.Message.Screen())
	d.add(l.Dim, provenance(r, l))
	if f := r.finding; f != nil {
		d.add(l.P3, l.Word("logpage.cause", words.Of(words.Code(f.Cause))))
		for i, step := range f.Steps {
			d.add(l.Text, strconv.Itoa(i+1)+". "+l.Word(words.Code(step)))
		}
	}
	for _, line := range r.last.Trace.ScreenLines() {
		d.add(l.Dim, line)
	}
	if r.last.Cut {
		d.add(l.P3, l.Word("logpage.cut"))
	}
	if d.left > 0 {
		d.lines = append(d.lines, detailLine{l.Dim, l.Word("logpage.more-lines", d.left)})
	}
	return d.lines
}

// detailIndent is how far the lines below an entry stand in.
const detailIndent = 4

// provenance says where the entry stands and what it says about itself.
func provenance(r *logRow, l *Look) string {
	parts := []string{r.last.Source, r.last.Module.Screen()}
	if r.last.Kind != "" {
		parts = append(parts, "kind:"+string(r.last.Kind))
	}
	for _, f := range r.last.Fields {
		parts = append(parts, f.Name+":"+f.Value.Screen())
	}
	if r.count > 1 {
		parts = append(parts, l.Word("logpage.repeated", r.count, l.timeOfDay(r.since)))
	}
	if r.last.Echo {
		parts = append(parts, l.Word("logpage.echo.long"))
	}
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " "+l.Glyph.Dot+" ")
}

// wrapper collects lines up to the limit and counts the rest.
type wrapper struct {
	room  int
	lines []detailLine
	left  int
}

func (d *wrapper) add(style theme.Style, text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(ansi.Hardwrap(text, d.room, true), "\n") {
		if len(d.lines) >= mostDetail {
			d.left++
			continue
		}
		d.lines = append(d.lines, detailLine{style, line})
	}
}
