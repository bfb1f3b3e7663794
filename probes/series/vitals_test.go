package series_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/series"
)

func xinyu() series.Mapping {
	return series.Mapping{
		Requests: series.Requests{Counter: "requests_total", Label: "endpoint", FailedLabel: "status", FailedPattern: "5..|429"},
		Latency:  series.Histogram{Name: "took_seconds", Label: "endpoint"},
		Stages:   series.Histogram{Name: "stage_seconds", Label: "stage"},
		Kinds: map[string][]string{
			"text":  {"/chat", "/chat/stream"},
			"voice": {"/api/voice-chat"},
		},
		KindLimits: map[string]float64{"text": 1.5, "voice": 3},
	}
}

// one is a series with labels given as "name=value".
func one(name string, n float64, labels ...string) probes.Series {
	s := probes.Series{Name: name, Number: n}
	for _, l := range labels {
		key, value, _ := strings.Cut(l, "=")
		s.Labels = append(s.Labels, probes.Label{Name: key, Value: value})
	}
	return s
}

// served is what an endpoint's series stand at when it has answered ok and
// failed requests, each in 0.8 s.
func served(endpoint string, ok, failed float64) []probes.Series {
	path, n := "endpoint="+endpoint, ok+failed
	return []probes.Series{
		one("requests_total", ok, path, "status=200"),
		one("requests_total", failed, path, "status=500"),
		one("took_seconds_bucket", 0, path, "le=0.5"),
		one("took_seconds_bucket", n, path, "le=1"),
		one("took_seconds_bucket", n, path, "le=+Inf"),
		one("took_seconds_sum", 0.8*n, path),
		one("took_seconds_count", n, path),
	}
}

func vitals(t *testing.T) *series.Vitals {
	t.Helper()
	v, err := series.NewVitals(xinyu())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func figures(r series.Result) map[probes.Metric]float64 {
	out := map[probes.Metric]float64{}
	for _, v := range r.Values {
		out[v.Metric] = math.Round(v.Number*1000) / 1000
	}
	return out
}

func TestVitalsFromMetrics(t *testing.T) {
	type scrape struct {
		at     float64
		series []probes.Series
	}
	tests := []struct {
		name    string
		scrapes []scrape
		now     float64
		want    map[probes.Metric]float64 // the zero map: nothing is known
	}{
		{"one scrape says nothing", []scrape{{0, served("/chat", 100, 0)}}, 1, nil},
		{"two scrapes say what happened between them",
			[]scrape{{0, served("/chat", 100, 50)}, {2, served("/chat", 108, 52)}}, 2,
			map[probes.Metric]float64{"requests": 5, "success": 0.8, "latency.mean": 0.8, "latency.p50": 0.75, "latency.p95": 0.975, "latency.p99": 0.995, "latency.text.p95": 0.975}},
		{"other endpoints and our own polls are left out",
			[]scrape{{0, append(served("/chat", 0, 0), served("/health", 0, 0)...)}, {2, append(served("/chat", 10, 0), served("/health", 0, 90)...)}}, 2,
			map[probes.Metric]float64{"requests": 5, "success": 1, "latency.mean": 0.8, "latency.p50": 0.75, "latency.p95": 0.975, "latency.p99": 0.995, "latency.text.p95": 0.975}},
		{"few requests are judged over a minute",
			[]scrape{{0, served("/chat", 0, 0)}, {40, served("/chat", 3, 1)}, {50, served("/chat", 3, 1)}}, 50,
			map[probes.Metric]float64{"requests": 0.08, "success": 0.75, "latency.mean": 0.8, "latency.p50": 0.75, "latency.p95": 0.975, "latency.p99": 0.995, "latency.text.p95": 0.975}},
		{"no requests are a known zero", []scrape{{0, served("/chat", 9, 9)}, {10, served("/chat", 9, 9)}}, 10,
			map[probes.Metric]float64{"requests": 0}},
		{"it is too early to say that there are none", []scrape{{0, served("/chat", 9, 9)}, {2, served("/chat", 9, 9)}}, 2, nil},
		{"a restart loses one interval and gives no negative rate",
			[]scrape{{0, served("/chat", 1000, 0)}, {2, served("/chat", 1, 0)}, {4, served("/chat", 11, 0)}}, 4,
			map[probes.Metric]float64{"requests": 5, "success": 1, "latency.mean": 0.8, "latency.p50": 0.75, "latency.p95": 0.975, "latency.p99": 0.995, "latency.text.p95": 0.975}},
		{"a counter running backwards is no data",
			[]scrape{{0, served("/chat", 100, 0)}, {2, served("/chat", 99, 0)}, {4, served("/chat", 98, 0)}, {6, served("/chat", 97, 0)}}, 6, nil},
		{"series that vanish and come back are no burst",
			[]scrape{{0, served("/chat", 5000, 0)}, {2, served("/chat/stream", 1, 0)}, {4, append(served("/chat", 5002, 0), served("/chat/stream", 1, 0)...)}}, 4, nil},
		{"NaN, infinities and negative counts are no data",
			[]scrape{{0, served("/chat", 0, 0)}, {2, served("/chat", math.NaN(), math.Inf(1))}, {4, served("/chat", -4, 0)}}, 4, nil},
		{"figures that are too old are unknown", []scrape{{0, served("/chat", 0, 0)}, {2, served("/chat", 10, 0)}}, 13, nil},
		{"a counter without a histogram gives no latency",
			[]scrape{{0, served("/chat", 0, 0)[:2]}, {2, served("/chat", 10, 0)[:2]}}, 2,
			map[probes.Metric]float64{"requests": 5, "success": 1}},
		{"a histogram without a counter gives no success",
			[]scrape{{0, served("/chat", 0, 0)[2:]}, {2, served("/chat", 10, 0)[2:]}}, 2,
			map[probes.Metric]float64{"requests": 5, "latency.mean": 0.8, "latency.p50": 0.75, "latency.p95": 0.975, "latency.p99": 0.995, "latency.text.p95": 0.975}},
		{"stages have their means",
			[]scrape{
				{0, append(served("/chat", 0, 0)[:2], one("stage_seconds_sum", 1, "stage=llm"), one("stage_seconds_count", 1, "stage=llm"))},
				{2, append(served("/chat", 10, 0)[:2], one("stage_seconds_sum", 6, "stage=llm"), one("stage_seconds_count", 11, "stage=llm"))}}, 2,
			map[probes.Metric]float64{"requests": 5, "success": 1, "stage.llm": 0.5}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := vitals(t)
			for _, s := range tt.scrapes {
				v.Scrape(at(s.at), s.series)
			}
			got := figures(v.At(at(tt.now)))
			if len(got) != len(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			for m, n := range tt.want {
				if got[m] != n {
					t.Errorf("%s is %v, want %v", m, got[m], n)
				}
			}
		})
	}
}

func TestAMomentIsTooShortForARate(t *testing.T) {
	v, start := vitals(t), time.Date(2026, 3, 14, 14, 0, 0, 0, time.UTC)
	for i, row := range []struct {
		at    time.Duration
		known bool
	}{{0, false}, {100 * time.Millisecond, false}, {2 * time.Second, true}} {
		v.Scrape(start.Add(row.at), served("/chat", float64(40*i), 0))
		if r := v.At(start.Add(row.at)); !math.IsNaN(r.Rate) != row.known {
			t.Errorf("%v after the first look the rate is %g", row.at, r.Rate)
		}
	}
}

func TestAQuantileBeyondTheLastBucketIsALowerBound(t *testing.T) {
	slow := func(n float64) []probes.Series {
		return []probes.Series{
			one("took_seconds_bucket", 0, "endpoint=/chat", "le=3"),
			one("took_seconds_bucket", n, "endpoint=/chat", "le=+Inf"),
			one("took_seconds_sum", 7*n, "endpoint=/chat"),
			one("took_seconds_count", n, "endpoint=/chat"),
		}
	}
	v := vitals(t)
	v.Scrape(at(0), slow(0))
	v.Scrape(at(2), slow(10))
	r := v.At(at(2))
	if want := (series.Quantile{Seconds: 3, AtLeast: true}); r.Latency.P95 != want {
		t.Errorf("p95 is %+v, want %+v", r.Latency.P95, want)
	}
	for _, value := range r.Values {
		if value.Metric == "latency.p95" && !value.AtLeast {
			t.Error("latency.p95 does not say that it is a lower bound")
		}
	}
	if r.Latency.Mean != 7 {
		t.Errorf("the mean is %v, want 7: it needs no buckets", r.Latency.Mean)
	}
}

func TestVitalsFromTheLog(t *testing.T) {
	v := vitals(t)
	v.Followed(at(0))
	for i := range 20 {
		v.Request(series.Reply{Endpoint: "/chat", Status: "200 OK"[:3], Took: time.Duration(i+1) * 100 * time.Millisecond})
	}
	v.Request(series.Reply{Endpoint: "/chat", Status: "503", Took: -1})
	v.Request(series.Reply{Endpoint: "/health", Status: "200", Took: time.Millisecond})
	v.Followed(at(5))
	r := v.At(at(5))
	if r.Source != series.FromLogs || r.Requests != 21 {
		t.Fatalf("%v requests from source %v, want 21 from the log", r.Requests, r.Source)
	}
	got := figures(r)
	want := map[probes.Metric]float64{"requests": 4.2, "success": 0.952, "latency.mean": 1.05, "latency.p50": 1, "latency.p95": 1.9, "latency.p99": 2}
	for m, n := range want {
		if got[m] != n {
			t.Errorf("%s is %v, want %v", m, got[m], n)
		}
	}
}

func TestALogIsQuietOnceItHasShownARequest(t *testing.T) {
	v := vitals(t)
	v.Followed(at(0))
	v.Followed(at(10))
	if r := v.At(at(10)); r.Source != series.FromLogs || !r.QuietFrom.IsZero() || len(r.Values) != 0 {
		t.Errorf("a log whose lines may be of another shape is %+v", r)
	}
	v.Request(series.Reply{Endpoint: "/chat", Status: "200", Took: time.Second})
	for second := 11; second <= 90; second++ {
		v.Followed(at(float64(second)))
	}
	if r := v.At(at(90)); r.QuietFrom != at(11) || figures(r)["requests"] != 0 {
		t.Errorf("a log that had one request is %+v", r)
	}
}

func TestALogThatNobodyReadsSaysNothing(t *testing.T) {
	v := vitals(t)
	v.Followed(at(0))
	v.Followed(at(10))
	if r := v.At(at(60)); r.Source != series.NoSource || len(r.Values) != 0 {
		t.Errorf("a log that is no longer followed still says %+v", r)
	}
}

func TestMetricsGoBeforeTheLog(t *testing.T) {
	v := vitals(t)
	v.Followed(at(0))
	v.Followed(at(2))
	v.Scrape(at(0), served("/chat", 0, 0))
	v.Scrape(at(2), served("/chat", 10, 0))
	if r := v.At(at(2)); r.Source != series.FromMetrics {
		t.Errorf("the source is %v, want the metrics", r.Source)
	}
}

func TestSurge(t *testing.T) {
	tests := []struct {
		name   string
		quiet  float64 // seconds at the usual rate before the last ten
		before float64 // requests a second
		after  float64
		want   float64
	}{
		{"ten times the arrivals are a surge of ten", 300, 20, 200, 10},
		{"steady traffic is one", 300, 20, 20, 1},
		{"half a minute is no baseline", 30, 20, 200, -1},
		{"a few requests after a quiet night are none", 600, 0, 0.5, 0.5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := vitals(t)
			total := 0.0
			for second := 0.0; second <= tt.quiet+10; second += 2 {
				v.Scrape(at(second), served("/chat", math.Floor(total), 0))
				if second < tt.quiet {
					total += 2 * tt.before
				} else {
					total += 2 * tt.after
				}
			}
			got, known := figures(v.At(at(tt.quiet + 10)))["requests.surge"]
			if !known {
				got = -1
			}
			if math.Abs(got-tt.want) > 0.001 {
				t.Errorf("the surge is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestEndpointsStandMostHarmFirst(t *testing.T) {
	v := vitals(t)
	v.Scrape(at(0), append(served("/chat", 0, 0), served("/api/voice-chat", 0, 0)...))
	v.Scrape(at(2), append(served("/chat", 100, 0), served("/api/voice-chat", 1, 4)...))
	r := v.At(at(2))
	if len(r.Endpoints) != 2 || r.Endpoints[0].Path.Screen() != "/api/voice-chat" || r.Endpoints[0].Success != 0.2 || r.Endpoints[0].Limit != 3 {
		t.Errorf("the endpoints are %+v, want the failing one first", r.Endpoints)
	}
}

func TestEverythingIsBoundedWhateverTheLabels(t *testing.T) {
	m := xinyu()
	m.Kinds = nil
	v, err := series.NewVitals(m)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 4 {
		var all []probes.Series
		for i := range 1000 {
			all = append(all, served(fmt.Sprint("/", i), float64(round), 0)...)
			all = append(all, one("stage_seconds_count", float64(round), fmt.Sprint("stage=", round, i)))
		}
		v.Scrape(at(float64(2*round)), all)
	}
	r := v.At(at(6))
	if len(r.Endpoints) > 64 || len(r.Stages) > 16 {
		t.Errorf("%d endpoints and %d stages are held", len(r.Endpoints), len(r.Stages))
	}
}

func TestAPatternThatDoesNotCompileIsRefused(t *testing.T) {
	m := xinyu()
	m.Requests.FailedPattern = "5..|("
	if _, err := series.NewVitals(m); err == nil {
		t.Error("it was taken")
	}
}

func FuzzVitalsAreFiniteAndNeverNegative(f *testing.F) {
	f.Add(1.0, 2.0, "/chat", "+Inf", "200")
	f.Add(math.NaN(), math.Inf(1), "/chat", "NaN", "500")
	f.Add(9.0, 1.0, "/chat", "-1", "429")
	f.Fuzz(func(t *testing.T, a, b float64, endpoint, le, status string) {
		v := vitals(t)
		for i, n := range []float64{a, b, a + b, b - a} {
			path := "endpoint=" + endpoint
			v.Scrape(at(float64(i)), []probes.Series{
				one("requests_total", n, path, "status="+status), one("took_seconds_bucket", n, path, "le="+le),
				one("took_seconds_bucket", n, path, "le=+Inf"), one("took_seconds_sum", b, path), one("took_seconds_count", n, path),
			})
			for _, value := range v.At(at(float64(i))).Values {
				if !probes.Finite(value.Number) || value.Number < 0 {
					t.Fatalf("%s is %v", value.Metric, value.Number)
				}
			}
		}
	})
}

func BenchmarkScrape(b *testing.B) {
	v, err := series.NewVitals(xinyu())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		now := at(float64(2 * i))
		v.Scrape(now, append(served("/chat", float64(i), 0), served("/api/voice-chat", float64(i), 0)...))
		v.At(now)
	}
}
