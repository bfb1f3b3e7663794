package xinyu

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// layout names the places under the service's root.
type layout struct{ root string }

func (l layout) configEnv() string { return filepath.Join(l.root, "config.env") }
func (l layout) prompt() string    { return filepath.Join(l.root, "backend", "xinyu_prompt.py") }
func (l layout) logs() string      { return filepath.Join(l.root, "log") }
func (l layout) state() string     { return filepath.Join(l.root, "state") }
func (l layout) tables() string    { return filepath.Join(l.root, "emotional_chat.db") }
func (l layout) pidFile() string   { return filepath.Join(l.root, "backend.pid") }

// keyFiles hold one LLM key each: the first in use, the second in reserve.
func (l layout) keyFiles() []string {
	return []string{filepath.Join(l.root, "keys", "primary"), filepath.Join(l.root, "keys", "backup")}
}

// create makes the folders that the service expects.
func (l layout) create() error {
	for _, dir := range []string{"backend", "chroma_db", "keys", "log", "state"} {
		if err := os.MkdirAll(filepath.Join(l.root, dir), 0o700); err != nil {
			return fmt.Errorf("create the service's folders: %w", err)
		}
	}
	return nil
}

// deployment is what config.env tells the backend.
type deployment struct {
	keys                      []string // the first one is in use
	demoToken                 string
	llm, chroma, mysql, redis string // host:port
}

// write leaves settings, prompt and keys where the backend and its operators
// look for them.
func (l layout) write(d deployment) error {
	files := map[string]string{l.configEnv(): d.env(), l.prompt(): promptSource}
	for i, path := range l.keyFiles() {
		files[path] = d.keys[i] + "\n"
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("write the service's settings: %w", err)
		}
	}
	return nil
}

func (d deployment) env() string {
	var b bytes.Buffer
	b.WriteString("# 心语 Xinyu\n")
	set := func(name, value string) { fmt.Fprintf(&b, "%s=%s\n", name, value) }
	hostPort := func(prefix, addr string) {
		host, port, _ := net.SplitHostPort(addr)
		set(prefix+"_HOST", host)
		set(prefix+"_PORT", port)
	}
	set("LLM_API_KEY", d.keys[0])
	set("LLM_BASE_URL", "http://"+d.llm+"/v1")
	set("DEFAULT_MODEL", llmModel)
	b.WriteString("\n")
	set("DB_TYPE", "mysql")
	set("USE_SQLITE", "False")
	hostPort("MYSQL", d.mysql)
	set("MYSQL_USER", mysqlUser)
	set("MYSQL_PASSWORD", mysqlPassword)
	set("MYSQL_DATABASE", mysqlDatabase)
	b.WriteString("\n")
	hostPort("REDIS", d.redis)
	hostPort("CHROMA", d.chroma)
	b.WriteString("\n")
	set("ENABLE_PLUGINS", "True")
	set("ENABLE_IMAGE_ANALYSIS", "True")
	set("DEMO_TOKEN", d.demoToken)
	return b.String()
}

// keyInUse is the LLM key that config.env names now; the operator may have
// changed it.
func (l layout) keyInUse() (string, error) {
	text, err := os.ReadFile(l.configEnv())
	if err != nil {
		return "", fmt.Errorf("read the key in use: %w", err)
	}
	return parseEnv(text)["LLM_API_KEY"], nil
}

func newKeys() []string { return []string{"sk-" + secret(), "sk-" + secret()} }

// secret is a random word that nobody guesses.
func secret() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: see crypto/rand
	return hex.EncodeToString(b[:])
}

func (d deployment) dsn() string {
	return fmt.Sprintf("%s:%s@tcp(%s)/%s?interpolateParams=true", mysqlUser, mysqlPassword, d.mysql, mysqlDatabase)
}

const promptSource = `# -*- coding: utf-8 -*-
"""心语情感陪伴机器人的人设、敏感内容过滤与安全模式。"""

# 安全模式：启用后所有回复使用标准安全回复（修改后需重启后端）
SAFE_MODE_ENABLED = False

# 敏感内容过滤
SENSITIVE_FILTER_ENABLED = True

SENSITIVE_KEYWORDS = ["自残", "自杀", "不想活", "割腕", "跳楼", "结束生命", "伤害自己"]

XINYU_SYSTEM_PROMPT = """你是“心语”，一位温暖、耐心的情感陪伴者。
先共情，再回应；不评判，不说教；回复简短、口语化。
当用户处于危机中时，引导其联系专业人士。"""


def check_sensitive_topic(user_input):
    """返回命中的关键词，未命中返回 None"""
    if not SENSITIVE_FILTER_ENABLED:
        return None
    for keyword in SENSITIVE_KEYWORDS:
        if keyword in user_input:
            return keyword
    return None


def get_safe_response(user_input):
    """安全模式下的标准回复"""
    return {
        "response": "我理解你的感受，但如果你正在经历紧急情况，请立即联系专业人士。",
        "suggestions": ["拨打心理热线", "联系心理咨询师"],
    }
`
