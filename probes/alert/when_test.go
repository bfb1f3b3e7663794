package alert

import (
	"errors"
	"slices"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

// page is a View made of maps.
type page struct {
	figures map[probes.Metric]probes.Value
	targets map[probes.Name]probes.Status
	faults  map[probes.Name]probes.Fault
	good    map[probes.Name]int
	began   map[probes.Name]time.Time
}

func (p page) Figure(m probes.Metric) (probes.Value, bool) {
	v, known := p.figures[m]
	return v, known
}

func (p page) Target(n probes.Name) (probes.Status, probes.Fault, int) {
	return p.targets[n], p.faults[n], p.good[n]
}

func (p page) Began(n probes.Name) time.Time { return p.began[n] }

func figure(n float64) map[probes.Metric]probes.Value {
	return map[probes.Metric]probes.Value{"m": {Metric: "m", Number: n}}
}

func target(s probes.Status) map[probes.Name]probes.Status {
	return map[probes.Name]probes.Status{"t": s}
}

func must(t testing.TB, text string) Condition {
	t.Helper()
	c, err := ParseCondition(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c
}

func TestConditionsHold(t *testing.T) {
	tests := []struct {
		when string
		page page
		want Truth
	}{
		{"m > 2s", page{figures: figure(2.1)}, Yes},
		{"m > 2s", page{figures: figure(2)}, No},
		{"m >= 2s", page{figures: figure(2)}, Yes},
		{"m < 99%", page{figures: figure(0.989)}, Yes},
		{"m < 99.9%", page{figures: figure(0.999)}, No},
		{"m <= 250ms", page{figures: figure(0.25)}, Yes},
		{"m > 2m", page{figures: figure(119)}, No},
		{"m > 1h", page{figures: figure(3601)}, Yes},
		{"m < 14d", page{figures: figure(13 * 86400)}, Yes},
		{"m > 1/s", page{figures: figure(1.5)}, Yes},
		{"m > 5MiB", page{figures: figure(5<<20 + 1)}, Yes},
		{"m > 1GiB", page{figures: figure(1 << 20)}, No},
		{"m > -1", page{figures: figure(0)}, Yes},
		{"m > 2s", page{}, NotKnown},
		{"not m > 2s", page{}, NotKnown},
		{"m is absent", page{}, Yes},
		{"m is absent", page{figures: figure(0)}, No},
		{"t is down", page{targets: target(probes.Down)}, Yes},
		{"t is down", page{targets: target(probes.Degraded)}, No},
		{"t is down", page{}, NotKnown},
		{"t is up", page{}, NotKnown},
		{"t is unknown", page{}, Yes},
		{"t is unknown", page{targets: target(probes.Up)}, No},
		{"t is down", page{faults: map[probes.Name]probes.Fault{"t": {Code: probes.NotProvided}}}, No},
		{"not t is up", page{targets: target(probes.Down)}, Yes},
		{"m > 2 or t is down", page{targets: target(probes.Down)}, Yes},
		{"m > 2 or t is down", page{targets: target(probes.Up)}, NotKnown},
		{"m > 2 and t is down", page{targets: target(probes.Up)}, No},
		{"m > 2 and t is down", page{targets: target(probes.Down)}, NotKnown},
		{"m > 2 and t is down", page{figures: figure(3), targets: target(probes.Down)}, Yes},
		{"t is up or t is down and m > 2", page{targets: target(probes.Up), figures: figure(0)}, Yes},
		{"(t is up or t is down) and m > 2", page{targets: target(probes.Up), figures: figure(0)}, No},
		{"not (t is up or m > 2)", page{targets: target(probes.Down), figures: figure(0)}, Yes},
	}
	for _, tt := range tests {
		got, facts := must(t, tt.when).Holds(tt.page)
		if got != tt.want || len(facts) == 0 {
			t.Errorf("%q is %v with %d facts, want %v", tt.when, got, len(facts), tt.want)
		}
	}
}

func TestALowerBoundProvesOnlyWhatItCan(t *testing.T) {
	p95 := page{figures: map[probes.Metric]probes.Value{"p95": {Number: 3, AtLeast: true}}}
	for when, want := range map[string]Truth{
		"p95 > 2s": Yes, "p95 > 3s": Yes, "p95 > 4s": NotKnown, "p95 >= 3s": Yes,
		"p95 < 2s": No, "p95 < 3s": No, "p95 < 4s": NotKnown, "p95 <= 3s": No, "p95 <= 4s": NotKnown,
	} {
		if got, _ := must(t, when).Holds(p95); got != want {
			t.Errorf("%q is %v of at least 3 s, want %v", when, got, want)
		}
	}
}

func TestTheFactsAreThoseThatDecided(t *testing.T) {
	_, facts := must(t, "m > 2 or t is down").Holds(page{figures: figure(1), targets: target(probes.Down),
		faults: map[probes.Name]probes.Fault{"t": {Code: probes.Refused}}})
	if len(facts) != 1 || facts[0].Target != "t" || facts[0].Fault.Code != probes.Refused {
		t.Errorf("got %+v, want the target alone, with its fault", facts)
	}
}

func TestConditionsHaveACanonicalForm(t *testing.T) {
	for text, want := range map[string]string{
		" latency.mean>2s ":                    "latency.mean > 2s",
		"a is down and(b is up)":               "a is down and b is up",
		"(a is up or b is up) and c > 1.50":    "(a is up or b is up) and c > 1.5",
		"a is up or (b is up and c is absent)": "a is up or b is up and c is absent",
		"not not (a is up)":                    "not not a is up",
		"not (a is up and b is up)":            "not (a is up and b is up)",
		"vector-db is degraded":                "vector-db is degraded",
		"缓存.命中 < 60%":                          "缓存.命中 < 60%",
	} {
		if got := must(t, text).String(); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

func TestRefsListEachNameOnce(t *testing.T) {
	refs := RefsOf(must(t, "llm is down or not (health.llm < 1 and llm is up) or x is absent"))
	if !slices.Equal(refs.Metrics, []probes.Metric{"health.llm", "x"}) || !slices.Equal(refs.Targets, []probes.Name{"llm"}) {
		t.Errorf("got %+v", refs)
	}
}

func TestSyntaxErrorsSayWhere(t *testing.T) {
	deep := ""
	for range 40 {
		deep += "("
	}
	tests := []struct {
		when string
		pos  int
		want words.Code
	}{
		{"", 0, "condition.subject"},
		{"health", 6, "condition.op"},
		{"health is", 9, "condition.status"},
		{"health is sick", 10, "condition.status"},
		{"latency.mean > ", 14, "condition.number"},
		{"latency.mean > two", 15, "condition.number"},
		{"latency.mean > 2 parsecs", 17, "condition.join"},
		{"latency.mean > 2parsecs", 15, "condition.unit"},
		{"latency.mean > 1.2.3s", 15, "condition.number"},
		{"latency.mean == 2", 13, "condition.op"},
		{"(health is down", 15, "condition.close"},
		{"health is down)", 14, "condition.join"},
		{"health is down and", 18, "condition.subject"},
		{"and health is down", 0, "condition.subject"},
		{"延迟 大于 2s", 3, "condition.op"},
		{deep, 32, "condition.shallower"},
	}
	for _, tt := range tests {
		_, err := ParseCondition(tt.when)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Pos != tt.pos || syntax.Want != tt.want {
			t.Errorf("%q: got %v, want %s at %d", tt.when, err, tt.want, tt.pos)
		}
		if syntax != nil && !words.Has(syntax.Want) {
			t.Errorf("%q: the catalogue has no %q", tt.when, syntax.Want)
		}
	}
}

func FuzzParseCondition(f *testing.F) {
	for _, seed := range []string{"a is down", "m > 2s and not (n < 1% or t is up)", "x is absent", "((", "-", "m >= 5MiB"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCondition(text)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Pos < 0 || syntax.Pos > len([]rune(text)) {
				t.Fatalf("the error is %#v", err)
			}
			return
		}
		again, err := ParseCondition(c.String())
		if err != nil || again.String() != c.String() {
			t.Fatalf("%q reads back as %v, %v", c, again, err)
		}
		c.Holds(page{})
	})
}
