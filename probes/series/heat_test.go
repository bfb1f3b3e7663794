package series_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/series"
)

// timed is an exposition with so many replies within 0.5 s, within 1.5 s, and
// altogether.
func timed(quick, middling, all float64) []probes.Series {
	path := "endpoint=/chat"
	return []probes.Series{
		one("requests_total", all, path, "status=200"),
		one("took_seconds_bucket", quick, path, "le=0.5"),
		one("took_seconds_bucket", middling, path, "le=1.5"),
		one("took_seconds_bucket", all, path, "le=+Inf"),
		one("took_seconds_sum", all, path),
		one("took_seconds_count", all, path),
	}
}

func TestTheHeatMapCountsRepliesByBandAndTime(t *testing.T) {
	v := vitals(t)
	at := time.Date(2026, 3, 14, 12, 0, 1, 0, time.UTC)
	v.Scrape(at, timed(0, 0, 0))
	v.Scrape(at.Add(2*time.Second), timed(5, 7, 8))
	v.Scrape(at.Add(22*time.Second), timed(6, 8, 9))
	got := v.At(at.Add(22 * time.Second)).Heat
	want := [][]float32{{5, 2, 1}, {0, 0, 0}, {1, 0, 0}}
	if !slices.EqualFunc(got.Columns, want, slices.Equal) {
		t.Errorf("the columns are %v, want %v", got.Columns, want)
	}
	if end := at.Add(29 * time.Second); !got.End.Equal(end) || got.Step != 10*time.Second {
		t.Errorf("columns of %v end at %v, want %v", got.Step, got.End, end)
	}
	if !slices.Equal(got.Bounds, []float64{0.5, 1.5, math.Inf(1)}) {
		t.Errorf("the bands end at %v", got.Bounds)
	}
}

func TestAPublishedHeatMapNeverChanges(t *testing.T) {
	v := vitals(t)
	at := time.Date(2026, 3, 14, 12, 0, 1, 0, time.UTC)
	v.Scrape(at, timed(0, 0, 0))
	v.Scrape(at.Add(time.Second), timed(5, 5, 5))
	before := v.At(at.Add(time.Second)).Heat
	v.Scrape(at.Add(2*time.Second), timed(9, 9, 9))
	if got := before.Columns[0][0]; got != 5 {
		t.Errorf("the page of a second ago says %v now", got)
	}
	if got := v.At(at.Add(2 * time.Second)).Heat.Columns[0][0]; got != 9 {
		t.Errorf("the column counts %v, want 9", got)
	}
}

func TestTheHeatMapHoldsAnHour(t *testing.T) {
	v := vitals(t)
	at := time.Date(2026, 3, 14, 12, 0, 1, 0, time.UTC)
	for i := range 2400 {
		v.Scrape(at.Add(time.Duration(i)*2*time.Second), timed(float64(i), float64(i), float64(i)))
	}
	v.Scrape(at.Add(30*24*time.Hour), timed(2400, 2400, 2400))
	heat := v.At(at.Add(30 * 24 * time.Hour)).Heat
	if len(heat.Columns) != 360 {
		t.Errorf("%d columns are held, want 360", len(heat.Columns))
	}
	if heat.Columns[0][0] != 0 {
		t.Error("what is older than the map still stands in it")
	}
}

func TestRequestLinesMakeAHeatMapToo(t *testing.T) {
	v := vitals(t)
	at := time.Date(2026, 3, 14, 12, 0, 1, 0, time.UTC)
	v.Followed(at)
	for _, took := range []time.Duration{400 * time.Millisecond, 500 * time.Millisecond, time.Minute} {
		v.Request(series.Reply{Endpoint: "/chat", Status: "200", Took: took})
	}
	v.Followed(at.Add(time.Second))
	heat := v.At(at.Add(time.Second)).Heat
	if len(heat.Columns) == 0 || heat.Columns[0][2] != 2 || heat.Columns[0][len(heat.Bounds)-1] != 1 {
		t.Errorf("the map is %v by %v", heat.Columns, heat.Bounds)
	}
}

func TestTheHeatMapStaysWhenNothingIsKnownAnyMore(t *testing.T) {
	v := vitals(t)
	at := time.Date(2026, 3, 14, 12, 0, 1, 0, time.UTC)
	v.Scrape(at, timed(0, 0, 0))
	v.Scrape(at.Add(time.Second), timed(5, 5, 5))
	r := v.At(at.Add(time.Minute))
	if r.Source != series.NoSource || len(r.Heat.Columns) != 1 {
		t.Errorf("a minute later the source is %v and the map %v", r.Source, r.Heat.Columns)
	}
}
