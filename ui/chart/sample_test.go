package chart

import (
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"bedside/ui/theme"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

// noon is the end of every sample, at the border of a column.
var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

var gapped = float32(math.NaN())

func coloured() *theme.Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.TrueColor)
	return theme.New(r, theme.Options{})
}

// seconds is a series of one value a second that ends at noon.
func seconds(values ...float32) Series { return Series{End: noon, Step: time.Second, Values: values} }

// hour is an hour at one value a second.
func hour(f func(i int) float32) Series {
	values := make([]float32, 3600)
	for i := range values {
		values[i] = f(i)
	}
	return seconds(values...)
}

// exact checks that every row has exactly w cells.
func exact(t *testing.T, rows []string, w int) {
	t.Helper()
	for i, row := range rows {
		if n := ansi.StringWidth(row); n != w {
			t.Fatalf("row %d has %d cells, want %d: %q", i, n, w, ansi.Strip(row))
		}
	}
}

func plainText(rows []string) string { return ansi.Strip(strings.Join(rows, "\n")) }
