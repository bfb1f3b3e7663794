package promcheck

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"go.uber.org/goleak"

	"bedside/probes"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// scrape serves handle and scrapes it n times, giving the last sample.
func scrape(t *testing.T, n int, keep map[string]bool, handle http.HandlerFunc) probes.Sample {
	t.Helper()
	server := httptest.NewServer(handle)
	defer server.Close()
	p := New("app", Options{Request: fetch.Options{URL: probes.Plain(server.URL)}, Keep: keep})
	defer p.client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var s probes.Sample
	for range n {
		s = p.Check(ctx)
	}
	return s
}

// says is a handler that answers body as text.
func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		_, _ = io.WriteString(w, body)
	}
}

// written is the series as they are written in an exposition.
func written(series []probes.Series) []string {
	var all []string
	for _, s := range series {
		var labels []string
		for _, l := range s.Labels {
			labels = append(labels, fmt.Sprintf("%s=%q", l.Name, l.Value))
		}
		all = append(all, fmt.Sprintf("%s{%s} %v", s.Name, strings.Join(labels, ","), s.Number))
	}
	return all
}

func TestSeriesAreRead(t *testing.T) {
	for _, tt := range []struct {
		name    string
		body    string
		keep    map[string]bool
		want    []string
		dropped int
	}{
		{name: "with their labels sorted",
			body: "# HELP r requests\n# TYPE r counter\nr{method=\"POST\",endpoint=\"/chat\"} 12\nup 1\n",
			want: []string{`r{endpoint="/chat",method="POST"} 12`, `up{} 1`}},
		{name: "without a newline at the end", body: "up 1", want: []string{"up{} 1"}},
		{name: "with time stamps", body: "up 1 1735786245678\n", want: []string{"up{} 1"}},
		{name: "only those that are wanted", body: "a 1\nb{x=\"y\"} 2\nc 3\n", keep: map[string]bool{"b": true}, want: []string{`b{x="y"} 2`}},
		{name: "without what is no number",
			body: "a NaN\nb +Inf\nc -Inf\ne -0\nf 1\n", want: []string{"e{} 0", "f{} 1"}, dropped: 3},
		{name: "without either of two that are the same",
			body: "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\na{x=\"1\"} 3\n", want: []string{`a{x="1"} 3`}, dropped: 2},
		{name: "with foreign text in labels",
			body: "a{x=\"\\\"热线\\n\"} 1\n", want: []string{`a{x="\"热线\n"} 1`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, scrapes := range []int{1, 3} {
				s := scrape(t, scrapes, tt.keep, says(tt.body))
				if s.Status != probes.Up || s.Dropped != tt.dropped {
					t.Fatalf("%v %v, dropped %d, want %d", s.Status, s.Fault.Code, s.Dropped, tt.dropped)
				}
				if got := written(s.Series); !slices.Equal(got, normal(tt.want)) {
					t.Errorf("after %d scrapes: %q, want %q", scrapes, got, tt.want)
				}
			}
		})
	}
}

func TestADeploymentMayHaveNoMetrics(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	p := New("app", Options{Request: fetch.Options{URL: probes.Plain(server.URL)}, Optional: true})
	if s := p.Check(t.Context()); s.Status != probes.Unknown || s.Fault.Code != probes.NotProvided {
		t.Errorf("it is %v, %v", s.Status, s.Fault.Code)
	}
}

// normal writes minus zero as Go prints it.
func normal(want []string) []string {
	all := slices.Clone(want)
	for i, s := range all {
		if s == "e{} 0" {
			all[i] = fmt.Sprintf("e{} %v", math.Copysign(0, -1))
		}
	}
	return all
}

func TestWhatIsNoExpositionIsNotKnown(t *testing.T) {
	for _, tt := range []struct {
		name   string
		handle http.HandlerFunc
		status probes.Status
		want   words.Code
		detail string
	}{
		{"nothing there", http.NotFound, probes.Down, probes.BadStatus, "404"},
		{"HTML", says("<!DOCTYPE html>\n<html>"), probes.Unknown, probes.Malformed, "line 1"},
		{"an empty body", says(""), probes.Unknown, probes.EmptyBody, ""},
		{"a line that breaks off", says("a 1\nb 2\nc{x=\"\n"), probes.Unknown, probes.Malformed, "line 3"},
		{"a number beyond all numbers", says("a 1\nb 1e999\n"), probes.Unknown, probes.Malformed, "line 2"},
		{"a NUL that hides the rest", says("a 1\n\x00\nb 2\n"), probes.Unknown, probes.Malformed, "line 2"},
		{"a line break in a label", says("a{x=\"1\n\"} 1\n"), probes.Unknown, probes.Malformed, "line 1"},
		{"a line without end", says("a{x=\"" + strings.Repeat("y", 100_000) + "\"} 1\n"), probes.Unknown, probes.Malformed, "line 1"},
		{"an error of the service", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, probes.Down, probes.BadStatus, "500"},
		{"a login page elsewhere", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) }, probes.Down, probes.Redirected, "/login"},
		{"OpenMetrics cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/openmetrics-text; version=1.0.0")
			_, _ = io.WriteString(w, "a 1\n")
		}, probes.Unknown, probes.Malformed, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := scrape(t, 1, nil, tt.handle)
			if s.Status != tt.status || s.Fault.Code != tt.want || !s.Fault.Detail.Has(tt.detail) {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
		})
	}
}

func TestOpenMetricsIsRead(t *testing.T) {
	s := scrape(t, 2, nil, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")
		_, _ = io.WriteString(w, "# TYPE r counter\nr_total{a=\"b\"} 3 # {trace=\"x\"} 1\n# EOF\n")
	})
	if got := written(s.Series); s.Status != probes.Up || !slices.Equal(got, []string{`r_total{a="b"} 3`}) {
		t.Errorf("%v %v: %q", s.Status, s.Fault.Code, got)
	}
}

func TestAMillionSeriesAreCountedNotKept(t *testing.T) {
	var body bytes.Buffer
	for i := range 1_000_000 {
		fmt.Fprintf(&body, "x{i=\"%d\"} 1\n", i)
	}
	text := body.String()
	before := live()
	s := scrape(t, 1, nil, says(text))
	if len(s.Series) != maxSeries || s.Dropped != 1_000_000-maxSeries {
		t.Errorf("%v: %d kept, %d dropped", s.Fault.Code, len(s.Series), s.Dropped)
	}
	if grown := int64(live()) - int64(before); grown > 4<<20 {
		t.Errorf("%d bytes are held after it", grown)
	}
	runtime.KeepAlive(text)
	runtime.KeepAlive(s)
}

func TestNewLabelsWithEachScrapeDoNotAddUp(t *testing.T) {
	table := newTable(nil)
	for round := range 50 {
		table.begin()
		for i := range 1000 {
			if _, err := table.addText(fmt.Appendf(nil, "x{i=\"%d-%d\"} 1\n", round, i), 1); err != nil {
				t.Fatal(err)
			}
		}
		if series, dropped := table.end(); len(series) != 1000 || dropped != 0 {
			t.Fatalf("round %d: %d series, %d dropped", round, len(series), dropped)
		}
	}
	if n := len(table.written); n > 2*maxSeries+1000 {
		t.Errorf("%d series are remembered", n)
	}
}

func TestAnEndlessBodyStopsAtTheLimit(t *testing.T) {
	block := []byte(strings.Repeat("# nothing to see here\n", 10_000))
	before := live()
	s := scrape(t, 1, nil, func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	if s.Status != probes.Unknown || s.Fault.Code != probes.OverLimit {
		t.Errorf("%v %v", s.Status, s.Fault.Code)
	}
	if grown := int64(live()) - int64(before); grown > 4<<20 {
		t.Errorf("%d bytes are held after it", grown)
	}
}

func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// FuzzText: however the bytes arrive, the same series come out, all of them
// finite and within the limit, and nothing panics.
func FuzzText(f *testing.F) {
	f.Add("# TYPE r counter\nr{a=\"b\"} 1\nr{a=\"c\"} NaN\n")
	f.Add("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2")
	f.Add("{\"quoted name\",x=\"y\"} 1\n# EOF\n")
	f.Add("a{x=\"\\")
	f.Fuzz(func(t *testing.T, body string) {
		read := func(r io.Reader) ([]string, error) {
			p := New("x", Options{})
			p.table.begin()
			err := p.readText(r)
			series, _ := p.table.end()
			for _, s := range series {
				if !probes.Finite(s.Number) {
					t.Fatalf("%v is no figure", s.Number)
				}
				if !slices.IsSortedFunc(s.Labels, func(a, b probes.Label) int { return strings.Compare(a.Name, b.Name) }) {
					t.Fatalf("labels out of order: %v", s.Labels)
				}
			}
			return written(series), err
		}
		whole, err := read(strings.NewReader(body))
		bits, err2 := read(iotest.OneByteReader(strings.NewReader(body)))
		if (err == nil) != (err2 == nil) {
			t.Fatalf("in one piece: %v; in bits: %v", err, err2)
		}
		if err == nil && !slices.Equal(whole, bits) {
			t.Fatalf("in one piece %q, in bits %q", whole, bits)
		}
	})
}

func BenchmarkScrape(b *testing.B) {
	var body bytes.Buffer
	for i := range 1000 {
		fmt.Fprintf(&body, "xinyu_response_time_seconds_bucket{endpoint=\"/chat/%d\",le=\"0.5\"} %d\n", i, i*7)
	}
	p := New("app", Options{})
	b.ReportAllocs()
	b.SetBytes(int64(body.Len()))
	for b.Loop() {
		p.table.begin()
		if err := p.readText(bytes.NewReader(body.Bytes())); err != nil {
			b.Fatal(err)
		}
		if series, _ := p.table.end(); len(series) != 1000 {
			b.Fatal(len(series))
		}
	}
}
