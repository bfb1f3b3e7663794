package wire

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/probes"
	"bedside/probes/engine"
)

func TestWhoIsReachedOverANetwork(t *testing.T) {
	tests := map[string]struct {
		probe config.Probe
		want  bool
	}{
		"a service elsewhere":                  {config.Probe{HTTP: &config.HTTP{URL: "https://bot.example.com/health"}}, true},
		"a service on loopback":                {config.Probe{HTTP: &config.HTTP{URL: "http://127.0.0.1:8000/health"}}, false},
		"a service by the name of loopback":    {config.Probe{HTTP: &config.HTTP{URL: "http://localhost:8000/"}}, false},
		"loopback in IPv6":                     {config.Probe{Redis: &config.Redis{Addr: "[::1]:6379"}}, false},
		"a cache in the next rack":             {config.Probe{Redis: &config.Redis{Addr: "10.0.0.7:6379"}}, true},
		"a database whose address is a secret": {config.Probe{Name: "mysql", MySQL: &config.DSN{DSN: "${file:/x}"}}, false},
		"a database in the next rack":          {config.Probe{Name: "mysql", MySQL: &config.DSN{DSN: "me:x@tcp(10.0.0.8:3306)/shop"}}, true},
		"a database behind a socket":           {config.Probe{Name: "mysql", MySQL: &config.DSN{DSN: "me:x@unix(/run/mysqld/mysqld.sock)/shop"}}, false},
		"one behind an abstract socket":        {config.Probe{Name: "mysql", MySQL: &config.DSN{DSN: "me:x@unix(@mysql)/shop"}}, false},
		"a URL that is a secret":               {config.Probe{HTTP: &config.HTTP{URL: "${env:URL}"}}, false},
		"the host itself":                      {config.Probe{Host: &config.Host{}}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := remote(peer(tt.probe)); got != tt.want {
				t.Errorf("remote is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhereATargetIsAskedHoldsNoSecret(t *testing.T) {
	for name, tt := range map[string]struct {
		probe config.Probe
		want  string
	}{
		"a page":                      {config.Probe{HTTP: &config.HTTP{URL: "http://bot:8000/health"}}, "http://bot:8000/health"},
		"a page with a key":           {config.Probe{HTTP: &config.HTTP{URL: "https://me:secret@bot/models?key=secret#secret"}}, "https://bot/models"},
		"a page whose path is secret": {config.Probe{HTTP: &config.HTTP{URL: "https://bot/${file:/x}"}}, ""},
		"a page that is all secret":   {config.Probe{HTTP: &config.HTTP{URL: "${env:URL}"}}, ""},
		"metrics":                     {config.Probe{Prometheus: &config.Prometheus{URL: "http://bot:8000/metrics"}}, "http://bot:8000/metrics"},
		"a database":                  {config.Probe{Name: "mysql", MySQL: &config.DSN{DSN: "me:secret@tcp(db:3306)/shop"}}, "db:3306"},
		"a database in a secret":      {config.Probe{Name: "mysql", MySQL: &config.DSN{DSN: "${file:/x}"}}, ""},
		"a database, password in one": {config.Probe{Name: "mysql", MySQL: &config.DSN{DSN: "me:${env:P}@tcp(db:3306)/shop"}}, ""},
		"a cache":                     {config.Probe{Redis: &config.Redis{Addr: "10.0.0.7:6379"}}, "10.0.0.7:6379"},
		"this machine":                {config.Probe{Host: &config.Host{}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := where(tt.probe); got != tt.want {
				t.Errorf("where is %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOurPollsAreKnownByThePathsThatTheServiceMaySee(t *testing.T) {
	poll := func(request, path string) engine.Poll {
		return engine.Poll{Target: "health", Request: request, Asked: logview.Asked{Path: path}}
	}
	tests := map[string]struct {
		service string
		want    []engine.Poll
	}{
		"a service at the root of its host": {"http://bot:8000", []engine.Poll{
			poll("/health", "/health"), poll("/", "/"), poll("/metrics", "/metrics"),
		}},
		"a service behind a prefix": {"http://shared/bot", []engine.Poll{
			poll("/bot/health", "/bot/health"), poll("/bot/health", "/health"), poll("/bot/", "/bot/"), poll("/bot/", "/"),
			poll("/bot/metrics", "/bot/metrics"), poll("/bot/metrics", "/metrics"),
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := config.ForURL(config.Watch{URL: tt.service})
			if err != nil {
				t.Fatal(err)
			}
			var got []engine.Poll
			for _, p := range polls(c) {
				if p.Target == "health" {
					got = append(got, p)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("the polls are %v, want %v", got, tt.want)
			}
		})
	}
}

func TestTheCanaryIsKnownByWhoItIs(t *testing.T) {
	c, err := config.Load("../config/testdata/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range polls(c) {
		canary := p.Target == "canary"
		if want := (logview.Asked{Path: "/chat", User: "bedside", Session: "bedside-canary"}); canary && p.Asked != want {
			t.Errorf("the canary is %+v, want %+v", p.Asked, want)
		}
		if !canary && p.User+p.Session != "" {
			t.Errorf("%s is %+v, and holds no conversation", p.Target, p.Asked)
		}
	}
}

func TestARedirectIsNamedUnlessItHoldsASecret(t *testing.T) {
	t.Setenv("PLANTED", "swordfish")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"/", http.StatusPermanentRedirect)
	}))
	defer server.Close()
	for path, want := range map[string]string{
		"/health":               "/health/",
		"/robot/${env:PLANTED}": "/robot/***/",
	} {
		for name, p := range map[string]config.Probe{
			"a page":  {Name: "x", HTTP: &config.HTTP{URL: server.URL + path}},
			"metrics": {Name: "x", Prometheus: &config.Prometheus{URL: server.URL + path}},
		} {
			probe, _, err := build(&config.Config{}, p)
			if err != nil {
				t.Fatal(err)
			}
			if s := probe.Check(t.Context()); s.Fault.Code != probes.Redirected || !s.Fault.Detail.Is(want) {
				t.Errorf("%s at %s: %v %s, want %s", name, path, s.Fault.Code, s.Fault.Detail.Screen(), want)
			}
		}
	}
}

func TestThePathThatAnswersInsteadHidesSecrets(t *testing.T) {
	for address, want := range map[string]string{
		"http://127.0.0.1:8000":             "/",
		"http://127.0.0.1:8000/":            "/",
		"http://127.0.0.1:8000/ping?key=k1": "/ping",
		"http://127.0.0.1/${env:TOK}/":      "***",
		"secret:hook":                       "***",
	} {
		if got := openPath(address); got != want {
			t.Errorf("of %s people read %q, want %q", address, got, want)
		}
	}
}
