package config

import (
	"errors"
	"slices"
	"strings"

	"bedside/probes"
	"bedside/probes/alert"
)

// rules compiles the conditions. Rules of the profile about targets that this
// deployment does not have are left out.
func (j *judge) rules() {
	kept := j.Rules[:0]
	for _, r := range j.Rules {
		at := "alerts." + r.ID
		when := j.condition(at+".when", r.when)
		if when == nil {
			continue
		}
		if r.Builtin {
			if when = alert.Without(when, j.misses); when == nil {
				continue
			}
		}
		r.When = when
		if r.clear != "" {
			if r.Clear = j.condition(at+".clear", r.clear); r.Clear == nil {
				continue
			}
		}
		j.named(at+".when", r.When)
		if r.Clear != nil {
			j.named(at+".clear", r.Clear)
		}
		if r.Runbook != "" && !j.hasAction(r.Runbook) {
			if !r.Builtin {
				j.fail(at+".runbook", "config.no-action", r.Runbook)
			}
			r.Runbook = ""
		}
		kept = append(kept, r)
	}
	j.Rules = kept
}

func (j *judge) condition(key, expr string) alert.Condition {
	when, err := alert.ParseCondition(expr)
	var syntax *alert.SyntaxError
	if errors.As(err, &syntax) {
		j.fail(key, "config.condition", syntax.Pos+1, syntax.Line())
		return nil
	}
	return when
}

func (j *judge) misses(t probes.Name) bool { return !j.hasTarget(string(t)) }

func (j *judge) named(key string, when alert.Condition) {
	if j.builtinAt(key) {
		return
	}
	refs := alert.RefsOf(when)
	for _, t := range refs.Targets {
		if !j.hasTarget(string(t)) {
			j.fail(key, "config.no-target", string(t), strings.Join(j.targets(), ", "))
		}
	}
	for _, m := range refs.Metrics {
		if !j.hasMetric(m) {
			j.fail(key, "config.no-metric", string(m))
		}
	}
}

func (j *judge) limits() {
	for _, l := range j.Limits {
		at := "limits." + string(l.Metric)
		if j.builtinAt(at) {
			continue
		}
		if !j.hasMetric(l.Metric) {
			j.fail(at, "config.no-metric", string(l.Metric))
		}
		if !l.HasMax && !l.HasMin {
			j.fail(at, "config.no-limit")
		}
	}
}

// families are the metrics that bedside computes itself or that a kind of
// probe gives, by their first word.
var families = []string{"latency.", "stage.", "requests.", "logs.", "host.", "process.", "redis.", "mysql.", "tls.", "file.", "tcp.", "emotion.", "personalisation.", "streams.", "health."}

func (j *judge) hasMetric(m probes.Metric) bool {
	name := string(m)
	if name == "success" || name == "requests" {
		return true
	}
	for _, f := range families {
		if strings.HasPrefix(name, f) {
			return true
		}
	}
	if target, figure, ok := cutLast(name, '.'); ok && (figure == "availability" || figure == "latency") && (j.hasTarget(target) || conventional[target]) {
		return true
	}
	for _, p := range j.Probes {
		if p.HTTP != nil && slices.ContainsFunc(p.HTTP.Values, func(v Value) bool { return v.Metric == m }) ||
			p.PromQL != nil && slices.ContainsFunc(p.PromQL.Queries, func(q Setting) bool { return q.Name == name }) {
			return true
		}
	}
	return false
}

// conventional targets may have limits before they are watched.
var conventional = map[string]bool{"llm": true, "chroma": true, "mysql": true, "redis": true}

func cutLast(s string, sep byte) (string, string, bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// profileRules are the rules of the built-in profile. They may be hidden
// although this deployment does not have them.
func profileRules() []string {
	var ids []string
	root := mustParse(xinyuProfile)
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != "alerts" {
			continue
		}
		for _, rule := range root.Content[i+1].Content {
			ids = append(ids, idOf(rule))
		}
	}
	return ids
}
