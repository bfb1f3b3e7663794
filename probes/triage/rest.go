package triage

import (
	"cmp"
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

// mostFindings is how many failures from the log become hypotheses.
const mostFindings = 2

// fromLog: what the log names and no check sees, such as a pool that is used
// up.
func fromLog(s *sight) []Hypothesis {
	if !s.anyFiring() && !s.isSlow() && !s.isFailing() {
		return nil
	}
	findings := slices.DeleteFunc(slices.Clone(s.Findings), func(f Finding) bool { return f.Count == 0 || s.seenElsewhere(f) || s.overcome(f) })
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(b.Count, a.Count) })
	var out []Hypothesis
	for _, f := range findings[:min(len(findings), mostFindings)] {
		out = append(out, s.finding(f))
	}
	return out
}

// seenElsewhere reports whether another rule judges the failure with more to
// go by.
func (s *sight) seenElsewhere(f Finding) bool {
	switch f.ID {
	case "disk-full", "chroma-disk", "filter-failing", "safe-mode-on", "overload":
		return true
	}
	t, watched := s.target(probes.Name(f.Target))
	return watched && t.Status == probes.Down || f.Target == "llm" && s.firing("llm-down")
}

// aftermath is how long after a recovery the log may still tell of the outage:
// requests that were on their way fail at the end of their time.
const aftermath = 3 * time.Second

// overcome reports whether what the log names has come back since: the alerts
// that are still clearing are not explained by it any more, and its remedy
// would be a second outage. A failure that names nothing in particular may be
// of whatever came back last.
func (s *sight) overcome(f Finding) bool {
	return !f.Last.IsZero() && slices.ContainsFunc(s.Targets, func(t Target) bool {
		named := t.Name == probes.Name(f.Target) || f.Target == "" && (t.Role == Dependency || t.Role == Service)
		return named && t.Status == probes.Up && t.Since.Add(aftermath).After(f.Last)
	})
}

func (s *sight) finding(f Finding) Hypothesis {
	evidence := words.Of("because.log-line", f.Count, f.Line)
	if !f.First.IsZero() {
		evidence = words.Of("because.lasting", evidence, max(0, s.Now.Sub(f.First)).Truncate(time.Second))
	}
	h := Hypothesis{
		Cause: words.Of(words.Code(f.Cause)), Confidence: 0.42 + 0.02*float64(min(f.Count, 8)), Target: probes.Name(f.Target),
		Evidence: lines(evidence),
		Explains: s.explains(probes.Name(f.Target), "error-burst", "failing-replies"),
		Query:    cmp.Or(dependencyKnowledge[probes.Name(f.Target)].query, "level>=error"),
	}
	if f.Target != "" {
		h.Against = s.answers(probes.Name(f.Target))
	}
	if f.ID == "pool-exhausted" && (s.isFailing() || s.isSlow()) {
		h.Confidence = 0.82
		h.Explains = s.explains(h.Target, "error-burst", "failing-replies", "slow-replies")
	}
	for _, step := range f.Steps {
		h.Steps = append(h.Steps, words.Of(words.Code(step)))
	}
	if f.Action != "" {
		h.Action, h.Also = s.actions(f.Action)
	}
	return h
}

// soon is how long after an act its consequences show.
const soon = 3 * time.Minute

// recentChange: what began just after somebody did something.
func recentChange(s *sight) []Hypothesis {
	if len(s.Changes) == 0 {
		return nil
	}
	last := s.Changes[len(s.Changes)-1]
	var ids []string
	first := time.Duration(-1)
	for _, a := range s.Alerts {
		after := max(a.Since.Sub(last.At), 0)
		if !live(a) || a.Since.Before(last.Began) || after > soon {
			continue
		}
		ids = append(ids, a.Rule)
		if first < 0 || after < first {
			first = after
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return []Hypothesis{{
		Cause: words.Of("triage.recent-change", last.Title), Confidence: 0.5,
		Evidence: lines(words.Of("because.act", last.Title, first.Truncate(time.Second))),
		Steps:    steps("triage.take-back", "remedy.earlier-errors"),
		Explains: ids, Query: "level>=error",
	}}
}

// cacheCold: Redis answers and seldom has what is asked for.
func cacheCold(s *sight) []Hypothesis {
	if !s.firing("cache-cold") || !s.isUp("redis") {
		return nil
	}
	return []Hypothesis{{
		Cause: words.Of("triage.cache-cold"), Confidence: 0.5, Target: "redis",
		Evidence: slices.Concat(s.figureLine("cache.hits"), s.answers("redis")),
		Steps:    s.stepsFor("redis", "remedy.redis-memory", "triage.cache-warms"),
		Explains: s.explains("", "cache-cold"),
		Query:    dependencyKnowledge["redis"].query,
	}}
}

// frontEnd: the guide's third rule. Everything that is watched is well and
// users complain all the same.
func frontEnd(s *sight) []Hypothesis {
	if s.Complaints == 0 || s.anyFiring() || s.isSlow() || s.isFailing() {
		return nil
	}
	return []Hypothesis{{
		Cause: words.Of("triage.front-end"), Confidence: 0.35,
		Evidence: slices.Concat(lines(words.Of("because.complaints", s.Complaints)), s.successFine()),
		Steps:    steps("triage.check-front-end", "remedy.check-network"),
		Query:    "kind:feedback",
	}}
}
