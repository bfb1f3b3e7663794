package invoke

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bedside/probes/action"
	"bedside/probes/words"
)

// script writes an executable shell script and returns its path: the program
// that an action names may be anything, the invoker itself uses no shell.
func script(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tool")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func code(err error) words.Code {
	var p *Problem
	if errors.As(err, &p) {
		return p.Line.Code
	}
	return ""
}

func TestRunOutcomes(t *testing.T) {
	tests := map[string]struct {
		argv    func(t *testing.T) []string
		timeout time.Duration
		want    words.Code
		said    string
	}{
		"a command that succeeds": {func(t *testing.T) []string { return []string{script(t, `echo "$1"`), "a b; c"} }, 0, "", "a b; c\n"},
		"one that fails":          {func(t *testing.T) []string { return []string{script(t, "echo why >&2; exit 3")} }, 0, Exited, "why\n"},
		"one that is missing":     {func(t *testing.T) []string { return []string{"no-such-program-here"} }, 0, NotFound, ""},
		"one that is not permitted": {func(t *testing.T) []string {
			path := script(t, "")
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
			return []string{path}
		}, 0, NotAllowed, ""},
		"one that hangs":          {func(t *testing.T) []string { return []string{"sleep", "60"} }, 50 * time.Millisecond, TimedOut, ""},
		"one that asks for input": {func(t *testing.T) []string { return []string{script(t, `read x || echo "no input"`)} }, 0, "", "no input\n"},
		"one that asks the terminal": {func(t *testing.T) []string {
			return []string{script(t, `(exec </dev/tty) 2>/dev/null && echo tty || echo none`)}
		}, 0, "", "none\n"},
		"one that kills itself": {func(t *testing.T) []string { return []string{script(t, "kill -9 $$")} }, 0, Ended, ""},
		"no command":            {func(*testing.T) []string { return nil }, 0, Broken, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			said, err := New(Options{}).Do(t.Context(), action.Step{Run: &action.Run{Argv: tt.argv(t), Timeout: tt.timeout}})
			if code(err) != tt.want {
				t.Errorf("outcome %v, want %q", err, tt.want)
			}
			if got, _ := said.MarshalJSON(); tt.said != "" && string(got) != strconv.Quote(tt.said) {
				t.Errorf("said %s, want %q", got, tt.said)
			}
		})
	}
}

// A command that ignores TERM is ended with its children at the deadline.
func TestDeadlineEndsTheWholeGroup(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	tool := script(t, `trap "" TERM; sleep 300 & echo $! > `+pidFile+`; wait; sleep 300`)
	began := time.Now()
	_, err := New(Options{}).Do(t.Context(), action.Step{Run: &action.Run{Argv: []string{tool}, Timeout: 300 * time.Millisecond}})
	if code(err) != TimedOut {
		t.Fatalf("outcome %v, want a time-out", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v to end", took)
	}
	content, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(content)))
	if !gone(pid) {
		t.Errorf("the child %d lives on", pid)
	}
}

// gone waits for the kernel to have ended a process that was sent SIGKILL; one
// that nobody reaps stays as a zombie and counts as ended.
func gone(pid int) bool {
	for deadline := time.Now().Add(2 * time.Second); time.Now().Before(deadline); {
		if syscall.Kill(pid, 0) != nil {
			return true
		}
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil || strings.Contains(string(stat), ") Z ") {
			return true
		}
	}
	return false
}

// The guide's restart script leaves children behind that hold our pipe.
func TestChildThatKeepsThePipeDoesNotBlock(t *testing.T) {
	tool := script(t, `sleep 5 & echo $!`)
	began := time.Now()
	said, err := New(Options{}).Do(t.Context(), action.Step{Run: &action.Run{Argv: []string{tool}, Timeout: time.Minute}})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v: it waited for the child", took)
	}
	pid, err := strconv.Atoi(strings.TrimSuffix(said.Screen(), `\n`))
	if err != nil {
		t.Fatalf("said %q, want the child's pid", said.Screen())
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("the child did not outlive the command: %v", err)
	}
}

func TestOutputIsCapped(t *testing.T) {
	tool := script(t, `head -c 50000000 /dev/zero | tr '\0' x; echo; echo the end`)
	said, err := New(Options{}).Do(t.Context(), action.Step{Run: &action.Run{Argv: []string{tool}}})
	if err != nil {
		t.Fatal(err)
	}
	if said.Len() > saidLimit || !strings.Contains(said.Screen(), "the end") {
		t.Errorf("kept %d bytes, want at most %d with the end of the output", said.Len(), saidLimit)
	}
}

func TestStdoutFileAppearsOnlyWhenWhole(t *testing.T) {
	dir := t.TempDir()
	v := New(Options{Root: dir})
	if _, err := v.Do(t.Context(), action.Step{Run: &action.Run{Argv: []string{script(t, "echo data; exit 1")}, Stdout: "dump.sql"}}); code(err) != Exited {
		t.Fatalf("outcome %v, want a failure", err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 {
		t.Errorf("a failed dump left %v", files)
	}
	if _, err := v.Do(t.Context(), action.Step{Run: &action.Run{Argv: []string{script(t, "echo data")}, Stdout: "dump.sql"}}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "dump.sql")); string(got) != "data\n" {
		t.Errorf("the dump holds %q", got)
	}
}

func TestEdit(t *testing.T) {
	secrets := map[string]string{"${env:A}": "key-a", "${env:B}": "key-b"}
	resolve := func(s string, _ Put) (string, error) {
		if v, ok := secrets[s]; ok {
			return v, nil
		}
		if strings.HasPrefix(s, "${") {
			return "", errors.New("not set")
		}
		return s, nil
	}
	set := func(k, v string) action.Edit { return action.Edit{Set: map[string]string{k: v}} }
	rotate := action.Edit{Rotate: map[string][]string{"LLM_API_KEY": {"${env:A}", "${env:B}"}}}
	tests := map[string]struct {
		before string
		edit   action.Edit
		after  string
		want   words.Code
	}{
		"a Python constant keeps its comment": {"A = 1\nSAFE_MODE_ENABLED = False  # 安全模式\n", set("SAFE_MODE_ENABLED", "True"), "A = 1\nSAFE_MODE_ENABLED = True  # 安全模式\n", ""},
		"an env line":                         {"X=1\nENABLE_PLUGINS=true\n", set("ENABLE_PLUGINS", "false"), "X=1\nENABLE_PLUGINS=false\n", ""},
		"an exported line without an end":     {"export K=1", set("K", "2"), "export K=2", ""},
		"a line with CR LF":                   {"K=1\r\nL=2\r\n", set("K", "2"), "K=2\r\nL=2\r\n", ""},
		"an empty value":                      {"K=\n", set("K", "2"), "K=2\n", ""},
		"a name that only begins alike":       {"KEY_OLD=1\nKEY=2\n", set("KEY", "3"), "KEY_OLD=1\nKEY=3\n", ""},
		"a commented line does not count":     {"#K=1\nK=2\n", set("K", "3"), "#K=1\nK=3\n", ""},
		"a key that is absent":                {"A=1\n", set("K", "2"), "", NoKey},
		"a key that stands twice":             {"K=1\nK=2\n", set("K", "3"), "", TwoKeys},
		"bytes that are no text":              {"K=\xff\n", set("K", "3"), "", NotText},
		"the next key after the present":      {"LLM_API_KEY=key-a\n", rotate, "LLM_API_KEY=key-b\n", ""},
		"from the last to the first":          {"LLM_API_KEY=\"key-b\"\n", rotate, "LLM_API_KEY=\"key-a\"\n", ""},
		"from an unknown key to the first":    {"LLM_API_KEY=revoked\n", rotate, "LLM_API_KEY=key-a\n", ""},
		"a secret that is missing":            {"K=1\n", action.Edit{Rotate: map[string][]string{"K": {"${env:NONE}"}}}, "", NoSecret},
		"a value with a line break":           {"K=1\n", set("K", "1\nL=2"), "", Broken},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "config")
			if err := os.WriteFile(path, []byte(tt.before), 0o640); err != nil {
				t.Fatal(err)
			}
			tt.edit.File = path
			_, err := New(Options{Resolve: resolve}).Do(t.Context(), action.Step{Edit: &tt.edit})
			if code(err) != tt.want {
				t.Fatalf("outcome %v, want %q", err, tt.want)
			}
			want := tt.after
			if tt.want != "" {
				want = tt.before
			}
			if got, _ := os.ReadFile(path); string(got) != want {
				t.Errorf("the file holds %q, want %q", got, want)
			}
			if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
				t.Errorf("its mode is %o, want 640", info.Mode().Perm())
			}
			if tt.want == "" {
				if old, _ := os.ReadFile(path + backupSuffix); string(old) != tt.before {
					t.Errorf("the backup holds %q, want %q", old, tt.before)
				}
			}
		})
	}
}

func TestEditRefusesWhatIsNoPlainWritableFile(t *testing.T) {
	dir := t.TempDir()
	readOnly := filepath.Join(dir, "ro")
	if err := os.WriteFile(readOnly, []byte("K=1\n"), 0o444); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]words.Code{readOnly: NotAllowed, dir: NotText, filepath.Join(dir, "none"): NotFound} {
		_, err := New(Options{}).Do(t.Context(), action.Step{Edit: &action.Edit{File: path, Set: map[string]string{"K": "2"}}})
		if code(err) != want {
			t.Errorf("%s: outcome %v, want %q", path, err, want)
		}
	}
}

func TestChangedUnderneathIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte("K=theirs\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	err = replace(path, replacement{before: []byte("K=1\n"), after: []byte("K=2\n"), info: info})
	if code(err) != Changed {
		t.Errorf("outcome %v, want %q", err, Changed)
	}
	if got, _ := os.ReadFile(path); string(got) != "K=theirs\n" {
		t.Errorf("the file holds %q, want theirs", got)
	}
}

func TestRequest(t *testing.T) {
	var got struct{ method, body, auth string }
	mux := http.NewServeMux()
	mux.HandleFunc("/config", func(w http.ResponseWriter, r *http.Request) {
		b := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(b)
		got.method, got.body, got.auth = r.Method, string(b), r.Header.Get("Authorization")
	})
	mux.HandleFunc("/denied", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.Handle("/elsewhere", http.RedirectHandler("/config", http.StatusFound))
	mux.HandleFunc("/never", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	server := httptest.NewServer(mux)
	defer server.Close()
	v := New(Options{Service: server.URL, Resolve: func(s string, put Put) (string, error) {
		return strings.ReplaceAll(s, "${env:T}", put("${env:T}", "secret")), nil
	}})
	do := func(h action.HTTP) error { _, err := v.Do(t.Context(), action.Step{HTTP: &h}); return err }

	if err := do(action.HTTP{Method: "POST", URL: "/config", JSON: []byte(`{"n":20}`), Headers: map[string]string{"Authorization": "Bearer ${env:T}"}}); err != nil {
		t.Fatal(err)
	}
	if got.method != "POST" || got.body != `{"n":20}` || got.auth != "Bearer secret" {
		t.Errorf("the server got %+v", got)
	}
	for path, want := range map[string]words.Code{"/denied": BadAnswer, "/elsewhere": BadAnswer, "/never": TimedOut} {
		if err := do(action.HTTP{URL: path, Timeout: 100 * time.Millisecond}); code(err) != want {
			t.Errorf("%s: outcome %v, want %q", path, err, want)
		}
	}
	server.Close()
	if err := do(action.HTTP{URL: "/config"}); code(err) != NoAnswer || strings.Contains(err.Error(), "secret") {
		t.Errorf("a dead server: outcome %v, want %q without a secret", err, NoAnswer)
	}
}

func TestSignalSparesEverybodyElse(t *testing.T) {
	dir := t.TempDir()
	for content, want := range map[string]words.Code{"0": NoProcess, "1": NoProcess, "-1": NoProcess, "x": NoProcess, strconv.Itoa(os.Getpid()): NoProcess, "4194303": NoProcess} {
		path := filepath.Join(dir, "pid")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := New(Options{}).Do(context.Background(), action.Step{Signal: &action.Signal{Name: "TERM", PIDFile: path}})
		if code(err) != want {
			t.Errorf("pid file with %q: outcome %v, want %q", content, err, want)
		}
	}
}
