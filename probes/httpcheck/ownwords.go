package httpcheck

import (
	"strings"

	"bedside/probes"
)

// calls is how a target calls itself at "status", Unknown when it does not.
func (d document) calls() probes.Status {
	switch strings.ToLower(d.text("status")) {
	case "unhealthy", "error", "down", "fail", "failed", "failure", "critical", "not ok", "ko":
		return probes.Down
	case "degraded", "warning", "warn":
		return probes.Degraded
	}
	return probes.Unknown
}

// says is what a target says about its trouble: its own sentence, else the
// checks that it calls false, else its status.
func (d document) says() string {
	if d.complaint != "" {
		return d.complaint
	}
	for _, path := range ownWords {
		if text := d.text(path); text != "" {
			return text
		}
	}
	if len(d.refused) > 0 {
		return strings.Join(d.refused, ", ")
	}
	return d.text("status")
}

// ownWords are where services say what is wrong.
var ownWords = []string{"error", "error.message", "detail", "reason", "message"}
