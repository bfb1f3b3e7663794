package wire

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/go-sql-driver/mysql"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/dbcheck"
	"bedside/probes/engine"
	"bedside/probes/fetch"
	"bedside/probes/filecheck"
	"bedside/probes/hostcheck"
	"bedside/probes/httpcheck"
	"bedside/probes/netcheck"
	"bedside/probes/promcheck"
	"bedside/probes/redischeck"
	"bedside/probes/state"
	"bedside/probes/watch"
)

// targets turns the configured probes into plans for the scheduler and targets
// for the engine.
func targets(c *config.Config) ([]watch.Plan, []engine.Target, error) {
	var plans []watch.Plan
	var known []engine.Target
	for _, p := range c.Probes {
		if p.PromQL != nil {
			continue // understood, not active yet: the configuration says so
		}
		probe, kind, err := build(c, p)
		if err != nil {
			return nil, nil, fmt.Errorf("probes.%s: %w", p.Name, err)
		}
		plans = append(plans, watch.Plan{Probe: probe, Every: p.Every, Timeout: p.Timeout})
		known = append(known, engine.Target{
			Name: probe.Name(), Kind: kind, Role: state.Role(p.Role), Every: p.Every, Timeout: p.Timeout,
			DownAfter: p.DownAfter, Host: peer(p), Remote: remote(peer(p)), Where: where(p),
		})
	}
	return plans, known, nil
}

func build(c *config.Config, p config.Probe) (probes.Probe, string, error) {
	name := probes.Name(p.Name)
	switch {
	case p.HTTP != nil:
		probe, err := httpProbe(name, p.HTTP)
		return probe, "http", err
	case p.Prometheus != nil:
		return probes.NewSparing(promcheck.New(name, promcheck.Options{
			Request: fetch.Options{URL: config.Secret(p.Prometheus.URL), Headers: secrets(p.Prometheus.Headers), CA: p.Prometheus.CA, Insecure: p.Prometheus.Insecure},
			Keep:    wanted(c.Vitals), Optional: p.Prometheus.Optional,
		})), "prometheus", nil
	case p.MySQL != nil:
		return dbcheck.NewMySQL(name, config.Secret(p.MySQL.DSN)), "mysql", nil
	case p.SQLite != nil:
		return dbcheck.NewSQLite(name, p.SQLite.Path), "sqlite", nil
	case p.Redis != nil:
		return redischeck.New(name, redischeck.Options{Addr: p.Redis.Addr, Password: config.Secret(p.Redis.Password)}), "redis", nil
	case p.TCP != nil:
		o := netcheck.TCPOptions{Addr: p.TCP.Addr}
		if p.TCP.TLS != nil {
			o.TLS = &netcheck.TLS{ServerName: p.TCP.TLS.ServerName, ExpiresIn: p.TCP.TLS.ExpiresIn}
		}
		return netcheck.NewTCP(name, o), "tcp", nil
	case p.DNS != nil:
		return netcheck.NewDNS(name, netcheck.DNSOptions{Host: p.DNS.Name}), "dns", nil
	case p.Host != nil:
		return hostcheck.NewHost(name, hostcheck.HostOptions{Disks: p.Host.Disks}), "host", nil
	case p.Process != nil:
		s := p.Process
		return hostcheck.NewProcess(name, hostcheck.ProcessOptions{Port: s.Port, PIDFile: s.PIDFile, Process: s.Name, Unit: s.Unit}), "process", nil
	case p.File != nil:
		probe, err := filecheck.New(name, filecheck.Options{Newest: p.File.Newest, MaxAge: p.File.MaxAge, MinSize: p.File.MinSize})
		return probe, "file", err
	}
	return nil, "", fmt.Errorf("a probe of no kind")
}

func httpProbe(name probes.Name, h *config.HTTP) (probes.Probe, error) {
	o := httpcheck.Options{
		Request: fetch.Options{Method: h.Method, URL: config.Secret(h.URL), Headers: secrets(h.Headers), JSON: h.JSON, CA: h.CA, Insecure: h.Insecure},
		Expect:  httpcheck.Expect{Status: h.Expect.Status, Body: h.Expect.Body},
		Clock:   h.Clock, Optional: h.Optional || h.Fallback != "", PageIsAbsence: h.Optional,
	}
	for _, e := range h.Expect.JSON {
		if o.Expect.JSON == nil {
			o.Expect.JSON = map[string]any{}
		}
		o.Expect.JSON[e.Name] = e.Text
	}
	for _, v := range h.Values {
		o.Values = append(o.Values, httpcheck.Value{Metric: v.Metric, Path: v.Path, Unit: v.Unit})
	}
	first, err := httpcheck.New(name, o)
	if err != nil {
		return nil, err
	}
	var probe probes.Probe = probes.NewSparing(first)
	if h.Fallback != "" {
		at := o.Request
		at.URL = config.Secret(h.Fallback)
		second, err := httpcheck.New(name, httpcheck.Options{Request: at})
		if err != nil {
			return nil, err
		}
		probe = httpcheck.WithFallback(first, second, openPath(h.Fallback))
	}
	if h.Witness != "" {
		at := o.Request
		at.URL, at.Method, at.JSON = config.Secret(h.Witness), "", nil
		probe = httpcheck.WithWitness(probe, promcheck.New(name, promcheck.Options{Request: at, Keep: map[string]bool{}}), openPath(h.Witness))
	}
	return probe, nil
}

func secrets(settings []config.Setting) map[string]probes.Secret {
	out := map[string]probes.Secret{}
	for _, s := range settings {
		out[s.Name] = config.Secret(s.Text)
	}
	return out
}

// wanted are the series that the vitals are read from; nothing else of an
// exposition is kept.
func wanted(v config.Vitals) map[string]bool {
	keep := map[string]bool{v.Requests.Name: true}
	for _, h := range []string{v.Latency.Name, v.Stages.Name} {
		for _, part := range []string{"_bucket", "_sum", "_count"} {
			keep[h+part] = true
		}
	}
	return keep
}

// peer is the address behind a probe: two targets on one address fail together
// without the network's doing.
func peer(p config.Probe) string {
	switch {
	case p.HTTP != nil:
		return hostOf(p.HTTP.URL)
	case p.Prometheus != nil:
		return hostOf(p.Prometheus.URL)
	case p.MySQL != nil:
		return database(p)
	case p.Redis != nil:
		return p.Redis.Addr
	case p.TCP != nil:
		return p.TCP.Addr
	}
	return ""
}

// database is the address in a DSN.
func database(p config.Probe) string {
	if dsn, err := mysql.ParseDSN(p.MySQL.DSN); err == nil && !strings.Contains(p.MySQL.DSN, "${") {
		return dsn.Addr
	}
	return inSecret + p.Name
}

// where is what is asked, for people: a URL without what may be secret in it, or
// an address, "" where it stands inside a secret.
func where(p config.Probe) string {
	address := ""
	switch {
	case p.HTTP != nil:
		address = p.HTTP.URL
	case p.Prometheus != nil:
		address = p.Prometheus.URL
	default:
		return known(peer(p))
	}
	u, err := url.Parse(address)
	if err != nil || known(u.Host+u.Path) == "" {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// known is an address that no secret is part of, else "".
func known(address string) string {
	if strings.HasPrefix(address, inSecret) || strings.Contains(address, "${") {
		return ""
	}
	return address
}

// openPath is the path of an address for people to read.
func openPath(address string) string {
	u, err := url.Parse(known(address))
	if known(address) == "" || err != nil {
		return "***"
	}
	return cmp.Or(u.Path, "/")
}

// inSecret begins the name of a peer whose address stands inside a secret.
const inSecret = "secret:"

// remote reports whether an address is another machine's. An address that is not
// known, inside a secret, is taken for this one's; a Unix socket is.
func remote(address string) bool {
	if known(address) == "" || strings.ContainsAny(address[:1], "/@") {
		return false
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	if host == "localhost" {
		return false
	}
	ip := net.ParseIP(host)
	return ip == nil || !ip.IsLoopback()
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}

// polls are the paths of the service that our own checks ask for, and so show
// in its log. Whoever serves a prefix of a shared host may strip it before the
// service sees the request.
func polls(c *config.Config) []engine.Poll {
	base, err := url.Parse(c.Service)
	if err != nil {
		return nil
	}
	prefix := strings.TrimSuffix(base.Path, "/")
	var out []engine.Poll
	for _, p := range c.Probes {
		for _, asked := range askedBy(p) {
			u, err := url.Parse(asked.Path)
			if err != nil || u.Host != base.Host {
				continue
			}
			path := cmp.Or(u.Path, "/")
			asked.Path = path
			out = append(out, engine.Poll{Target: probes.Name(p.Name), Request: path, Asked: asked})
			if below, stripped := strings.CutPrefix(path, prefix+"/"); stripped && prefix != "" {
				asked.Path = "/" + below
				out = append(out, engine.Poll{Target: probes.Name(p.Name), Request: path, Asked: asked})
			}
		}
	}
	return out
}

// askedBy are the requests of a probe by their URLs, none for one that is
// not of HTTP.
func askedBy(p config.Probe) []logview.Asked {
	switch {
	case p.Prometheus != nil:
		return []logview.Asked{{Path: p.Prometheus.URL}}
	case p.HTTP == nil:
		return nil
	}
	var who struct {
		User    string `json:"user_id"`
		Session string `json:"session_id"`
	}
	_ = json.Unmarshal(p.HTTP.JSON, &who) // a body of another form is no conversation
	all := []logview.Asked{{Path: p.HTTP.URL, User: who.User, Session: who.Session}}
	for _, other := range []string{p.HTTP.Fallback, p.HTTP.Witness} {
		if other != "" {
			all = append(all, logview.Asked{Path: other})
		}
	}
	return all
}

func label(c *config.Config) raw.Text {
	if c.Label != "" {
		return raw.Of(c.Label)
	}
	if host := hostOf(c.Service); !c.Local() {
		if host == c.Name {
			return raw.Text{} // it stands in the header already
		}
		return raw.Of(host)
	}
	host, err := os.Hostname()
	if err != nil {
		return raw.Text{}
	}
	return raw.Of(host)
}

// isPattern reports whether a log's path names several files.
func isPattern(path string) bool { return strings.ContainsAny(path, "*?[") }
