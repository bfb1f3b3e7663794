package alert

import (
	"math"
	"strconv"
	"strings"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

// Title names an alert in words: the catalogue's sentence for a rule that it
// knows, else the rule's own ID.
func Title(a Alert) words.Line { return TitleOf(a.Rule) }

// TitleOf names a rule in words, as Title does.
func TitleOf(rule string) words.Line {
	if code := words.Code("alert." + rule); words.Has(code) {
		return words.Of(code)
	}
	return words.Of("alert.rule", raw.Of(rule))
}

// Line is the reason as a sentence with its facts.
func (r Reason) Line() words.Line {
	switch {
	case r.Code == "":
		return words.Line{}
	case r.By != "":
		return words.Of(r.Code, factsLine(r.Facts), TitleOf(r.By))
	}
	return words.Of(r.Code, factsLine(r.Facts))
}

// mostFacts is how many facts a sentence holds.
const mostFacts = 3

func factsLine(facts []Fact) words.Line {
	if len(facts) == 0 {
		return words.Of("fact.none")
	}
	line := facts[0].Line()
	for i, f := range facts[1:] {
		if i+1 == mostFacts {
			return words.Of("fact.more", line, len(facts)-mostFacts)
		}
		line = words.Of("fact.and", line, f.Line())
	}
	return line
}

// Line is the fact as a sentence: "mean latency 2.31 s > 2 s", "chroma is down
// (connection refused)".
func (f Fact) Line() words.Line {
	if f.Metric == "" {
		is := words.Of(words.Code("fact."+f.Status.String()), raw.Of(string(f.Target)))
		if f.Fault.Zero() {
			return is
		}
		return words.Of("fact.because", is, f.Fault)
	}
	name := NameOf(f.Metric)
	if !f.Known {
		return words.Of("fact.absent", name)
	}
	is := Amount(probes.Value{Number: f.Number, Unit: f.Unit})
	limit := Amount(probes.Value{Number: f.Limit, Unit: f.Unit})
	switch {
	case f.Op == isAbsent:
		return words.Of("fact.figure", name, is)
	case f.isAnswer() && f.Number == 0:
		return words.Of("fact.no", name)
	case f.isAnswer() && f.Number == 1:
		return words.Of("fact.yes", name)
	case stands(f.Number, f.Op, f.Limit):
		return words.Of("fact.beyond", name, is, f.Op, limit)
	}
	return words.Of("fact.within", name, is, f.Op, limit)
}

// isAnswer reports whether a fact is a yes or no that the service gives of
// itself: "health.llm 0 < 1" in figures.
func (f Fact) isAnswer() bool {
	return strings.HasPrefix(string(f.Metric), "health.") && f.Unit == "" && f.Op == "<" && f.Limit == 1
}

// NameOf is a metric as people say it: a line, or its own name when the
// catalogue has none.
func NameOf(m probes.Metric) any {
	name := words.Code("metric." + m)
	switch {
	case !words.Has(name):
		return raw.Of(string(m))
	case strings.HasPrefix(string(m), "latency."):
		return words.Of("fact.latency", words.Of(name))
	}
	return words.Of(name)
}

// Amount speaks a number with its unit: "2.31 s", "850 ms", "99.42 %",
// "41 /s", "512 MiB".
func Amount(v probes.Value) words.Line {
	line := amount(v)
	if v.AtLeast {
		return words.Of("amount.at-least", line)
	}
	return line
}

func amount(v probes.Value) words.Line {
	n := v.Number
	switch v.Unit {
	case probes.Seconds:
		if math.Abs(n) < 1 && n != 0 {
			return words.Of("amount.ms", digits(n*1000, 0))
		}
		return words.Of("amount.s", digits(n, 2))
	case probes.Ratio:
		return words.Of("amount.percent", digits(n*100, 2))
	case probes.PerSecond:
		return words.Of("amount.rate", digits(n, 1))
	case probes.Bytes:
		for _, scale := range []string{"B", "KiB", "MiB"} {
			if math.Abs(n) < 1024 {
				return words.Of("amount.bytes", digits(n, 1), scale)
			}
			n /= 1024
		}
		return words.Of("amount.bytes", digits(n, 1), "GiB")
	}
	return words.Of("amount.plain", digits(n, 2))
}

// digits writes a number with at most so many digits behind the point.
func digits(n float64, places int) string {
	scale := math.Pow10(places)
	return strconv.FormatFloat(math.Round(n*scale)/scale, 'f', -1, 64)
}

// spoken is a fault as a sentence that is safe to keep and to read back: what
// the other side said is screened before it becomes plain text.
func spoken(f probes.Fault) words.Line {
	if f.Code == "" {
		return words.Line{}
	}
	return words.Of(f.Code, f.Detail.Screen())
}
