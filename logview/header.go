package logview

import (
	"strings"
	"time"
)

// header is what the first line of an entry says.
type header struct {
	at      time.Time
	level   Level
	module  string
	message string
	open    bool // lines without a header of their own belong to it

	zoneless bool // the time names no zone
}

// stamped reads a line that opens with a time: Python's default format, or any
// that puts a level near the front.
func (c *calendar) header(line string) (header, bool) {
	at, n, ok := c.read(line)
	if !ok {
		return header{}, false
	}
	h := header{at: at, open: true, zoneless: !c.named}
	if rest, ok := strings.CutPrefix(line[n:], " - "); ok && h.python(rest) {
		return h, true
	}
	h.loose(strings.TrimLeft(line[n:], " -|"))
	return h, true
}

// python reads "name - LEVEL - message". The name may hold dashes itself: it
// ends where a level follows.
func (h *header) python(s string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], " - ")
		if i < 0 {
			return false
		}
		name, rest := s[:at+i], s[at+i+3:]
		word, message, _ := strings.Cut(rest, " - ")
		if level, ok := pythonLevel(word); ok {
			h.module, h.level, h.message = name, level, message
			return true
		}
		at += i + 3
	}
}

func pythonLevel(s string) (Level, bool) {
	for level := Debug; level <= Critical; level++ {
		if s == levelNames[level] {
			return level, true
		}
	}
	return NoLevel, false
}

// loose reads a message that may hold its level among the first three words:
// "[error] 7#7: …", "INFO worker: …", "| ERROR    | …".
func (h *header) loose(s string) {
	h.message = s
	rest := s
	for range 3 {
		word, after, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		if level, ok := ParseLevel(strings.Trim(word, "[]():|")); ok {
			h.level = level
			h.message = strings.TrimLeft(after, " |-:")
			return
		}
		rest = after
	}
}

// prefixed reads a line that opens with a level, as uvicorn writes it
// ("INFO:     …") or Python without a formatter ("ERROR:root:…").
func prefixed(line string) (header, bool) {
	word, rest, ok := strings.Cut(line, ":")
	if !ok || len(word) > len("CRITICAL") {
		return header{}, false
	}
	level, ok := pythonLevel(word)
	if !ok {
		return header{}, false
	}
	h := header{level: level, module: "uvicorn", message: strings.TrimLeft(rest, " "), open: level >= Error}
	if name, message, ok := strings.Cut(rest, ":"); ok && name != "" && !strings.Contains(name, " ") {
		h.module, h.message, h.open = name, message, true
	}
	return h, true
}
