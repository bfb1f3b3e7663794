package doctor

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"

	"bedside/probes"
	"bedside/probes/words"
)

// remedies say, for each reason that a check reports, what to do about it and
// what to type to see more.
var remedies = map[words.Code]struct {
	mend words.Code
	look func(Target) string
}{
	probes.Refused:      {"doctor.mend.start", Target.whoListens},
	probes.NoHost:       {"doctor.mend.name", Target.resolve},
	probes.NoRoute:      {"doctor.mend.route", Target.route},
	probes.TimedOut:     {"doctor.mend.slow", Target.ask},
	probes.Reset:        {"doctor.mend.cut", Target.ask},
	probes.BadStatus:    {"doctor.mend.status", Target.ask},
	probes.BadBody:      {"doctor.mend.other", Target.ask},
	probes.Lacks:        {"doctor.mend.other", Target.ask},
	probes.NotJSON:      {"doctor.mend.other", Target.ask},
	probes.EmptyBody:    {"doctor.mend.other", Target.ask},
	probes.Malformed:    {"doctor.mend.other", Target.ask},
	probes.NotANumber:   {"doctor.mend.other", Target.ask},
	probes.OverLimit:    {"doctor.mend.smaller", Target.ask},
	probes.Unhealthy:    {"doctor.mend.ill", Target.ask},
	probes.Stale:        {"doctor.mend.ill", Target.ask},
	probes.TLS:          {"doctor.mend.tls", Target.certificate},
	probes.PlainHTTP:    {"doctor.mend.scheme", Target.ask},
	probes.NoTLS:        {"doctor.mend.scheme", Target.ask},
	probes.WantsTLS:     {"doctor.mend.scheme", Target.ask},
	probes.Expiring:     {"doctor.mend.renew", Target.certificate},
	probes.Unauthorized: {"doctor.mend.key", Target.ask},
	probes.RateLimited:  {"doctor.mend.seldom", nil},
	probes.Redirected:   {"doctor.mend.redirect", Target.ask},
	probes.NoProcess:    {"doctor.mend.process", Target.process},
	probes.NoFile:       {"doctor.mend.file", Target.files},
	probes.TooOld:       {"doctor.mend.writer", Target.files},
	probes.TooSmall:     {"doctor.mend.writer", Target.files},
	probes.NoPermission: {"doctor.mend.permission", Target.files},
	probes.LowSpace:     {"doctor.mend.space", nil},
	probes.WrongAddress: {"doctor.mend.name", Target.resolve},
}

// remedy is what to do about a target that is not well.
func (c checked) remedy() (mend words.Line, command string) {
	r, known := remedies[c.Fault.Code]
	switch {
	case c.Fault.Code == probes.NoSecret:
		return words.Of("doctor.mend.secret"), reveal(c.Fault.Detail.Screen())
	case !known:
		return words.Of("doctor.mend.look"), c.ask()
	}
	if r.look != nil {
		command = r.look(c.Target)
	}
	return words.Of(r.mend), command
}

// address is where the target listens: an empty host where it is not known.
func (t Target) address() (host, port string) {
	host, port, err := net.SplitHostPort(t.Address)
	if err == nil {
		return host, port
	}
	port = "80"
	if strings.HasPrefix(t.url(), "https:") {
		port = "443"
	}
	return t.Address, port
}

// url is the address that is asked over HTTP, "" where it holds a secret or
// there is none.
func (t Target) url() string {
	address := ""
	switch {
	case t.Config.HTTP != nil:
		address = t.Config.HTTP.URL
	case t.Config.Prometheus != nil:
		address = t.Config.Prometheus.URL
	}
	if u, err := url.Parse(address); err != nil || u.User != nil || u.RawQuery != "" || strings.Contains(address, "${") {
		return ""
	}
	return address
}

func (t Target) whoListens() string {
	switch host, port := t.address(); {
	case host == "":
		return ""
	case host == "localhost" || net.ParseIP(host).IsLoopback():
		return shell("ss", "-ltnp", "sport = :"+port)
	default:
		return shell("nc", "-vz", host, port)
	}
}

func (t Target) resolve() string {
	host, _ := t.address()
	if t.Config.DNS != nil {
		host = t.Config.DNS.Name
	}
	if host == "" {
		return ""
	}
	return shell("getent", "hosts", host)
}

func (t Target) route() string {
	host, _ := t.address()
	if host == "" {
		return ""
	}
	return shell("ip", "route", "get", host)
}

func (t Target) ask() string {
	if address := t.url(); address != "" {
		return shell("curl", "-i", "--max-time", "10", address)
	}
	return t.whoListens()
}

func (t Target) certificate() string {
	host, port := t.address()
	if host == "" {
		return ""
	}
	return shell("openssl", "s_client", "-connect", net.JoinHostPort(host, port), "-servername", host) + " </dev/null | openssl x509 -noout -subject -issuer -dates"
}

func (t Target) process() string {
	p := t.Config.Process
	switch {
	case p == nil:
		return ""
	case p.Unit != "":
		return shell("systemctl", "status", p.Unit)
	case p.Port != 0:
		return shell("ss", "-ltnp", fmt.Sprintf("sport = :%d", p.Port))
	case p.PIDFile != "":
		return shell("ls", "-l", p.PIDFile)
	}
	return shell("pgrep", "-af", p.Name)
}

func (t Target) files() string {
	switch {
	case t.Config.File != nil:
		return shell("ls", "-la", filepath.Dir(t.Config.File.Newest))
	case t.Config.SQLite != nil:
		return shell("ls", "-la", filepath.Dir(t.Config.SQLite.Path))
	}
	return t.process()
}
