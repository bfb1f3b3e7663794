package invoke

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedside/probes/action"
)

const planted = `s3/cr"et+key`

// withSecret is an invoker that knows one secret by ${env:T}.
func withSecret(service string) *Invoker {
	return New(Options{Service: service, Resolve: func(text string, put Put) (string, error) {
		if strings.Contains(text, "${env:GONE}") {
			return "", errors.New("${env:GONE}: not set")
		}
		return strings.ReplaceAll(text, "${env:T}", put("${env:T}", planted)), nil
	}})
}

func TestWhatAStepSaysHoldsNoSecret(t *testing.T) {
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, r.Body)
		_, _ = io.WriteString(w, " "+r.Header.Get("X-Key")+" "+r.URL.RequestURI())
	}))
	defer echo.Close()
	env := map[string]string{"KEY": "${env:T}"}
	for name, steps := range map[string][]action.Step{
		"a command that prints it": {{Run: &action.Run{Argv: []string{script(t, `printf '%s\n' "$KEY" "key=$KEY;"; echo "$KEY" >&2`)}, Env: env}}},
		"a command that was cut off in the midst of it": {{Run: &action.Run{Env: env,
			Argv: []string{script(t, `printf %s "$KEY"; head -c 16378 /dev/zero | tr '\0' x`)}}}},
		"an answer that repeats it": {{HTTP: &action.HTTP{Method: "POST", URL: "/${env:T}", JSON: []byte(`{"k":"${env:T}"}`), Headers: map[string]string{"X-Key": "${env:T}"}}}},
		"a command after the step that knew it": {
			{HTTP: &action.HTTP{URL: "/", Headers: map[string]string{"X-Key": "${env:T}"}}},
			{Run: &action.Run{Argv: []string{"printf", "%s", planted}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := withSecret(echo.URL)
			for _, step := range steps {
				said, err := v.Do(t.Context(), step)
				if err != nil {
					t.Fatal(err)
				}
				for _, part := range []string{"s3", "cr", "et", "key\n"} {
					if said.Has(part) {
						t.Errorf("it says %q", said.Screen())
					}
				}
				if said.Len() > saidLimit {
					t.Errorf("%d bytes are kept", said.Len())
				}
			}
		})
	}
}

func TestASecretReachesWhereItIsMeantFor(t *testing.T) {
	var body, path string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		body, path = string(b), r.URL.Path
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "config.env")
	if err := os.WriteFile(file, []byte("KEY=old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := withSecret(server.URL)
	for _, step := range []action.Step{
		{HTTP: &action.HTTP{Method: "POST", URL: "/hook/${env:T}", JSON: []byte(`{"k":"${env:T}"}`)}},
		{Edit: &action.Edit{File: file, Set: map[string]string{"KEY": "'${env:T}'"}}},
	} {
		if _, err := v.Do(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	if path != "/hook/"+planted || body != `{"k":"s3/cr\"et+key"}` {
		t.Errorf("the server got %q at %q", body, path)
	}
	if got, err := os.ReadFile(file); string(got) != "KEY='"+planted+"'\n" {
		t.Errorf("the file holds %q (%v)", got, err)
	}
}

func TestASecretThatCannotBeReadNamesItsReferenceAlone(t *testing.T) {
	for _, step := range []action.Step{
		{HTTP: &action.HTTP{URL: "/", Headers: map[string]string{"Authorization": "Basic literal ${env:GONE}"}}},
		{Run: &action.Run{Argv: []string{"true"}, Env: map[string]string{"K": "literal ${env:GONE}"}}},
	} {
		_, err := withSecret("http://127.0.0.1:1").Do(t.Context(), step)
		if code(err) != NoSecret || strings.Contains(err.Error(), "literal") || !strings.Contains(err.Error(), "${env:GONE}") {
			t.Errorf("outcome %v", err)
		}
	}
}

func TestArgumentsAreNotResolved(t *testing.T) {
	said, err := withSecret("").Do(t.Context(), action.Step{Run: &action.Run{Argv: []string{"echo", "${env:T}"}}})
	if err != nil || !said.Is("${env:T}\n") {
		t.Errorf("echo said %q (%v)", said.Screen(), err)
	}
}
