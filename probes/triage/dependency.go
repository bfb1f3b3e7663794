package triage

import (
	"slices"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

// failure is how a dependency fails, as far as its remedy differs.
type failure string

const (
	refused failure = "refused" // nothing listens
	hung    failure = "timeout" // it accepts and does not answer, or swallows the connection
	denied  failure = "key"     // it rejects who we are
	limited failure = "quota"   // it answers too seldom for us
	unnamed failure = "no-host" // its name does not resolve
	unable  failure = "down"    // it answers, and not as it should
)

func failureOf(f probes.Fault) (failure, float64) {
	switch f.Code {
	case probes.Refused, probes.NoProcess:
		return refused, 0.93
	case probes.TimedOut, probes.NoRoute:
		return hung, 0.88
	case probes.Unauthorized, probes.NoSecret:
		return denied, 0.94
	case probes.RateLimited:
		return limited, 0.9
	case probes.NoHost:
		return unnamed, 0.9
	}
	return unable, 0.75
}

// knowledge is what is known of a conventional dependency.
type knowledge struct {
	alerts []string // that it causes
	causes map[failure]words.Code
	acts   map[failure][]string // the best first; "" is any other failure
	steps  map[failure][]words.Code
	query  string
}

var dependencyKnowledge = map[probes.Name]knowledge{
	"llm": {
		alerts: []string{"llm-down", "slow-replies", "failing-replies", "error-burst"},
		causes: map[failure]words.Code{refused: "cause.llm-refused", hung: "cause.llm-timeout", denied: "cause.llm-key", limited: "cause.llm-quota", unable: "cause.llm-down"},
		acts:   map[failure][]string{denied: {"switch-key", "degrade"}, limited: {"switch-key", "limit-load", "degrade"}, refused: {"degrade"}, "": {"degrade", "switch-key"}},
		steps: map[failure][]words.Code{
			refused: {"remedy.ping-llm", "remedy.check-base-url", "remedy.degrade"},
			hung:    {"remedy.ping-llm", "remedy.check-quota", "remedy.degrade", "remedy.switch-key"},
			denied:  {"remedy.verify-key", "remedy.switch-key", "remedy.new-key"},
			limited: {"remedy.check-quota", "remedy.switch-key", "remedy.limit-load"},
			"":      {"remedy.ping-llm", "remedy.verify-key", "remedy.degrade"},
		},
		query: "LLM OR 大模型 OR API密钥",
	},
	"chroma": {
		alerts: []string{"vector-db-down", "failing-replies", "error-burst"},
		causes: map[failure]words.Code{refused: "cause.chroma-refused", hung: "cause.chroma-timeout", unable: "cause.chroma-down"},
		acts:   map[failure][]string{"": {"restart-chroma", "degrade"}},
		steps:  map[failure][]words.Code{"": {"remedy.chroma-process", "remedy.chroma-folder", "remedy.disk-space", "remedy.restart-chroma"}},
		query:  "ChromaDB OR 向量数据库",
	},
	"mysql": {
		alerts: []string{"mysql-down", "failing-replies", "error-burst"},
		causes: map[failure]words.Code{refused: "cause.mysql-refused", hung: "cause.mysql-timeout", denied: "cause.mysql-denied"},
		acts:   map[failure][]string{"": {"restart-mysql"}},
		steps: map[failure][]words.Code{
			denied: {"remedy.mysql-credentials"},
			hung:   {"remedy.mysql-processlist", "remedy.mysql-process", "remedy.check-network"},
			"":     {"remedy.mysql-process", "remedy.mysql-restart", "remedy.disk-space"},
		},
		query: "MySQL OR 数据库 OR Database",
	},
	"redis": {
		alerts: []string{"redis-down", "cache-cold", "slow-replies", "error-burst"},
		causes: map[failure]words.Code{refused: "cause.redis-refused", hung: "cause.redis-timeout"},
		acts:   map[failure][]string{"": {"restart-redis"}},
		steps:  map[failure][]words.Code{"": {"remedy.redis-process", "remedy.redis-restart", "remedy.redis-memory"}},
		query:  "Redis OR 缓存",
	},
}

// dependencies: whatever the service needs that does not answer as it should.
func dependencies(s *sight) []Hypothesis {
	var out []Hypothesis
	for _, t := range s.Targets {
		_, conventional := dependencyKnowledge[t.Name]
		if t.Status == probes.Down && (t.Role == Dependency || conventional) {
			out = append(out, s.dependency(t))
		}
	}
	return out
}

func (s *sight) dependency(t Target) Hypothesis {
	how, confidence := failureOf(t.Fault)
	know := dependencyKnowledge[t.Name]
	h := Hypothesis{
		Cause: know.cause(how, t.Name), Confidence: confidence, Target: t.Name,
		Evidence: slices.Concat(s.faultOf(t), s.logLines(string(t.Name))),
		Steps:    s.stepsFor(t.Name, know.stepsFor(how)...),
		Explains: s.explains(t.Name, s.caused(know, how)...),
		Query:    know.query,
	}
	if h.Query == "" {
		h.Query = raw.Of(string(t.Name)).Field()
	}
	h.Action, h.Also = s.actions(append(slices.Clone(know.actsFor(how)), "restart-"+string(t.Name))...)
	return h
}

// caused are the alerts that a failure may cause. Requests that wait for a
// dependency hold their places: the service is full with no more arrivals.
func (s *sight) caused(know knowledge, how failure) []string {
	if how != hung || s.atLeast("requests.surge", surged) {
		return know.alerts
	}
	return append(slices.Clone(know.alerts), "overload")
}

// cause is the catalogue's sentence for a known dependency, else a general one
// with its name.
func (k knowledge) cause(how failure, name probes.Name) words.Line {
	if code, known := k.causes[how]; known {
		return words.Of(code)
	}
	return words.Of(words.Code("triage.dependency-"+string(how)), raw.Of(string(name)))
}

func (k knowledge) actsFor(how failure) []string {
	if acts, known := k.acts[how]; known {
		return acts
	}
	return k.acts[""]
}

func (k knowledge) stepsFor(how failure) []words.Code {
	if codes, known := k.steps[how]; known {
		return codes
	}
	if codes, known := k.steps[""]; known {
		return codes
	}
	return []words.Code{"remedy.which-service", "remedy.check-network"}
}

// llmRejects: the LLM fails though nobody watches it directly, or though its
// own check is well: the service's report and its log tell.
func llmRejects(s *sight) []Hypothesis {
	if t, watched := s.target("llm"); watched && t.Status == probes.Down || !s.firing("llm-down") && !s.below("health.llm", 1) {
		return nil
	}
	how, confidence := unable, 0.7
	for _, f := range []failure{denied, limited, hung, refused} {
		if s.found("llm-" + string(f)) {
			how, confidence = f, 0.88
			break
		}
	}
	know := dependencyKnowledge["llm"]
	h := Hypothesis{
		Cause: know.cause(how, "llm"), Confidence: confidence, Target: "llm",
		Evidence: slices.Concat(lines(words.Of("because.says-itself", "llm")), s.logLines("llm")),
		Against:  s.answers("llm"),
		Steps:    s.stepsFor("llm", know.stepsFor(how)...),
		Explains: s.explains("llm", s.caused(know, how)...),
		Query:    know.query,
	}
	h.Action, h.Also = s.actions(know.actsFor(how)...)
	return []Hypothesis{h}
}
