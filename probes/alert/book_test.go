package alert

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// story drives a Book second by second and writes down what it told.
type story struct {
	t    *testing.T
	book *Book
	page page
	now  time.Time
	told []string
}

func tell(t *testing.T, rules ...Rule) *story {
	return &story{t: t, book: New(rules, Options{Answer: map[Priority]time.Duration{P1: 5 * time.Minute}}), now: start,
		page: page{map[probes.Metric]probes.Value{}, map[probes.Name]probes.Status{}, map[probes.Name]probes.Fault{}, map[probes.Name]int{}, map[probes.Name]time.Time{}}}
}

func (s *story) set(m probes.Metric, n float64) {
	s.page.figures[m] = probes.Value{Metric: m, Number: n}
}

func (s *story) forget(m probes.Metric) { delete(s.page.figures, m) }

func (s *story) is(n probes.Name, status probes.Status) {
	s.page.targets[n] = status
	s.page.good[n] = 0
}

// pass lets seconds pass, with a look at the end of each.
func (s *story) pass(seconds int) {
	for range seconds {
		s.look()
		s.now = s.now.Add(time.Second)
	}
}

func (s *story) look() {
	for name, status := range s.page.targets {
		if status == probes.Up {
			s.page.good[name]++
		}
	}
	for _, t := range s.book.Tick(s.now, s.page) {
		line := fmt.Sprintf("%v %s %v>%v %s", s.now.Sub(start), t.Rule, t.From, t.To, strings.TrimPrefix(string(t.Reason.Code), "reason."))
		if t.SuppressedBy != "" {
			line += " under " + t.SuppressedBy
		}
		s.told = append(s.told, line)
	}
}

func (s *story) want(lines ...string) {
	s.t.Helper()
	if !slices.Equal(s.told, lines) {
		s.t.Errorf("told\n  %s\nwant\n  %s", strings.Join(s.told, "\n  "), strings.Join(lines, "\n  "))
	}
	s.told = nil
}

func (s *story) alert(rule string) Alert {
	for _, a := range s.book.Alerts(s.now) {
		if a.Rule == rule {
			return a
		}
	}
	return Alert{}
}

func slow(t *testing.T) Rule {
	return Rule{ID: "slow", When: must(t, "latency.mean > 2s"), For: 5 * time.Second,
		Clear: must(t, "latency.mean < 1.8s"), ClearFor: 10 * time.Second, Priority: P2}
}

func down(t *testing.T) Rule {
	return Rule{ID: "service-down", When: must(t, "health is down"), ClearChecks: 2, Priority: P1, Hides: []string{"*"}, Runbook: "restart"}
}

func TestARuleFiresAfterItsTimeAndClearsAfterItsTime(t *testing.T) {
	s := tell(t, slow(t))
	s.set("latency.mean", 1)
	s.pass(10)
	s.set("latency.mean", 2.5)
	s.pass(10)
	s.set("latency.mean", 1.9) // between the limits: it goes on
	s.pass(30)
	if left := s.alert("slow").ClearsIn; left != 0 {
		t.Errorf("between the limits it is to clear in %v", left)
	}
	s.set("latency.mean", 1.7)
	s.pass(4)
	if left := s.alert("slow").ClearsIn; left != 7*time.Second {
		t.Errorf("three seconds below the limit it is to clear in %v", left)
	}
	s.pass(8)
	s.want("10s slow inactive>pending began", "15s slow pending>firing fired", "1m0s slow firing>resolved cleared")
	a := s.alert("slow")
	if a.Since != start.Add(10*time.Second) || a.SinceAtLeast || a.FiredAt != start.Add(15*time.Second) || a.ResolvedAt != start.Add(time.Minute) {
		t.Errorf("the alert is %+v", a)
	}
	s.pass(60)
	if got := s.book.Alerts(s.now); len(got) != 0 {
		t.Errorf("a minute later it is still shown: %+v", got)
	}
}

func TestAConditionThatBreaksStartsAgain(t *testing.T) {
	s := tell(t, slow(t))
	for _, n := range []float64{1, 3, 3, 3, 3, 1, 3, 3, 3, 3, 3} {
		s.set("latency.mean", n)
		s.pass(1)
	}
	s.want("1s slow inactive>pending began", "5s slow pending>inactive broke", "6s slow inactive>pending began")
}

func TestATimeWithoutDataDoesNotCount(t *testing.T) {
	s := tell(t, slow(t))
	s.set("latency.mean", 3)
	s.pass(4)
	s.forget("latency.mean")
	s.pass(20)
	s.set("latency.mean", 3)
	s.pass(2)
	s.want("0s slow inactive>pending began")
	s.pass(1)
	s.want("26s slow pending>firing fired")
}

func TestAnAlertIsKeptWhileItsFigureIsAbsent(t *testing.T) {
	s := tell(t, slow(t))
	s.set("latency.mean", 3)
	s.pass(6)
	s.forget("latency.mean")
	s.pass(100)
	s.want("0s slow inactive>pending began", "5s slow pending>firing fired", "6s slow firing>firing lost")
	if a := s.alert("slow"); a.State != Firing || a.Reason.Code != Lost {
		t.Errorf("the alert is %+v, want it kept and saying why", a)
	}
	s.set("latency.mean", 3)
	s.pass(1)
	if a := s.alert("slow"); a.Reason.Code != Fired {
		t.Errorf("with its figure back its reason is %v", a.Reason.Code)
	}
}

func TestWithoutRequestsTheUsersAlertsEnd(t *testing.T) {
	s := tell(t, slow(t), Rule{ID: "cpu-high", When: must(t, "host.cpu > 80%"), Priority: P3})
	s.set("latency.mean", 3)
	s.set("host.cpu", 0.9)
	s.set("requests", 4)
	s.pass(6)
	s.told = nil
	s.forget("latency.mean")
	s.forget("host.cpu")
	s.set("requests", 0)
	s.pass(1)
	s.want("6s slow firing>resolved no-requests", "6s cpu-high firing>firing lost")
}

func TestNothingFiresOnWhatIsNotKnown(t *testing.T) {
	s := tell(t, slow(t), down(t))
	s.pass(100)
	s.want()
	if v := s.book.Verdict(); v.Status != probes.Unknown {
		t.Errorf("the verdict is %v though nobody knows whether the service is up", v.Status)
	}
}

func TestATargetClearsAfterItsGoodChecks(t *testing.T) {
	s := tell(t, down(t))
	s.is("health", probes.Up)
	s.pass(3)
	s.is("health", probes.Down)
	s.pass(3)
	s.is("health", probes.Up)
	s.pass(3)
	s.want("3s service-down inactive>firing fired", "7s service-down firing>resolved cleared")
}

func TestWhatHeldAtTheFirstLookBeganBefore(t *testing.T) {
	s := tell(t, down(t))
	s.pass(2) // nothing is known yet
	s.is("health", probes.Down)
	s.pass(1)
	a, v := s.alert("service-down"), s.book.Verdict()
	if !a.SinceAtLeast || !v.SinceAtLeast || v.Status != probes.Down || v.P1 != 1 {
		t.Errorf("the alert is %+v and the verdict %+v, want both at least as old as the first look", a, v)
	}
	if want := a.FiredAt.Add(5 * time.Minute); a.AnswerDue != want {
		t.Errorf("the answer is due at %v, want %v", a.AnswerDue, want)
	}
}

// Of "a or b", a may be looked at long before b is known.
func TestWhatWasSeenNotToHoldBeganUnderOurEyes(t *testing.T) {
	for _, row := range []struct {
		name           string
		streams, surge float64 // at last; both were 0 or unknown before
		atLeast        bool
	}{
		{"the part that was known", 1, 0, false},
		{"the part that was not", 0, 9, true},
		{"both", 1, 9, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := tell(t, Rule{ID: "overload", When: must(t, "streams.load >= 100% or requests.surge > 5"), Priority: P2})
			s.set("streams.load", 0)
			s.pass(2)
			s.set("streams.load", row.streams)
			s.set("requests.surge", row.surge)
			s.pass(1)
			if a := s.alert("overload"); a.State != Firing || a.Since != start.Add(2*time.Second) || a.SinceAtLeast != row.atLeast {
				t.Errorf("%v since %v, at least: %v", a.State, a.Since.Sub(start), a.SinceAtLeast)
			}
		})
	}
}

// A figure that this deployment does not have keeps no alert alive that fired
// on another term.
func TestAnAlertClearsOnWhatItFiredOn(t *testing.T) {
	s := tell(t, Rule{ID: "llm-down", When: must(t, "llm is down or health.llm < 1"), ClearChecks: 2, Priority: P2})
	s.is("llm", probes.Down)
	s.pass(1)
	s.is("llm", probes.Up)
	s.pass(3)
	s.want("0s llm-down inactive>firing fired", "2s llm-down firing>resolved cleared")
	s.set("health.llm", 0)
	s.pass(1)
	s.forget("health.llm")
	s.pass(3)
	s.want("4s llm-down resolved>firing fired", "5s llm-down firing>firing lost")
}

func TestAnAlertIsKeptWhileAnythingThatItFiredOnHolds(t *testing.T) {
	s := tell(t, Rule{ID: "both", When: must(t, "(a > 1 or b > 1) and c > 1"), Priority: P2})
	s.set("a", 2)
	s.set("c", 2)
	s.pass(1)
	s.set("a", 0) // b is not known, c still holds
	s.pass(3)
	s.want("0s both inactive>firing fired", "1s both firing>firing lost")
	s.set("c", 0)
	s.pass(1)
	s.want("4s both firing>resolved cleared")
}

func TestWordsThatNameNothingAreRefused(t *testing.T) {
	var (
		state    State
		priority Priority
		status   probes.Status
	)
	for name, err := range map[string]error{
		"state":    state.UnmarshalText([]byte("on fire")),
		"priority": priority.UnmarshalText([]byte("P0")),
		"status":   status.UnmarshalText([]byte("fine")),
	} {
		if err == nil {
			t.Errorf("a %s that is none was taken", name)
		}
	}
}

func TestChildrenAreFoldedThenTold(t *testing.T) {
	chroma := Rule{ID: "chroma-down", When: must(t, "chroma is down"), Priority: P2}
	redis := Rule{ID: "redis-down", When: must(t, "redis is down"), Priority: P3}
	s := tell(t, chroma, redis, down(t))
	for _, name := range []probes.Name{"health", "chroma", "redis"} {
		s.is(name, probes.Up)
	}
	s.pass(1)
	s.is("redis", probes.Down) // a consequence noticed before its cause
	s.pass(1)
	s.is("health", probes.Down)
	s.pass(1)
	s.is("chroma", probes.Down)
	s.pass(1)
	s.want("1s redis-down inactive>firing fired",
		"2s service-down inactive>firing fired", "2s redis-down firing>firing folded under service-down",
		"3s chroma-down inactive>firing folded under service-down")
	if got := order(s.book.Alerts(s.now)); got != "service-down chroma-down<service-down redis-down<service-down" {
		t.Errorf("they stand as %s", got)
	}
	if v := s.book.Verdict(); v.P1 != 1 || v.P2 != 0 || v.P3 != 0 {
		t.Errorf("folded alerts are counted: %+v", v)
	}
	s.is("redis", probes.Up) // resolved while folded
	s.pass(1)
	s.is("health", probes.Up)
	s.pass(2)
	s.want("4s redis-down firing>resolved cleared under service-down",
		"6s service-down firing>resolved cleared", "6s chroma-down firing>firing unfolded")
	if v := s.book.Verdict(); v.Status != probes.Degraded || v.P2 != 1 || v.Since != start.Add(6*time.Second) {
		t.Errorf("the verdict is %+v, want degraded from the moment it was told", v)
	}
}

func order(alerts []Alert) string {
	var out []string
	for _, a := range alerts {
		name := a.Rule
		if a.SuppressedBy != "" {
			name += "<" + a.SuppressedBy
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func TestWhatFiredLongBeforeIsNoConsequence(t *testing.T) {
	s := tell(t, down(t), Rule{ID: "disk-high", When: must(t, "host.disk > 85%"), Priority: P3})
	s.is("health", probes.Up)
	s.set("host.disk", 0.9)
	s.pass(600)
	s.is("health", probes.Down)
	s.pass(1)
	if got := order(s.book.Alerts(s.now)); got != "service-down disk-high" {
		t.Errorf("they stand as %s, want both told", got)
	}
}

func TestOfTwoRulesThatHideEverythingTheFirstIsTheWider(t *testing.T) {
	network := Rule{ID: "network-down", When: must(t, "network is down"), Priority: P1, Hides: []string{"*"}}
	llm := Rule{ID: "llm-down", When: must(t, "llm is down"), Priority: P2, Hides: []string{"slow"}}
	s := tell(t, network, down(t), llm, slow(t))
	for _, name := range []probes.Name{"network", "health", "llm"} {
		s.is(name, probes.Down)
	}
	s.set("latency.mean", 9)
	s.pass(7)
	if got := order(s.book.Alerts(s.now)); got != "network-down service-down<network-down llm-down<network-down slow<network-down" {
		t.Errorf("they stand as %s", got)
	}
	if v := s.book.Verdict(); v.P1 != 1 || v.P2 != 0 {
		t.Errorf("the verdict is %+v, want one alert that says so", v)
	}
}

func TestACircleOfHidingRulesStillTellsOne(t *testing.T) {
	ring := func(id, hides string) Rule {
		return Rule{ID: id, When: must(t, "m > 1"), Priority: P2, Hides: []string{hides}}
	}
	s := tell(t, ring("a", "b"), ring("b", "c"), ring("c", "a"))
	s.set("m", 2)
	s.pass(1)
	if v := s.book.Verdict(); v.P2 != 1 {
		t.Errorf("%d alerts are told, want one", v.P2)
	}
}

func TestFlappingIsOneAlert(t *testing.T) {
	s := tell(t, Rule{ID: "app-down", When: must(t, "app is down"), Priority: P2})
	for range 120 {
		s.is("app", probes.Down)
		s.pass(1)
		s.is("app", probes.Up)
		s.pass(1)
	}
	s.want("0s app-down inactive>firing fired", "1s app-down firing>resolved cleared",
		"2s app-down resolved>firing fired", "3s app-down firing>firing flaps")
	if a := s.alert("app-down"); len(a.Reason.Facts) != 1 || a.Reason.Facts[0].Status != probes.Down {
		t.Errorf("it flaps, and fires by %+v", a.Reason.Facts)
	}
	if a := s.alert("app-down"); !a.Flapping || a.State != Firing || a.Count != 120 || !a.Held() {
		t.Errorf("the alert is %+v", a)
	}
	s.is("app", probes.Down)
	s.pass(1)
	if a := s.alert("app-down"); a.Held() {
		t.Error("it is down again, and its alert said to be held")
	}
	s.is("app", probes.Up)
	s.pass(61)
	s.want("5m1s app-down firing>resolved cleared")
	if a := s.alert("app-down"); a.Flapping {
		t.Error("it still flaps after a calm minute")
	}
}

func TestAnOrderedRestartRaisesNoAlert(t *testing.T) {
	chroma := Rule{ID: "chroma-down", When: must(t, "chroma is down"), Priority: P2}
	s := tell(t, down(t), chroma)
	s.is("health", probes.Up)
	s.is("chroma", probes.Up)
	s.pass(1)
	s.book.Expect(Expectation{Until: s.now.Add(10 * time.Second), Targets: []probes.Name{"health"}})
	s.is("health", probes.Down)
	s.is("chroma", probes.Down)
	s.pass(5)
	s.want("1s service-down inactive>pending expected", "1s chroma-down inactive>firing fired")
	if v := s.book.Verdict(); v.Status == probes.Up {
		t.Error("the verdict calls a restarting service up")
	}
	s.is("health", probes.Up)
	s.pass(1)
	s.want("6s service-down pending>inactive broke")
	s.is("health", probes.Down)
	s.pass(6) // beyond the restart's time
	s.want("7s service-down inactive>pending expected", "11s service-down pending>firing fired",
		"11s chroma-down firing>firing folded under service-down")
}

func TestAJumpingClockIsNoTime(t *testing.T) {
	for _, jump := range []time.Duration{time.Hour, -time.Hour, 10 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour} {
		s := tell(t, slow(t))
		s.set("latency.mean", 3)
		s.pass(2)
		s.now = s.now.Add(jump)
		s.pass(1)
		if a := s.alert("slow"); a.State != Pending {
			t.Errorf("a jump of %v made it %v", jump, a.State)
		}
		s.pass(3)
		if a := s.alert("slow"); a.State != Firing {
			t.Errorf("after a jump of %v it is %v, want it to fire in its time", jump, a.State)
		}
	}
}

func TestVerdictSince(t *testing.T) {
	s := tell(t, down(t), Rule{ID: "slow", When: must(t, "m > 1"), For: 3 * time.Second, Priority: P2})
	s.is("health", probes.Up)
	s.set("m", 0)
	s.pass(10)
	if v := s.book.Verdict(); v.Status != probes.Up || v.Since != start || !v.SinceAtLeast {
		t.Errorf("at first it is %+v, want up since at least the first look", v)
	}
	s.set("m", 2)
	s.pass(10)
	if v := s.book.Verdict(); v.Status != probes.Degraded || v.Since != start.Add(10*time.Second) || v.SinceAtLeast {
		t.Errorf("then it is %+v, want degraded from when the condition began", v)
	}
	s.set("m", 0)
	s.pass(10)
	if v := s.book.Verdict(); v.Status != probes.Up || v.Since != start.Add(20*time.Second) || v.SinceAtLeast {
		t.Errorf("at last it is %+v, want up from when it resolved", v)
	}
}

func TestTransitionsReadBackFromJSON(t *testing.T) {
	s := tell(t, down(t), Rule{ID: "slow", When: must(t, "latency.mean > 2s"), Priority: P2})
	s.is("health", probes.Down)
	s.page.faults["health"] = probes.Fault{Code: probes.TimedOut}
	s.set("latency.mean", 3)
	for _, want := range s.book.Tick(s.now, s.page) {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Transition
		if err := json.Unmarshal(text, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s reads back as\n%+v, %v, want\n%+v", text, got, err, want)
		}
		for _, word := range []string{`"inactive"`, `"firing"`} {
			if !strings.Contains(string(text), word) {
				t.Errorf("%s does not say %s in words", text, word)
			}
		}
	}
}

func TestReasonsAreSentences(t *testing.T) {
	fact := Fact{Metric: "latency.mean", Number: 2.314, Unit: probes.Seconds, Op: ">", Limit: 2, Known: true}
	tests := []struct {
		line words.Line
		en   string
		zh   string
	}{
		{Reason{Code: Fired, Facts: []Fact{fact}}.Line(), "mean latency 2.31 s > 2 s (rule)", "平均响应时间 2.31 s > 2 s（规则）"},
		{Reason{Code: Folded, Facts: []Fact{fact}, By: "service-down"}.Line(),
			"mean latency 2.31 s > 2 s (rule); folded under “the service is down”", "平均响应时间 2.31 s > 2 s（规则）；已归并到“服务不可用”"},
		{Reason{Code: Cleared, Facts: []Fact{{Metric: "success", Number: 0.9991, Unit: probes.Ratio, Op: "<", Limit: 0.99, Known: true}}}.Line(),
			"cleared: success 99.91 %, not < 99 % (rule)", "已恢复：成功率 99.91 %，不再 < 99 %（规则）"},
		{Fact{Metric: "health.llm", Op: "<", Limit: 1, Known: true}.Line(), "the service's own LLM check fails", "服务自检中的大模型项未通过"},
		{Fact{Metric: "health.llm", Number: 1, Op: "<", Limit: 1, Known: true}.Line(), "the service's own LLM check passes", "服务自检中的大模型项通过"},
		{Fact{Metric: "health.llm", Number: 0.5, Op: "<", Limit: 1, Known: true}.Line(), "the service's own LLM check 0.5 < 1 (rule)", "服务自检中的大模型项 0.5 < 1（规则）"},
		{Reason{Code: Lost, Facts: []Fact{{Metric: "m"}}}.Line(), "kept, because there is no data: m has no data", "数据缺失，保留告警：m 无数据"},
		{Fact{Target: "chroma", Status: probes.Down, Known: true}.Line(), "chroma is down", "chroma 不可用"},
		{TitleOf("mine\x1b[2J"), `mine\x1b[2J`, `mine\x1b[2J`},
		{TitleOf("slow-replies"), "replies are slow", "响应延迟过高"},
		{Amount(probes.Value{Number: 512 << 20, Unit: probes.Bytes}), "512 MiB", "512 MiB"},
		{Amount(probes.Value{Number: 3, Unit: probes.Seconds, AtLeast: true}), "at least 3 s", "至少 3 s"},
		{Reason{}.Line(), "", ""},
	}
	for _, tt := range tests {
		if en, zh := words.English.Say(tt.line), words.Chinese.Say(tt.line); en != tt.en || zh != tt.zh {
			t.Errorf("got %q and %q, want %q and %q", en, zh, tt.en, tt.zh)
		}
	}
}

func BenchmarkTick(b *testing.B) {
	var rules []Rule
	for i := range 20 {
		rules = append(rules, Rule{ID: fmt.Sprint(i), When: must(b, "latency.mean > 2s or health is down"), Priority: P2, Hides: []string{"*"}})
	}
	book := New(rules, Options{})
	v := page{figures: map[probes.Metric]probes.Value{"latency.mean": {Number: 1}}, targets: map[probes.Name]probes.Status{"health": probes.Up}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		book.Tick(start.Add(time.Duration(i)*time.Second), v)
	}
}

// TestAnAlertBeganWithWhatItRestsOn: of a target that is down, with its first
// failed check.
func TestAnAlertBeganWithWhatItRestsOn(t *testing.T) {
	early, late := start.Add(-3*time.Second), start.Add(-time.Second)
	for when, want := range map[string]time.Time{
		"a is down":                 early,
		"a is down and b is down":   late,
		"a is down and m > 2":       start,
		"a is down or c is up":      early,
		"b is down or a is down":    early,
		"a is down or m > 2":        early,
		"c is down or b is down":    late,
		"not (a is up and b is up)": early,
		"not (a is up or b is up)":  late,
		"d is down":                 start, // it is not known since when
		"e is down":                 start, // a clock that runs ahead
		"not a is up":               early,
		"m > 2":                     start,
		"a is down and not m > 10":  start,
	} {
		s := tell(t, Rule{ID: "x", When: must(t, when), Priority: P2})
		for _, n := range []probes.Name{"a", "b", "d", "e"} {
			s.is(n, probes.Down)
		}
		s.set("m", 5)
		s.page.began["a"], s.page.began["b"], s.page.began["e"] = early, late, start.Add(time.Hour)
		s.pass(1)
		if a := s.alert("x"); a.State != Firing || !a.Since.Equal(want) || a.FiredAt.Before(start) {
			t.Errorf("%s: %v since %v, fired at %v; want since %v", when, a.State, a.Since.Sub(start), a.FiredAt.Sub(start), want.Sub(start))
		}
	}
}

func TestAFiringAlertTellsWhatItIsJudgedByNow(t *testing.T) {
	s := tell(t, Rule{ID: "slow", When: must(t, "m > 1"), Priority: P2})
	s.set("m", 2)
	s.pass(1)
	s.set("m", 5)
	s.pass(1)
	if facts := s.alert("slow").Reason.Facts; len(facts) != 1 || facts[0].Number != 5 {
		t.Errorf("it fires by %+v", facts)
	}
	s.want("0s slow inactive>firing fired")
}

func TestAFlappingAlertThatHoversIsNotCountedAnew(t *testing.T) {
	s := tell(t, Rule{ID: "slow", When: must(t, "m > 2"), Clear: must(t, "m < 1.8"), Priority: P2})
	for range 6 {
		s.set("m", 3)
		s.pass(1)
		s.set("m", 1)
		s.pass(1)
	}
	before := s.alert("slow")
	if !before.Flapping {
		t.Fatalf("it does not flap: %+v", before)
	}
	s.set("m", 2.1)
	s.pass(1)
	back := s.alert("slow").Count
	for range 30 {
		s.set("m", 1.9)
		s.pass(1)
		s.set("m", 2.1)
		s.pass(1)
	}
	if got := s.alert("slow").Count; back != before.Count+1 || got != back {
		t.Errorf("counted %d, back %d, hovering %d", before.Count, back, got)
	}
}
