package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecretsInPlainTextAreNotShownEither(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.yaml")
	content := `
service: http://ops:planted-1@127.0.0.1:8000
probes:
  a: {http: {url: "/x?api_key=planted-2&page=7", headers: {X-Auth-Token: planted-3}}}
notify:
  ding: {dingtalk: {url: "https://oapi.example/robot/send?access_token=planted-4", secret: planted-5}, priorities: [P1]}
actions:
  key:
    steps:
      - edit: {file: config.env, set: {MYSQL_PASSWORD: planted-6}}
      - edit: {file: config.env, rotate: {LLM_API_KEY: [planted-7, planted-8]}}
      - run: {argv: [backup, "--password=planted-9", --verbose], env: {MYSQL_PWD: planted-10}}
`
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	shown, err := Show(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(shown)) {
		if strings.Contains(line, "planted") {
			t.Errorf("shown: %s", line)
		}
	}
	for _, kept := range []string{"ops", "127.0.0.1:8000", "page=7", "--verbose", "key: r"} {
		if !strings.Contains(string(shown), kept) {
			t.Errorf("%q is not shown", kept)
		}
	}
}

func TestWhatIsReadHoldsNoSecret(t *testing.T) {
	for _, tt := range []struct{ about, name, value, want string }{
		{"a setting under a secret's name", "API_KEY", "sk-1", "***"},
		{"a header under a secret's name", "X-Api-Key", "sk-1", "***"},
		{"a reference", "MODE", "a-${env:MODE}", "a-***"},
		{"the password of an address", "", "http://me:hunter2@shop.example/x", "http://me:***@shop.example/x"},
		{"a query", "", "/x?api_key=sk-1&page=2", "/x?api_key=***&page=2"},
		{"an argument", "", "--password=hunter2", "--password=***"},
		{"a body", "", `{"user":"ann","password": "hun\"ter2","n":3}`, `{"user":"ann","password": "***","n":3}`},
		{"a number in a body", "", `{"token":12345,"n":3}`, `{"token":"***","n":3}`},
		{"a list in a body", "", `{"tokens":["a","b"],"n":3}`, `{"tokens":"***","n":3}`},
		{"what is no secret", "", `{"mode":"safe","keys":["a"]}`, `{"mode":"safe","keys":["a"]}`},
	} {
		if got := Conceal(tt.name, tt.value); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.about, got, tt.want)
		}
	}
}
