package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// misuse runs the command line in this process and returns what it complained.
func misuse(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	stderr, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	code = run(args, streams{os.Stdin, stderr, stderr})
	content, err := os.ReadFile(stderr.Name())
	if err != nil {
		t.Fatal(err)
	}
	return code, string(content)
}

func TestWhatAConfigurationHoldsCannotDriveTheTerminal(t *testing.T) {
	for name, content := range map[string]string{
		"an unknown key":     `"\e]0;owned\a": 1`,
		"a service":          `service: "ftp://\e[2J"`,
		"an action's name":   `actions: {a: {steps: [{action: "\e[2J\u202e"}]}}`,
		"a rule's reference": `alerts: [{id: "\e[2J", when: "nothing is down", priority: P1}]`,
	} {
		path := filepath.Join(t.TempDir(), "bedside.yaml")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		code, said := misuse(t, "config", "check", "-c", path)
		if code != exitUsage || said == "" || strings.ContainsAny(said, "\x1b\a\u202e") {
			t.Errorf("%s: exit %d, %q", name, code, said)
		}
	}
}
