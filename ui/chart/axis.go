package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/ui/theme"
)

// labelWidth is the room for the numbers beside a chart: "1.25s", "100%".
const labelWidth = 5

// axisRows is how many rows below a chart of height h belong to time: a line
// with its marks and the clock, or the clock alone.
func axisRows(h int) int {
	if h >= 7 {
		return 2
	}
	return 1
}

// appendLabel appends the label of a row and the axis. The limit's row carries
// the limit; of the others some have their value.
func (p *plot) appendLabel(dst []byte, level int) []byte {
	g, t := &p.theme.Glyph, p.theme
	switch {
	case level == p.limitLevel():
		dst = t.Limit.Append(dst, t.Right(p.limitLabel()+p.unit, labelWidth))
		dst = append(dst, ' ')
		return t.Limit.Append(dst, g.Axis.Cross)
	case level%p.scale.every == 0 && p.rowLabel(level) != "":
		dst = t.Dim.Append(dst, t.Right(p.rowLabel(level), labelWidth))
		dst = append(dst, ' ')
		return t.Border.Append(dst, g.Axis.Left)
	default:
		dst = append(dst, theme.Spaces(labelWidth+1)...)
		return t.Border.Append(dst, g.Box.Vertical)
	}
}

// limitLabel is the limit, with as many decimals as the rows where it has them.
func (p *plot) limitLabel() string {
	at, _ := p.limit.line()
	room := labelWidth - len(p.unit)
	if text, exact := label(at*p.factor, p.scale.distance(), room); exact {
		return text
	}
	return number(at*p.factor, room)
}

// value is what a row stands for.
func (p *plot) value(level int) float64 { return p.scale.step / p.factor * float64(level) }

// coarse reports whether the rows only tell what is on which side of the
// limit: a value far from zero may stand on the ground.
func (p *plot) coarse() bool { return p.height < leastLabelled && p.limitLevel() != noPoint }

// excludes reports whether no value can reach a row.
func (p *plot) excludes(level int) bool { return p.most > 0 && p.value(level) > p.most*1.0001 }

// flat reports whether nothing rises above the ground: nothing but zeros have no
// scale.
func (p *plot) flat() bool {
	return !slices.ContainsFunc(p.points, func(at point) bool { return at.level > 0 })
}

// rowLabel is the value of a row with its unit, nothing where there is no room
// to say it without rounding, and where no value can be.
func (p *plot) rowLabel(level int) string {
	if level == 0 && !p.coarse() {
		return "0"
	}
	if p.limitLevel() == noPoint && p.flat() {
		return ""
	}
	text, exact := label(p.scale.step*float64(level), p.scale.distance(), labelWidth-len(p.unit))
	if !exact || p.coarse() || p.excludes(level) || p.limitLevel() != noPoint && text == p.limitLabel() {
		return "" // nor what a rounded limit beside it says too
	}
	return text + p.unit
}

// number writes a value in at most room cells, three at least, without a digit
// that says nothing.
func number(v float64, room int) string {
	for _, s := range [...]struct {
		size   float64
		suffix string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if v >= s.size && (v >= 1e4 || room < 4) {
			return digits(v/s.size, min(room-2, 3)) + s.suffix
		}
	}
	return digits(v, min(room-1, 4))
}

// digits writes v with n significant digits at most.
func digits(v float64, n int) string {
	if v >= 1e4 {
		return strconv.FormatFloat(v, 'e', 0, 64)
	}
	whole := 1
	if v >= 1 {
		whole = int(math.Log10(v)) + 1
	}
	s := strconv.FormatFloat(v, 'f', max(0, n-whole), 64)
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// axis is the rows below the curve: the line of time with its marks, and the
// clock; and the letters of the marks that are seen. In one row the marks stand
// between the clock's times.
func (p *plot) axis(strips *strips, marks []Mark, rows int) (drawn []string, letters string) {
	clock := strips[0].begin(p.width)
	line := clock
	if rows > 1 {
		line = strips[1].begin(p.width)
		p.axisLine(line, p.theme.Border)
	}
	letters = p.mark(line, marks)
	p.times(line, clock)
	indent := theme.Spaces(labelWidth + 2)
	if rows == 1 {
		return []string{indent + clock.String()}, letters
	}
	corner := theme.Spaces(labelWidth+1) + p.theme.Border.Render(p.theme.Glyph.Axis.Corner)
	return []string{corner + line.String(), indent + clock.String()}, letters
}

// axisLine is the line of time, dashed where nobody looked.
func (p *plot) axisLine(line *strip, style theme.Style) {
	line.fill(p.theme.Glyph.Axis.Horizontal, style)
	for x := range p.watched {
		line.set(x, p.theme.Glyph.Limit, p.theme.Border)
	}
}

// mark sets the letters of events, the later over the earlier, and returns those
// that are seen, each once, in the order of the alphabet.
func (p *plot) mark(line *strip, marks []Mark) string {
	for _, m := range marks {
		if x := p.columnOf(m.At); x >= 0 {
			line.set(x, string(m.Letter), m.Style)
			line.taken[x] = true
		}
	}
	var seen []string
	for x, taken := range line.taken {
		if taken {
			seen = append(seen, line.cells[x])
		}
	}
	slices.Sort(seen)
	return strings.Join(slices.Compact(seen), "")
}

// ticks are the distances that times on the axis may have.
var ticks = [...]time.Duration{
	10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute,
	15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// times writes the clock below the axis at round times.
func (p *plot) times(line, clock *strip) {
	const apart = 10
	every := ticks[len(ticks)-1]
	for _, t := range ticks {
		if t >= apart*p.long {
			every = t
			break
		}
	}
	layout := "15:04"
	if every < time.Minute {
		layout = "15:04:05"
	}
	for x := range p.width {
		at := p.timeOf(x)
		_, offset := at.Zone()
		into := (time.Duration(at.Unix()+int64(offset)) * time.Second) % every
		if into >= p.long || into < 0 {
			continue
		}
		text := at.Add(-into).Format(layout)
		if from := x - len(text)/2; from < 0 || from+len(text) > p.width {
			continue
		}
		if line != clock && !line.taken[x] {
			line.set(x, p.theme.Glyph.Axis.Tick, p.theme.Border)
		}
		aside := len(text) / 2
		if line == clock {
			aside = 1 // without its tick, a time is read where it stands
		}
		if from := clock.room(x, len(text), aside); from >= 0 {
			clock.write(from, text, p.theme.Dim)
		}
	}
}

// timeOf is when column x begins, as the zone's clocks show it.
func (p *plot) timeOf(x int) time.Time {
	at := time.Unix(0, (p.first+int64(x))*int64(p.long))
	if p.zone != nil {
		return at.In(p.zone)
	}
	return at
}

// unwatched is how many columns end before t.
func (p *plot) unwatched(t time.Time) int {
	if t.IsZero() {
		return 0
	}
	return int(max(0, min(floorDiv(t.UnixNano(), int64(p.long))-p.first, int64(p.width))))
}

// columnOf is the column that t falls into, -1 when it is not shown.
func (p *plot) columnOf(t time.Time) int {
	x := floorDiv(t.UnixNano(), int64(p.long)) - p.first
	if x < 0 || x >= int64(p.width) {
		return -1
	}
	return int(x)
}

// strip is one row of cells.
type strip struct {
	cells  []string
	styles []theme.Style
	taken  []bool // by a mark or a time
	run    []byte // a buffer
}

// strips are those of one picture, for use by the next.
type strips [2]strip

func newStrip(w int) *strip { return new(strip).begin(w) }

// begin makes the row w empty cells.
func (s *strip) begin(w int) *strip {
	s.cells, s.styles, s.taken = slices.Grow(s.cells[:0], w)[:w], slices.Grow(s.styles[:0], w)[:w], slices.Grow(s.taken[:0], w)[:w]
	clear(s.taken)
	s.fill(" ", theme.Style{})
	return s
}

func (s *strip) fill(glyph string, style theme.Style) {
	for x := range s.cells {
		s.set(x, glyph, style)
	}
}

func (s *strip) set(x int, glyph string, style theme.Style) { s.cells[x], s.styles[x] = glyph, style }

// write takes cells for text, one byte a cell.
func (s *strip) write(from int, text string, style theme.Style) {
	for i := range len(text) {
		s.set(from+i, text[i:i+1], style)
		s.taken[from+i] = true
	}
}

// text sets text of any script; cells that a wide sign covers are empty.
func (s *strip) text(from int, text string, style theme.Style) {
	for _, sign := range text {
		w := theme.Width(string(sign))
		s.set(from, string(sign), style)
		for x := from + 1; x < from+w; x++ {
			s.set(x, "", style)
		}
		from += w
	}
}

// room is where n cells begin whose middle lies over column x or at most so many
// cells aside, with a free one on each side; -1 when there is no such place.
func (s *strip) room(x, n, most int) int {
	for aside := range most + 1 {
		for _, from := range [...]int{x - n/2 + aside, x - n/2 - aside} {
			end := from + n
			if from >= 0 && end <= len(s.cells) && !slices.Contains(s.taken[max(from-1, 0):min(end+1, len(s.cells))], true) {
				return from
			}
		}
	}
	return -1
}

// String is the row.
func (s *strip) String() string { return string(s.append(nil)) }

// append appends the row to dst, neighbours of one style together.
func (s *strip) append(dst []byte) []byte {
	for from := 0; from < len(s.cells); {
		to := from + 1
		for to < len(s.cells) && s.styles[to] == s.styles[from] {
			to++
		}
		s.run = s.run[:0]
		for _, cell := range s.cells[from:to] {
			s.run = append(s.run, cell...)
		}
		dst = s.styles[from].AppendBytes(dst, s.run)
		from = to
	}
	return dst
}
