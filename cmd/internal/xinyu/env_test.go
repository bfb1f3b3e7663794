package xinyu

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestSettingsAreReadAsDotenvReadsThem(t *testing.T) {
	for _, tc := range []struct{ name, text, key, want string }{
		{"plain", "A=1\n", "A", "1"},
		{"spaces around", "  A = 1 \r\n", "A", "1"},
		{"export", "export A=1", "A", "1"},
		{"double quotes keep blanks and hashes", `A=" x # y "`, "A", " x # y "},
		{"single quotes", "A='x'", "A", "x"},
		{"a quote that never ends", `A="x`, "A", `"x`},
		{"comment behind", "A=1 # one", "A", "1"},
		{"a hash within is no comment", "A=x#y", "A", "x#y"},
		{"commented out", "#A=1\n", "#A", ""},
		{"the last one counts", "A=1\nA=2\n", "A", "2"},
		{"no equals sign", "nonsense\nA=1\n", "A", "1"},
		{"byte order mark", "\ufeffA=1\n", "A", "1"},
		{"equals within the value", "A=x=y", "A", "x=y"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := parseEnv([]byte(tc.text))[tc.key]; got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestKeysAreTriedInTheirOrderAndOnce(t *testing.T) {
	got := llmKeys(map[string]string{
		"LLM_API_KEY": "b", "LLM_API_KEY_PRIMARY": "a", "LLM_API_KEY_BACKUP": "b", "LLM_API_KEY_BACKUP2": "c",
	})
	if !slices.Equal(got, []string{"b", "a", "c"}) {
		t.Errorf("got %q", got)
	}
}

func TestSettingsHaveTheServicesDefaults(t *testing.T) {
	got := newSettings(map[string]string{"LLM_BASE_URL": "http://x/v1/", "ENABLE_PLUGINS": "False"})
	want := settings{
		LLM:       llmSettings{BaseURL: "http://x/v1", Model: "qwen-plus"},
		MySQL:     mysqlSettings{Addr: "127.0.0.1:3306", Database: "emotional_chat"},
		RedisAddr: "127.0.0.1:6379", ChromaAddr: "127.0.0.1:8000", ImageAnalysis: true,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestThePromptFileSwitches(t *testing.T) {
	for _, tc := range []struct {
		name, source string
		want         promptFile
	}{
		{"nothing said", "", promptFile{Filter: true}},
		{"safe mode on", "SAFE_MODE_ENABLED = True\n", promptFile{SafeMode: true, Filter: true}},
		{"with a comment", "SAFE_MODE_ENABLED=True  # 启用安全模式\n", promptFile{SafeMode: true, Filter: true}},
		{"filter off", "SENSITIVE_FILTER_ENABLED = False", promptFile{}},
		{"the last one counts", "SAFE_MODE_ENABLED = True\nSAFE_MODE_ENABLED = False\n", promptFile{Filter: true}},
		{"commented out", "# SAFE_MODE_ENABLED = True\n", promptFile{Filter: true}},
		{"another name", "NOT_SAFE_MODE_ENABLED = True\n", promptFile{Filter: true}},
		{"another value", "SAFE_MODE_ENABLED = Truish\n", promptFile{Filter: true}},
		{"the demo's own file", promptSource, promptFile{Filter: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := parsePrompt([]byte(tc.source)); got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func FuzzParseEnv(f *testing.F) {
	f.Add([]byte("A=1\nexport B=\"x\" # y\n"))
	f.Add([]byte("\ufeff=\n'"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for key, value := range parseEnv(text) {
			if key == "" || strings.ContainsAny(key, "=\n") || strings.Contains(value, "\n") {
				t.Errorf("%q = %q", key, value)
			}
		}
	})
}

func FuzzParsePrompt(f *testing.F) {
	f.Add([]byte(promptSource))
	f.Fuzz(func(t *testing.T, source []byte) {
		if parsePrompt(source).SafeMode && !strings.Contains(string(source), "SAFE_MODE_ENABLED") {
			t.Errorf("safe mode out of nowhere: %q", source)
		}
	})
}
