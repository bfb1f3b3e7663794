package config

import (
	"time"

	"go.yaml.in/yaml/v3"

	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/words"
)

// grammar is the shape of the whole file. The same tables read a file,
// judge its shape and describe it to editors.
func grammar(c *Config) value {
	return table(
		key("name", text(&c.Name)),
		key("label", text(&c.Label)),
		key("service", text(&c.Service)),
		key("root", text(&c.Root)),
		key("profile", choice(&c.Profile, "xinyu", "none")),
		key("state", text(&c.State)),
		key("probes", named(&c.Probes, func(p *Probe) *string { return &p.Name }, probe)),
		key("vitals", vitals(&c.Vitals)),
		key("limits", named(&c.Limits, func(l *Limit) *string { return (*string)(&l.Metric) }, limit)),
		key("alerts", rules(&c.Rules)),
		key("alerting", alerting(&c.Alerting)),
		key("notify", named(&c.Notify, func(r *Receiver) *string { return &r.Name }, receiver)),
		key("logs", named(&c.Logs, func(l *Log) *string { return &l.Name }, source)),
		key("actions", named(&c.Actions, func(a *Action) *string { return &a.Name }, remedy)),
		key("heal", list(&c.Heal, heal)),
		key("drills", named(&c.Drills, func(d *Drill) *string { return &d.Name }, drill)),
		key("retention", retention(&c.Retention)),
		key("screen", table(
			key("refresh", duration(&c.Screen.Refresh)),
			key("mouse", truth(&c.Screen.Mouse)),
			key("clipboard", truth(&c.Screen.Clipboard)),
			key("bell", truth(&c.Screen.Bell)),
			key("theme", choice(&c.Screen.Theme, "dark", "light", "colour-blind", "light-colour-blind")))),
		key("serve", serve(&c.Serve)),
		key("mask", list(&c.Mask, func(p *string) value { return choice(p, "phone", "email", "id-card", "message-text", "key") })),
	)
}

func probe(p *Probe) value {
	return oneOf([]field{
		key("http", made(&p.HTTP, httpProbe)),
		key("prometheus", made(&p.Prometheus, func(s *Prometheus) value {
			return table(must("url", text(&s.URL)), key("headers", settings(&s.Headers, text)), key("optional", truth(&s.Optional)),
				key("ca", text(&s.CA)), key("insecure", truth(&s.Insecure)))
		})),
		key("mysql", made(&p.MySQL, func(m *DSN) value { return table(must("dsn", text(&m.DSN))) })),
		key("sqlite", made(&p.SQLite, func(m *DSN) value { return table(must("path", text(&m.Path))) })),
		key("redis", made(&p.Redis, func(r *Redis) value {
			return table(must("addr", text(&r.Addr)), key("password", text(&r.Password)))
		})),
		key("tcp", made(&p.TCP, func(t *TCP) value {
			return table(must("addr", text(&t.Addr)), key("tls", made(&t.TLS, func(s *TLS) value {
				return table(key("server_name", text(&s.ServerName)), key("expires_in", duration(&s.ExpiresIn)))
			})))
		})),
		key("dns", made(&p.DNS, func(n *DNS) value { return table(must("name", text(&n.Name))) })),
		key("host", made(&p.Host, func(h *Host) value { return table(key("disks", list(&h.Disks, text))) })),
		key("process", made(&p.Process, func(s *Process) value {
			return oneOf([]field{key("port", integer(&s.Port, span{1, 65535})), key("pid_file", text(&s.PIDFile)), key("name", text(&s.Name)), key("unit", text(&s.Unit))})
		})),
		key("file", made(&p.File, func(f *File) value {
			return table(must("newest", text(&f.Newest)), key("max_age", duration(&f.MaxAge)),
				key("min_size", quantity(func(n float64) { f.MinSize = int64(n) })))
		})),
		key("promql", made(&p.PromQL, func(q *PromQL) value {
			return table(must("url", text(&q.URL)), must("queries", settings(&q.Queries, text)))
		})),
	},
		key("every", duration(&p.Every)),
		key("timeout", duration(&p.Timeout)),
		key("down_after", integer(&p.DownAfter, span{1, 100})),
		key("role", choice(&p.Role, "service", "dependency", "host", "process", "other")),
	)
}

// made reads a table behind a pointer that is nil while the table is absent.
func made[T any](p **T, item func(*T) value) value {
	described := func() schema { return item(new(T)).schema() }
	return value{described, func(d *decoder, n *yaml.Node, at string) {
		*p = new(T)
		item(*p).read(d, n, at)
	}}
}

func httpProbe(h *HTTP) value {
	return table(
		key("method", choice(&h.Method, "GET", "POST", "HEAD", "PUT")),
		must("url", text(&h.URL)),
		key("headers", settings(&h.Headers, text)),
		key("json", document(&h.JSON)),
		key("expect", table(
			key("status", integer(&h.Expect.Status, span{100, 599})),
			key("json", settings(&h.Expect.JSON, literal)),
			key("body", pattern(&h.Expect.Body)))),
		key("values", named(&h.Values, func(v *Value) *string { return (*string)(&v.Metric) }, func(v *Value) value {
			return table(must("path", text(&v.Path)), key("unit", choice(&v.Unit, "percent", "ratio", "ms", "s", "B", "KiB", "MiB", "/s")))
		})),
		key("optional", truth(&h.Optional)),
		key("fallback", text(&h.Fallback)),
		key("witness", text(&h.Witness)),
		key("clock", text(&h.Clock)),
		key("ca", text(&h.CA)),
		key("insecure", truth(&h.Insecure)),
	)
}

func vitals(v *Vitals) value {
	histogram := func(h *Histogram) value {
		return table(must("histogram", text(&h.Name)), key("label", text(&h.Label)))
	}
	return table(
		key("requests", table(must("counter", text(&v.Requests.Name)), key("label", text(&v.Requests.Label)),
			key("failed", instead(&v.Requests.Failed, settings(&v.Requests.Failed, pattern))))),
		key("latency", histogram(&v.Latency)),
		key("stages", histogram(&v.Stages)),
		key("kinds", kinds(&v.Kinds)),
		key("log", table(must("request", pattern(&v.Request)))),
	)
}

// instead reads a list that does not add to the profile's, but takes its place.
func instead[T any](p *[]T, v value) value {
	return value{v.schema, func(d *decoder, n *yaml.Node, at string) {
		*p = nil
		v.read(d, n, at)
	}}
}

func kinds(p *[]Kind) value {
	one := func(k *Kind) value { return list(&k.Endpoints, text) }
	return named(p, func(k *Kind) *string { return &k.Name }, one)
}

func limit(l *Limit) value {
	return table(
		key("max", quantity(func(n float64) { l.Max, l.HasMax = n, true })),
		key("min", quantity(func(n float64) { l.Min, l.HasMin = n, true })),
	)
}

func rules(p *[]Rule) value {
	described := func() schema { return schema{"type": "array", "items": rule(new(Rule)).schema()} }
	return value{described, func(d *decoder, n *yaml.Node, at string) {
		if n.Kind != yaml.SequenceNode {
			d.fail(n, at, "config.expected", words.Of("config.kind.list"), shape(n))
			return
		}
		first := map[string]int{}
		for _, c := range n.Content {
			r := Rule{Rule: alert.Rule{Priority: alert.P2}}
			name := at + "." + idOf(c)
			d.read(rule(&r), c, name)
			if line, twice := first[r.ID]; twice && r.ID != "" {
				d.fail(c, name, "config.duplicate", line)
				continue
			}
			first[r.ID] = c.Line
			put(p, r, func(r *Rule) *string { return &r.ID })
		}
	}}
}

// idOf finds a rule's id before the rule is read, so that messages can name it.
func idOf(n *yaml.Node) string {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "id" && n.Content[i+1].Kind == yaml.ScalarNode {
			return n.Content[i+1].Value
		}
	}
	return "?"
}

func rule(r *Rule) value {
	return table(
		must("id", text(&r.ID)),
		must("when", text(&r.when)),
		key("for", optionalDuration(&r.For)),
		key("clear", text(&r.clear)),
		key("clear_for", duration(&r.ClearFor)),
		key("clear_checks", integer(&r.ClearChecks, span{1, 100})),
		must("priority", priority(&r.Priority)),
		key("hides", list(&r.Hides, text)),
		key("runbook", text(&r.Runbook)),
		key("answer", duration(&r.Answer)),
	)
}

func priority(p *alert.Priority) value {
	return scalar(func() schema { return schema{"enum": []string{"P1", "P2", "P3"}} }, "config.kind.string", func(s, _ string) error {
		return setPriority(p, s)
	})
}

func setPriority(p *alert.Priority, s string) error {
	for _, one := range []alert.Priority{alert.P1, alert.P2, alert.P3} {
		if one.String() == s {
			*p = one
			return nil
		}
	}
	return lineError{words.Of("config.choice", "P1 P2 P3")}
}

func alerting(a *Alerting) value {
	if a.Answer == nil {
		a.Answer, a.Escalate = map[alert.Priority]time.Duration{}, map[alert.Priority]time.Duration{}
	}
	clock := func(m map[alert.Priority]time.Duration, names ...string) value {
		var fields []field
		for _, name := range names {
			var p alert.Priority
			_ = setPriority(&p, name)
			var d time.Duration
			v := duration(&d)
			fields = append(fields, key(name, value{v.schema, func(dec *decoder, n *yaml.Node, at string) {
				v.read(dec, n, at)
				m[p] = d
			}}))
		}
		return table(fields...)
	}
	return table(
		key("repeat", duration(&a.Repeat)),
		key("answer", clock(a.Answer, "P1", "P2", "P3")),
		key("escalate", clock(a.Escalate, "P2", "P3")),
	)
}

func receiver(r *Receiver) value {
	return oneOf([]field{
		key("dingtalk", made(&r.DingTalk, func(t *DingTalk) value {
			return table(must("url", text(&t.URL)), key("secret", text(&t.Secret)))
		})),
		key("mail", made(&r.Mail, func(m *Mail) value {
			return table(must("smtp", text(&m.SMTP)), must("from", text(&m.From)), must("to", list(&m.To, text)))
		})),
		key("webhook", table(must("url", text(&r.Webhook)))),
		key("run", made(&r.Run, run)),
	}, key("priorities", list(&r.Priorities, priority)))
}

func source(l *Log) value {
	dbTable := func(t *LogTable) value {
		return table(key("dsn", text(&t.DSN)), key("path", text(&t.Path)), key("table", text(&t.Table)))
	}
	return oneOf([]field{
		key("file", text(&l.File)),
		key("mysql", made(&l.MySQL, dbTable)),
		key("sqlite", made(&l.SQLite, dbTable)),
		key("journald", table(must("unit", text(&l.Journald)))),
	}, key("format", choice(&l.Format, "python", "uvicorn", "plain")), key("zone", zone(&l.Zone)))
}

func remedy(a *Action) value {
	a.Confirm = action.ConfirmAsk
	return table(
		key("key", text(&a.Key)),
		key("title", sentence(&a.Title)),
		key("affects", sentence(&a.Affects)),
		key("confirm", choice(&a.Confirm, action.ConfirmAsk, action.ConfirmNone, action.ConfirmName)),
		key("cooldown", duration(&a.Cooldown)),
		must("steps", list(&a.Steps, step)),
		key("verify", made(&a.Verify, verify)),
		key("marks", sentence(&a.Marks)),
		key("undo", made(&a.Undo, func(u *action.Undo) value {
			u.Confirm = action.ConfirmAsk
			return table(
				key("title", sentence(&u.Title)),
				key("affects", sentence(&u.Affects)),
				key("confirm", choice(&u.Confirm, action.ConfirmAsk, action.ConfirmNone, action.ConfirmName)),
				must("steps", list(&u.Steps, step)),
				key("verify", made(&u.Verify, verify)))
		})),
	)
}

func verify(v *action.Verify) value {
	return table(append(proof(v), key("otherwise", made(&v.Otherwise, func(o *action.Verify) value { return table(proof(o)...) })))...)
}

func proof(v *action.Verify) []field {
	return []field{must("target", text(&v.Target)), key("body", pattern(&v.Body)), must("within", duration(&v.Within))}
}

func step(s *action.Step) value {
	return oneOf([]field{
		key("run", made(&s.Run, run)),
		key("http", made(&s.HTTP, request)),
		key("signal", made(&s.Signal, signal)),
		key("edit", made(&s.Edit, edit)),
		key("action", text(&s.Action)),
	})
}

func run(r *action.Run) value {
	return table(
		must("argv", list(&r.Argv, literal)),
		key("env", texts(&r.Env)),
		key("dir", text(&r.Dir)),
		key("stdout", text(&r.Stdout)),
		key("timeout", duration(&r.Timeout)),
	)
}

func request(h *action.HTTP) value {
	return table(
		key("method", choice(&h.Method, "GET", "POST", "PUT", "PATCH", "DELETE")),
		must("url", text(&h.URL)),
		key("headers", texts(&h.Headers)),
		key("json", document(&h.JSON)),
		key("status", integer(&h.Status, span{100, 599})),
		key("timeout", duration(&h.Timeout)),
	)
}

func signal(s *action.Signal) value {
	return oneOf([]field{
		key("pid_file", text(&s.PIDFile)),
		key("port", integer(&s.Port, span{1, 65535})),
		key("process", text(&s.Process)),
	}, must("name", choice(&s.Name, "HUP", "INT", "QUIT", "TERM", "KILL", "USR1", "USR2", "STOP", "CONT")))
}

func edit(e *action.Edit) value {
	return table(
		must("file", text(&e.File)),
		key("set", texts(&e.Set)),
		key("rotate", value{func() schema { return schema{"type": "object", "additionalProperties": schema{"type": "array"}} },
			func(d *decoder, n *yaml.Node, at string) {
				e.Rotate = map[string][]string{}
				d.pairs(n, at, func(k, v *yaml.Node) {
					var values []string
					d.read(list(&values, literal), v, join(at, k.Value))
					e.Rotate[k.Value] = values
				})
			}}),
	)
}

// texts reads a mapping of names to texts into a map.
func texts(p *map[string]string) value {
	return value{func() schema { return schema{"type": "object", "additionalProperties": literal(new(string)).schema()} },
		func(d *decoder, n *yaml.Node, at string) {
			*p = map[string]string{}
			d.pairs(n, at, func(k, v *yaml.Node) {
				var s string
				d.read(literal(&s), v, join(at, k.Value))
				(*p)[k.Value] = s
			})
		}}
}

func heal(h *Heal) value {
	return table(must("when", text(&h.When)), must("action", text(&h.Action)), key("after", duration(&h.After)), key("at_most", text(&h.AtMost)))
}

func drill(r *Drill) value {
	steps := func(p *[]action.Step) value {
		described := func() schema { return step(new(action.Step)).schema() }
		return value{described, func(d *decoder, n *yaml.Node, at string) {
			if n.Kind == yaml.SequenceNode {
				list(p, step).read(d, n, at)
				return
			}
			var s action.Step
			step(&s).read(d, n, at)
			*p = []action.Step{s}
		}}
	}
	return table(
		key("title", text(&r.Title)),
		must("inject", steps(&r.Inject)),
		must("restore", steps(&r.Restore)),
		key("hold", duration(&r.Hold)),
		key("expect", table(key("alert", text(&r.Alert)), key("within", duration(&r.Within)), key("recovered_within", duration(&r.RecoveredWithin)))),
	)
}

// Forever is a retention without an end.
const Forever time.Duration = -1

func retention(r *Retention) value {
	var fields []field
	for _, level := range []string{"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"} {
		var kept time.Duration
		v := duration(&kept)
		orForever := func() schema { return schema{"anyOf": []any{v.schema(), schema{"const": "forever"}}} }
		fields = append(fields, key(level, value{orForever, func(d *decoder, n *yaml.Node, at string) {
			if n.Value == "forever" {
				kept = Forever
			} else {
				v.read(d, n, at)
			}
			if r.Levels == nil {
				r.Levels = map[string]time.Duration{}
			}
			r.Levels[level] = kept
		}}))
	}
	return table(append(fields, key("seal", table(must("key", text(&r.Seal)))))...)
}

func serve(s *Serve) value {
	return table(
		key("ssh", made(&s.SSH, func(h *SSH) value {
			return table(must("listen", text(&h.Listen)), key("viewers", text(&h.Viewers)), key("operators", text(&h.Operators)))
		})),
		key("metrics", table(must("listen", text(&s.Metrics)))),
	)
}
