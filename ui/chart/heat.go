package chart

import (
	"math"
	"slices"
	"time"

	"bedside/ui/theme"
)

// HeatMap is counts by time and size, oldest column first.
type HeatMap struct {
	End  time.Time // of the last column
	Step time.Duration
	// Bounds are the upper ends of the bands, rising; the last one may be
	// infinite. Each column holds one count a band.
	Bounds  []float64
	Columns [][]float32
}

// HeatOptions say how a heat map is drawn.
type HeatOptions struct {
	Width, Height int           // at most; the width with its axis, as a Line's
	Indent        int           // cells before the axis, which its labels may use
	End           time.Time     // of the last column
	Long          time.Duration // of one column
	Limit         Limit         // bands above it are drawn as Beyond
	Cursor        time.Time     // a moment whose column is drawn as Marked; zero is none
	Watched       time.Time     // nobody looked before it: nothing is drawn there
	Recent        time.Duration // the time up to End that shares are of; 0 is all that is shown

	Normal, Beyond, Marked theme.Style
	Theme                  *theme.Theme
}

// Heat draws heat maps, rows of large sizes above. It keeps its buffers; the
// zero Heat is ready.
type Heat struct {
	o      HeatOptions
	width  int // of the cells without the axis
	rows   []band
	counts []float32 // a row after the other
	recent []float64 // of each row in the recent time
	most   float32
	newest int     // the first column that shows the map's last, which still grows,
	growth float32 // and by how much it is drawn darker for that
	cursor int
	run    []byte
}

// band is the buckets that one row shows together.
type band struct {
	from, to   int     // in HeatMap.Bounds
	begin, end float64 // the ends of what it holds
	beyond     bool
}

// Prepare condenses a heat map to what will be seen of it and returns the
// number of its rows, 0 when it holds nothing or there is no room.
func (h *Heat) Prepare(m HeatMap, o HeatOptions) int {
	h.o, h.width, h.rows = o, o.Width-AxisWidth, h.rows[:0]
	if h.width < 1 || o.Height < 1 || o.Long <= 0 || m.Step <= 0 {
		return 0
	}
	low, high := m.filled()
	if low >= high {
		return 0
	}
	low, high = widen(low, high, widest{bands: len(m.Bounds), rows: o.Height})
	h.divide(m.Bounds, low, high)
	h.count(m)
	h.countRecent(m)
	return len(h.rows)
}

// filled is the range of bands that hold anything.
func (m HeatMap) filled() (low, high int) {
	low = len(m.Bounds)
	for _, column := range m.Columns {
		for i, n := range column[:min(len(column), len(m.Bounds))] {
			if n > 0 {
				low, high = min(low, i), max(high, i+1)
			}
		}
	}
	return low, high
}

// widest is how far bands may be widened.
type widest struct{ bands, rows int }

// widen takes in empty bands, slower ones first, as long as each has a row of
// its own: a map whose bands stay where they are is easier to compare.
func widen(low, high int, most widest) (int, int) {
	high = max(high, min(most.bands, low+most.rows))
	return max(0, min(low, high-most.rows)), high
}

// divide shares the bands from low to high among the rows. Bands on both sides
// of the limit never share a row.
func (h *Heat) divide(bounds []float64, low, high int) {
	for i := low; i < high; i++ {
		begin := 0.0
		if i > 0 {
			begin = bounds[i-1]
		}
		beyond := i > 0 && h.o.Limit.HasMax && begin >= h.o.Limit.Max
		h.rows = append(h.rows, band{i, i + 1, begin, bounds[i], beyond})
	}
	for len(h.rows) > h.o.Height && h.join() {
	}
	if over := len(h.rows) - h.o.Height; over > 0 {
		h.rows = h.rows[over:] // one row: what is beyond the limit
	}
}

// join makes one row of the two neighbours with the fewest bands, the quickest
// of several, and reports whether there were two to join.
func (h *Heat) join() bool {
	at, fewest := -1, 0
	for i := range len(h.rows) - 1 {
		a, b := &h.rows[i], &h.rows[i+1]
		if n := b.to - a.from; a.beyond == b.beyond && (at < 0 || n < fewest) {
			at, fewest = i, n
		}
	}
	if at < 0 {
		return false
	}
	h.rows[at].to, h.rows[at].end = h.rows[at+1].to, h.rows[at+1].end
	h.rows = slices.Delete(h.rows, at+1, at+2)
	return true
}

// count adds the counts up for each row and column. A column shorter than a
// step shows the step that it lies in.
func (h *Heat) count(m HeatMap) {
	size := len(h.rows) * h.width
	h.counts = append(h.counts[:0], make([]float32, size)...)
	h.most = 0
	last := floorDiv(h.o.End.UnixNano()-1, int64(h.o.Long))
	first := last - int64(h.width) + 1
	h.newest, h.growth = h.width, 1
	watched := int64(math.MinInt64)
	if !h.o.Watched.IsZero() {
		watched = h.o.Watched.UnixNano()
	}
	h.cursor = -1
	if !h.o.Cursor.IsZero() {
		h.cursor = int(max(-1, floorDiv(h.o.Cursor.UnixNano(), int64(h.o.Long))-first))
	}
	for x := range h.width {
		begin := (first + int64(x)) * int64(h.o.Long)
		if begin+int64(h.o.Long) <= watched {
			continue
		}
		from, to := m.between(begin, begin+int64(h.o.Long))
		if h.newest == h.width && from < to && to == len(m.Columns) {
			h.newest, h.growth = x, m.growth(to-from, h.o)
		}
		for _, column := range m.Columns[from:to] {
			for r, row := range h.rows {
				for i := row.from; i < min(row.to, len(column)); i++ {
					h.counts[r*h.width+x] += max(0, column[i])
				}
			}
		}
	}
	for _, n := range h.counts {
		h.most = max(h.most, n)
	}
}

// growth is how many times as much a column of the picture will hold that shows the
// last n of the map, the newest of which still grows: drawn as it stands, it would
// look like a recovery. What a moment holds foretells little, so that it never is
// more than three times.
func (m HeatMap) growth(n int, o HeatOptions) float32 {
	passed := o.End.Sub(m.End.Add(-m.Step))
	passed = max(1, min(passed, m.Step)) + time.Duration(n-1)*m.Step
	return float32(max(1, min(3, float64(max(m.Step, o.Long))/float64(passed))))
}

// between is the columns that begin in a stretch of time, at least the one
// that its beginning lies in.
func (m HeatMap) between(begin, end int64) (from, to int) {
	n := int64(len(m.Columns))
	oldest := m.End.UnixNano() - n*int64(m.Step)
	a, b := floorDiv(begin-oldest, int64(m.Step)), floorDiv(end-oldest, int64(m.Step))
	if end-begin >= int64(m.Step) && (begin-oldest)%int64(m.Step) != 0 {
		a++
	}
	b = max(b, a+1)
	return int(max(0, min(a, n))), int(max(0, min(b, n)))
}

// Append appends row r of the prepared heat map: exactly the indent and the
// width asked for.
func (h *Heat) Append(dst []byte, r int) []byte {
	row := h.rows[len(h.rows)-1-r]
	dst = h.appendLabel(dst, row)
	cells := h.counts[(len(h.rows)-1-r)*h.width:][:h.width]
	style := h.o.Normal
	if row.beyond {
		style = h.o.Beyond
	}
	for from := 0; from < h.width; {
		to, drawn := from+1, style
		if from == h.cursor {
			drawn = h.o.Marked
		}
		for to < h.width && from != h.cursor && to != h.cursor {
			to++
		}
		h.run = h.run[:0]
		for x, n := range cells[from:to] {
			if from+x >= h.newest {
				n *= h.growth
			}
			h.run = append(h.run, h.shade(n)...)
		}
		dst = drawn.AppendBytes(dst, h.run)
		from = to
	}
	return dst
}

// Share is the part of the counts that row r holds, in the cursor's column or,
// without one, in the recent time; NaN when there is none.
func (h *Heat) Share(r int) float64 {
	part, all := 0.0, 0.0
	from, to := h.read()
	if to == from {
		for _, n := range h.recent {
			all += n
		}
		return h.recent[len(h.rows)-1-r] / all
	}
	for row := range h.rows {
		for _, n := range h.counts[row*h.width+from : row*h.width+to] {
			all += float64(n)
			if row == len(h.rows)-1-r {
				part += float64(n)
			}
		}
	}
	return part / all
}

// read is the columns that shares are of, none where they are of the recent time:
// columns that share a step would count it several times.
func (h *Heat) read() (from, to int) {
	switch {
	case h.cursor >= 0 && h.cursor < h.width:
		return h.cursor, h.cursor + 1
	case h.o.Recent > 0:
		return 0, 0
	}
	return 0, h.width
}

// countRecent adds up for each row what the recent time holds: the newest step,
// which still grows, those before it, and of the last one as much as lies in it.
func (h *Heat) countRecent(m HeatMap) {
	h.recent = append(h.recent[:0], make([]float64, len(h.rows))...)
	left := float64(h.o.Recent) / float64(m.Step)
	part := float64(h.o.End.Sub(m.End.Add(-m.Step))) / float64(m.Step)
	for i := len(m.Columns) - 1; i >= 0 && left > 0; i-- {
		weight := 1.0
		if i < len(m.Columns)-1 {
			part, weight = 1, min(1, left)
		}
		left -= max(0, min(part, 1))
		for r, row := range h.rows {
			for _, n := range m.Columns[i][row.from:min(row.to, len(m.Columns[i]))] {
				h.recent[r] += weight * max(0, float64(n))
			}
		}
	}
}

// appendLabel names a band by both ends: its share is its own, not that of all
// up to it.
func (h *Heat) appendLabel(dst []byte, row band) []byte {
	t, w := h.o.Theme, labelWidth+h.o.Indent
	var text string
	switch {
	case !finite(row.end):
		text = ">" + number(row.begin, w-1)
	case row.begin > 0:
		text = number(row.begin, w) + t.Plain7("–") + number(row.end, w)
	}
	if text == "" || theme.Width(text) > w {
		text = number(row.end, w)
		if most := t.Plain7("≤") + text; theme.Width(most) <= w {
			text = most
		}
	}
	dst = t.Dim.Append(dst, t.Right(text, w))
	dst = append(dst, ' ')
	return t.Border.Append(dst, t.Glyph.Axis.Left)
}

// shade is the glyph of a count. The root lets a single slow one be seen
// beside many quick ones.
func (h *Heat) shade(n float32) string {
	if !(n > 0) || h.most <= 0 {
		return " "
	}
	shades := &h.o.Theme.Glyph.Shade
	i := int(math.Sqrt(float64(n/h.most)) * float64(len(shades)))
	return shades[max(0, min(i, len(shades)-1))]
}
