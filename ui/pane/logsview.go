package pane

import (
	"strconv"
	"strings"
	"time"

	"bedside/logview"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// View draws the page. It expects the size that Resize was told; another one
// is drawn as well, with the cursor where it was.
func (p *Logs) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.drawn.view(s, w, h, l, p.draw)
}

func (p *Logs) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	return []byte(Box(p.title(l), p.right(l), p.lines(s, w-4, h-2, l), w, h, l))
}

func (p *Logs) title(l *Look) string {
	title := l.Word("logpage.title")
	if p.Query != "" {
		title += "  " + p.Query
	}
	if p.loaded {
		title += "  " + l.Word("logpage.matches", thousands(p.matches), thousands(p.held))
	}
	return title
}

func (p *Logs) right(l *Look) string {
	switch {
	case !p.loaded:
		return ""
	case !p.left:
		return l.Dim.Render(l.Word("logpage.following"))
	case p.fresh > 0:
		return l.Strong.Render(l.Word("logpage.new", p.fresh))
	}
	return l.Dim.Render(l.Word("logpage.scrolled"))
}

func (p *Logs) lines(s *state.Snapshot, w, h int, l *Look) []string {
	if w < 1 || h < 1 {
		return nil
	}
	var lines []string
	if p.edit != nil {
		lines = append(lines, p.edit.draw("/ ", w, l), p.edit.complaint("/ ", w, l))
	}
	room := h - len(lines)
	if said := p.says(s, l); len(said) > 0 {
		for _, line := range said {
			lines = append(lines, l.Dim.Render(l.Cut(line, w)))
		}
		return lines
	}
	d := rowDrawer{l: l, w: w, now: l.now(s), dated: p.dated(s, l)}
	for i := p.top; i < len(p.rows) && room > 0; i++ {
		drawn := d.row(&p.rows[i], i == p.cursor)
		if i == p.top {
			drawn = drawn[min(p.skip, len(drawn)):]
		}
		drawn = drawn[:min(room, len(drawn))]
		lines = append(lines, drawn...)
		room -= len(drawn)
	}
	return lines
}

// says is what stands there instead of entries, in words: what is awaited,
// what is missing, or that nothing matches.
func (p *Logs) says(s *state.Snapshot, l *Look) []string {
	switch {
	case !p.Trouble.Zero():
		return []string{l.Say(p.Trouble)}
	case len(p.rows) > 0:
		return nil
	case !p.loaded:
		return []string{l.Word("logpage.reading")}
	case p.held > 0 && p.Query != "":
		return []string{l.Word("logpage.no-match", thousands(p.held)), l.Word("logpage.no-match.hint")}
	case len(s.Logs.Sources) == 0:
		return []string{l.Word("logpage.no-source"), l.Word("logpage.no-source.hint")}
	}
	said := []string{l.Word("logpage.empty")}
	for _, src := range s.Logs.Sources {
		said = append(said, "  "+src.Name+"  "+src.Path.Screen()+"  "+l.Say(src.State))
	}
	return said
}

// dated reports whether the page reaches back to another day.
func (p *Logs) dated(s *state.Snapshot, l *Look) bool {
	now := l.now(s)
	if len(p.rows) == 0 || now.IsZero() {
		return false
	}
	first := p.rows[p.top].since
	return !first.IsZero() && l.local(first).YearDay() != l.local(now).YearDay()
}

// rowDrawer draws rows of one page.
type rowDrawer struct {
	l     *Look
	w     int
	now   time.Time
	dated bool
}

// row is the entry's line and, when it is unfolded, those below.
func (d *rowDrawer) row(r *logRow, current bool) []string {
	lines := make([]string, 0, r.height())
	lines = append(lines, d.head(r, current))
	if !r.open {
		return lines
	}
	for _, below := range r.detail {
		lines = append(lines, theme.Spaces(detailIndent)+below.style.Render(below.text))
	}
	return lines
}

// head is the entry's line: pointer, time, level, module, message, marks.
func (d *rowDrawer) head(r *logRow, current bool) string {
	l := d.l
	text, dim := l.Text, l.Dim
	if r.last.Echo {
		text, dim = l.Echo, l.Echo
	}
	var b strings.Builder
	b.WriteString(d.pointer(current))
	b.WriteString(dim.Render(d.clock(r.last.At)) + " ")
	b.WriteString(d.level(r))
	used := 2 + d.clockWidth() + 1 + 6
	if d.w >= 70 {
		b.WriteString(dim.Render(l.Pad(lastPart(r.last.Module.Screen()), moduleWidth)) + " ")
		used += moduleWidth + 1
	}
	marks := d.marks(r)
	room := d.w - used
	if theme.Width(marks)+20 > room {
		marks = ""
	}
	room -= theme.Width(marks)
	b.WriteString(d.message(r, room, text))
	if marks != "" {
		b.WriteString(dim.Render(marks))
	}
	return b.String()
}

const moduleWidth = 14

// longestHead is how many bytes of a message its line is drawn from: more than
// the widest screen shows.
const longestHead = 4096

func (d *rowDrawer) pointer(current bool) string {
	if current {
		return d.l.Key.Render(d.l.Glyph.Pointer) + " "
	}
	return "  "
}

// message is the message and, where there is room, its cause.
func (d *rowDrawer) message(r *logRow, room int, text theme.Style) string {
	l := d.l
	start, _ := r.last.Message.Cut(longestHead)
	said := start.Screen()
	cause := ""
	if r.finding != nil && !r.last.Echo && room >= 40 {
		cause = "  " + l.Glyph.Dot + " " + l.Word(words.Code(r.finding.Cause))
		cause = l.Cut(cause, max(room-theme.Width(said), room/3))
	}
	said = l.Cut(said, room-theme.Width(cause))
	return text.Render(said) + l.P3.Render(cause) + theme.Spaces(room-theme.Width(said)-theme.Width(cause))
}

// marks stand at the right edge: traceback, repeats, echo.
func (d *rowDrawer) marks(r *logRow) string {
	l := d.l
	var parts []string
	if n := r.last.Lines - 1; n > 0 {
		glyph := l.Glyph.Folded
		if r.open {
			glyph = l.Glyph.Unfolded
		}
		parts = append(parts, glyph+" "+l.Word("logpage.traceback", n))
	}
	if n := r.count; n > 1 {
		parts = append(parts, l.Glyph.Times+strconv.Itoa(n)+" "+l.Word("logpage.since", l.timeOfDay(r.since)))
	}
	if r.last.Echo {
		parts = append(parts, l.Word("logpage.echo"))
	}
	if len(parts) == 0 {
		return ""
	}
	return "  " + strings.Join(parts, "  ")
}

func (d *rowDrawer) clockWidth() int {
	if d.dated {
		return len("01-02 15:04:05")
	}
	return len("15:04:05")
}

func (d *rowDrawer) clock(at time.Time) string {
	switch {
	case at.IsZero():
		return d.l.Pad(d.l.Glyph.Dash, d.clockWidth())
	case d.dated:
		return d.l.local(at).Format("01-02 15:04:05")
	}
	return d.l.local(at).Format("15:04:05")
}

// level is the severity and its colour.
func (d *rowDrawer) level(r *logRow) string {
	l := d.l
	style := l.Dim
	switch {
	case r.last.Echo:
		style = l.Echo
	case r.last.Level >= logview.Error:
		style = l.P2
	case r.last.Level == logview.Warning:
		style = l.P3
	}
	return style.Render(l.Pad(levelNames[r.last.Level], 5)) + " "
}

// levelNames are the levels in five letters.
var levelNames = [...]string{
	logview.Debug: "DEBUG", logview.Info: "INFO", logview.Warning: "WARN",
	logview.Error: "ERROR", logview.Critical: "CRIT",
}

// lastPart is a logger's name without its packages.
func lastPart(module string) string {
	return module[strings.LastIndexByte(module, '.')+1:]
}

// thousands writes a count with its digits in groups: "1,204".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
