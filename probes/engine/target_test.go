package engine

import (
	"math"
	"slices"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/watch"
)

func TestATargetKeepsItsLastRounds(t *testing.T) {
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	s := newStanding(Target{Name: "chroma", Every: time.Second, DownAfter: 2})
	round := func(status probes.Status, missed int) {
		at = at.Add(time.Second)
		sample := probes.Sample{Target: "chroma", At: at, Status: status, Latency: 250 * time.Millisecond}
		if status == probes.Down {
			sample.Fault = probes.Fault{Code: probes.Refused}
		}
		s.observe(watch.Round{Sample: sample, Missed: missed})
	}
	round(probes.Up, 0)
	before := s.page(at)
	round(probes.Down, 0)
	fell := at
	round(probes.Up, 2)
	page := s.page(at)
	gap := float32(math.NaN())
	same := func(a, b float32) bool { return a == b || a != a && b != b }
	if want := []float32{0.25, gap, gap, gap, 0.25}; !slices.EqualFunc(page.Past.Max, want, same) {
		t.Errorf("the past is %v, want %v", page.Past.Max, want)
	}
	if len(before.Past.Max) != 1 {
		t.Errorf("a page of the past became %v", before.Past.Max)
	}
	if page.LastFault.Code != probes.Refused || !page.LastFaultAt.Equal(fell) {
		t.Errorf("the last fault is %v at %v, want refused at %v", page.LastFault.Code, page.LastFaultAt, fell)
	}
	round(probes.Up, 1_000_000)
	if n := len(s.page(at).Past.Max); n != pastRounds {
		t.Errorf("%d rounds are kept, want %d", n, pastRounds)
	}
}

// TestATargetIsDownSinceItsFirstFailedCheck, however many it takes.
func TestATargetIsDownSinceItsFirstFailedCheck(t *testing.T) {
	const up, down = probes.Up, probes.Down
	for _, tt := range []struct {
		rounds []probes.Status
		status probes.Status
		since  int // round
		sticky bool
	}{
		{[]probes.Status{up, down}, up, 0, true},
		{[]probes.Status{up, down, down}, down, 1, false},
		{[]probes.Status{up, down, up, down, down, down}, down, 3, false},
		{[]probes.Status{down, down}, down, 0, true},
		{[]probes.Status{up, down, down, up}, up, 3, false},
	} {
		s := newStanding(Target{Name: "chroma", Every: time.Second, DownAfter: 2})
		at := func(round int) time.Time { return time.Unix(int64(round), 0) }
		for i, status := range tt.rounds {
			s.observe(watch.Round{Sample: probes.Sample{At: at(i), Status: status}})
		}
		if s.status != tt.status || !s.since.Equal(at(tt.since)) || s.sticky != tt.sticky {
			t.Errorf("%v: %v since round %d, at least: %v; want %v since round %d", tt.rounds, s.status, s.since.Unix(), s.sticky, tt.status, tt.since)
		}
	}
}

func TestTheAddressOfATargetIsItsHostAndPort(t *testing.T) {
	for where, want := range map[string]string{
		"http://127.0.0.1:8000/health": "127.0.0.1:8000",
		"https://api.openai.com/v1":    "api.openai.com:443",
		"http://[::1]/":                "[::1]:80",
		"127.0.0.1:6379":               "127.0.0.1:6379",
		"redis:6379":                   "redis:6379",
		"/run/mysqld/mysqld.sock":      "",
		"":                             "",
	} {
		if got := addressOf(where); got != want {
			t.Errorf("what is asked at %q is at %q, want %q", where, got, want)
		}
	}
}

// TestAnAnswerThatIsTroubleIsCounted as a check that never came is.
func TestAnAnswerThatIsTroubleIsCounted(t *testing.T) {
	s := newStanding(Target{Name: "canary", DownAfter: 2})
	for i, step := range []struct {
		status probes.Status
		bad    int
	}{{probes.Up, 0}, {probes.Degraded, 1}, {probes.Degraded, 2}, {probes.Down, 3}, {probes.Degraded, 4}, {probes.Unknown, 0}, {probes.Down, 1}, {probes.Up, 0}} {
		at := noon.Add(time.Duration(i) * time.Second)
		s.observe(watch.Round{Sample: probes.Sample{Target: "canary", At: at, Status: step.status}, Began: at})
		if got := s.page(at).Bad; got != step.bad {
			t.Errorf("check %d, %v: %d in a row, want %d", i, step.status, got, step.bad)
		}
	}
}
