package triage

import (
	"slices"
	"time"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/words"
)

// sight is a picture with the questions that rules ask of it.
type sight struct{ Picture }

func (s *sight) target(name probes.Name) (Target, bool) {
	i := slices.IndexFunc(s.Targets, func(t Target) bool { return t.Name == name })
	if i < 0 {
		return Target{}, false
	}
	return s.Targets[i], true
}

// isUp reports whether a target is known to be up.
func (s *sight) isUp(name probes.Name) bool {
	t, known := s.target(name)
	return known && t.Status == probes.Up
}

// live reports whether an alert fires for what is wrong now. One that is only
// held has no present cause.
func live(a alert.Alert) bool { return a.State == alert.Firing && !a.Held() }

// firing reports whether a rule's alert fires, folded or not.
func (s *sight) firing(rule string) bool {
	return slices.ContainsFunc(s.Alerts, func(a alert.Alert) bool { return a.Rule == rule && live(a) })
}

// anyFiring reports whether any alert fires.
func (s *sight) anyFiring() bool {
	return slices.ContainsFunc(s.Alerts, func(a alert.Alert) bool { return live(a) })
}

// explains keeps those of the rules that fire, and adds every firing rule that
// names the target.
func (s *sight) explains(target probes.Name, candidates ...string) []string {
	var out []string
	for _, a := range s.Alerts {
		if live(a) && (slices.Contains(candidates, a.Rule) || target != "" && a.Target == target) {
			out = append(out, a.Rule)
		}
	}
	return out
}

// Together is how far a consequence may seem to be ahead of its cause because
// checks look at different moments.
const Together = 10 * time.Second

// following keeps those of the rules that fire and did not begin before the
// alert of the cause, where that fires: a machine that was busy already is not
// busy because of it.
func (s *sight) following(cause string, candidates ...string) []string {
	var began time.Time
	for _, a := range s.Alerts {
		if a.Rule == cause && live(a) {
			began = a.Since.Add(-Together)
		}
	}
	var out []string
	for _, a := range s.Alerts {
		if live(a) && slices.Contains(candidates, a.Rule) && !a.Since.Before(began) {
			out = append(out, a.Rule)
		}
	}
	return out
}

// everything is each firing rule but those named.
func (s *sight) everything(but ...string) []string {
	var out []string
	for _, a := range s.Alerts {
		if live(a) && !slices.Contains(but, a.Rule) {
			out = append(out, a.Rule)
		}
	}
	return out
}

func (s *sight) figure(m probes.Metric) (float64, bool) {
	v, known := s.Figures[m]
	return v.Number, known && probes.Finite(v.Number)
}

// beyond reports whether a figure is known to be on the wrong side of its
// limit.
func (s *sight) beyond(m probes.Metric) bool {
	n, known := s.figure(m)
	l, limited := s.Limits[m]
	return known && limited && (l.HasMax && n > l.Max || l.HasMin && n < l.Min)
}

// atLeast reports whether a figure is known to be that large.
func (s *sight) atLeast(m probes.Metric, n float64) bool {
	have, known := s.figure(m)
	return known && have >= n
}

// below reports whether a figure is known to be smaller.
func (s *sight) below(m probes.Metric, n float64) bool {
	have, known := s.figure(m)
	return known && have < n
}

// isSlow and isFailing are what the users notice.
func (s *sight) isSlow() bool {
	return s.firing("slow-replies") || s.beyond("latency.p95") || s.beyond("latency.mean")
}

func (s *sight) isFailing() bool { return s.firing("failing-replies") || s.beyond("success") }

// actions splits those that are configured into the one that fits best and the
// others that are worth a key.
func (s *sight) actions(names ...string) (first string, also []string) {
	for _, name := range names {
		switch {
		case !slices.Contains(s.Actions, name), name == first, slices.Contains(also, name):
		case first == "":
			first = name
		default:
			also = append(also, name)
		}
	}
	return first, also
}

// The evidence, as sentences. Each returns nothing when it has nothing to say,
// so that a rule lists what it would like to know.

func (s *sight) faultOf(t Target) []words.Line {
	name := raw.Of(string(t.Name))
	line := words.Of("because.fault", name, t.Fault.Line())
	switch {
	case t.Fault.Code == "" && t.Status == probes.Up:
		return nil
	case t.Fault.Code == "":
		line = words.Of(words.Code("because."+t.Status.String()), name)
	case t.Bad > 1:
		line = words.Of("because.faults", name, t.Fault.Line(), t.Bad)
	}
	if held := s.Now.Sub(t.Since); !t.Since.IsZero() && held >= time.Second {
		line = words.Of("because.lasting", line, held.Truncate(time.Second))
	}
	return lines(line)
}

func (s *sight) figureLine(m probes.Metric) []words.Line {
	v, known := s.Figures[m]
	if !known || !probes.Finite(v.Number) {
		return nil
	}
	name := alert.NameOf(m)
	l := s.Limits[m]
	switch {
	case l.HasMax:
		return lines(words.Of("because.limit", name, alert.Amount(v), alert.Amount(probes.Value{Number: l.Max, Unit: v.Unit})))
	case l.HasMin:
		return lines(words.Of("because.limit", name, alert.Amount(v), alert.Amount(probes.Value{Number: l.Min, Unit: v.Unit})))
	}
	return lines(words.Of("because.figure", name, alert.Amount(v)))
}

// grown is how many times what it was a figure is that is told as growth.
const grown = 1.5

// growthLine tells that a figure is well above what it was.
func (s *sight) growthLine(m probes.Metric) []words.Line {
	if times := s.Growth[m]; probes.Finite(times) && times >= grown {
		return lines(words.Of("because.growth", alert.NameOf(m), times))
	}
	return nil
}

// logLines counts the known failures in the log that speak for a dependency,
// the most frequent first.
func (s *sight) logLines(target string) []words.Line {
	var out []words.Line
	byWeight := slices.SortedStableFunc(slices.Values(s.Findings), func(a, b Finding) int { return b.Count - a.Count })
	for _, f := range byWeight {
		if f.Target == target && f.Count > 0 {
			out = append(out, words.Of("because.log", f.Count, words.Of(words.Code(f.Cause))))
		}
	}
	return out
}

// found reports whether the log showed a known failure.
func (s *sight) found(id string) bool {
	return slices.ContainsFunc(s.Findings, func(f Finding) bool { return f.ID == id && f.Count > 0 })
}

// answers tells that a target is well, which speaks against it.
func (s *sight) answers(name probes.Name) []words.Line {
	if !s.isUp(name) {
		return nil
	}
	return lines(words.Of("against.answers", raw.Of(string(name))))
}

// successFine tells that requests succeed.
func (s *sight) successFine() []words.Line {
	v, known := s.Figures["success"]
	if !known || s.isFailing() || v.Number < 0.99 {
		return nil
	}
	return lines(words.Of("because.success-fine", alert.Amount(v)))
}

func percent(ratio float64) words.Line {
	return alert.Amount(probes.Value{Number: ratio, Unit: probes.Ratio})
}

func seconds(n float64) words.Line {
	return alert.Amount(probes.Value{Number: n, Unit: probes.Seconds})
}

func lines(l ...words.Line) []words.Line { return l }
