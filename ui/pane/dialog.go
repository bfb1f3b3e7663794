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

// page is the inside of a dialog. Its head and its foot are always in sight; the
// lines between them may scroll.
type page struct {
	title, right      string
	head, lines, foot []string
	most              int // lines in sight at most; 0 is as many as there is room for
	scroll            int // lines above those in sight, or Following
	keep              int // the line that is in sight while Following
}

// Following is where a dialog is scrolled to that nobody scrolled: what matters
// most is in sight.
const Following = -1

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
	bw, bh := p.over(w), p.height(h)
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

// Scroll is where a dialog is scrolled to.
type Scroll struct {
	At       int // lines above those in sight
	Furthest int // as many at most
	Page     int // lines to scroll by so that none is missed
}

// Scrolled is where a dialog over a page of w×h cells is scrolled to.
func Scrolled(d Dialog, s *state.Snapshot, w, h int, l *Look) Scroll {
	p := d.body(s, min(w-4, dialogWidth), l)
	rows := p.height(h) - 2
	room := max(rows-len(p.head)-len(p.footOf(rows)), 0)
	return Scroll{At: p.from(room), Furthest: max(len(p.lines)-room, 0), Page: max(room-toldAbove(room)-toldBelow(room), 1)}
}

// toldAbove and toldBelow are how many rows of so many tell what is beyond them.
func toldAbove(room int) int { return oneIf(room > 3) }
func toldBelow(room int) int { return oneIf(room > 2) }

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}

// over is how many cells the dialog takes of w, with its border: all of them where
// it would leave less than two at a side, which look like debris.
func (p *page) over(w int) int {
	const least = 2
	cells := min(p.width(), min(w-4, dialogWidth)) + 4
	if w-cells < 2*least {
		return w
	}
	return cells
}

// height is how many rows the dialog takes of h, with its border.
func (p *page) height(h int) int {
	lines := len(p.lines)
	if p.most > 0 {
		lines = min(lines, p.most)
	}
	return min(len(p.head)+lines+len(p.foot)+2, h)
}

// from is the first line in sight where there is room for so many.
func (p *page) from(room int) int {
	furthest := max(len(p.lines)-room, 0)
	if p.scroll != Following {
		return min(p.scroll, furthest)
	}
	return max(min(p.keep-room+1+toldBelow(room), furthest), 0)
}

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
	for _, lines := range [][]string{p.head, p.lines, p.foot} {
		for _, line := range lines {
			most = max(most, theme.Width(line))
		}
	}
	return most
}

// footOf is the foot in h rows: its blank lines make room first.
func (p *page) footOf(h int) []string {
	if p.most == 0 && len(p.head)+len(p.lines)+len(p.foot) <= h {
		return p.foot
	}
	return slices.DeleteFunc(slices.Clone(p.foot), func(line string) bool { return line == "" })
}

// fit takes as many lines as there is room for, from where it is scrolled to;
// what stands above and below is counted.
func (p *page) fit(h int, l *Look) []string {
	foot := p.footOf(h)
	room := h - len(p.head) - len(foot)
	switch {
	case room < 1:
		all := slices.Concat(p.head, foot)
		return all[max(len(all)-h, 0):]
	case len(p.lines) <= room:
		return slices.Concat(p.head, p.lines, foot)
	}
	from := p.from(room)
	shown := slices.Clone(p.lines[from : from+room])
	if from > 0 && toldAbove(room) > 0 {
		shown[0] = l.Dim.Render(l.Word("dialog.above", from+1))
	}
	if rest := len(p.lines) - from - room; rest > 0 && toldBelow(room) > 0 {
		shown[room-1] = l.Dim.Render(l.Word("dialog.more", rest+1))
	}
	return slices.Concat(p.head, shown, foot)
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
