package logview

import "strings"

// request recognises the lines about one HTTP request — uvicorn's own, and
// "POST /chat - 200 OK - 响应时间: 1.2s" — takes their fields, and returns what
// of the message is left to scan: never the target, which the client chose.
func (r *fieldReader) request(h header) (kind Kind, rest string) {
	kind, line, end := Request, h.message, " - "
	client, request, access := strings.Cut(h.message, ` - "`)
	if access = access && h.module == "uvicorn"; access {
		kind, line, end = Access, request, `" `
	}
	line, rest, ok := strings.Cut(line, end)
	method, target, plain := cutRequest(line)
	if !ok || !plain {
		return Other, ""
	}
	r.line(method, target, rest)
	if access {
		r.add(FieldClient, client)
	}
	return kind, rest
}

func (r *fieldReader) line(method, target, after string) {
	path, _, _ := strings.Cut(target, "?")
	r.add(FieldMethod, method)
	r.add(FieldEndpoint, path)
	if status, _, _ := strings.Cut(after, " "); len(status) == 3 && two(status, 0) >= 10 && two(status, 1) >= 0 {
		r.add(FieldStatus, status)
	}
}

// cutRequest reads "POST /chat" or "POST /chat HTTP/1.1".
func cutRequest(s string) (method, target string, ok bool) {
	method, target, ok = strings.Cut(s, " ")
	target, _, _ = strings.Cut(target, " ")
	switch method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
		return method, target, ok && strings.HasPrefix(target, "/")
	}
	return "", "", false
}

// kindOf classifies a message by how it begins. What users wrote stands
// further back and must not decide.
func kindOf(h header) Kind {
	switch s := h.message; {
	case strings.HasPrefix(s, "函数 "):
		return Timing
	case strings.HasPrefix(s, "敏感内容触发"):
		return Sensitive
	case strings.HasPrefix(s, "情感分析"):
		return Emotion
	case strings.HasPrefix(s, "用户反馈"):
		return Feedback
	case strings.HasPrefix(s, "用户ID") && strings.Contains(s, "情感得分"):
		return Interaction
	case h.level <= Info && starting(s):
		return Startup
	case h.level >= Warning && (strings.Contains(s, "降级") || strings.Contains(s, "尝试下一个")):
		return Degrading
	case h.level >= Warning && aboutDatabase(s):
		return Database
	}
	return Other
}

func starting(s string) bool {
	for _, start := range [...]string{"后端服务启动", "服务启动成功", "Started server process", "Application startup complete", "Uvicorn running on"} {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return false
}

func aboutDatabase(s string) bool {
	for _, start := range [...]string{"数据库", "Database", "database", "MySQL", "SQL", "(pymysql", "(sqlite3"} {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return false
}
