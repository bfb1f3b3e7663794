package diagnose_test

import (
	"strings"
	"testing"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/logview/raw"
)

func TestDiagnose(t *testing.T) {
	book := diagnose.Default()
	for _, test := range []struct {
		name    string
		level   logview.Level
		message string
		trace   string
		want    string // ID and action
	}{
		{"case A of the guide", logview.Error, "LLM API调用失败: Connection timeout", "", "llm-timeout switch-key"},
		{"case B of the guide", logview.Error, "ChromaDB连接失败: Connection refused", "", "chroma-refused restart-chroma"},
		{"case C of the guide", logview.Error, "数据库连接池已满", "", "pool-exhausted restart"},
		{"error type 1", logview.Error, "Connection timeout", "", "connection-timeout "},
		{"error type 2", logview.Error, "[Errno 111] Connection refused", "", "connection-refused restart"},
		{"error type 3", logview.Error, "[Errno 13] Permission denied: '/data'", "", "permission-denied "},
		{"error type 4", logview.Critical, "Out of memory", "", "out-of-memory restart"},
		{"error type 5", logview.Error, "Database connection pool exhausted", "", "pool-exhausted restart"},
		{"a rejected key", logview.Error, "LLM API调用失败: Error code: 401 - Incorrect API key provided", "", "llm-key switch-key"},
		{"a key passed over", logview.Warning, "API密钥0调用失败，尝试下一个: Error code: 401", "", "llm-key switch-key"},
		{"a key passed over for another reason", logview.Warning, "API密钥0调用失败，尝试下一个: boom", "", "llm-key-fallback switch-key"},
		{"a refused LLM", logview.Error, "LLM API调用失败: Connection refused", "", "llm-refused switch-key"},
		{"no LLM at all", logview.Critical, "大模型API完全不可用，需要紧急处理", "", "llm-down switch-key"},
		{"degraded replies", logview.Warning, "LLM API调用失败，启用降级模式: boom", "", "llm-degraded switch-key"},
		{"degraded for a time-out", logview.Warning, "LLM响应超时，使用降级策略", "", "llm-timeout switch-key"},
		{"no vector database", logview.Critical, "向量数据库连接完全失败", "", "chroma-down restart-chroma"},
		{"a slow database", logview.Warning, "数据库连接超时: timeout after 5s", "", "mysql-timeout "},
		{"a refused database", logview.Error, "数据库连接失败: (2003, \"Can't connect to MySQL server on '127.0.0.1'\")", "", "mysql-refused "},
		{"a failing cache", logview.Error, "缓存操作失败: Error 111 connecting to localhost:6379. Connection refused.", "", "redis-refused "},
		{"our own poll meets no Redis", logview.Error, "获取性能指标失败: Error 111 connecting to localhost:6379. Connection refused.", "", "redis-refused "},
		{"the filter itself", logview.Error, "敏感内容过滤模块异常: KeyError", "", "filter-failing safe-mode"},
		{"too slow", logview.Warning, "函数 chat 执行时间过长: 3.456s", "", "slow-function "},
		{"an engine that failed for a known reason", logview.Error, "聊天引擎调用失败: boom", "Traceback\n  File \"x\"\nopenai.APITimeoutError: Request timed out.", "llm-timeout switch-key"},
		{"an engine that failed", logview.Error, "聊天引擎调用失败: boom", "", "chat-failing restart"},
		{"a file's name in the trace proves nothing", logview.Error, "boom timeout", "File \"llm/chroma.py\"\nValueError: x", "connection-timeout "},
		{"what users say proves nothing", logview.Warning, "敏感内容触发：用户ID=u1，关键词=Connection refused，操作=安全引导", "", ""},
		{"a failure told as information", logview.Info, "LLM API调用失败: Connection timeout", "", ""},
		{"an unknown failure", logview.Error, "boom", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			entry := &logview.Entry{Level: test.level, Message: raw.Of(test.message), Trace: raw.Of(test.trace)}
			if strings.HasPrefix(test.message, "敏感内容触发") {
				entry.Kind = logview.Sensitive
			}
			f, ok := book.Diagnose(entry)
			got := ""
			if ok {
				got = f.ID + " " + f.Action
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestSignaturesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range diagnose.Default().Signatures() {
		if seen[s.ID] || s.ID == "" || len(s.Any) == 0 || len(s.Steps) == 0 {
			t.Errorf("signature %q is doubled or empty", s.ID)
		}
		seen[s.ID] = true
		for _, words := range s.Any {
			for _, word := range words {
				if word == "" || word != strings.ToLower(word) {
					t.Errorf("%s: %q is never found", s.ID, word)
				}
			}
			if len(words) == 0 {
				t.Errorf("%s fits everything", s.ID)
			}
		}
	}
}

func BenchmarkDiagnoseUnknown(b *testing.B) {
	book := diagnose.Default()
	entry := &logview.Entry{Level: logview.Error, Message: raw.Of("函数 chat_optimized 执行失败，耗时: 3.456s, 错误: something that nobody has met before")}
	b.ReportAllocs()
	for b.Loop() {
		book.Diagnose(entry)
	}
}
