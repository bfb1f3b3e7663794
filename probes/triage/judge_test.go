package triage

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/logview/diagnose"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/words"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// firing are alerts that began ten seconds ago.
func firing(rules ...string) []alert.Alert {
	var out []alert.Alert
	for _, r := range rules {
		out = append(out, alert.Alert{Rule: r, State: alert.Firing, Since: now.Add(-10 * time.Second)})
	}
	return out
}

// calm is the demo as it stands when all is well.
func calm() Picture {
	up := func(name probes.Name, role Role) Target {
		return Target{Name: name, Role: role, Status: probes.Up, Since: now.Add(-time.Hour)}
	}
	return Picture{
		Now: now,
		Targets: []Target{
			up("health", Service), up("canary", Service), up("backend", Process), up("host", Host),
			up("llm", Dependency), up("chroma", Dependency), up("mysql", Dependency), up("redis", Dependency),
		},
		Figures: map[probes.Metric]probes.Value{
			"success":      {Number: 1, Unit: probes.Ratio},
			"latency.mean": {Number: 0.7, Unit: probes.Seconds},
			"latency.p95":  {Number: 1.1, Unit: probes.Seconds},
			"host.cpu":     {Number: 0.3, Unit: probes.Ratio},
		},
		Limits: map[probes.Metric]Limit{
			"latency.p95": {Max: 1.5, HasMax: true}, "success": {Min: 0.999, HasMin: true}, "host.cpu": {Max: 0.7, HasMax: true},
		},
		Stages:  []Stage{{"network", 0.02}, {"prompt", 0.05}, {"llm", 0.5}, {"vector", 0.1}},
		Actions: []string{"restart", "safe-mode", "restart-chroma", "switch-key", "limit-load", "degrade"},
	}
}

// with changes the calm picture.
func with(changes ...func(*Picture)) Picture {
	p := calm()
	for _, change := range changes {
		change(&p)
	}
	return p
}

func alerts(rules ...string) func(*Picture) {
	return func(p *Picture) { p.Alerts = append(p.Alerts, firing(rules...)...) }
}

func fails(name probes.Name, code words.Code) func(*Picture) {
	return func(p *Picture) {
		for i := range p.Targets {
			if p.Targets[i].Name == name {
				p.Targets[i].Status, p.Targets[i].Fault, p.Targets[i].Bad = probes.Down, probes.Fault{Code: code}, 14
			}
		}
	}
}

func says(name probes.Name, detail string) func(*Picture) {
	return func(p *Picture) {
		for i := range p.Targets {
			if p.Targets[i].Name == name {
				p.Targets[i].Fault.Detail = raw.Of(detail)
			}
		}
	}
}

// What an alert that is only held watches is well: it has no present cause.
func TestAHeldAlertHasNoCause(t *testing.T) {
	for _, rule := range []string{"service-down", "overload", "llm-down", "vector-db-down", "filter-failing", "network-down"} {
		p := with(alerts(rule))
		p.Alerts[0].Flapping, p.Alerts[0].ClearsIn = true, 27*time.Second
		for _, h := range Judge(p) {
			t.Errorf("%s is held, probably because of %s: %v", rule, h.Cause.Code, h.Explains)
		}
	}
}

func figure(m probes.Metric, n float64) func(*Picture) {
	return func(p *Picture) {
		v := p.Figures[m]
		v.Number = n
		p.Figures[m] = v
	}
}

func logged(id, target, action string, count int) func(*Picture) {
	return func(p *Picture) {
		p.Findings = append(p.Findings, Finding{Count: count, First: now.Add(-8 * time.Second),
			Finding: diagnose.Finding{ID: id, Cause: "cause." + id, Target: target, Action: action, Steps: []string{"remedy.restart"}, Line: raw.Of("it failed")}})
	}
}

func TestTheFirstHypothesisIsRight(t *testing.T) {
	stage := func(name string, mean float64) func(*Picture) {
		return func(p *Picture) {
			for i := range p.Stages {
				if p.Stages[i].Name == name {
					p.Stages[i].Mean = mean
				}
			}
		}
	}
	filter := func(p *Picture) {
		p.Targets[1].Status, p.Targets[1].Fault = probes.Degraded, probes.Fault{Code: probes.Lacks}
	}
	endpoints := func(p *Picture) {
		p.Endpoints = []Endpoint{{raw.Of("/api/voice-chat"), 20, 0.1}, {raw.Of("/chat"), 180, 1}}
	}
	tests := []struct {
		name    string
		picture Picture
		cause   words.Code
		action  string
	}{
		// The scenes.
		{"llm-down: the LLM refuses", with(alerts("llm-down", "failing-replies"), fails("llm", probes.Refused), figure("success", 0.2), logged("llm-refused", "llm", "switch-key", 40)), "cause.llm-refused", "degrade"},
		{"llm-hang: the LLM does not answer", with(alerts("llm-down", "slow-replies", "overload"), fails("llm", probes.TimedOut), figure("latency.mean", 5), figure("streams.load", 1), figure("requests.surge", 1.1), stage("llm", 5)), "cause.llm-timeout", "degrade"},
		{"llm-key: the LLM rejects the key", with(alerts("llm-down", "failing-replies"), fails("llm", probes.Unauthorized), figure("success", 0)), "cause.llm-key", "switch-key"},
		{"llm-key: only the service knows the key", with(alerts("llm-down"), figure("health.llm", 0), logged("llm-key", "llm", "switch-key", 12)), "cause.llm-key", "switch-key"},
		{"vector-db-down: Chroma refuses", with(alerts("vector-db-down", "error-burst"), fails("chroma", probes.Refused), logged("chroma-refused", "chroma", "restart-chroma", 14)), "cause.chroma-refused", "restart-chroma"},
		{"load-10x: ten times the arrivals", with(alerts("overload", "slow-replies"), figure("requests.surge", 9.7), figure("latency.mean", 3), figure("host.cpu", 0.9), stage("llm", 2)), "triage.overload", "limit-load"},
		{"filter-failing: the canary came through", with(alerts("filter-failing"), filter), "triage.filter", "safe-mode"},
		{"network-down: nothing at a distance answers", with(alerts("llm-down", "vector-db-down", "mysql-down", "redis-down", "failing-replies"),
			fails("llm", probes.TimedOut), fails("chroma", probes.TimedOut), fails("mysql", probes.TimedOut), fails("redis", probes.TimedOut)), "triage.own-network", ""},
		{"network-down: as its alert says", with(alerts("network-down", "llm-down"), fails("llm", probes.NoRoute)), "triage.own-network", ""},
		{"mysql-down: MySQL refuses", with(alerts("mysql-down", "failing-replies"), fails("mysql", probes.Refused), figure("success", 0.5)), "cause.mysql-refused", ""},
		{"redis-down: Redis refuses", with(alerts("redis-down"), fails("redis", probes.Refused)), "cause.redis-refused", ""},
		// The service itself.
		{"the service's process is gone", with(alerts("service-down"), fails("health", probes.Refused), fails("backend", probes.NoProcess)), "triage.service-gone", "restart"},
		{"nothing listens on the service's port", with(alerts("service-down"), fails("health", probes.Refused)), "triage.service-refused", "restart"},
		{"the service hangs", with(alerts("service-down"), fails("health", probes.TimedOut), figure("host.cpu", 0.99)), "triage.service-hung", "restart"},
		{"the service's name is not known", with(alerts("service-down"), fails("health", probes.NoHost)), "triage.service-no-host", ""},
		{"no route leads to the service", with(alerts("service-down"), fails("health", probes.NoRoute)), "triage.service-no-route", ""},
		{"the service's certificate has expired", with(alerts("service-down"), fails("health", probes.TLS)), "triage.service-certificate", ""},
		{"https is asked of a port of plain HTTP", with(alerts("service-down"), fails("health", probes.PlainHTTP)), "triage.service-scheme", ""},
		{"https is asked of a port of something else", with(alerts("service-down"), fails("health", probes.NoTLS)), "triage.service-scheme", ""},
		{"plain HTTP is asked of a port of TLS", with(alerts("service-down"), fails("health", probes.WantsTLS)), "triage.service-scheme", ""},
		{"a web page answers in the service's place", with(alerts("service-down"), fails("health", probes.NotJSON)), "triage.service-stranger", ""},
		{"another program answers in the service's place", with(alerts("service-down"), fails("health", probes.Withdrawn)), "triage.service-stranger", ""},
		{"the service knows us not", with(alerts("service-down"), fails("health", probes.Unauthorized)), "triage.service-denies", ""},
		{"nothing is there to ask", with(alerts("service-down"), fails("health", probes.BadStatus), says("health", "404 Not Found")), "triage.service-no-path", ""},
		{"the service fails", with(alerts("service-down"), fails("health", probes.BadStatus), says("health", "500: boom")), "triage.service-ill", "restart"},
		{"the service says it in other words", with(alerts("service-down"), fails("health", probes.BadBody)), "triage.service-answer", "restart"},
		{"the service cuts what it accepted", with(alerts("service-down"), fails("health", probes.Reset)), "triage.service-cuts", "restart"},
		{"connections are cut and the process is gone", with(alerts("service-down"), fails("health", probes.Reset), fails("backend", probes.NoProcess)), "triage.service-refused", "restart"},
		{"the service says that it is ill", with(alerts("service-down"), fails("health", probes.Unhealthy)), "triage.service-ill", "restart"},
		// The guide's first judgement.
		{"slow and succeeding: the model takes longer", with(alerts("slow-replies"), figure("latency.mean", 2.6), stage("llm", 2.2)), "triage.llm-slow", "degrade"},
		{"slow and succeeding: the time is in no stage", with(alerts("slow-replies"), figure("latency.mean", 5.9), stage("llm", 0.5)), "triage.slow-elsewhere", "limit-load"},
		{"slow and succeeding: replies wait for a model that takes longer", with(alerts("slow-replies"), figure("latency.mean", 9), stage("llm", 2.2), func(p *Picture) { p.Growth = map[probes.Metric]float64{"stage.llm": 4} }), "triage.llm-slow", "degrade"},
		{"slow and succeeding: the machine is full", with(alerts("slow-replies", "cpu-high"), figure("latency.mean", 2.6), figure("host.cpu", 0.95), func(p *Picture) { p.Stages = nil }), "triage.cpu", "limit-load"},
		{"failures gather on one endpoint", with(alerts("failing-replies"), figure("success", 0.9), endpoints), "triage.one-endpoint", ""},
		{"all is well and users complain", with(func(p *Picture) { p.Complaints = 7 }), "triage.front-end", ""},
		// What the log alone knows.
		{"the connection pool is used up", with(alerts("failing-replies"), figure("success", 0.7), logged("pool-exhausted", "mysql", "restart", 30)), "cause.pool-exhausted", "restart"},
		{"the disk is full", with(alerts("disk-high", "error-burst"), figure("host.disk", 0.99), logged("disk-full", "", "", 9)), "cause.disk-full", ""},
		{"it began after somebody did something", with(alerts("error-burst"), func(p *Picture) {
			p.Changes = []Change{{Title: words.Of("action.limit-load"), At: now.Add(-time.Minute)}}
		}), "triage.recent-change", ""},
		{"a dependency with a name of its own", with(func(p *Picture) {
			p.Targets = append(p.Targets, Target{Name: "billing", Role: Dependency, Status: probes.Down, Fault: probes.Fault{Code: probes.NoHost}})
			p.Actions = append(p.Actions, "restart-billing")
		}), "triage.dependency-no-host", "restart-billing"},
	}
	back := with(alerts("failing-replies"), figure("success", 0.9), endpoints)
	back.Targets[1].Role, back.Targets[1].Status, back.Targets[1].Since = Dependency, probes.Up, now.Add(-4*time.Second)
	if all := Judge(back); slices.ContainsFunc(all, func(h Hypothesis) bool { return h.Cause.Code == "triage.one-endpoint" }) {
		t.Error("what is left of an outage is taken for an endpoint's own fault")
	}
	// What began while an act was at work may be its consequence; what began before
	// it was the reason for it.
	for began, blamed := range map[time.Duration]bool{-5 * time.Second: true, 5 * time.Second: false} {
		p := with(alerts("error-burst"))
		since := p.Alerts[0].Since
		p.Changes = []Change{{Title: words.Of("action.limit-load"), Began: since.Add(began), At: since.Add(10 * time.Second)}}
		if got := slices.ContainsFunc(Judge(p), func(h Hypothesis) bool { return h.Cause.Code == "triage.recent-change" }); got != blamed {
			t.Errorf("the act began %v after the alert: it is blamed: %v", began, got)
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := Judge(tt.picture)
			if len(all) == 0 {
				t.Fatal("there is no hypothesis")
			}
			first := all[0]
			if first.Cause.Code != tt.cause || first.Action != tt.action {
				t.Errorf("the likeliest is %s with action %q, want %s with %q", first.Cause.Code, first.Action, tt.cause, tt.action)
			}
			if len(first.Evidence) == 0 || len(first.Steps) == 0 {
				t.Errorf("it has %d lines of evidence and %d steps", len(first.Evidence), len(first.Steps))
			}
			if len(tt.picture.Alerts) > 0 && !slices.Contains(first.Explains, tt.picture.Alerts[0].Rule) {
				t.Errorf("it explains %v, not %s", first.Explains, tt.picture.Alerts[0].Rule)
			}
			for _, h := range all {
				checkWords(t, h)
			}
			if again := Judge(tt.picture); !reflect.DeepEqual(again, all) {
				t.Error("the same picture gave another answer")
			}
		})
	}
}

// checkWords reports sentences that the catalogue does not have, or has with
// a hole in them.
func checkWords(t *testing.T, h Hypothesis) {
	t.Helper()
	for _, line := range slices.Concat(lines(h.Cause), h.Evidence, h.Against, h.Steps) {
		if !words.Has(line.Code) {
			t.Errorf("the catalogue has no %q", line.Code)
		}
		for _, l := range []words.Lang{words.English, words.Chinese} {
			if said := l.Say(line); strings.ContainsAny(said, "{}") {
				t.Errorf("%q has a hole", said)
			}
		}
	}
}

func TestWhatHasComeBackSinceIsNoCause(t *testing.T) {
	chroma, general := logged("chroma-refused", "chroma", "restart-chroma", 30), logged("chat-failing", "", "restart", 30)
	for name, tt := range map[string]struct {
		finding func(*Picture)
		last    time.Duration // when the log named it last
		want    int
	}{
		"named before it came back":                           {chroma, -20 * time.Second, 0},
		"named by a request that was on its way":              {chroma, -8 * time.Second, 0},
		"named again since":                                   {chroma, -5 * time.Second, 1},
		"nothing named, before something came back":           {general, -20 * time.Second, 0},
		"nothing named, by a request that was on its way":     {general, -8 * time.Second, 0},
		"nothing named, and it goes on after all is up again": {general, -5 * time.Second, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := with(alerts("error-burst"), tt.finding)
			p.Findings[0].Last = now.Add(tt.last)
			for i := range p.Targets {
				p.Targets[i].Since = now.Add(-time.Hour)
				if p.Targets[i].Name == "chroma" {
					p.Targets[i].Since = now.Add(-10 * time.Second)
				}
			}
			if got := Judge(p); len(got) != tt.want {
				t.Errorf("%d hypotheses, want %d: %+v", len(got), tt.want, got)
			}
		})
	}
}

func TestNothingIsWrongWhenAllIsWell(t *testing.T) {
	for name, p := range map[string]Picture{"calm": calm(), "nothing known": {}} {
		if all := Judge(p); len(all) != 0 {
			t.Errorf("%s: got %+v", name, all)
		}
	}
}

func TestTwoThingsMayBeWrongAtOnce(t *testing.T) {
	all := Judge(with(alerts("vector-db-down", "llm-down"), fails("llm", probes.Unauthorized), fails("chroma", probes.Refused)))
	if len(all) < 2 || all[0].Confidence < 0.9 || all[1].Confidence < 0.9 {
		t.Errorf("got %+v, want both as sure as before", all)
	}
}

func TestAConsequenceIsLessLikelyThanItsCause(t *testing.T) {
	all := Judge(with(alerts("llm-down", "slow-replies", "overload"), fails("llm", probes.TimedOut), figure("latency.mean", 6), figure("streams.load", 1), figure("requests.surge", 1)))
	i := slices.IndexFunc(all, func(h Hypothesis) bool { return h.Cause.Code == "triage.overload" })
	if i < 1 || len(all[i].Against) == 0 || all[i].Confidence > 0.6 {
		t.Errorf("overload stands as %+v, want it behind the LLM with what speaks against it", all)
	}
}

func TestAFullServiceIsExplainedByWhatItWaitsFor(t *testing.T) {
	explains := func(changes ...func(*Picture)) bool {
		all := Judge(with(append([]func(*Picture){alerts("llm-down", "overload"), fails("llm", probes.TimedOut), figure("streams.load", 1)}, changes...)...))
		return slices.Contains(all[0].Explains, "overload")
	}
	if !explains() || !explains(figure("requests.surge", 1)) {
		t.Error("with the usual arrivals the places are held by requests that wait")
	}
	if explains(figure("requests.surge", 6)) {
		t.Error("with six times the arrivals the load has a cause of its own")
	}
	refusing := Judge(with(alerts("llm-down", "overload"), fails("llm", probes.Refused), figure("streams.load", 1)))
	if slices.Contains(refusing[0].Explains, "overload") {
		t.Error("what refuses at once holds no place")
	}
}

func TestWhatALikelierCauseExplainsAsWellIsLessLikely(t *testing.T) {
	finding := logged("connection-refused", "", "restart", 5)
	confidence := func(p Picture) float64 {
		all := Judge(p)
		return all[slices.IndexFunc(all, func(h Hypothesis) bool { return h.Cause.Code == "cause.connection-refused" })].Confidence
	}
	alone := confidence(with(alerts("error-burst"), finding))
	behind := confidence(with(alerts("error-burst", "vector-db-down"), finding, fails("chroma", probes.Refused)))
	if behind >= alone {
		t.Errorf("its confidence is %v, and %v behind a dependency that is down", alone, behind)
	}
}

func TestTheWeightiestEvidenceOfTheLogComesFirst(t *testing.T) {
	h := Judge(with(alerts("mysql-down"), fails("mysql", probes.Refused), logged("mysql-lost", "mysql", "", 2), logged("mysql-refused", "mysql", "", 944)))[0]
	var said []string
	for _, line := range h.Evidence {
		said = append(said, words.English.Say(line))
	}
	if often, seldom := slices.Index(said, "944 × in the log: MySQL is not running, or refuses connections"), slices.Index(said, "2 × in the log: MySQL dropped the connection"); often < 0 || seldom < often {
		t.Errorf("the evidence is %q", said)
	}
}

func TestOnlyConfiguredActionsAreOffered(t *testing.T) {
	p := with(alerts("llm-down"), fails("llm", probes.Unauthorized))
	p.Actions = []string{"degrade"}
	if h := Judge(p)[0]; h.Action != "degrade" || len(h.Also) != 0 || h.Mends() {
		t.Errorf("got %q and %q, want what is configured alone, and that it mends nothing", h.Action, h.Also)
	}
	p.Actions = []string{"switch-key"}
	if h := Judge(p)[0]; h.Action != "switch-key" || !h.Mends() {
		t.Errorf("got %q, want the next key, which mends it", h.Action)
	}
	p.Actions = nil
	if h := Judge(p)[0]; h.Action != "" || h.Mends() {
		t.Errorf("got %q though nothing is configured", h.Action)
	}
}

func TestARefusingNeighbourIsNoDeadNetwork(t *testing.T) {
	all := Judge(with(fails("llm", probes.Refused), fails("chroma", probes.Refused), fails("mysql", probes.Refused), fails("redis", probes.Refused)))
	for _, h := range all {
		if h.Cause.Code == "triage.own-network" {
			t.Errorf("refused connections are laid to the network: %+v", h)
		}
	}
}

func TestForeignTextIsScreened(t *testing.T) {
	p := with(alerts("error-burst"), logged("chat-failing", "", "restart", 3))
	p.Findings[0].Line = raw.Of("\x1b[2Jboom")
	for _, line := range Judge(p)[0].Evidence {
		if said := words.English.Say(line); strings.Contains(said, "\x1b") {
			t.Errorf("an escape sequence came through: %q", said)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	p := with(alerts("overload", "slow-replies"), figure("requests.surge", 9.7), figure("latency.mean", 3), fails("chroma", probes.Refused))
	b.ReportAllocs()
	for b.Loop() {
		Judge(p)
	}
}

// TestWhatAnswersOnThisMachineIsNoContradiction to a network that is dead.
func TestWhatAnswersOnThisMachineIsNoContradiction(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:8000": "what is on this machine itself still answers: 1", "[::1]:8000": "what is on this machine itself still answers: 1",
		"localhost:8000": "what is on this machine itself still answers: 1", "10.0.0.7:8000": "", "": "",
	} {
		p := with(alerts("network-down"), fails("llm", probes.NoRoute))
		p.Targets = append(p.Targets, Target{Name: "app", Role: Service, Status: probes.Up, Address: address})
		h := Judge(p)[0]
		said := ""
		for _, e := range h.Evidence {
			if e.Code == "because.answers-here" {
				said = words.English.Say(e)
			}
		}
		if h.Cause.Code != "triage.own-network" || said != want {
			t.Errorf("at %q: %q for %v, want %q", address, said, h.Cause, want)
		}
	}
}
