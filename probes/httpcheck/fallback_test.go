package httpcheck

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"bedside/probes"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

// says is a probe that has its answer ready.
type says struct{ sample probes.Sample }

func (s says) Name() probes.Name                   { return "health" }
func (s says) Check(context.Context) probes.Sample { return s.sample }

func TestAWitnessCountsOnlyWhereAPageAnswers(t *testing.T) {
	up, page := probes.Sample{Status: probes.Up}, probes.Fail(probes.Down, probes.NotJSON, "<html>")
	for _, row := range []struct {
		name           string
		first, witness probes.Sample
		want           probes.Status
		fault          words.Code
	}{
		{"a page and a witness", page, up, probes.Up, ""},
		{"a page alone", page, page, probes.Down, probes.NotJSON},
		{"a page and a witness that is not provided", page, probes.Fail(probes.Unknown, probes.NotProvided, ""), probes.Down, probes.NotJSON},
		{"a service that calls itself ill", probes.Fail(probes.Down, probes.Unhealthy, "ill"), up, probes.Down, probes.Unhealthy},
		{"a service that refuses", probes.Fail(probes.Down, probes.Refused, ""), up, probes.Down, probes.Refused},
		{"a service that is up", up, page, probes.Up, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := WithWitness(says{row.first}, says{row.witness}, "/metrics").Check(t.Context())
			if got.Status != row.want || got.Fault.Code != row.fault {
				t.Errorf("%v because of %q, wanted %v because of %q", got.Status, got.Fault.Code, row.want, row.fault)
			}
		})
	}
}

func TestAServiceWithoutAHealthEndpointIsUpWhenItsBaseAnswers(t *testing.T) {
	for _, row := range []struct {
		name string
		base int
		want probes.Status
	}{
		{"it answers", http.StatusOK, probes.Up},
		{"it fails", http.StatusInternalServerError, probes.Down},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/" {
					http.NotFound(w, r)
					return
				}
				w.WriteHeader(row.base)
				_, _ = w.Write([]byte("hello"))
			}))
			defer s.Close()
			probe := func(path string, optional bool) *Probe {
				p, err := New("health", Options{Request: fetch.Options{URL: probes.Plain(s.URL + path)}, Optional: optional})
				if err != nil {
					t.Fatal(err)
				}
				return p
			}
			if got := WithFallback(probe("/health", true), probe("/", false), "/").Check(t.Context()); got.Status != row.want {
				t.Errorf("%v because of %q, wanted %v", got.Status, got.Fault.Code, row.want)
			}
		})
	}
}

// Another program may have taken the port: that it answers proves nothing.
func TestAFallbackProvesNothingOfWhatWasProvided(t *testing.T) {
	absent := probes.Fail(probes.Unknown, probes.NotProvided, "")
	up := probes.Sample{Status: probes.Up}
	for name, row := range map[string]struct {
		before probes.Sample
		want   probes.Status
	}{
		"it said that all is well":        {up, probes.Down},
		"it said that something is wrong": {probes.Fail(probes.Down, probes.Unhealthy, "no database"), probes.Down},
		"nothing answered":                {probes.Fail(probes.Down, probes.Refused, ""), probes.Up},
		"a proxy answered":                {probes.Fail(probes.Down, probes.BadStatus, "502"), probes.Up},
	} {
		t.Run(name, func(t *testing.T) {
			first := &sequence{row.before, absent, absent, up}
			p := WithFallback(first, says{up}, "/")
			p.Check(t.Context())
			for range 2 {
				got := p.Check(t.Context())
				if got.Status != row.want || row.want == probes.Down && got.Fault.Code != probes.Withdrawn {
					t.Fatalf("%v because of %q, wanted %v", got.Status, got.Fault.Code, row.want)
				}
			}
			if got := p.Check(t.Context()); row.want == probes.Down && got.Status != probes.Up {
				t.Errorf("it is there again and %v", got.Status)
			}
		})
	}
}

// sequence answers its samples one after the other.
type sequence []probes.Sample

func (s *sequence) Name() probes.Name { return "health" }

func (s *sequence) Check(context.Context) probes.Sample {
	next := (*s)[0]
	*s = (*s)[1:]
	return next
}

func TestAFallbackSparesWhatIsNotProvidedWhileItIsUp(t *testing.T) {
	absent := probes.Fail(probes.Unknown, probes.NotProvided, "")
	absent.Asked = []string{"/health"}
	for _, row := range []struct {
		name   string
		second probes.Sample
		again  []string // asked for by the second check
	}{
		{"the base answers", probes.Sample{Status: probes.Up, Asked: []string{"/"}}, []string{"/"}},
		{"a proxy answers for a service that is away", probes.Sample{Status: probes.Down, Asked: []string{"/"}}, []string{"/health", "/"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := WithFallback(says{absent}, says{row.second}, "/")
			if got := p.Check(t.Context()); !slices.Equal(got.Asked, []string{"/health", "/"}) || (got.Instead == "/") != (row.second.Status == probes.Up) {
				t.Errorf("the first check asked for %v, and %q answered", got.Asked, got.Instead)
			}
			if got := p.Check(t.Context()).Asked; !slices.Equal(got, row.again) {
				t.Errorf("the second check asked for %v, want %v", got, row.again)
			}
		})
	}
}
