package pane

import (
	"slices"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/ui/theme"
)

// Dialog is a pane that lies over the page and is as large as what it says.
type Dialog interface {
	// body is what stands inside the border at a width of w cells: lines that
	// may scroll, and lines below that are always in sight.
	body(s *state.Snapshot, w int, l *Look) page
}

// page is the inside of a dialog.
type page struct {
	title, right string
	lines, foot  []string
	scroll       int
}

// dialogWidth is the widest that a dialog becomes inside its border: lines
// longer than this are hard to read.
const dialogWidth = 92

// Over lays a dialog over the middle of a drawn page of w×h cells, which is
// dimmed. Blanks make up for a wide character that the dialog's edge cuts.
func Over(under string, d Dialog, s *state.Snapshot, w, h int, l *Look) string {
	if w < 6 || h < 3 {
		return under
	}
	p := d.body(s, min(w-4, dialogWidth), l)
	bw := min(p.width(), min(w-4, dialogWidth)) + 4
	bh := p.height(h)
	focused := *l
	focused.Focused = true
	box := strings.Split(Box(p.title, p.right, p.fit(bh-2, l), bw, bh, &focused), "\n")
	x, y := (w-bw)/2, (h-bh)/3
	page, row := make([]byte, 0, len(under)+len(under)/2), -y
	for plain := range strings.SplitSeq(theme.Unstyled(under), "\n") {
		if row > -y {
			page = append(page, '\n')
		}
		if row < 0 || row >= bh {
			page = l.Echo.Append(page, plain)
		} else {
			before, left := theme.Head(plain, x)
			after, gap := behind(plain[len(before):], x+bw-left)
			page = append(l.Echo.Append(page, before), theme.Spaces(x-left)...)
			page = append(append(page, box[row]...), theme.Spaces(gap)...)
			page = l.Echo.Append(page, after)
		}
		row++
	}
	return string(page)
}

// Furthest is how far a dialog over a page of w×h cells can be scrolled.
func Furthest(d Dialog, s *state.Snapshot, w, h int, l *Look) int {
	p := d.body(s, min(w-4, dialogWidth), l)
	lines, foot := len(p.lines), len(p.footOf(p.height(h)-2))
	return max(lines-max(p.height(h)-2-foot, 0), 0)
}

// height is how many rows the dialog takes of h, with its border.
func (p *page) height(h int) int { return min(len(p.lines)+len(p.foot)+2, h) }

// behind is what stands behind the first n cells, and how many blanks stand
// before it: a wide character that lies half before them is left off.
func behind(plain string, n int) (rest string, gap int) {
	before, cells := theme.Head(plain, n)
	rest = plain[len(before):]
	if rest != "" && cells < n {
		half, wide := theme.Head(rest, 2)
		return rest[len(half):], cells + wide - n
	}
	return rest, 0
}

// width is how many cells the contents need.
func (p *page) width() int {
	most := theme.Width(p.title) + theme.Width(p.right) + 6
	for _, lines := range [][]string{p.lines, p.foot} {
		for _, line := range lines {
			most = max(most, theme.Width(line))
		}
	}
	return most
}

// footOf is the foot in h rows: its blank lines make room first.
func (p *page) footOf(h int) []string {
	if len(p.lines)+len(p.foot) <= h {
		return p.foot
	}
	return slices.DeleteFunc(slices.Clone(p.foot), func(line string) bool { return line == "" })
}

// fit takes as many lines as there is room for, from where it is scrolled to;
// what stands below is counted.
func (p *page) fit(h int, l *Look) []string {
	foot := p.footOf(h)
	room := h - len(foot)
	switch {
	case room < 1:
		return foot[max(len(foot)-h, 0):]
	case len(p.lines) <= room:
		return slices.Concat(p.lines, foot)
	}
	from := min(p.scroll, len(p.lines)-room)
	shown := slices.Clone(p.lines[from : from+room])
	if below := len(p.lines) - from - room; below > 0 && room > 2 {
		shown[room-1] = l.Dim.Render(l.Word("dialog.more", below+1))
	}
	return append(shown, foot...)
}

// labelColumn is how wide the column of labels is.
const labelColumn = 10

// labelled is a label in a column of its own and text wrapped beside it.
func labelled(label, text string, style theme.Style, w int, l *Look) []string {
	room := max(w-labelColumn, 8)
	var lines []string
	for i, part := range rowsOf(text, room) {
		if i > 0 {
			label = ""
		}
		lines = append(lines, l.Dim.Render(l.Pad(label, labelColumn))+style.Render(part))
	}
	return lines
}

// wrapped is text broken into lines of at most w cells.
func wrapped(text string, style theme.Style, w int) []string {
	var lines []string
	for _, line := range rowsOf(text, max(w, 8)) {
		lines = append(lines, style.Render(line))
	}
	return lines
}

// safe makes a step's text fit for a line: it may hold what a file or an
// argument holds.
func safe(s string) string { return raw.Of(s).Screen() }

// timeOfDay is when something happened, to the second.
func (l *Look) timeOfDay(at time.Time) string {
	if at.IsZero() {
		return l.Glyph.Dash
	}
	return l.local(at).Format("15:04:05")
}
