package triage

import (
	"slices"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

// serviceDown: the watched service itself is gone, hung or says that it is
// ill.
func serviceDown(s *sight) []Hypothesis {
	t, known := s.target("health")
	if !known {
		i := slices.IndexFunc(s.Targets, func(t Target) bool { return t.Role == Service && t.Status == probes.Down })
		if i < 0 {
			return nil
		}
		t = s.Targets[i]
	}
	if t.Status == probes.Up || t.Status != probes.Down && !s.firing("service-down") {
		return nil // the alert of one that is up again outlives its cause
	}
	h := Hypothesis{
		Target: t.Name, Evidence: s.faultOf(t),
		Explains: s.everything("network-down", "cpu-high", "memory-high", "disk-high", "vector-db-down", "mysql-down", "redis-down"),
		Query:    "level>=error",
	}
	if cause, todo := outside(t.Fault); cause != "" {
		h.Cause, h.Confidence, h.Steps = words.Of(cause), 0.93, todo
		return []Hypothesis{h}
	}
	h.Action, h.Also = s.actions("restart")
	p, watched := s.process()
	switch {
	case t.Fault.Code == probes.Refused && watched && p.Status == probes.Down:
		h.Cause, h.Confidence = words.Of("triage.service-gone"), 0.97
		h.Evidence = append(s.faultOf(p), h.Evidence...) // which tells it from a service that refuses
		h.Steps = steps("remedy.restart", "triage.last-lines", "triage.check-unit")
	case t.Fault.Code == probes.Reset && watched && p.Status == probes.Up:
		h.Cause, h.Confidence = words.Of("triage.service-cuts"), 0.8
		h.Steps = steps("triage.last-lines", "remedy.restart")
	case t.Fault.Code == probes.Refused || t.Fault.Code == probes.Reset:
		h.Cause, h.Confidence = words.Of("triage.service-refused"), 0.93
		h.Steps = steps("remedy.restart", "triage.last-lines", "remedy.port-owner")
	case t.Fault.Code == probes.TimedOut:
		h.Cause, h.Confidence = words.Of("triage.service-hung"), 0.9
		h.Steps = steps("triage.check-cpu", "triage.last-lines", "remedy.restart")
		h.Evidence = append(h.Evidence, s.figureLine("host.cpu")...)
		if watched && p.Status == probes.Up {
			h.Evidence = append(h.Evidence, words.Of("because.process-lives"))
		}
	case slices.Contains(unexpected, t.Fault.Code):
		h.Cause, h.Confidence = words.Of("triage.service-answer"), 0.6
		h.Steps = steps("triage.check-answer", "remedy.earlier-errors", "remedy.restart")
	default:
		h.Cause, h.Confidence = words.Of("triage.service-ill"), 0.75
		h.Steps = steps("remedy.earlier-errors", "triage.check-dependencies", "remedy.restart")
	}
	return []Hypothesis{h}
}

// unexpected are the faults of an answer that may be good in words that nobody
// taught us: whether the service is ill does not follow.
var unexpected = []words.Code{probes.BadBody, probes.EmptyBody, probes.Malformed, probes.Lacks, probes.OverLimit}

// outside is the cause of a fault that lies before the service: it is not
// reached, something else answers in its place, or it was asked wrongly. No
// restart mends it.
func outside(fault probes.Fault) (cause words.Code, todo []words.Line) {
	switch fault.Code {
	case probes.Unauthorized:
		return "triage.service-denies", steps("triage.check-credentials", "triage.check-address")
	case probes.BadStatus:
		if strings.HasPrefix(fault.Detail.Screen(), "404") {
			return "triage.service-no-path", steps("triage.check-address")
		}
	case probes.NoHost:
		return "triage.service-no-host", steps("remedy.check-dns")
	case probes.NoRoute:
		return "triage.service-no-route", steps("triage.check-route", "triage.check-firewall")
	case probes.TLS:
		return "triage.service-certificate", steps("remedy.certificate")
	case probes.PlainHTTP, probes.NoTLS, probes.WantsTLS:
		return "triage.service-scheme", steps("triage.check-scheme")
	case probes.Withdrawn:
		return "triage.service-stranger", steps("remedy.port-owner", "triage.check-address", "triage.accept-address")
	case probes.NotJSON, probes.Redirected:
		return "triage.service-stranger", steps("triage.check-address")
	}
	return "", nil
}

// process is the watched process of the service.
func (s *sight) process() (Target, bool) {
	i := slices.IndexFunc(s.Targets, func(t Target) bool { return t.Role == Process })
	if i < 0 {
		return Target{}, false
	}
	return s.Targets[i], true
}

// filterFailing: a sentence that the filter must catch came through.
func filterFailing(s *sight) []Hypothesis {
	canary, _ := s.target("canary")
	if !s.firing("filter-failing") && canary.Status != probes.Degraded {
		return nil
	}
	h := Hypothesis{
		Cause: words.Of("triage.filter"), Confidence: 0.97, Target: "canary",
		Evidence: append(s.faultOf(canary), s.logLines("")...),
		Steps:    steps("remedy.safe-mode", "remedy.roll-back-filter", "remedy.verify-filter"),
		Explains: s.explains("canary", "filter-failing"),
		Query:    "kind:sensitive",
	}
	h.Action, h.Also = s.actions("safe-mode", "restart")
	return []Hypothesis{h}
}

// oneEndpoint: the guide's second rule. Failures that gather in one place are
// that module's, or its dependency's.
func oneEndpoint(s *sight) []Hypothesis {
	if !s.isFailing() || len(s.Endpoints) < 2 || s.recovered() {
		return nil
	}
	failed := func(e Endpoint) float64 { return e.Requests * (1 - e.Success) }
	all, worst := 0.0, s.Endpoints[0]
	for _, e := range s.Endpoints {
		if !probes.Finite(e.Success) {
			continue
		}
		all += failed(e)
		if failed(e) > failed(worst) || !probes.Finite(worst.Success) {
			worst = e
		}
	}
	if !(all > 0) || failed(worst) < 0.8*all || worst.Requests > 0.8*requests(s.Endpoints) {
		return nil
	}
	h := Hypothesis{
		Cause: words.Of("triage.one-endpoint", worst.Path), Confidence: 0.65,
		Evidence: lines(words.Of("because.endpoint", worst.Path, percent(worst.Success)), words.Of("because.share", percent(failed(worst)/all))),
		Steps:    steps("remedy.earlier-errors", "triage.check-module", "triage.check-dependencies"),
		Explains: s.explains("", "failing-replies", "error-burst"),
		Query:    "level>=error",
	}
	if restart, _ := s.actions("restart"); restart != "" {
		h.Also = []string{restart}
	}
	return []Hypothesis{h}
}

// window is the time that the figures of endpoints are of.
const window = 10 * time.Second

// recovered reports whether something came back of late that replies need: some
// of the failures counted are of the time before, and which is chance.
func (s *sight) recovered() bool {
	return slices.ContainsFunc(s.Targets, func(t Target) bool {
		return (t.Role == Dependency || t.Role == Service) && t.Status == probes.Up && t.Since.Add(window+aftermath).After(s.Now)
	})
}

func requests(endpoints []Endpoint) float64 {
	sum := 0.0
	for _, e := range endpoints {
		sum += e.Requests
	}
	return sum
}
