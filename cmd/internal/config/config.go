// Package config reads the configuration file: strictly, with the place of
// everything that is wrong, on top of a built-in profile. It only reads and
// judges; nothing is opened or asked. Secrets stay references until they are
// used.
package config

import (
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/words"
)

// Config is everything that a configuration says, with the defaults filled in.
type Config struct {
	File    string // where it was read, "" for a built-in one
	Name    string
	Label   string
	Service string // base URL
	Root    string
	Profile string
	State   string

	Probes   []Probe
	Vitals   Vitals
	Limits   []Limit
	Rules    []Rule
	Alerting Alerting
	Logs     []Log
	Actions  []Action
	Screen   Screen
	Mask     []string

	// What follows is read and checked, and not active yet.
	Notify    []Receiver
	Heal      []Heal
	Drills    []Drill
	Retention Retention
	Serve     Serve

	places map[string]place // of names and references, for messages
}

// Probe is one watched target; exactly one of its kinds is set.
type Probe struct {
	Name      string
	Every     time.Duration
	Timeout   time.Duration
	DownAfter int
	Role      string

	HTTP       *HTTP
	Prometheus *Prometheus
	MySQL      *DSN
	SQLite     *DSN
	Redis      *Redis
	TCP        *TCP
	DNS        *DNS
	Host       *Host
	Process    *Process
	File       *File
	PromQL     *PromQL
}

// HTTP asks an endpoint. URL may be relative to the service.
type HTTP struct {
	Method   string
	URL      string
	Headers  []Setting // values may hold secrets
	JSON     []byte    // the request's body
	Expect   Expect
	Values   []Value
	Optional bool   // 404, or a web page for JSON, means "not provided" instead of down
	Fallback string // asked instead when URL answers 404
	Witness  string // Prometheus metrics that vouch for the service when URL answers with a web page
	Clock    string // path of the answer's own time, which must not stand still
	CA       string // a file of certificates to trust besides the system's
	Insecure bool   // any certificate is good
}

// Expect is what an answer has to be.
type Expect struct {
	Status int
	JSON   []Setting // path → text of the value
	Body   string    // a pattern
}

// Value is a figure inside a JSON answer.
type Value struct {
	Metric probes.Metric
	Path   string
	Unit   string // "", percent, ms, s, B, KiB, MiB
}

// Setting is a name with a text.
type Setting struct{ Name, Text string }

// Prometheus scrapes an exposition.
type Prometheus struct {
	URL      string
	Headers  []Setting
	Optional bool // 404 means "not provided" instead of down
	CA       string
	Insecure bool
}

// DSN names a database; it may hold secrets.
type DSN struct {
	DSN  string // of MySQL
	Path string // of SQLite
}

// Redis is a server's address.
type Redis struct{ Addr, Password string }

// TCP is an address to connect to, with TLS when it is set.
type TCP struct {
	Addr string
	TLS  *TLS
}

// TLS is what a certificate has to be.
type TLS struct {
	ServerName string
	ExpiresIn  time.Duration // warn when it expires within
}

// DNS is a name to look up.
type DNS struct{ Name string }

// Host is this machine.
type Host struct{ Disks []string }

// Process is a process of this machine, found by one of these.
type Process struct {
	Port          int
	PIDFile, Name string
	Unit          string
}

// File is the newest file that a pattern matches.
type File struct {
	Newest  string
	MaxAge  time.Duration
	MinSize int64
}

// PromQL is a Prometheus server as source.
type PromQL struct {
	URL     string
	Queries []Setting
}

// Vitals say how the users' figures are read.
type Vitals struct {
	Requests Counter
	Latency  Histogram
	Stages   Histogram
	Kinds    []Kind
	Request  string // pattern of a request line in the log
}

// Counter is a counter of requests by a label.
type Counter struct {
	Name   string
	Label  string
	Failed []Setting // label → pattern of failed requests
}

// Histogram is a histogram by a label.
type Histogram struct{ Name, Label string }

// Kind is a class of users' traffic with its endpoints.
type Kind struct {
	Name      string
	Endpoints []string
}

// Limit is what a figure is drawn against.
type Limit struct {
	Metric         probes.Metric
	Max, Min       float64
	HasMax, HasMin bool
}

// Rule is an alert's rule. Builtin rules may name targets that a deployment
// does not have: then they are left out.
type Rule struct {
	alert.Rule
	Builtin bool
	when    string
	clear   string
}

// Alerting holds the clocks.
type Alerting struct {
	Repeat           time.Duration
	Answer, Escalate map[alert.Priority]time.Duration
}

// Log is one source of entries; exactly one of its kinds is set.
type Log struct {
	Name     string
	File     string // a path or pattern
	Format   string
	Zone     *time.Location // of stamps that name none; nil to recognise it
	MySQL    *LogTable
	SQLite   *LogTable
	Journald string // a unit
}

// LogTable is a table of entries.
type LogTable struct{ DSN, Path, Table string }

// Action is a remedy.
type Action struct {
	action.Action
	Builtin bool
}

// Screen is how the console behaves.
type Screen struct {
	Refresh   time.Duration
	Mouse     bool
	Clipboard bool
	Bell      bool // a P1 that begins to fire rings once
	Theme     string
}

// Receiver is somebody to tell.
type Receiver struct {
	Name       string
	Priorities []alert.Priority
	DingTalk   *DingTalk
	Mail       *Mail
	Webhook    string
	Run        *action.Run
}

// DingTalk is a robot; both texts may be secrets.
type DingTalk struct{ URL, Secret string }

// Mail is a mailbox.
type Mail struct {
	SMTP, From string
	To         []string
}

// Heal is an action without a key press.
type Heal struct {
	When   string
	Action string
	After  time.Duration
	AtMost string
}

// Drill is a rehearsed fault.
type Drill struct {
	Name            string
	Title           string
	Inject, Restore []action.Step
	Hold            time.Duration
	Alert           string
	Within          time.Duration
	RecoveredWithin time.Duration
}

// Retention says how long entries of a level are kept; negative is for ever.
type Retention struct {
	Levels map[string]time.Duration
	Seal   string // the key, a secret
}

// Serve is what is offered to others.
type Serve struct {
	SSH     *SSH
	Metrics string
}

// SSH is the console over SSH.
type SSH struct{ Listen, Viewers, Operators string }

// place is where something stands in the file.
type place struct{ line, col int }

// Inactive says which parts of the file are understood and not active in this
// version.
func (c *Config) Inactive() []words.Line {
	var out []words.Line
	say := func(present bool, what string) {
		if present {
			out = append(out, words.Of("config.inactive", what))
		}
	}
	say(len(c.Notify) > 0, "notify")
	for _, key := range []string{"alerting.repeat", "alerting.escalate"} {
		say(c.places[key] != place{}, key) // the profile has them too, and promises nothing by it
	}
	say(len(c.Heal) > 0, "heal")
	say(len(c.Drills) > 0, "drills")
	say(len(c.Retention.Levels) > 0 || c.Retention.Seal != "", "retention")
	say(c.Serve != Serve{}, "serve")
	for _, p := range c.Probes {
		say(p.PromQL != nil, "probes."+p.Name+" (promql)")
	}
	for _, l := range c.Logs {
		say(l.MySQL != nil || l.SQLite != nil, "logs."+l.Name+" (table)")
		say(l.Journald != "", "logs."+l.Name+" (journald)")
	}
	say(len(c.Mask) > 0, "mask")
	say(c.Screen.Mouse, "screen.mouse")
	say(c.Screen.Clipboard, "screen.clipboard")
	return out
}
