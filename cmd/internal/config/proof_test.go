package config

import (
	"os"
	"path/filepath"
	"testing"

	"bedside/probes/action"
)

const canary = "probes:\n  canary: {http: {method: POST, url: /chat, json: {message: x}}}\n"

func TestWhatProvesAnActDependsOnWhatIsWatched(t *testing.T) {
	for name, tt := range map[string]struct{ file, act, target, body string }{
		"safe mode where conversations are watched": {canary, "safe-mode", "canary", "紧急情况"},
		"safe mode where they are not":              {"", "safe-mode", "health", ""},
		"a restart of what is not watched":          {"", "restart-chroma", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bedside.yaml")
			if err := os.WriteFile(path, []byte(tt.file), 0o600); err != nil {
				t.Fatal(err)
			}
			shown, err := Show(path)
			if err != nil {
				t.Fatal(err)
			}
			for from, content := range map[string][]byte{"the file": []byte(tt.file), "what is shown of it": shown} {
				c, err := Parse("bedside.yaml", content)
				if err != nil {
					t.Fatalf("%s does not load: %v", from, err)
				}
				v := actionOf(t, c, tt.act).Verify
				if v == nil {
					v = &action.Verify{}
				}
				if v.Target != tt.target || v.Body != tt.body {
					t.Errorf("by %s it is proved by %q saying %q, want %q saying %q", from, v.Target, v.Body, tt.target, tt.body)
				}
			}
		})
	}
}
