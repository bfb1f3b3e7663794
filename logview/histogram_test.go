package logview_test

import (
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
		e.Echo, e.Copy = i == 1, i == 2
		w.Append(&e)
	}
	if h := w.Page(logview.Question{Limit: 1, Columns: 10}).Histogram; h.Columns[0].Sum() != 1 || len(h.Columns) != 3 {
		t.Errorf("it counts %v", h.Columns)
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
