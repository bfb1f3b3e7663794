package fetch

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"bedside/probes"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// get makes one exchange with a server that answers by handle.
func get(t *testing.T, o Options, handle http.HandlerFunc) (*Answer, error) {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	o.URL = probes.Plain(server.URL + "/x")
	c := New(o)
	t.Cleanup(c.Close)
	a, err := c.Do(t.Context())
	if err == nil {
		t.Cleanup(func() { a.Close() })
	}
	return a, err
}

func TestABodyIsReadWithinItsLimit(t *testing.T) {
	for size, fails := range map[int]bool{0: false, 1024: false, 1025: true, 1 << 20: true} {
		a, err := get(t, Options{}, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", size)) })
		if err != nil {
			t.Fatal(err)
		}
		body, err := a.Read(1024)
		if (err != nil) != fails || !fails && len(body) != size {
			t.Errorf("%d bytes: %d read, %v", size, len(body), err)
		}
		if told := (*probes.Error)(nil); fails && (!errors.As(err, &told) || told.Fault.Code != probes.OverLimit) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestAnAddressThatIsNoneIsNotQuoted(t *testing.T) {
	_, err := New(Options{URL: probes.Plain("http://user:secret@[::1")}).Do(t.Context())
	if s := Failure(err); s.Status != probes.Unknown || s.Fault.Detail.Has("secret") {
		t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
	}
}

func TestSecretsAreHidden(t *testing.T) {
	key := probes.SecretFunc(func() (string, error) { return "Bearer sk-123456", nil })
	a, err := get(t, Options{Headers: map[string]probes.Secret{"Authorization": key, "Accept": probes.Plain("application/json")}},
		func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X-Echo", r.Header.Get("Authorization")) })
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		a.Header.Get("X-Echo"):             "Bearer ***",
		"the key sk-123456 is wrong":       "the key *** is wrong",
		"application/json is what I speak": "application/json is what I speak",
	} {
		if got := a.Hide(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestRefusalsAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		status Status
		fault  words.Code
		detail string
	}{
		{Status{Got: 503}, probes.BadStatus, "503 Service Unavailable"},
		{Status{Got: 204, Want: 200, Said: "gone"}, probes.BadStatus, "204 ≠ 200: gone"},
		{Status{Got: 500, Want: 200, Said: "gone"}, probes.BadStatus, "500: gone"},
		{Status{Got: 204, Want: 200}, probes.BadStatus, "204 No Content ≠ 200"},
		{Status{Got: 520}, probes.BadStatus, "520"},
		{Status{Got: 520, Want: 200}, probes.BadStatus, "520 ≠ 200"},
		{Status{Got: 401}, probes.Unauthorized, "401 Unauthorized"},
		{Status{Got: 403}, probes.Unauthorized, "403 Forbidden"},
		{Status{Got: 429}, probes.RateLimited, "429 Too Many Requests"},
		{Status{Got: 302, Location: "http://elsewhere/"}, probes.Redirected, "http://elsewhere/"},
		{Status{Got: 304}, probes.BadStatus, "304 Not Modified"},
	} {
		s := tt.status.Refusal()
		if s.Status != probes.Down || s.Fault.Code != tt.fault || !s.Fault.Detail.Is(tt.detail) {
			t.Errorf("%+v: %v %v (%s)", tt.status, s.Status, s.Fault.Code, s.Fault.Detail.Screen())
		}
	}
	for status, expected := range map[Status]bool{{Got: 200}: true, {Got: 204}: true, {Got: 300}: false, {Got: 503, Want: 503}: true, {Got: 200, Want: 204}: false} {
		if status.Expected() != expected {
			t.Errorf("%+v: expected is %v", status, !expected)
		}
	}
}
