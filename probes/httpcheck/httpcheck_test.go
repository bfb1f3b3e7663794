package httpcheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"bedside/probes"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve starts a server and returns its address.
func serve(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s.URL
}

// probe makes a probe that leaves no connection behind.
func probe(t *testing.T, o Options) *Probe {
	t.Helper()
	p, err := New("target", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.client.Close)
	return p
}

// ask is a probe's options when it is the request that matters.
func ask(o fetch.Options) Options { return Options{Request: o} }

// check makes one check with a deadline of d.
func check(t *testing.T, p *Probe, d time.Duration) probes.Sample {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	return p.Check(ctx)
}

var healthy = Expect{Status: 200, JSON: map[string]any{"status": "healthy"}}

func TestAnswersAreJudged(t *testing.T) {
	cacheHits := []Value{{Metric: "cache.hits", Path: "metrics.cache.hit_rate", Unit: "percent"}}
	for _, tt := range []struct {
		name   string
		status int
		body   string
		o      Options
		want   probes.Status
		fault  words.Code
		detail string
	}{
		{name: "a healthy service is up", body: `{"status":"healthy"}`, o: Options{Expect: healthy}, want: probes.Up},
		{name: "a page is up when nothing is expected", body: `<html>`, want: probes.Up},
		{name: "HTML is no health", body: "<!DOCTYPE html>\n<title>login</title>", o: Options{Expect: healthy}, want: probes.Down, fault: probes.NotJSON, detail: "<!DOCTYPE html>"},
		{name: "an empty body is no health", o: Options{Expect: healthy}, want: probes.Down, fault: probes.EmptyBody},
		{name: "an empty body is nothing to call up", want: probes.Down, fault: probes.EmptyBody},
		{name: "an empty body is up when the status alone is asked for", o: Options{Expect: Expect{Status: 200}}, want: probes.Up},
		{name: "no content is up", status: 204, want: probes.Up},
		{name: "broken JSON is malformed", body: `{"status":`, o: Options{Expect: healthy}, want: probes.Down, fault: probes.Malformed},
		{name: "a second document is malformed", body: `{"status":"healthy"}{}`, o: Options{Expect: healthy}, want: probes.Down, fault: probes.Malformed},
		{name: "NaN in JSON is malformed", body: `{"status":NaN}`, o: Options{Expect: healthy}, want: probes.Down, fault: probes.Malformed},
		{name: "unhealthy with 200 is down", body: `{"status":"unhealthy","error":"no database"}`, o: Options{Expect: healthy}, want: probes.Down, fault: probes.Unhealthy, detail: "no database"},
		{name: "unhealthy with 503 is down in its own words", status: 503, body: `{"status":"unhealthy","error":"no database"}`, o: Options{Expect: healthy}, want: probes.Down, fault: probes.Unhealthy, detail: "no database"},
		{name: "unhealthy is down when nothing is expected", body: `{"status":"unhealthy"}`, want: probes.Down, fault: probes.Unhealthy, detail: "unhealthy"},
		{name: "degraded names the checks that failed", body: `{"status":"degraded","checks":{"redis":true,"llm":false}}`, o: Options{Expect: healthy}, want: probes.Degraded, fault: probes.Unhealthy, detail: "llm"},
		{name: "another value than expected is down", body: `{"status":"starting"}`, o: Options{Expect: healthy}, want: probes.Down, fault: probes.BadBody, detail: "status: starting ≠ healthy"},
		{name: "an absent value is down", body: `{}`, o: Options{Expect: healthy}, want: probes.Down, fault: probes.BadBody, detail: "status: ∅ ≠ healthy"},
		{name: "expected numbers and booleans are compared as such", body: `{"a":{"b":[1,2.0]},"c":true}`, o: Options{Expect: Expect{JSON: map[string]any{"a.b.1": 2, "c": true}}}, want: probes.Up},
		{name: "500 quotes the detail", status: 500, body: `{"detail":"Error 111"}`, want: probes.Down, fault: probes.BadStatus, detail: "500: Error 111"},
		{name: "another status than expected names both", status: 201, body: "x", o: Options{Expect: Expect{Status: 200}}, want: probes.Down, fault: probes.BadStatus, detail: "201 Created ≠ 200"},
		{name: "404 is down", status: 404, body: "x", want: probes.Down, fault: probes.BadStatus, detail: "404 Not Found"},
		{name: "404 of what is optional is not provided", status: 404, body: "x", o: Options{Optional: true}, want: probes.Unknown, fault: probes.NotProvided},
		{name: "a page in place of what is optional is not provided", body: "<html>", o: Options{Values: cacheHits, PageIsAbsence: true}, want: probes.Unknown, fault: probes.NotProvided},
		{name: "noise in place of what is optional is down", body: "oops", o: Options{Values: cacheHits, PageIsAbsence: true}, want: probes.Down, fault: probes.NotJSON, detail: "oops"},
		{name: "401 is unauthorized", status: 401, want: probes.Down, fault: probes.Unauthorized, detail: "401 Unauthorized"},
		{name: "429 is rate limited", status: 429, want: probes.Down, fault: probes.RateLimited, detail: "429 Too Many Requests"},
		{name: "a complaint beside the figures is degraded", body: `{"status":"success","metrics":{"error":"Error 111"}}`, o: Options{Values: cacheHits}, want: probes.Degraded, fault: probes.Unhealthy, detail: "Error 111"},
		{name: "a complaint is never up", body: `{"metrics":{"error":"Error 111"}}`, want: probes.Degraded, fault: probes.Unhealthy, detail: "Error 111"},
		{name: "an absent figure is degraded", body: `{"metrics":{}}`, o: Options{Values: cacheHits}, want: probes.Degraded, fault: probes.BadBody, detail: "metrics.cache.hit_rate: ∅"},
		{name: "an infinite figure is degraded", body: `{"metrics":{"cache":{"hit_rate":1e999}}}`, o: Options{Values: cacheHits}, want: probes.Degraded, fault: probes.NotANumber, detail: "metrics.cache.hit_rate"},
		{name: "a pattern that is there is up", body: `{"reply":"心理热线"}`, o: Options{Expect: Expect{Body: "热线|专业"}}, want: probes.Up},
		{name: "a pattern is found in escaped JSON", body: `{"reply":"\u70ed\u7ebf"}`, o: Options{Expect: Expect{Body: "热线"}}, want: probes.Up},
		{name: "an answer without the pattern is degraded", body: `{"reply":"ok"}`, o: Options{Expect: Expect{Body: "热线|专业"}}, want: probes.Degraded, fault: probes.Lacks, detail: "“热线|专业”: ok"},
		{name: "of an answer in JSON its long text is quoted", body: `{"id":"a1","reply":"睡不好的时候，白天也会更累","n":3}`, o: Options{Expect: Expect{Body: "热线"}}, want: probes.Degraded, fault: probes.Lacks, detail: "“热线”: 睡不好的时候，白天也会更累"},
		{name: "of one with several texts the beginning", body: `{"id":"abcd","reply":"efgh"}`, o: Options{Expect: Expect{Body: "热线"}}, want: probes.Degraded, fault: probes.Lacks, detail: `“热线”: {"id":"abcd","reply":"efgh"}`},
		{name: "what was said is quoted too, and nothing else of the request", body: `{"reply":"ok"}`, o: Options{Request: fetch.Options{Method: "POST", JSON: []byte(`{"token":"sesame","message":"我不想活了"}`)}, Expect: Expect{Body: "热线"}}, want: probes.Degraded, fault: probes.Lacks, detail: "“热线”: “我不想活了” → ok"},
		{name: "so is the last message of a conversation, in brief", body: `{"reply":"ok"}`, o: Options{Request: fetch.Options{Method: "POST", JSON: []byte(`{"key":"sesame","messages":[{"role":"system","content":"be kind"},{"role":"user","content":" a sentence of more than twenty characters "},{"role":"assistant","content":"no"}]}`)}, Expect: Expect{Body: "one|two|three|four|five|six"}}, want: probes.Degraded, fault: probes.Lacks, detail: "“one|two|three|four|f…”: “a sentence of more t…” → ok"},
		{name: "blanks say nothing", body: `{"reply":"ok"}`, o: Options{Request: fetch.Options{Method: "POST", JSON: []byte(`{"message":" \n"}`)}, Expect: Expect{Body: "热线"}}, want: probes.Degraded, fault: probes.Lacks, detail: "“热线”: ok"},
		{name: "a request that says nothing is not quoted", body: `{"reply":"ok"}`, o: Options{Request: fetch.Options{Method: "POST", JSON: []byte(`{"token":"sesame"}`)}, Expect: Expect{Body: "热线"}}, want: probes.Degraded, fault: probes.Lacks, detail: "“热线”: ok"},
		{name: "of an answer that is no JSON too", body: "good night", o: Options{Expect: Expect{Body: "热线"}}, want: probes.Degraded, fault: probes.Lacks, detail: "“热线”: good night"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Request.URL = probes.Plain(serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.status != 0 {
					w.WriteHeader(tt.status)
				}
				_, _ = w.Write([]byte(tt.body))
			}))
			s := check(t, probe(t, tt.o), 5*time.Second)
			if s.Status != tt.want || s.Fault.Code != tt.fault {
				t.Fatalf("%v %q, want %v %q", s.Status, s.Fault.Code, tt.want, tt.fault)
			}
			if tt.detail != "" && !s.Fault.Detail.Is(tt.detail) {
				t.Errorf("detail %q, want %q", s.Fault.Detail.Screen(), tt.detail)
			}
			if s.Target != "target" || s.At.IsZero() || s.Latency <= 0 {
				t.Errorf("an incomplete sample: %+v", s)
			}
		})
	}
}

func TestAnAddressWithTheWrongProtocolIsToldFromABadCertificate(t *testing.T) {
	quiet := func(server *httptest.Server) *httptest.Server {
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		t.Cleanup(server.Close)
		return server
	}
	well := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	plain, secure := quiet(httptest.NewServer(well)), quiet(httptest.NewTLSServer(well))
	nginx := quiet(httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, "<center>The plain HTTP request was sent to HTTPS port</center>")
	})))
	alert := quiet(httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		_, _ = conn.Write([]byte("\x15\x03\x01\x00\x02\x02\x46"))
		_ = conn.Close()
	})))
	for _, tt := range []struct {
		name string
		url  string
		want words.Code
	}{
		{"https to a port of plain HTTP", "https" + strings.TrimPrefix(plain.URL, "http"), probes.PlainHTTP},
		{"plain HTTP to a port of TLS that says so", "http" + strings.TrimPrefix(secure.URL, "https"), probes.WantsTLS},
		{"plain HTTP to a port of TLS that says so in other words", nginx.URL, probes.WantsTLS},
		{"plain HTTP to a port of TLS that answers in TLS", alert.URL, probes.WantsTLS},
		{"a certificate of nobody that is known", secure.URL, probes.TLS},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := probe(t, ask(fetch.Options{URL: probes.Plain(tt.url)}))
			if s := check(t, p, 5*time.Second); s.Status != probes.Down || s.Fault.Code != tt.want {
				t.Errorf("%v, %s (%s), want %s", s.Status, s.Fault.Code, s.Fault.Detail.Screen(), tt.want)
			}
		})
	}
}

func TestFiguresAreReadInTheirUnits(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"m":{"rate":71.5,"took":250,"memory":"1.05M","alive":true,"none":null,"count":"7"},"list":[{"n":3}]}`))
	})
	s := check(t, probe(t, Options{Request: fetch.Options{URL: probes.Plain(url)}, Values: []Value{
		{"rate", "m.rate", "percent"}, {"took", "m.took", "ms"}, {"memory", "m.memory", "B"},
		{"alive", "m.alive", ""}, {"none", "m.none", ""}, {"count", "m.count", ""}, {"n", "list.0.n", ""},
	}}), 5*time.Second)
	want := []probes.Value{
		{Metric: "rate", Number: 0.715, Unit: probes.Ratio}, {Metric: "took", Number: 0.25, Unit: probes.Seconds},
		{Metric: "memory", Number: 1.05 * (1 << 20), Unit: probes.Bytes}, {Metric: "alive", Number: 1},
		{Metric: "count", Number: 7}, {Metric: "n", Number: 3},
	}
	if s.Status != probes.Up || len(s.Values) != len(want) {
		t.Fatalf("%v, values %+v", s.Status, s.Values)
	}
	for i, v := range s.Values {
		if v.Metric != want[i].Metric || v.Unit != want[i].Unit || v.Number < want[i].Number*0.999 || v.Number > want[i].Number*1.001 {
			t.Errorf("value %+v, want %+v", v, want[i])
		}
	}
}

func TestTheRequestIsAsConfigured(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != "POST" || r.Header.Get("User-Agent") != "bedside" || r.Header.Get("X-Key") != "k" ||
			r.Header.Get("Content-Type") != "application/json" || r.ContentLength != 7 || r.Header.Get("Cookie") != "" {
			t.Errorf("request %s %v", r.Method, r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		_, _ = w.Write([]byte("ok"))
	})
	p := probe(t, ask(fetch.Options{Method: "POST", URL: probes.Plain(url), JSON: []byte(`{"a":1}`), Headers: map[string]probes.Secret{"X-Key": probes.Plain("k")}}))
	for range 2 {
		if s := check(t, p, 5*time.Second); s.Status != probes.Up {
			t.Errorf("%v %v", s.Status, s.Fault.Code)
		}
	}
}

func TestAConnectionIsKeptBetweenChecks(t *testing.T) {
	remotes := map[string]bool{}
	p := probe(t, ask(fetch.Options{URL: probes.Plain(serve(t, func(w http.ResponseWriter, r *http.Request) {
		remotes[r.RemoteAddr] = true
		_, _ = w.Write([]byte("ok"))
	}))}))
	for range 5 {
		check(t, p, 5*time.Second)
	}
	if len(remotes) != 1 {
		t.Errorf("5 checks used %d connections", len(remotes))
	}
}

func TestRedirectsAreNotFollowedAndCredentialsStay(t *testing.T) {
	other := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the redirect was followed with %v", r.Header)
	})
	for _, to := range []string{other, "file:///etc/passwd", "http://169.254.169.254/latest/", "/"} {
		url := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
		s := check(t, probe(t, ask(fetch.Options{URL: probes.Plain(url), Headers: map[string]probes.Secret{"Authorization": probes.Plain("x")}})), 5*time.Second)
		if s.Status != probes.Down || s.Fault.Code != probes.Redirected || !s.Fault.Detail.Is(to) {
			t.Errorf("to %s: %v %v %v", to, s.Status, s.Fault.Code, s.Fault.Detail.Screen())
		}
	}
}

func TestSecretsDoNotComeBack(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte(`{"detail":"bad key ` + r.Header.Get("Authorization") + ` for ` + r.URL.Query().Get("token") + `"}`))
	})
	secret := func(s string) probes.Secret { return probes.SecretFunc(func() (string, error) { return s, nil }) }
	s := check(t, probe(t, ask(fetch.Options{
		URL:     secret(url + "/robot?token=abc-123-def"),
		Headers: map[string]probes.Secret{"Authorization": secret("Bearer sk-very-secret")},
	})), 5*time.Second)
	for _, hidden := range []string{"sk-very-secret", "abc-123-def"} {
		if s.Fault.Detail.Has(hidden) || s.Body.Has(hidden) {
			t.Errorf("%s stands in %s", hidden, s.Fault.Detail.Screen())
		}
	}
	if !s.Fault.Detail.Has("bad key") {
		t.Errorf("detail %s", s.Fault.Detail.Screen())
	}
}

func TestASecretThatCannotBeReadLeavesTheTargetUnknown(t *testing.T) {
	missing := probes.SecretFunc(func() (string, error) { return "", errors.New("/etc/key: no such file") })
	for _, o := range []fetch.Options{
		{URL: missing},
		{URL: probes.Plain("http://127.0.0.1:1"), Headers: map[string]probes.Secret{"Authorization": missing}},
	} {
		s := check(t, probe(t, ask(o)), time.Second)
		if s.Status != probes.Unknown || s.Fault.Code != probes.NoSecret || !s.Fault.Detail.Has("/etc/key") {
			t.Errorf("%v %v %s", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
		}
	}
}

func TestFrozenAnswersAreUnknown(t *testing.T) {
	p := probe(t, Options{Clock: "timestamp"})
	at := time.Now()
	judge := func(stamp string, after time.Duration) probes.Sample {
		return p.judge(answer{at: at.Add(after), status: 200, body: `{"timestamp":` + stamp + `}`})
	}
	for i, tt := range []struct {
		stamp string
		after time.Duration
		want  probes.Status
	}{
		{`"10:00:00"`, 0, probes.Up},
		{`"10:00:01"`, time.Second, probes.Up},
		{`"10:00:01"`, 2 * time.Second, probes.Up},
		{`"10:00:01"`, 3 * time.Second, probes.Unknown},
		{`"10:00:04"`, 4 * time.Second, probes.Up},
		{`1735786245.67`, 5 * time.Second, probes.Up},
		{`1735786245.67`, 9 * time.Second, probes.Unknown},
	} {
		s := judge(tt.stamp, tt.after)
		if s.Status != tt.want || (s.Status == probes.Unknown) != (s.Fault.Code == probes.Stale) {
			t.Errorf("answer %d: %v %v", i, s.Status, s.Fault.Code)
		}
	}
}

func TestTheProofIsCut(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(strings.Repeat("热", 5000))) })
	s := check(t, probe(t, ask(fetch.Options{URL: probes.Plain(url)})), 5*time.Second)
	if s.Body.Len() > maxProof || s.Body.Len() < maxProof-4 {
		t.Errorf("%d bytes of the body are kept", s.Body.Len())
	}
}

func TestOptionsThatCannotBeUsedAreRefused(t *testing.T) {
	for _, o := range []Options{{Expect: Expect{Body: "("}}, {Values: []Value{{Unit: "furlong"}}}} {
		if _, err := New("x", o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"status":"healthy","timestamp":"2026-01-02T03:04:05.678901","version":"3.0.0","database":"connected","vector_db":"ready","memory_system":"enabled"}`))
	}))
	defer s.Close()
	p, err := New("health", Options{Request: fetch.Options{URL: probes.Plain(s.URL)}, Expect: healthy})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if s := p.Check(b.Context()); s.Status != probes.Up {
			b.Fatal(s.Fault.Code)
		}
	}
	p.client.Close()
}
