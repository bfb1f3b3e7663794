// Package probes holds the words of observation. A target is something that
// is watched; a Probe takes a Sample of it; a Sample says how the target is
// (Status), how long it took to say so (Latency), which figures it gave
// (Values, Series), and, when it is not up, why (Fault).
//
// Units are fixed so that no reader has to guess: times are seconds, shares
// are ratios from 0 to 1, sizes are bytes, rates are per second.
package probes

import (
	"context"
	"fmt"
	"math"
	"time"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// Name is a target's name as the configuration gives it: "health", "mysql".
type Name string

// Metric names a figure: "latency.p95", "host.cpu", "cache.hits".
type Metric string

// Unit says how a figure is written for people. It never changes its number.
type Unit string

// The units.
const (
	None      Unit = ""
	Seconds   Unit = "s"
	Ratio     Unit = "%"
	Bytes     Unit = "B"
	PerSecond Unit = "/s"
)

// Status is how a target is.
type Status uint8

// The statuses. The zero Status is Unknown, so that what was never looked at
// is never shown as well.
const (
	Unknown Status = iota
	Up
	Degraded
	Down
)

func (s Status) String() string {
	return statusNames[s]
}

var statusNames = [...]string{"unknown", "up", "degraded", "down"}

// MarshalText writes the status as its word.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a status from its word.
func (s *Status) UnmarshalText(word []byte) error {
	for i, name := range statusNames {
		if name == string(word) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("reading a status: %q is none", word)
}

// Fault says why a target is not up: a code from the catalogue of words
// ("fault.refused") and what the other side said, if anything.
type Fault struct {
	Code   words.Code
	Detail raw.Text
}

// Line is the fault as a sentence.
func (f Fault) Line() words.Line {
	if f.Code == "" {
		return words.Line{}
	}
	return words.Of(f.Code, f.Detail)
}

// The faults that checks report. Each has its sentence in package words, where
// {0} is the detail.
const (
	AllAway      words.Code = "fault.all-away"      // of the network: no remote target is reached any more
	Refused      words.Code = "fault.refused"       // connection refused: nothing listens
	NoHost       words.Code = "fault.no-host"       // the name does not resolve
	NoRoute      words.Code = "fault.no-route"      // no way to the network or host
	TimedOut     words.Code = "fault.timeout"       // detail: the deadline ("2 s")
	Reset        words.Code = "fault.reset"         // the connection was cut
	BadStatus    words.Code = "fault.status"        // detail: "503" and the expected
	BadBody      words.Code = "fault.body"          // not what is expected; detail: what was found
	Lacks        words.Code = "fault.lacks"         // the answer lacks a pattern; detail: the pattern, what was said, and the answer
	NotJSON      words.Code = "fault.not-json"      // HTML or noise where JSON was expected
	EmptyBody    words.Code = "fault.empty"         //
	Unhealthy    words.Code = "fault.unhealthy"     // the target says so itself; detail: its words
	OverLimit    words.Code = "fault.over-limit"    // body, header or series beyond the limit
	TLS          words.Code = "fault.tls"           // detail: expired, wrong host, unknown authority
	PlainHTTP    words.Code = "fault.plain-http"    // TLS was spoken to a port of plain HTTP
	NoTLS        words.Code = "fault.no-tls"        // TLS was spoken to a port of something else
	WantsTLS     words.Code = "fault.wants-tls"     // plain HTTP was spoken to a port of TLS
	Expiring     words.Code = "fault.tls-expiring"  // detail: days left
	Unauthorized words.Code = "fault.unauthorized"  // 401, 403, wrong password
	RateLimited  words.Code = "fault.rate-limited"  // 429
	Redirected   words.Code = "fault.redirected"    // not followed; detail: where to
	Malformed    words.Code = "fault.malformed"     // the answer does not follow its protocol
	NotProvided  words.Code = "fault.not-provided"  // the deployment does not have this; not a failure
	Withdrawn    words.Code = "fault.withdrawn"     // it was provided before
	NoProcess    words.Code = "fault.no-process"    // no such process
	NoFile       words.Code = "fault.no-file"       // no file matches
	TooOld       words.Code = "fault.too-old"       // detail: age and limit
	TooSmall     words.Code = "fault.too-small"     // detail: size and limit
	NoPermission words.Code = "fault.no-permission" // detail: to what
	NoSecret     words.Code = "fault.no-secret"     // a secret could not be read; detail: which
	NotANumber   words.Code = "fault.not-a-number"  // a value was NaN or infinite; detail: which
	LowSpace     words.Code = "fault.low-space"     // detail: what is free and the limit
	WrongAddress words.Code = "fault.wrong-address" // detail: what the name resolves to
	Stale        words.Code = "fault.stale"         // the answer's own time stands still
	NotActive    words.Code = "fault.not-active"    // configured, but its capability is not built in yet
	Failed       words.Code = "fault.failed"        // anything else; detail: the error's text
)

// Value is one figure that a check read.
type Value struct {
	Metric  Metric
	Number  float64
	Unit    Unit
	AtLeast bool // the number is a lower bound: a histogram could not say more
}

// Series is one sample line of a Prometheus exposition: its name and labels as
// written, e.g. `xinyu_request_total{endpoint="/chat",status_code="200"}`.
type Series struct {
	Name   string
	Labels []Label // sorted by name
	Number float64
}

// Label is one label of a Series. Its value is foreign text.
type Label struct {
	Name  string
	Value string
}

// Label returns the value of a label, or "".
func (s Series) Label(name string) string {
	for _, l := range s.Labels {
		if l.Name == name {
			return l.Value
		}
	}
	return ""
}

// Sample is what one check of one target found.
type Sample struct {
	Target  Name
	At      time.Time // when the check ended, with its monotonic reading
	Status  Status
	Latency time.Duration // of the whole check
	Fault   Fault         // zero when Up
	Values  []Value       // finite numbers only: a check drops NaN and infinities and counts them
	Series  []Series      // of an exposition; shared, never modified
	Asked   []string      // paths of the HTTP requests that this check made; shared, never modified
	Instead string        // what answered in place of what was to be asked, for people; "" for nothing
	Dropped int           // series, values or bytes left out by a limit
	Body    raw.Text      // the beginning of what the target answered, for proofs; at most 4 KiB
}

// Ended completes a sample as its check returns: whose it is, when the check
// ended and how long it took since it began.
func (s Sample) Ended(n Name, began time.Time) Sample {
	s.Target, s.At = n, time.Now()
	s.Latency = s.At.Sub(began)
	if s.Fault.Code == TimedOut && s.Fault.Detail.Empty() {
		s.Fault.Detail = raw.Of(words.English.Duration(deadline(s.Latency)))
	}
	return s
}

// deadline is the length of a check that was cut off without what is too long of it:
// it ends a little after its time.
func deadline(took time.Duration) time.Duration {
	switch {
	case took >= time.Second:
		return took.Truncate(100 * time.Millisecond)
	case took >= 100*time.Millisecond:
		return took.Truncate(10 * time.Millisecond)
	}
	return took.Truncate(time.Millisecond)
}

// Finite reports whether n can be a figure at all.
func Finite(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }

// Probe watches one target.
//
// Check takes one sample. It returns when ctx ends at the latest, reports
// every failure in the sample instead of panicking, holds no more memory than
// its documented limits, and may be called again only after it returned.
type Probe interface {
	Name() Name
	Check(ctx context.Context) Sample
}
