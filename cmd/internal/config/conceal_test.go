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
