package logview

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"bedside/logview/raw"
)

// RequestLine is what a log says about one request of a user.
type RequestLine struct {
	Endpoint raw.Text
	Status   int           // 0 when the line does not say
	Took     time.Duration // meaningful when Timed
	Timed    bool
	At       time.Time
}

// Requests reads request lines by a configured pattern.
type Requests struct {
	re                     *regexp.Regexp
	endpoint, status, took int // groups, -1 for none
}

// NewRequests compiles a pattern with the named groups endpoint, status and
// took, of which it needs endpoint and one of the others. Took is a number of
// seconds, or has its unit inside the group.
func NewRequests(pattern string) (*Requests, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("compile the request pattern: %w", err)
	}
	r := &Requests{re, re.SubexpIndex("endpoint"), re.SubexpIndex("status"), re.SubexpIndex("took")}
	if r.endpoint < 0 || r.status < 0 && r.took < 0 {
		return nil, errors.New("compile the request pattern: it needs the groups endpoint, and status or took")
	}
	return r, nil
}

// Read returns what the entry says about a request. The second result is false
// when it does not match, or gives a status or time that is none.
func (r *Requests) Read(e *Entry) (RequestLine, bool) {
	found := e.Message.Find(r.re)
	if found == nil {
		return RequestLine{}, false
	}
	line := RequestLine{Endpoint: found[r.endpoint], At: e.When()}
	if r.status >= 0 && !found[r.status].Empty() {
		status, ok := found[r.status].Measure()
		if !ok || status < 100 || status > 999 {
			return RequestLine{}, false
		}
		line.Status = int(status)
	}
	if r.took >= 0 && !found[r.took].Empty() {
		seconds, ok := found[r.took].Measure()
		if !ok || seconds < 0 || seconds > 1e6 {
			return RequestLine{}, false
		}
		line.Took, line.Timed = time.Duration(seconds*float64(time.Second)), true
	}
	return line, true
}
