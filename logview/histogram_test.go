package logview_test

import (
	"slices"
	"testing"
	"time"

	"bedside/logview"
)

// timed is the record of second i: an error each tenth.
func timed(i int) logview.Entry {
	e := *numbered(i)
	e.At = now.Add(time.Duration(i) * time.Second)
	return e
}

func timedWindow(n int) *logview.Window {
	w := logview.NewWindow(logview.WindowOptions{})
	for i := range n {
		e := timed(i)
		w.Append(&e)
	}
	return w
}

func TestAHistogramCountsEveryMatchOnce(t *testing.T) {
	w := timedWindow(600)
	for _, test := range []struct {
		name    string
		query   string
		columns int
		want    uint32
	}{
		{"all", "", 60, 600},
		{"errors", "level:error", 60, 60},
		{"in a few columns", "level:error", 3, 60},
		{"in one column", "", 1, 600},
		{"in more columns than there are seconds", "", 5000, 600},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := w.Page(logview.Question{Query: query(t, test.query), Limit: 1, Columns: test.columns}).Histogram
			if len(h.Columns) == 0 || len(h.Columns) > test.columns {
				t.Fatalf("%d columns, asked for at most %d", len(h.Columns), test.columns)
			}
			var sum uint32
			for _, c := range h.Columns {
				sum += c.Sum()
			}
			if sum != test.want {
				t.Errorf("it counts %d, want %d", sum, test.want)
			}
		})
	}
}

func TestAHistogramLeavesOutOurOwnPollsAndCopies(t *testing.T) {
	w := logview.NewWindow(logview.WindowOptions{})
	for i := range 3 {
		e := timed(i)
		e.Echo = i == 1
		w.Append(&e)
	}
	copied := timed(2)
	copied.Source, copied.Copy, copied.Back = "errors", true, 1
	w.Append(&copied)
	h := w.Page(logview.Question{Limit: 1, Columns: 10}).Histogram
	var sums []uint32
	for i := range h.Columns {
		sums = append(sums, h.Columns[i].Sum())
	}
	if !slices.Equal(sums, []uint32{1, 0, 1}) {
		t.Errorf("it counts %v", sums)
	}
}

func TestEveryEntryIsOnTheAxisOrCountedOutsideIt(t *testing.T) {
	day := 24 * time.Hour
	for name, row := range map[string]struct {
		off     time.Duration // of the clock that wrote the errors
		errors  int           // among 600 entries, one a second, at the beginning
		step    time.Duration
		outside uint32
	}{
		"a clock that is right":              {0, 300, 10 * time.Second, 0},
		"one that is a minute behind":        {-time.Minute, 300, 15 * time.Second, 0},
		"one that is a minute ahead":         {time.Minute, 300, 10 * time.Second, 0},
		"another zone":                       {-8 * time.Hour, 300, 10 * time.Minute, 0},
		"a zone ahead":                       {8 * time.Hour, 300, 10 * time.Minute, 0},
		"few of an hour ago":                 {-time.Hour, 3, 2 * time.Minute, 0},
		"few of years ago":                   {-20 * 365 * day, 32, 10 * time.Second, 32},
		"few of years to come":               {20 * 365 * day, 32, 10 * time.Second, 32},
		"many of years ago: the newest stay": {-20 * 365 * day, 300, 7 * day, 300},
		"many of years to come":              {20 * 365 * day, 300, 7 * day, 300},
	} {
		t.Run(name, func(t *testing.T) {
			w := logview.NewWindow(logview.WindowOptions{})
			for i := range 600 {
				e := timed(i)
				e.Level = logview.Info
				if i < row.errors {
					e.Level, e.At = logview.Error, e.At.Add(row.off)
				}
				w.Append(&e)
			}
			for asked, want := range map[string]uint32{"": 600, "level:error": uint32(row.errors)} {
				h := w.Page(logview.Question{Query: query(t, asked), Limit: 1, Columns: 60}).Histogram
				sum := h.Outside.Sum()
				for i := range h.Columns {
					sum += h.Columns[i].Sum()
				}
				if sum != want || h.Step != row.step || len(h.Columns) > 60 {
					t.Errorf("%q: %d counted of %d, %d columns of %v, want %v", asked, sum, want, len(h.Columns), h.Step, row.step)
				}
				if got := h.Outside.Sum(); asked == "" && got != row.outside {
					t.Errorf("%d outside, want %d", got, row.outside)
				}
			}
		})
	}
}

func TestAShortLogIsOnItsAxisWhole(t *testing.T) {
	w := logview.NewWindow(logview.WindowOptions{})
	for _, ago := range []time.Duration{30 * 24 * time.Hour, time.Second, 0} {
		e := timed(1)
		e.At = e.At.Add(-ago)
		w.Append(&e)
	}
	if h := w.Page(logview.Question{Limit: 1, Columns: 60}).Histogram; h.Outside.Sum() != 0 || h.Step != 24*time.Hour {
		t.Errorf("%d of three are outside, columns of %v", h.Outside.Sum(), h.Step)
	}
}

func TestNobodyPaysForAHistogramThatWasNotAskedFor(t *testing.T) {
	if h := timedWindow(10).Page(logview.Question{Limit: 5}).Histogram; h.Columns != nil {
		t.Errorf("it counted %v", h.Columns)
	}
}

func BenchmarkHistogramOfAFullWindow(b *testing.B) {
	w := timedWindow(10_000)
	b.ReportAllocs()
	for b.Loop() {
		w.Page(logview.Question{Limit: 1, Columns: 180})
	}
}

func TestAnAxisRunsOnToNow(t *testing.T) {
	begin := time.Date(2026, 3, 14, 14, 30, 2, 0, time.UTC)
	for name, row := range map[string]struct {
		until   time.Duration // after the first column's begin
		step    time.Duration
		columns []uint32
	}{
		"it ends behind the moment already": {5 * time.Second, 2 * time.Second, []uint32{1, 2, 3}},
		"a column for each step since":      {8 * time.Second, 2 * time.Second, []uint32{1, 2, 3, 0, 0}},
		"longer ones where they get many":   {40 * time.Second, 10 * time.Second, []uint32{6, 0, 0, 0, 0}},
		"each of whole ones":                {60 * time.Second, 30 * time.Second, []uint32{6, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			h := logview.Histogram{Begin: begin, Step: 2 * time.Second, Columns: make([]logview.LevelCounts, 3)}
			for i := range h.Columns {
				h.Columns[i][logview.Info] = uint32(i + 1)
			}
			got := h.Until(begin.Add(row.until), 5)
			var sums []uint32
			for i := range got.Columns {
				sums = append(sums, got.Columns[i].Sum())
			}
			if got.Step != row.step || !slices.Equal(sums, row.columns) || !got.Begin.Equal(begin.Truncate(row.step)) {
				t.Errorf("%v in steps of %v from %v, want %v of %v", sums, got.Step, got.Begin, row.columns, row.step)
			}
		})
	}
}
