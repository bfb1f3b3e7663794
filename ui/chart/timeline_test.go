package chart

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func TestATimelineShowsADayWithItsEvents(t *testing.T) {
	end := time.Date(2026, 3, 14, 14, 30, 0, 0, time.UTC)
	var line Timeline
	rows := line.Draw(TimelineOptions{
		Width: 72, End: end, Span: 24 * time.Hour, Watched: end.Add(-6 * time.Hour), Zone: time.UTC, Theme: coloured(),
		Marks: []Mark{{At: end.Add(-4 * time.Hour), Letter: 'A'}, {At: end.Add(-3 * time.Hour), Letter: 'V'}, {At: end.Add(-25 * time.Hour), Letter: 'R'}},
	})
	if len(rows) != 2 {
		t.Fatalf("%d rows, want the axis and the clock", len(rows))
	}
	for _, row := range rows {
		if n := ansi.StringWidth(row); n != 72 {
			t.Errorf("%d cells in %q, want 72", n, row)
		}
	}
	axis := ansi.Strip(rows[0])
	before, after, _ := strings.Cut(axis, "A")
	if !strings.HasPrefix(axis, "╌") || strings.Contains(axis, "R") || !strings.Contains(after, "V") {
		t.Errorf("the axis is %q", axis)
	}
	if n := ansi.StringWidth(before); n < 58 || n > 60 {
		t.Errorf("four hours ago stands in column %d, want about 59", n)
	}
	if !strings.Contains(rows[1], "12:00") {
		t.Errorf("the clock is %q", rows[1])
	}
}

func TestATimelineWithoutRoomIsNone(t *testing.T) {
	for _, w := range []int{-1, 0, 1, minLineWidth - 1} {
		var line Timeline
		if rows := line.Draw(TimelineOptions{Width: w, Span: time.Hour, Theme: coloured()}); rows != nil {
			t.Errorf("%d cells: %q", w, rows)
		}
	}
}
