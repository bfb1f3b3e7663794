package invoke

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/probes/action"
	"bedside/probes/words"
)

// starred conceals what a reference stands for and what a key names.
func starred(name, value string) string {
	if strings.Contains(name, "KEY") {
		return "***"
	}
	return strings.ReplaceAll(value, "${env:T}", "***")
}

func TestAStepIsDescribedAsItWillBeCarriedOut(t *testing.T) {
	v := New(Options{Root: "/srv/bot", Service: "http://ops:planted@bot:8000", Conceal: starred})
	for name, tt := range map[string]struct {
		step action.Step
		what string
		with []string
	}{
		"a command": {action.Step{Run: &action.Run{Argv: []string{"docker", "compose", "restart", "a b"}}},
			`docker compose restart "a b"`, []string{"in /srv/bot", "30 s at most"}},
		"a command with surroundings": {action.Step{Run: &action.Run{Argv: []string{"dump"}, Dir: "db", Stdout: "dump.sql", Env: map[string]string{"MODE": "fast", "API_KEY": "planted"}, Timeout: time.Minute}},
			"dump > /srv/bot/dump.sql", []string{"in /srv/bot/db", "env API_KEY=***", "env MODE=fast", "1 min at most"}},
		"a request": {action.Step{HTTP: &action.HTTP{URL: "/limit"}},
			"GET http://ops:xxxxx@bot:8000/limit", []string{"expects 2xx", "30 s at most"}},
		"a request with secrets": {action.Step{HTTP: &action.HTTP{Method: "POST", URL: "https://u:planted@hooks/${env:T}/x", JSON: []byte(`{"k":"${env:T}"}`), Headers: map[string]string{"Authorization": "Bearer ${env:T}"}, Status: 204, Timeout: 5 * time.Second}},
			`POST https://u:xxxxx@hooks/***/x {"k":"***"}`, []string{"header Authorization: Bearer ***", "expects 204", "5 s at most"}},
		"a request to an address that is a secret": {action.Step{HTTP: &action.HTTP{Method: "POST", URL: "${env:T}"}},
			"POST ***", []string{"expects 2xx", "30 s at most"}},
		"a signal to a port": {action.Step{Signal: &action.Signal{Name: "HUP", Port: 8000}}, "signal HUP → the process on port 8000", nil},
		"a signal by name":   {action.Step{Signal: &action.Signal{Name: "HUP", Process: "nginx"}}, "signal HUP → nginx", nil},
		"an edit": {action.Step{Edit: &action.Edit{File: "config.env", Set: map[string]string{"B": "1", "A": "${env:T}"}, Rotate: map[string][]string{"LLM_API_KEY": {"x", "y"}}}},
			"edit /srv/bot/config.env: A = ***, B = 1, LLM_API_KEY → the next of 2", nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := v.Describe(tt.step)
			if got := words.English.Say(d.What); got != tt.what {
				t.Errorf("it is described as %q, want %q", got, tt.what)
			}
			var with []string
			for _, one := range d.With {
				with = append(with, words.English.Say(one))
			}
			if !slices.Equal(with, tt.with) {
				t.Errorf("its circumstances are %q, want %q", with, tt.with)
			}
		})
	}
}
