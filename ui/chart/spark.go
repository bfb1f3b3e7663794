package chart

import (
	"math"
	"time"

	"bedside/ui/theme"
)

// SparkOptions say how a sparkline is drawn.
type SparkOptions struct {
	Width   int
	History time.Duration // at most this long; 0 is all there is
	Limit   Limit
	// Low and High are the ends of the scale. When they are equal the scale
	// goes from 0 to the largest value.
	Low, High float64
	// Per is how many slots a column stands for; 0 chooses.
	Per int
	// Cursor is a moment whose column is drawn as Marked; zero is none.
	Cursor time.Time
	Marked theme.Style
	Normal theme.Style
	Beyond theme.Style // of values beyond the limit
	Glyphs *theme.Glyphs
}

// Spark is a sparkline of exactly o.Width cells.
func Spark(s Series, o SparkOptions) string { return string(AppendSpark(nil, s, o)) }

// AppendSpark appends a sparkline of exactly o.Width cells to dst.
func AppendSpark(dst []byte, s Series, o SparkOptions) []byte {
	if o.Width <= 0 {
		return dst
	}
	var room [256]float32
	per := o.Per
	if per < 1 {
		per = s.perColumn(o.Width, o.History)
	}
	columns := s.columns(room[:0], o.Width, per, o.Limit.low())
	low, high := o.scale(columns)
	cursor := o.cursor(s, per)
	for from := 0; from < len(columns); {
		style, to := o.style(columns[from]), from+1
		if from == cursor {
			style = o.Marked
		}
		for to < len(columns) && from != cursor && to != cursor && o.style(columns[to]) == style {
			to++
		}
		dst = o.appendLevels(dst, columns[from:to], ends{low, high}, style)
		from = to
	}
	return dst
}

// cursor is the column of the cursor, -1 for none.
func (o SparkOptions) cursor(s Series, per int) int {
	if o.Cursor.IsZero() || s.Step <= 0 {
		return -1
	}
	x := floorDiv(o.Cursor.UnixNano(), int64(s.Step)*int64(per)) - (s.column(per) - int64(o.Width) + 1)
	if x < 0 || x >= int64(o.Width) {
		return -1
	}
	return int(x)
}

// appendLevels appends a run of columns that share a style.
func (o *SparkOptions) appendLevels(dst []byte, columns []float32, scale ends, style theme.Style) []byte {
	var room [256]byte
	run := room[:0]
	for _, v := range columns {
		if gap(v) {
			run = append(run, ' ')
			continue
		}
		run = append(run, o.Glyphs.Spark[o.level(float64(v), scale)]...)
	}
	return style.AppendBytes(dst, run)
}

// ends are the ends of a scale.
type ends struct{ low, high float64 }

// level is how high v stands: beyond the limit's own level when it is beyond the
// limit, however little, so that it is seen without colours.
func (o *SparkOptions) level(v float64, scale ends) int {
	n := level(v, scale.low, scale.high)
	at, ok := o.Limit.line()
	if !ok || !o.Limit.Beyond(v) {
		return n
	}
	limit := level(at, scale.low, scale.high)
	if o.Limit.low() {
		return max(0, min(n, limit-1))
	}
	return min(max(n, limit+1), len(o.Glyphs.Spark)-1)
}

func (o SparkOptions) style(v float32) theme.Style {
	if !gap(v) && o.Limit.Beyond(float64(v)) {
		return o.Beyond
	}
	return o.Normal
}

// scale is the ends of the scale: as asked for, or from zero to the largest.
func (o SparkOptions) scale(columns []float32) (low, high float64) {
	if o.High > o.Low {
		return o.Low, o.High
	}
	for _, v := range columns {
		if n := float64(v); finite(n) {
			high = max(high, n)
		}
	}
	return 0, high
}

// level is how high v stands between low and high, 0 to 7.
func level(v, low, high float64) int {
	if high <= low {
		return 0
	}
	share := (v - low) / (high - low)
	return int(math.Max(0, math.Min(share*8, 7)))
}

// Level is the sparkline's glyph for a share from 0 to 1.
func Level(share float64, g *theme.Glyphs) string {
	if math.IsNaN(share) {
		return " "
	}
	return g.Spark[level(share, 0, 1)]
}
