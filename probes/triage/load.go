package triage

import (
	"slices"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/words"
)

// overload: more requests than the service serves at once.
func overload(s *sight) []Hypothesis {
	surge, full := s.atLeast("requests.surge", 5), s.atLeast("streams.load", 1)
	if !s.firing("overload") && !surge && !full {
		return nil
	}
	h := Hypothesis{
		Cause: words.Of("triage.overload"), Confidence: 0.86,
		Evidence: slices.Concat(s.places(), s.arrivals(), s.figureLine("latency.p95")),
		Steps:    steps("remedy.limit-load", "remedy.degrade", "remedy.scale-out"),
		Explains: slices.Concat(s.explains("", "overload", "slow-replies", "failing-replies", "error-burst"), s.following("overload", "cpu-high", "memory-high")),
		Query:    "took>1.5s",
	}
	if s.usualArrivals() {
		h.Confidence = 0.55 // no more arrivals than usual: the places are held by slow replies
		h.Against = lines(words.Of("against.usual-load"))
	}
	h.Action, h.Also = s.actions("limit-load", "degrade")
	return []Hypothesis{h}
}

// places tells how many of the service's streams are in use.
func (s *sight) places() []words.Line {
	active, known := s.figure("streams.active")
	most, limited := s.figure("streams.max")
	if !known || !limited {
		return s.figureLine("streams.load")
	}
	return lines(words.Of("because.streams", int(active), int(most)))
}

// surged is how many times the usual arrivals are more than usual.
const surged = 2

// grownArrivals is how many requests come, 1/s, and whether that is surged
// times what came when the fewest did. Their mean does not tell when the surge
// is a part of it.
func (s *sight) grownArrivals() (requests float64, grown bool) {
	requests, known := s.figure("requests")
	return requests, known && s.Quietest > 0 && requests >= surged*max(1, s.Quietest)
}

// usualArrivals reports whether no more requests come than at other times.
func (s *sight) usualArrivals() bool {
	_, grown := s.grownArrivals()
	return s.below("requests.surge", surged) && !grown
}

// arrivals is how many requests come, beside what came before where they grew.
func (s *sight) arrivals() []words.Line {
	requests, grown := s.grownArrivals()
	if !grown {
		return slices.Concat(s.figureLine("requests.surge"), s.figureLine("requests"))
	}
	rate := func(n float64) words.Line { return alert.Amount(probes.Value{Number: n, Unit: probes.PerSecond}) }
	return lines(words.Of("because.arrivals", rate(requests), rate(s.Quietest)))
}

// dominant is the share of a request's time that makes a stage the culprit.
const dominant = 0.6

// llmSlow: the guide's first rule. Replies are slow and succeed, and one stage
// takes most of the time; mostly that is the model.
func llmSlow(s *sight) []Hypothesis {
	if !s.isSlow() || s.isFailing() || len(s.Stages) == 0 {
		return nil
	}
	total, worst := 0.0, s.Stages[0]
	for _, stage := range s.Stages {
		total += stage.Mean
		if stage.Mean > worst.Mean {
			worst = stage
		}
	}
	metric := probes.Metric("stage." + worst.Name)
	mean, _ := s.figure("latency.mean")
	if rest := mean - total; rest >= dominant*mean && !(s.Growth[metric] >= grown) {
		return s.slowElsewhere(rest, mean)
	}
	if !(worst.Mean >= dominant*total) {
		return nil
	}
	name := raw.Of(worst.Name)
	h := Hypothesis{
		Cause: words.Of("triage.stage-slow", name), Confidence: 0.7, Target: probes.Name(worst.Name),
		Evidence: slices.Concat(lines(words.Of("because.stage", name, seconds(worst.Mean), seconds(total))), s.growthLine(metric), s.successFine()),
		Steps:    steps("remedy.slow-stage", "triage.check-dependencies"),
		Explains: s.explains("", "slow-replies"),
		Query:    "took>1.5s",
	}
	switch worst.Name {
	case "llm":
		h.Cause, h.Confidence = words.Of("triage.llm-slow"), 0.78
		h.Steps = s.stepsFor("llm", "remedy.ping-llm", "remedy.check-quota", "remedy.degrade", "triage.shorter-prompts")
		h.Action, h.Also = s.actions("degrade", "limit-load", "switch-key")
	case "vector":
		h.Target = "chroma"
		h.Action, h.Also = s.actions("restart-chroma", "degrade")
	default:
		h.Target = ""
	}
	if s.beyond("host.cpu") {
		h.Against = s.figureLine("host.cpu")
		h.Confidence -= 0.1
	}
	return []Hypothesis{h}
}

// slowElsewhere: most of the time is in no stage, and none has grown. To blame
// the longest would be to blame the queue's first in line.
func (s *sight) slowElsewhere(rest, mean float64) []Hypothesis {
	h := Hypothesis{
		Cause: words.Of("triage.slow-elsewhere"), Confidence: 0.5,
		Evidence: slices.Concat(lines(words.Of("because.elsewhere", seconds(rest), seconds(mean))), s.successFine()),
		Steps:    steps("triage.check-queue", "triage.check-dependencies", "remedy.limit-load"),
		Explains: s.explains("", "slow-replies"),
		Query:    "took>1.5s",
	}
	h.Action, h.Also = s.actions("limit-load", "degrade")
	return []Hypothesis{h}
}

// saturated: the guide's first rule again. The machine has no more to give.
func saturated(s *sight) []Hypothesis {
	var out []Hypothesis
	for _, r := range []struct {
		metric probes.Metric
		alert  string
		cause  words.Code
		steps  []words.Code
	}{
		{"host.cpu", "cpu-high", "triage.cpu", []words.Code{"triage.check-cpu", "remedy.limit-load", "remedy.degrade", "remedy.scale-out"}},
		{"host.memory", "memory-high", "triage.memory", []words.Code{"triage.check-memory", "remedy.memory-leak", "remedy.more-memory"}},
	} {
		if !s.firing(r.alert) && !(s.isSlow() && s.beyond(r.metric)) {
			continue
		}
		h := Hypothesis{
			Cause: words.Of(r.cause), Confidence: 0.55, Target: "host",
			Evidence: slices.Concat(s.figureLine(r.metric), s.growthLine(r.metric)),
			Steps:    steps(r.steps...),
			Explains: s.explains("", r.alert),
		}
		if s.isSlow() {
			h.Confidence = 0.68
			h.Explains = s.explains("", r.alert, "slow-replies", "overload")
			h.Evidence = append(h.Evidence, s.successFine()...)
		}
		h.Action, h.Also = s.actions("limit-load", "degrade", "restart")
		out = append(out, h)
	}
	return out
}

const (
	diskFull = 0.97 // from here on writes fail
	diskHigh = 0.95
)

// diskFilling: the disk is full, or will be.
func diskFilling(s *sight) []Hypothesis {
	full := s.atLeast("host.disk", diskFull) || s.found("disk-full") || s.found("chroma-disk")
	if !full && !s.firing("disk-high") && !s.atLeast("host.disk", diskHigh) {
		return nil
	}
	h := Hypothesis{
		Cause: words.Of("triage.disk-filling"), Confidence: 0.6, Target: "host",
		Evidence: slices.Concat(s.figureLine("host.disk"), s.growthLine("host.disk"), s.logLines("")),
		Steps:    steps("remedy.disk-space", "remedy.old-logs"),
		Explains: s.explains("", "disk-high"),
		Query:    `"No space left" OR 磁盘`,
	}
	if full {
		h.Cause, h.Confidence = words.Of("cause.disk-full"), 0.92
		h.Explains = s.explains("", "disk-high", "error-burst", "failing-replies", "vector-db-down", "mysql-down")
	}
	return []Hypothesis{h}
}
