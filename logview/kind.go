package logview

import (
	"net/netip"
	"strings"
)

// request recognises the lines about one HTTP request — of an access log,
// "POST /chat - 200 OK - 响应时间: 1.2s", a web server's complaint — takes their
// fields, and returns what of the message is left to scan: never the target,
// which the client chose.
func (r *fieldReader) request(h header) (kind Kind, rest string) {
	kind, line, end := Request, h.message, " - "
	client, request := access(h)
	if request != "" {
		kind, line, end = Access, request, `" `
	} else if _, request, ok := strings.Cut(h.message, `, request: "`); ok {
		kind, line, end = Complaint, request, `"`
	}
	line, rest, ok := strings.Cut(line, end)
	method, target, plain := cutRequest(line)
	if !ok || !plain {
		return Other, ""
	}
	r.line(method, target, rest)
	switch kind { // host, referrer and agent are the client's words as well
	case Access:
		rest, _, _ = strings.Cut(rest, ` "`)
	case Complaint:
		rest = ""
	}
	r.add(FieldClient, client)
	return kind, rest
}

// access cuts a line of an access log before its request: uvicorn's
// "127.0.0.1:5 - "GET …", and "127.0.0.1 - - [28/Nov/2026:10:00:00 +0000] "GET …"
// of all others.
func access(h header) (client, request string) {
	before, request, ok := strings.Cut(h.message, ` "`)
	client, between, _ := strings.Cut(before, " ")
	if !ok || between != "-" && !strings.HasSuffix(between, "]") || h.module != "uvicorn" && !address(client) {
		return "", ""
	}
	return client, request
}

// address reports whether s is an IP address, with or without a port.
func address(s string) bool {
	if s == "" || !strings.ContainsAny(s, ".:") {
		return false
	}
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	_, err := netip.ParseAddrPort(s)
	return err == nil
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
