package fetch

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"bedside/probes"
)

// Status is an answer's status beside the one that was asked for.
type Status struct {
	Got, Want int    // a Want of 0 is any 2xx
	Location  string // where a redirect leads
	Said      string // what the target says about it, "" for nothing
	Body      string // the answer's, "" where it is not known
}

// Expected reports whether the status is the one that was asked for.
func (s Status) Expected() bool { return s.Got == s.Want || s.Want == 0 && s.Got/100 == 2 }

// wantsTLS finds what Go, nginx and Apache answer to plain HTTP at a port of
// TLS.
var wantsTLS = regexp.MustCompile(`HTTP request to an HTTPS server|HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled`)

// Refusal is the sample of a check that got another status than it asked for:
// the target is down, and the fault says in which way it refused.
func (s Status) Refusal() probes.Sample {
	if s.Got/100 == 3 && s.Location != "" {
		return probes.Fail(probes.Down, probes.Redirected, s.Location)
	}
	if s.Got == http.StatusBadRequest && wantsTLS.MatchString(s.Body) {
		return probes.Fail(probes.Down, probes.WantsTLS, "")
	}
	switch s.Got {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		return probes.Fail(probes.Down, probes.Unauthorized, s.detail())
	case http.StatusTooManyRequests:
		return probes.Fail(probes.Down, probes.RateLimited, s.detail())
	}
	return probes.Fail(probes.Down, probes.BadStatus, s.detail())
}

// detail is the status and what the target says about it. HTTP's own word for
// the status stands where the target says nothing: its words are the better
// ones, and room is short. The status that was wanted stands where this one is
// none of trouble.
func (s Status) detail() string {
	detail := strconv.Itoa(s.Got)
	if name := http.StatusText(s.Got); s.Said == "" && name != "" {
		detail += " " + name
	}
	if s.Want != 0 && (s.Said == "" || s.Got/100 == 2) {
		detail += fmt.Sprintf(" ≠ %d", s.Want)
	}
	if s.Said != "" {
		detail += ": " + s.Said
	}
	return detail
}
