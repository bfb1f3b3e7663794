package chart

import (
	"math"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestGauges(t *testing.T) {
	limit := Limit{Max: 0.8, HasMax: true}
	for name, tt := range map[string]struct {
		share float64
		limit Limit
		want  string
	}{
		"half is filled to the half":         {0.5, Limit{}, "━━━━━─────"},
		"the limit is a mark of its own":     {0.5, limit, "━━━━━───┃─"},
		"beyond the limit it is filled past": {0.95, limit, "━━━━━━━━┃━"},
		"a little is seen":                   {0.001, Limit{}, "━─────────"},
		"nothing is nothing":                 {0, Limit{}, "──────────"},
		"too much is full":                   {7, Limit{}, "━━━━━━━━━━"},
		"less than nothing is nothing":       {-7, Limit{}, "──────────"},
		"what is no number fills nothing":    {math.NaN(), limit, "────────┃─"},
	} {
		t.Run(name, func(t *testing.T) {
			th := coloured()
			got := Gauge(tt.share, GaugeOptions{Width: 10, Limit: tt.limit, Normal: th.Text, Beyond: th.P2, Rest: th.Border, Glyphs: &th.Glyph})
			if ansi.Strip(got) != tt.want {
				t.Errorf("the gauge is %q, want %q", ansi.Strip(got), tt.want)
			}
		})
	}
}
