package config

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

// Defaults of what a file may leave out.
const (
	defaultEvery   = 5 * time.Second
	longestTimeout = 10 * time.Second
)

func defaults() *Config {
	return &Config{
		Service:  "http://127.0.0.1:8000",
		Profile:  "xinyu",
		Screen:   Screen{Refresh: time.Second, Theme: "dark", Bell: true},
		Alerting: Alerting{Repeat: 5 * time.Minute},
	}
}

// judge collects what is wrong with a configuration whose shape is right.
type judge struct {
	*Config
	file string
	errs Errors
}

func (j *judge) fail(key string, code words.Code, args ...any) {
	at := j.places[key]
	for parent := key; at == (place{}) && parent != ""; {
		cut := strings.LastIndexByte(parent, '.')
		parent = parent[:max(cut, 0)]
		at = j.places[parent]
	}
	if len(j.errs) < maxErrors {
		j.errs = append(j.errs, &Error{File: j.file, Line: max(at.line, 1), Col: max(at.col, 1), Key: key, Msg: words.Of(code, args...)})
	}
}

// complete fills in what was left out, resolves relative addresses and judges
// what the parts say of each other.
func (c *Config) complete(file string) Errors {
	j := &judge{Config: c, file: file}
	j.service()
	for i := range c.Probes {
		j.probe(&c.Probes[i])
	}
	for i := range c.Logs {
		j.log(&c.Logs[i])
	}
	j.actions()
	j.receivers()
	j.vitals()
	j.rules()
	j.limits()
	j.references()
	slices.SortStableFunc(j.errs, func(a, b *Error) int { return a.Line - b.Line })
	return j.errs
}

func (j *judge) service() {
	u, err := url.Parse(j.Service)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		j.fail("service", "config.url", j.Service)
		j.Service = "http://127.0.0.1"
	}
	if j.Root != "" && !filepath.IsAbs(j.Root) {
		if abs, err := filepath.Abs(j.Root); err == nil {
			j.Root = abs
		}
	}
}

func (j *judge) probe(p *Probe) {
	at := "probes." + p.Name
	if p.Every == 0 {
		p.Every = defaultEvery
	}
	if p.Timeout == 0 {
		p.Timeout = min(p.Every, longestTimeout)
	}
	if p.DownAfter == 0 {
		p.DownAfter = 2
	}
	if p.Role == "" {
		p.Role = roleOf(p)
	}
	if p.Name == networkTarget {
		j.fail(at, "config.reserved-name", p.Name)
	}
	switch {
	case p.HTTP != nil:
		p.HTTP.URL = j.url(at+".http.url", p.HTTP.URL)
		if p.HTTP.Fallback != "" {
			p.HTTP.Fallback = j.url(at+".http.fallback", p.HTTP.Fallback)
		}
		if p.HTTP.Witness != "" {
			p.HTTP.Witness = j.url(at+".http.witness", p.HTTP.Witness)
		}
		p.HTTP.CA = j.Path(p.HTTP.CA)
	case p.Prometheus != nil:
		p.Prometheus.URL = j.url(at+".prometheus.url", p.Prometheus.URL)
		p.Prometheus.CA = j.Path(p.Prometheus.CA)
	case p.PromQL != nil:
		p.PromQL.URL = j.url(at+".promql.url", p.PromQL.URL)
	case p.Redis != nil:
		j.address(at+".redis.addr", p.Redis.Addr)
	case p.TCP != nil:
		j.address(at+".tcp.addr", p.TCP.Addr)
	case p.SQLite != nil:
		p.SQLite.Path = j.Path(p.SQLite.Path)
	case p.File != nil:
		p.File.Newest = j.Path(p.File.Newest)
		if _, err := filepath.Match(p.File.Newest, ""); err != nil {
			j.fail(at+".file.newest", "config.glob", p.File.Newest)
		}
	case p.Process != nil:
		p.Process.PIDFile = j.Path(p.Process.PIDFile)
	case p.Host != nil && len(p.Host.Disks) == 0:
		p.Host.Disks = []string{"/"}
	}
}

func roleOf(p *Probe) string {
	switch {
	case p.Host != nil:
		return "host"
	case p.Process != nil:
		return "process"
	case p.MySQL != nil, p.SQLite != nil, p.Redis != nil, p.TCP != nil, p.Name == "llm", p.Name == "chroma":
		return "dependency"
	case p.Name == "health", p.Name == "app":
		return "service"
	}
	return "other"
}

// vitals judges how the users' figures are read.
func (j *judge) vitals() {
	if failed := j.Vitals.Requests.Failed; len(failed) > 1 {
		j.fail("vitals.requests.failed", "config.one-label", failed[0].Name, failed[1].Name)
	}
}

// url is the address below the service that a reference names. What a secret
// stands for is not known yet, so it is left as it is written.
func (j *judge) url(key, ref string) string {
	if strings.Contains(ref, "${") {
		if strings.HasPrefix(ref, "/") {
			return strings.TrimSuffix(j.Service, "/") + ref
		}
		return ref
	}
	u, err := fetch.Below(j.Service, ref)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		j.fail(key, "config.url", ref)
		return ref
	}
	return u.String()
}

func (j *judge) address(key, addr string) {
	if strings.Contains(addr, "${") {
		return
	}
	if _, port, err := net.SplitHostPort(addr); err != nil || port == "" {
		j.fail(key, "config.address", addr)
	}
}

// Path resolves a relative path against the root.
func (c *Config) Path(p string) string {
	if p == "" || filepath.IsAbs(p) || c.Root == "" {
		return p
	}
	return filepath.Join(c.Root, p)
}

func (j *judge) log(l *Log) {
	if l.File != "" {
		l.File = j.Path(l.File)
		if _, err := filepath.Match(l.File, ""); err != nil {
			j.fail("logs."+l.Name+".file", "config.glob", l.File)
		}
	}
	if l.Format == "" {
		l.Format = "python"
	}
}

// name gives an action without words of the user's own the catalogue's, as far
// as it knows the action. What can be undone stands in the header meanwhile.
func (a *Action) name() {
	spoken := func(line *words.Line, part string) {
		if code := words.Code("action." + a.Name + part); line.Zero() && words.Has(code) {
			*line = words.Of(code)
		}
	}
	spoken(&a.Title, "")
	spoken(&a.Affects, ".affects")
	if a.Title.Zero() {
		a.Title = words.Of("text", raw.Of(a.Name))
	}
	if a.Undo != nil {
		spoken(&a.Undo.Title, ".undo")
		spoken(&a.Undo.Affects, ".undo.affects")
		spoken(&a.Marks, ".mark")
	}
}

func (j *judge) actions() {
	keys := map[string]string{}
	for i := range j.Actions {
		a := &j.Actions[i]
		at := "actions." + a.Name
		a.name()
		if a.Key != "" {
			j.key(at+".key", a, keys)
		}
		if len(a.Steps) == 0 {
			j.fail(at+".steps", "config.no-steps")
		}
		j.steps(at+".steps", a.Steps)
		a.Verify = j.proof(at+".verify", a.Verify)
		if a.Undo != nil {
			j.steps(at+".undo.steps", a.Undo.Steps)
			a.Undo.Verify = j.proof(at+".undo.verify", a.Undo.Verify)
		}
		if cycle := j.cycle(a.Name, nil); cycle != "" {
			j.fail(at+".steps", "config.cycle", cycle)
		}
	}
}

func (j *judge) key(at string, a *Action, keys map[string]string) {
	switch other := keys[a.Key]; {
	case len([]rune(a.Key)) != 1 || strings.TrimSpace(a.Key) == "":
		j.fail(at, "config.key-form", a.Key)
	case slices.Contains(action.ReservedKeys, a.Key):
		j.fail(at, "config.key-reserved", a.Key)
	case other != "" && j.builtinAt(at): // then it is the other that the file brought
		j.fail("actions."+other+".key", "config.key-clash", a.Key, a.Name)
	case other != "":
		j.fail(at, "config.key-clash", a.Key, other)
	default:
		keys[a.Key] = a.Name
	}
}

func (j *judge) steps(at string, steps []action.Step) {
	for i, s := range steps {
		j.step(j.item(at, i), s)
	}
}

// item is the key of one step; a single one may stand without a list.
func (j *judge) item(at string, i int) string {
	if item := fmt.Sprintf("%s[%d]", at, i); j.places[item] != (place{}) {
		return item
	}
	return at
}

func (j *judge) step(at string, s action.Step) {
	switch {
	case s.Action != "" && !j.hasAction(s.Action):
		j.fail(at, "config.no-action", s.Action)
	case s.Run != nil && len(s.Run.Argv) == 0:
		j.fail(at, "config.no-argv")
	case s.Run != nil:
		j.argv(at+".run.argv", s.Run.Argv)
	case s.Edit != nil && len(s.Edit.Set)+len(s.Edit.Rotate) == 0:
		j.fail(at, "config.no-settings")
	case s.HTTP != nil:
		s.HTTP.URL = j.url(at+".http.url", s.HTTP.URL)
	}
}

func (j *judge) receivers() {
	for _, r := range j.Notify {
		if r.Run != nil {
			j.argv("notify."+r.Name+".run.argv", r.Run.Argv)
		}
	}
}

// argv refuses secrets where everybody on the machine could read them.
func (j *judge) argv(at string, argv []string) {
	if i := slices.IndexFunc(argv, reference.MatchString); i >= 0 {
		j.fail(j.item(at, i), "config.secret-argv")
	}
}

// proof is how an act is proved here. What the profile proves by a target that
// this deployment does not have is proved otherwise, or by nothing.
func (j *judge) proof(at string, v *action.Verify) *action.Verify {
	switch {
	case v == nil:
		return nil
	case j.hasTarget(v.Target):
		if !j.builtinAt(at) {
			j.proof(at+".otherwise", v.Otherwise) // it is refused where it names nothing, too
		}
		return v
	case j.builtinAt(at):
		return j.proof(at, v.Otherwise)
	}
	j.fail(at+".target", "config.no-target", v.Target, strings.Join(j.targets(), ", "))
	return v
}

func (j *judge) hasAction(name string) bool {
	return slices.ContainsFunc(j.Actions, func(a Action) bool { return a.Name == name })
}

func (j *judge) hasTarget(name string) bool { return slices.Contains(j.targets(), name) }

// builtinAt reports whether what stands at the key came from the profile,
// which may name what a deployment does not have.
func (j *judge) builtinAt(key string) bool { return j.places[key] == place{} }

// cycle follows the references of an action's steps and returns the path when
// it comes back to where it was.
func (j *judge) cycle(name string, path []string) string {
	if slices.Contains(path, name) {
		return strings.Join(append(path, name), " → ")
	}
	i := slices.IndexFunc(j.Actions, func(a Action) bool { return a.Name == name })
	if i < 0 {
		return ""
	}
	for _, s := range j.Actions[i].Steps {
		if s.Action != "" {
			if found := j.cycle(s.Action, append(slices.Clone(path), name)); found != "" {
				return found
			}
		}
	}
	return ""
}

// references judges the names by which the remaining parts refer to others.
func (j *judge) references() {
	isRule := func(id string) bool {
		return slices.ContainsFunc(j.Rules, func(r Rule) bool { return r.ID == id })
	}
	for _, r := range j.Rules {
		for _, h := range r.Hides {
			if h != "*" && !r.Builtin && !isRule(h) && !slices.Contains(profileRules(), h) {
				j.fail("alerts."+r.ID+".hides", "config.no-rule", h)
			}
		}
	}
	for i, h := range j.Heal {
		at := fmt.Sprintf("heal[%d]", i)
		if !isRule(h.When) {
			j.fail(at+".when", "config.no-rule", h.When)
		}
		if !j.hasAction(h.Action) {
			j.fail(at+".action", "config.no-action", h.Action)
		}
	}
	for _, d := range j.Drills {
		at := "drills." + d.Name
		if d.Alert != "" && !isRule(d.Alert) {
			j.fail(at+".expect.alert", "config.no-rule", d.Alert)
		}
		j.steps(at+".inject", d.Inject)
		j.steps(at+".restore", d.Restore)
	}
}
