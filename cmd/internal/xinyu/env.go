package xinyu

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// settings are what the backend reads at start, and only then.
type settings struct {
	LLM           llmSettings
	MySQL         mysqlSettings
	RedisAddr     string // host:port
	ChromaAddr    string // host:port
	Plugins       bool
	ImageAnalysis bool
	DemoToken     string // empty: the /demo endpoints answer nobody
	Prompt        promptFile
}

type llmSettings struct {
	BaseURL string   // ends in /v1
	Keys    []string // in the order in which they are tried
	Model   string
}

type mysqlSettings struct {
	Addr     string // host:port
	User     string
	Password string
	Database string
}

// readSettings reads config.env and backend/xinyu_prompt.py under the root.
func readSettings(root string) (settings, error) {
	path := filepath.Join(root, "config.env")
	text, err := os.ReadFile(path)
	if err != nil {
		return settings{}, fmt.Errorf("read the service's settings: %w", err)
	}
	prompt, err := readPromptFile(filepath.Join(root, "backend", "xinyu_prompt.py"))
	if err != nil {
		return settings{}, err
	}
	set := newSettings(parseEnv(text))
	set.Prompt = prompt
	return set, nil
}

func newSettings(env map[string]string) settings {
	host := func(prefix, port string) string {
		return net.JoinHostPort(or(env[prefix+"_HOST"], "127.0.0.1"), or(env[prefix+"_PORT"], port))
	}
	return settings{
		LLM: llmSettings{
			BaseURL: strings.TrimSuffix(env["LLM_BASE_URL"], "/"),
			Keys:    llmKeys(env),
			Model:   or(env["DEFAULT_MODEL"], "qwen-plus"),
		},
		MySQL: mysqlSettings{
			Addr:     host("MYSQL", "3306"),
			User:     env["MYSQL_USER"],
			Password: env["MYSQL_PASSWORD"],
			Database: or(env["MYSQL_DATABASE"], "emotional_chat"),
		},
		RedisAddr:     host("REDIS", "6379"),
		ChromaAddr:    host("CHROMA", "8000"),
		Plugins:       enabled(env["ENABLE_PLUGINS"]),
		ImageAnalysis: enabled(env["ENABLE_IMAGE_ANALYSIS"]),
		DemoToken:     env["DEMO_TOKEN"],
	}
}

// llmKeys lists the keys as the service tries them: the one in use first,
// then what PRIMARY and the backups add to it.
func llmKeys(env map[string]string) []string {
	var keys []string
	for _, name := range []string{"LLM_API_KEY", "LLM_API_KEY_PRIMARY", "LLM_API_KEY_BACKUP", "LLM_API_KEY_BACKUP2"} {
		if key := env[name]; key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// parseEnv reads KEY=value lines as python-dotenv does: comments, "export",
// quotes; a line that is none of it is passed over, the last of equals wins.
func parseEnv(text []byte) map[string]string {
	env := map[string]string{}
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		line = strings.TrimSpace(line)
		line = strings.TrimSpace(strings.TrimPrefix(line, "export "))
		key, value, found := strings.Cut(line, "=")
		if key = strings.TrimSpace(key); !found || key == "" || strings.HasPrefix(key, "#") {
			continue
		}
		env[key] = unquote(strings.TrimSpace(value))
	}
	return env
}

func unquote(value string) string {
	if len(value) >= 2 && (value[0] == '"' || value[0] == '\'') {
		if end := strings.IndexByte(value[1:], value[0]); end >= 0 {
			return value[1 : end+1]
		}
	}
	before, _, _ := strings.Cut(value, " #")
	return strings.TrimSpace(before)
}

// enabled reads a feature switch; a switch that nobody set is on.
func enabled(value string) bool {
	switch strings.ToLower(value) {
	case "false", "0", "no", "off":
		return false
	}
	return true
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
