package chart

import (
	"math"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestSparklines(t *testing.T) {
	inf := float32(math.Inf(1))
	for name, tt := range map[string]struct {
		series Series
		o      SparkOptions
		want   string
	}{
		"values rise from nothing to the largest": {seconds(0, 1, 2, 3, 4, 5, 6, 7), SparkOptions{Width: 8}, "▁▂▃▄▅▆▇█"},
		"gaps stay gaps":                   {seconds(1, gapped, 1), SparkOptions{Width: 3}, "█ █"},
		"a short past stands at the right": {seconds(1), SparkOptions{Width: 3}, "  █"},
		"a fixed scale":                    {seconds(0.5, 1), SparkOptions{Width: 2, High: 1}, "▅█"},
		"zeros lie on the ground":          {seconds(0, 0), SparkOptions{Width: 2}, "▁▁"},
		"an infinity is as high as can be": {seconds(1, inf), SparkOptions{Width: 2}, "██"},
		"no room is nothing":               {seconds(1), SparkOptions{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			th := coloured()
			tt.o.Glyphs, tt.o.Normal = &th.Glyph, th.Spark
			if got := ansi.Strip(Spark(tt.series, tt.o)); got != tt.want {
				t.Errorf("the sparkline is %q, want %q", got, tt.want)
			}
		})
	}
}

func TestASparklineShowsWhatIsBeyondItsLimitWithoutColours(t *testing.T) {
	least := Limit{Min: 0.999, HasMin: true}
	for _, tt := range []struct {
		what   string
		values []float32
		limit  Limit
		want   string
	}{
		{"a little below a minimum near the end of the scale", []float32{1, 0.998}, least, "█▇"},
		{"some below it are not none", []float32{1, 0.965, 0.5, 0}, least, "█▇▅▁"},
		{"a little above a maximum", []float32{0.70, 0.71}, Limit{Max: 0.7, HasMax: true}, "▆▇"},
		{"a maximum that is beyond itself", []float32{0.69, 0.7}, Limit{Max: 0.7, HasMax: true, Included: true}, "▆▇"},
		{"no room beyond the limit", []float32{0.99, 1}, Limit{Max: 0.99, HasMax: true}, "██"},
	} {
		th := coloured()
		got := ansi.Strip(Spark(seconds(tt.values...), SparkOptions{Width: len(tt.values), High: 1, Limit: tt.limit, Glyphs: &th.Glyph}))
		if got != tt.want {
			t.Errorf("%s: the sparkline is %q, want %q", tt.what, got, tt.want)
		}
	}
}

func TestASparklineIsColouredBeyondItsLimitAlone(t *testing.T) {
	th := coloured()
	got := Spark(seconds(1, 2), SparkOptions{
		Width: 2, Limit: Limit{Max: 1, HasMax: true}, Normal: th.Spark, Beyond: th.P2, Glyphs: &th.Glyph,
	})
	if want := th.Spark.Render("▅") + th.P2.Render("█"); got != want {
		t.Errorf("the sparkline is %q, want %q", got, want)
	}
}

func BenchmarkSpark(b *testing.B) {
	th, s := coloured(), hour(func(i int) float32 { return float32(i % 50) })
	o := SparkOptions{Width: 24, History: 600e9, Normal: th.Spark, Glyphs: &th.Glyph}
	buf := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendSpark(buf[:0], s, o)
	}
}
