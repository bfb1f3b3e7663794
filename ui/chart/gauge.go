package chart

import (
	"math"

	"bedside/ui/theme"
)

// GaugeOptions say how a gauge is drawn.
type GaugeOptions struct {
	Width  int
	Limit  Limit
	Normal theme.Style
	Beyond theme.Style // of the filled part when the value is beyond the limit
	Rest   theme.Style // of what is not filled
	Glyphs *theme.Glyphs
}

// Gauge is a bar of exactly o.Width cells for a share from 0 to 1.
func Gauge(share float64, o GaugeOptions) string { return string(AppendGauge(nil, share, o)) }

// AppendGauge appends a bar of exactly o.Width cells for a share from 0 to 1,
// with the limit as a mark of its own. A share that is NaN fills nothing.
func AppendGauge(dst []byte, share float64, o GaugeOptions) []byte {
	if o.Width <= 0 {
		return dst
	}
	filled := 0
	if !math.IsNaN(share) {
		filled = cell(share, o.Width)
		if share > 0 && filled == 0 {
			filled = 1
		}
	}
	mark := -1
	if at, ok := o.Limit.line(); ok {
		mark = min(cell(at, o.Width), o.Width-1)
	}
	fill := o.Normal
	if o.Limit.Beyond(share) {
		fill = o.Beyond
	}
	for x := 0; x < o.Width; {
		style, glyph, to := o.Rest, o.Glyphs.Empty, o.Width
		switch {
		case x == mark:
			glyph, to = o.Glyphs.Mark, x+1
		case x < filled:
			style, glyph, to = fill, o.Glyphs.Full, filled
		}
		if x < mark {
			to = min(to, mark)
		}
		var room [512]byte
		dst = style.AppendBytes(dst, repeat(room[:0], glyph, to-x))
		x = to
	}
	return dst
}

// cell is how many of w cells a share fills.
func cell(share float64, w int) int {
	return int(math.Round(math.Max(0, math.Min(share, 1)) * float64(w)))
}

func repeat(dst []byte, s string, n int) []byte {
	for range n {
		dst = append(dst, s...)
	}
	return dst
}
