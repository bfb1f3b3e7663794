package config

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// Watch says what `bedside URL` watches.
type Watch struct {
	URL      string
	Headers  []Setting
	CA       string
	Insecure bool
	Logs     []string // patterns of log files
}

// ForURL is the configuration of a service that has no file: the built-in
// profile against its base URL. A service on another machine has no host, no
// process and no log here, and no act that would be one on this machine.
// Where nothing listens behind a path of the profile, it is "not provided".
func ForURL(w Watch) (*Config, error) {
	base, err := BaseURL(w.URL)
	if err != nil {
		return nil, err
	}
	c, err := Parse(base.Host, overlay(base))
	if err != nil {
		return nil, err
	}
	c.File, c.Label = "", ""
	c.Name = base.Host
	for i := range c.Probes {
		p := &c.Probes[i]
		if p.HTTP != nil {
			p.HTTP.Headers, p.HTTP.CA, p.HTTP.Insecure = append(p.HTTP.Headers, w.Headers...), w.CA, w.Insecure
		}
		if p.Prometheus != nil {
			p.Prometheus.Headers, p.Prometheus.CA, p.Prometheus.Insecure = append(p.Prometheus.Headers, w.Headers...), w.CA, w.Insecure
		}
	}
	if !c.Local() {
		c.Probes = slices.DeleteFunc(c.Probes, func(p Probe) bool { return p.Host != nil || p.Process != nil })
	}
	c.Actions = nil
	for i := range c.Rules {
		c.Rules[i].Runbook = ""
	}
	c.Logs = nil // the profile's would lie in the service's own folder
	return c, c.AddLogs(w.Logs)
}

// AddLogs follows further logs, given as patterns on the command line. The
// error is Errors.
func (c *Config) AddLogs(patterns []string) error {
	for i, pattern := range patterns {
		if _, err := filepath.Match(pattern, ""); err != nil {
			return Errors{{Key: "--log", Msg: words.Of("config.glob", pattern)}}
		}
		c.Logs = append(c.Logs, Log{Name: "log-" + strconv.Itoa(i+1), File: pattern, Format: "python"})
	}
	return nil
}

// overlay is the file that a user would have written for the URL.
func overlay(base *url.URL) []byte {
	return fmt.Appendf(nil, "service: %q\nprobes:\n  backend: {process: {port: %s}, every: 2s, role: process}\n", base.String(), port(base))
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// BaseURL reads a URL as people type it: no scheme means http. The error is
// Errors.
func BaseURL(typed string) (*url.URL, error) {
	full := typed
	if !strings.Contains(full, "://") {
		full = "http://" + full
	}
	u, err := url.Parse(full)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, Errors{{Msg: words.Of("config.url-typed", raw.Of(typed))}}
	}
	if n, err := strconv.Atoi(port(u)); err != nil || n < 1 || n > 65535 {
		return nil, Errors{{Msg: words.Of("config.url-port", raw.Of(typed))}}
	}
	u.RawQuery, u.Fragment = "", ""
	return u, nil
}

// Local reports whether the service's address is this machine's own.
func (c *Config) Local() bool {
	u, err := url.Parse(c.Service)
	if err != nil {
		return false
	}
	host := u.Hostname()
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	if ip == nil {
		return false
	}
	if ip.IsLoopback() || ip.IsUnspecified() {
		return true
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	return slices.ContainsFunc(addrs, func(a net.Addr) bool {
		n, ok := a.(*net.IPNet)
		return ok && n.IP.Equal(ip)
	})
}
