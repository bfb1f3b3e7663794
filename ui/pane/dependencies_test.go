package pane

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"

	"github.com/charmbracelet/x/ansi"
)

func dependenciesText(s *state.Snapshot, w, h int) string {
	var p Dependencies
	return ansi.Strip(p.View(s, w, h, plainLook(words.English)))
}

// row is the first row that holds text.
func row(t *testing.T, picture, text string) string {
	t.Helper()
	for line := range strings.Lines(picture) {
		if strings.Contains(line, text) {
			return line
		}
	}
	t.Fatalf("no row holds %q:\n%s", text, picture)
	return ""
}

func TestDependenciesAreListedWorstFirst(t *testing.T) {
	s := calm()
	set := func(i int, status probes.Status) { s.Targets[i].Status, s.Targets[i].Latest = status, status }
	set(1, probes.Unknown)
	set(3, probes.Down)
	set(4, probes.Degraded)
	text := dependenciesText(s, 64, 20)
	last := -1
	for _, name := range []string{"chroma", "llm ", "mysql", "service", "redis", "cache", "llm-port"} {
		at := strings.Index(text, name)
		if at < last {
			t.Errorf("%s stands too high:\n%s", name, text)
		}
		last = at
	}
}

func TestWhatDoesNotFitSaysSo(t *testing.T) {
	s := calm()
	if got := dependenciesText(s, 64, 5); !strings.Contains(got, "+4 more · none down among them") {
		t.Errorf("nothing is said:\n%s", got)
	}
	for i := range s.Targets {
		s.Targets[i].Status, s.Targets[i].Fault = probes.Down, probes.Fault{Code: probes.Refused}
	}
	if got := dependenciesText(s, 64, 5); !strings.Contains(got, "+4 more · 4 down") {
		t.Errorf("the rest is down, and not called so:\n%s", got)
	}
}

func TestNothingWatchedIsSaidOnceThatIsKnown(t *testing.T) {
	nothing := "nothing is watched"
	if text := dependenciesText(&state.Snapshot{}, 80, 5); strings.Contains(text, nothing) {
		t.Errorf("before the first page:\n%s", text)
	}
	if text := dependenciesText(&state.Snapshot{At: now}, 80, 5); !strings.Contains(text, nothing) {
		t.Errorf("on a page without targets:\n%s", text)
	}
}

func TestAnOldGreenIsNotShown(t *testing.T) {
	s := calm()
	s.Targets[1].Stale, s.Targets[1].At = true, now.Add(-42*time.Second)
	text := dependenciesText(s, 64, 20)
	if got := row(t, text, "mysql"); !strings.Contains(got, "? mysql") || !strings.Contains(got, "age 42s") || strings.Contains(got, "✔") {
		t.Errorf("the stale target's row is %q", got)
	}
	if title := row(t, text, "dependencies"); !strings.Contains(title, "age 42s") {
		t.Errorf("the title is %q", title)
	}
}

func TestRowsSayWhatMatters(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(t *state.Target)
		want   []string
	}{
		"up has its latency and availability": {func(t *state.Target) {}, []string{"✔ chroma", "ok", "5.0 ms", "100.00 %", "24h"}},
		"down has its fault and since when": {func(t *state.Target) {
			t.Status, t.Latest, t.Fault, t.Since = probes.Down, probes.Down, probes.Fault{Code: probes.Refused}, now.Add(-time.Minute)
		}, []string{"✖ chroma", "since 14:29:05", "1m00s"}},
		"one failed check is told before it counts": {func(t *state.Target) {
			t.Latest, t.Fault = probes.Down, probes.Fault{Code: probes.TimedOut, Detail: raw.Of("1 s")}
		}, []string{"● chroma", "×1"}},
		"what the service says otherwise": {func(t *state.Target) { t.SaysItself = probes.Down }, []string{"≠ service says down"}},
		"what was never looked at":        {func(t *state.Target) { *t = state.Target{Name: "chroma"} }, []string{"? chroma", "awaited"}},
		"what is not part of this":        {func(t *state.Target) { t.Status, t.Fault = probes.Unknown, probes.Fault{Code: probes.NotProvided} }, []string{"· chroma"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := calm()
			tt.change(&s.Targets[3])
			got := row(t, dependenciesText(s, 80, 20), "chroma")
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in %q", want, got)
				}
			}
		})
	}
}

func TestAServiceThatAnswersWhileRepliesFailIsNotGreen(t *testing.T) {
	s := vectorDBDown()
	var tree Tree
	var detail Detail
	l := plainLook(words.English)
	for pane, text := range map[string]string{
		"overview": row(t, dependenciesText(s, 80, 20), "service  "),
		"tree":     row(t, ansi.Strip(tree.View(s, 80, 20, l)), "health"),
	} {
		if !strings.Contains(text, "▲") || !strings.Contains(text, "answers · replies are failing") || !strings.Contains(text, "4m04s") || strings.Contains(text, "%") {
			t.Errorf("%s: %q", pane, text)
		}
	}
	text := ansi.Strip(detail.View(&s.Targets[0], s, 80, 20, l))
	if !strings.Contains(text, "▲ degraded since 14:26:01, for 4m04s") || !strings.Contains(text, "▲ P2 replies are failing") || strings.Contains(text, "✔") || strings.Contains(text, "availability") {
		t.Errorf("the details do not say it:\n%s", text)
	}
	s.Targets[1].Role = state.RoleService // an endpoint without a row of its own
	if text := row(t, dependenciesText(s, 100, 20), "service  "); !strings.Contains(text, "failing · other checks well: 1") {
		t.Errorf("its endpoints are not counted: %q", text)
	}
	facts := &s.Alerts[1].Reason.Facts
	*facts = append(*facts, alert.Fact{Metric: "host.cpu", Number: 0.9, Op: ">", Limit: 0.8, Known: true})
	if text := row(t, dependenciesText(s, 80, 20), "service  "); !strings.Contains(text, "✔ service  ok") {
		t.Errorf("an alert on more than the users' figures speaks for them: %q", text)
	}
	*facts = (*facts)[:1]
	if text := row(t, dependenciesText(s, 50, 20), "service  "); !strings.Contains(text, "replies are failing") {
		t.Errorf("where room is short: %q", text)
	}
	s.Targets[0].Status, s.Targets[0].Latest, s.Targets[0].Fault = probes.Down, probes.Down, probes.Fault{Code: probes.Refused}
	if got := row(t, dependenciesText(s, 80, 20), "service"); strings.Contains(got, "answers") {
		t.Errorf("it is down: %q", got)
	}
}

// TestTheGroupInTroubleComesFirst: the canary stands behind the service's own
// endpoints while all is well, and before them when it alone fails.
func TestTheGroupInTroubleComesFirst(t *testing.T) {
	l := plainLook(words.English)
	for name, tt := range map[string]struct {
		canary, own probes.Status
		first       bool
	}{
		"all well":               {probes.Up, probes.Up, false},
		"not known yet":          {probes.Unknown, probes.Up, false},
		"the canary fails":       {probes.Down, probes.Up, true},
		"the canary is in doubt": {probes.Degraded, probes.Up, true},
		"both fail":              {probes.Down, probes.Down, false},
		"an endpoint is worse":   {probes.Degraded, probes.Down, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := calm()
			s.Targets = append(s.Targets,
				state.Target{Name: "canary", Role: state.RoleOther, Status: tt.canary, Latest: tt.canary, At: now},
				state.Target{Name: "streams", Role: state.RoleService, Status: tt.own, Latest: tt.own, At: now})
			var tree Tree
			text := ansi.Strip(tree.View(s, 100, 30, l))
			beside, own := strings.Index(text, "watched beside it"), strings.Index(text, "its own endpoints")
			if beside < 0 || own < 0 || (beside < own) != tt.first {
				t.Errorf("the canary's group stands at %d, the endpoints' at %d:\n%s", beside, own, text)
			}
		})
	}
}

// TestHowLongItLastsIsNoLatency looks at the column where the others have theirs.
func TestHowLongItLastsIsNoLatency(t *testing.T) {
	s := vectorDBDown()
	var tree Tree
	l := plainLook(words.English)
	for pane, draw := range map[string]func(w int) string{
		"overview": func(w int) string { return dependenciesText(s, w, 20) },
		"tree":     func(w int) string { return ansi.Strip(tree.View(s, w, 20, l)) },
	} {
		for w := 40; w <= 160; w++ {
			text := row(t, draw(w), "chroma")
			if w >= 90 && !strings.Contains(text, " for 4m04s") || !strings.Contains(text, " 4m04s") {
				t.Errorf("%s, %d cells: %q", pane, w, text)
			}
		}
	}
}

func TestAnAnswerThatIsTroubleIsNoAvailability(t *testing.T) {
	s := calm()
	s.Targets[3].Status, s.Targets[3].Latest = probes.Degraded, probes.Degraded
	var tree Tree
	for _, text := range []string{dependenciesText(s, 80, 20), ansi.Strip(tree.View(s, 80, 20, plainLook(words.English)))} {
		if got := row(t, text, "chroma"); !strings.Contains(got, "● chroma") || strings.Contains(got, "%") {
			t.Errorf("the row is %q", got)
		}
	}
}

// TestAnAnswerThatIsTroubleHasTheSignOfItsUrgency: a glyph and a colour that say
// different things say nothing.
func TestAnAnswerThatIsTroubleHasTheSignOfItsUrgency(t *testing.T) {
	for want, alerts := range map[string][]alert.Alert{
		"● chroma": nil,
		"▲ chroma": {{Rule: "x", State: alert.Firing, Priority: alert.P2, Target: "chroma"}},
		"✖ chroma": {{Rule: "x", State: alert.Firing, Priority: alert.P1, Target: "chroma"}},
	} {
		s := calm()
		s.Targets[3].Status, s.Targets[3].Latest = probes.Degraded, probes.Degraded
		s.Alerts = alerts
		if got := row(t, dependenciesText(s, 80, 20), "chroma"); !strings.Contains(got, want) {
			t.Errorf("the row is %q, want %q", got, want)
		}
	}
}

// TestACheckHasTheUrgencyOfWhatItRaised: the model fails by the service's own
// report, which another check brings.
func TestACheckHasTheUrgencyOfWhatItRaised(t *testing.T) {
	s := calm()
	s.Targets[3].Status, s.Targets[3].Latest = probes.Degraded, probes.Degraded
	s.Figures["health.llm"] = state.Figure{Value: probes.Value{Metric: "health.llm"}, From: s.Targets[3].Name}
	s.Alerts = []alert.Alert{{Rule: "llm-down", State: alert.Firing, Priority: alert.P2, Target: "llm", Metric: "health.llm"}}
	if got := row(t, dependenciesText(s, 80, 20), "chroma"); !strings.Contains(got, "▲ chroma") {
		t.Errorf("the row is %q", got)
	}
	s.Alerts[0].Metric = "" // a rule of targets alone; so are the figures of nobody
	s.Targets[3].Name = ""
	if worst, alerted := urgencyOf(s, &s.Targets[3]); alerted {
		t.Errorf("a figure of nobody is %v", worst)
	}
}

func TestATargetHasTheSeverityOfItsOwnAlert(t *testing.T) {
	l, s := colouredLook(), serviceDown()
	s.Targets[5].Status, s.Targets[5].Fault = probes.Down, probes.Fault{Code: probes.Refused} // nothing alerts on it
	var p Dependencies
	picture := p.View(s, 80, 20, l)
	for name, style := range map[string]theme.Style{"service": l.P1, "chroma": l.P2, "cache": l.P3} {
		if got := row(t, picture, name); !strings.Contains(got, style.Render("✖")) {
			t.Errorf("%s is drawn as %q", name, got)
		}
	}
}

// TestOneGoodCheckIsNoRecovery: no row is green while the alert on its target
// fires, and none counts as well.
func TestOneGoodCheckIsNoRecovery(t *testing.T) {
	for name, tt := range map[string]struct {
		s    *state.Snapshot
		row  string
		was  probes.Status
		want string
	}{
		"the service":         {serviceDown(), "service", probes.Down, "✖ service  answers again · P1 not cleared yet"},
		"a dependency":        {vectorDBDown(), "chroma", probes.Down, "▲ chroma   answers again · P2 not cleared yet"},
		"one that never left": {vectorDBDown(), "chroma", probes.Degraded, "▲ chroma   well again · P2 not cleared yet"},
	} {
		s, l := tt.s, plainLook(words.English)
		s.Alerts[0].Reason.Facts = []alert.Fact{{Target: s.Alerts[0].Target, Status: tt.was, Known: true}}
		for i := range s.Targets {
			if g := &s.Targets[i]; g.Name == s.Alerts[0].Target {
				g.Status, g.Latest, g.Fault, g.Since = probes.Up, probes.Up, probes.Fault{}, now.Add(-time.Second)
			}
		}
		for h := 4; h < 12; h++ {
			text := dependenciesText(s, 80, h)
			if h == 4 && !strings.Contains(text, "none down") {
				t.Errorf("%s: what has no room is not counted:\n%s", name, text)
			}
			if got := row(t, text, tt.row); !strings.Contains(got, tt.want) || strings.Contains(got, "for 1s") {
				t.Errorf("%s: the row is %q, want %q", name, got, tt.want)
			}
		}
		var detail Detail
		if text := ansi.Strip(detail.View(targetNamed(s, s.Alerts[0].Target), s, 90, 20, l)); !strings.Contains(text, "again · ") || strings.Contains(text, "✔") {
			t.Errorf("%s: the details say\n%s", name, text)
		}
		var tree Tree
		if text := ansi.Strip(tree.View(s, 100, 20, l)); !strings.Contains(text, " not cleared yet") {
			t.Errorf("%s: the tree says\n%s", name, text)
		}
		s.Alerts[0].State = alert.Resolved
		if text := dependenciesText(s, 80, 12); strings.Contains(text, "again") {
			t.Errorf("%s: the alert has cleared:\n%s", name, text)
		}
	}
}

// TestOneGoodCheckBeginsNoNewOutage: what is down again while its alert fires has
// been down since that began.
func TestOneGoodCheckBeginsNoNewOutage(t *testing.T) {
	s := vectorDBDown()
	s.Targets[3].Since, s.Targets[3].Bad = now.Add(-time.Second), 2
	for state, want := range map[alert.State]string{alert.Firing: "for 4m04s", alert.Resolved: "for 1s"} {
		s.Alerts[0].State = state
		if got := row(t, dependenciesText(s, 90, 20), "chroma"); !strings.Contains(got, want) {
			t.Errorf("while its alert is %v the row is %q, want %q", state, got, want)
		}
		details := ansi.Strip(new(Detail).View(&s.Targets[3], s, 100, 20, plainLook(words.English)))
		between := strings.Contains(details, "in a row, since 14:30:04: it answered in between")
		if between != (state == alert.Firing) || !strings.Contains(details, "in a row") {
			t.Errorf("while its alert is %v, that it answered in between is said: %v\n%s", state, between, details)
		}
	}
}

// TestTheWorstIsFirstByUrgencyToo: of two that are down, the one of the more
// urgent alert; and what is down of a service that is down is as urgent as that.
func TestTheWorstIsFirstByUrgencyToo(t *testing.T) {
	s := vectorDBDown()
	before := func(first, then string) {
		t.Helper()
		text := dependenciesText(s, 80, 20)
		a, b := strings.Index(text, first), strings.Index(text, then)
		if a < 0 || b < 0 || a > b {
			t.Errorf("%q is not before %q:\n%s", first, then, text)
		}
	}
	before("✖ chroma", "▲ service") // of two as urgent what is down
	s.Alerts[0].Priority = alert.P3
	before("▲ service", "✖ chroma")
	var tree Tree
	tree.View(s, 100, 20, plainLook(words.English))
	if got := tree.target().Name; got != "health" {
		t.Errorf("%s is selected, want the one of the P2", got)
	}
	s = vectorDBDown()
	s.Targets[1].Status, s.Targets[1].Latest, s.Targets[1].Fault = probes.Down, probes.Down, probes.Fault{Code: probes.Refused} // nothing alerts on it
	before("✖ chroma", "✖ "+string(s.Targets[1].Name))
	s.Alerts[0].Priority = alert.P3
	before("✖ chroma", "✖ "+string(s.Targets[1].Name))
	for status, want := range map[probes.Status]alert.Priority{probes.Down: alert.P1, probes.Up: alert.P3} {
		s := serviceDown()
		s.Targets[0].Status = status
		for _, role := range []state.Role{state.RoleProcess, state.RoleService, state.RoleDependency} {
			other := &state.Target{Name: "other", Role: role, Status: probes.Down, Fault: s.Targets[0].Fault}
			if role == state.RoleDependency {
				want = alert.P3
			}
			if got, _ := urgencyOf(s, other); got != want {
				t.Errorf("the service is %v: what is down of it, %v, is a %v, want %v", status, role, got, want)
			}
		}
	}
	otherwise := &state.Target{Name: "other", Role: state.RoleService, Status: probes.Down, Fault: probes.Fault{Code: probes.BadStatus}}
	if got, alerted := urgencyOf(serviceDown(), otherwise); got != alert.P3 || alerted {
		t.Errorf("an endpoint that fails in its own way is a %v", got)
	}
}

// TestWhatFailsStandsBeforeWhatWarns: of two that are down the more urgent one, and
// only then a check that answers with trouble, however urgent its alert.
func TestWhatFailsStandsBeforeWhatWarns(t *testing.T) {
	s := calm()
	set := func(i int, status probes.Status, p alert.Priority) {
		s.Targets[i].Status, s.Targets[i].Latest = status, status
		s.Alerts = append(s.Alerts, alert.Alert{Rule: string(s.Targets[i].Name), State: alert.Firing, Priority: p, Target: s.Targets[i].Name})
	}
	set(1, probes.Degraded, alert.P1)
	set(2, probes.Down, alert.P3)
	set(3, probes.Down, alert.P2)
	for name, view := range map[string]func() string{
		"overview": func() string { return dependenciesText(s, 80, 20) },
		"tree":     func() string { return ansi.Strip(new(Tree).View(s, 100, 20, plainLook(words.English))) },
	} {
		text, last := view(), -1
		for _, name := range []string{"✖ chroma", "✖ redis", "✖ mysql", "✔ llm"} {
			at := strings.Index(text, name)
			if at < last {
				t.Errorf("%s is not where it belongs:\n%s", name, text)
			}
			last = at
		}
		if last < 0 {
			t.Errorf("%s: not all are there:\n%s", name, text)
		}
	}
}

// TestTheServiceSpeaksForItsEndpointsAtEveryWidth: in its row, or below it where a
// row is free.
func TestTheServiceSpeaksForItsEndpointsAtEveryWidth(t *testing.T) {
	s := calm()
	for i, name := range []probes.Name{"app", "deep-health", "streams"} {
		t := up(name, time.Millisecond)
		t.Role = state.RoleService
		if i > 0 {
			t.Status, t.Latest, t.Fault = probes.Down, probes.Down, probes.Fault{Code: probes.Refused}
		}
		s.Targets = append(s.Targets, t)
	}
	s.Targets[0].Status, s.Targets[0].Latest, s.Targets[0].Fault = probes.Down, probes.Down, probes.Fault{Code: probes.Refused}
	rows := 7 // of the targets
	below := 0
	for w := 52; w <= 160; w++ {
		text := dependenciesText(s, w, rows+3)
		if !strings.Contains(text, "+2 likewise") || !strings.Contains(text, "other checks well: 1") {
			t.Errorf("%d cells wide:\n%s", w, text)
		}
		if strings.Contains(text, "\n│            +2 likewise · other") {
			below++
		}
		if full := dependenciesText(s, w, rows+2); !strings.Contains(full, "llm-port") {
			t.Errorf("%d cells wide a target gave way:\n%s", w, full)
		}
	}
	if below == 0 {
		t.Error("at no width it stands below, under the condition")
	}
}

func TestTheServiceTakesOneRow(t *testing.T) {
	endpoint := func(change func(t *state.Target)) func(s *state.Snapshot) {
		return func(s *state.Snapshot) {
			for _, name := range []probes.Name{"app", "deep-health"} {
				t := up(name, time.Millisecond)
				t.Role = state.RoleService
				change(&t)
				s.Targets = append(s.Targets, t)
			}
		}
	}
	refused := func(t *state.Target) {
		t.Status, t.Latest, t.Fault = probes.Down, probes.Down, probes.Fault{Code: probes.Refused}
	}
	for name, tt := range map[string]struct {
		change func(s *state.Snapshot)
		want   string
		absent string
	}{
		"for all its endpoints that are well": {endpoint(func(*state.Target) {}), "✔ service  ok · other checks well: 2", "deep-health"},
		"and says which are not provided": {
			endpoint(func(t *state.Target) { t.Status, t.Fault.Code = probes.Unknown, probes.NotProvided }),
			"✔ service  ok · 2 not provided", "deep-health",
		},
		"for those that fail as it does": {func(s *state.Snapshot) {
			endpoint(refused)(s)
			refused(&s.Targets[0])
		}, "connection refused · +2 likewise", "deep-health"},
		"never for one that is ill": {endpoint(func(t *state.Target) {
			t.Status, t.Latest, t.Fault = probes.Degraded, probes.Degraded, probes.Fault{Code: probes.Unhealthy}
		}), "● deep-health", "endpoints"},
		"never for one that just failed":     {endpoint(func(t *state.Target) { t.Latest, t.Fault.Code = probes.Down, probes.Refused }), "● deep-health", "endpoints"},
		"never for one that is not heard of": {endpoint(func(t *state.Target) { t.Stale = true }), "? deep-health", "endpoints"},
	} {
		t.Run(name, func(t *testing.T) {
			s := calm()
			tt.change(s)
			text := dependenciesText(s, 80, 20)
			if !strings.Contains(text, tt.want) || strings.Contains(text, tt.absent) {
				t.Errorf("no %q, or %q in it:\n%s", tt.want, tt.absent, text)
			}
			whole := Dependencies{Whole: true}
			if text := ansi.Strip(whole.View(s, 80, 20, plainLook(words.English))); !strings.Contains(text, "deep-health") || !strings.Contains(text, "health ") {
				t.Errorf("the whole list lacks an endpoint:\n%s", text)
			}
		})
	}
}

// TestTheGroupOfTheWorstIsFirst: "worst first" holds for the groups too.
func TestTheGroupOfTheWorstIsFirst(t *testing.T) {
	s, l := calm(), plainLook(words.English)
	beside := up("canary", time.Millisecond)
	beside.Role = state.RoleOther
	s.Targets = append(s.Targets, beside)
	order := func() string {
		text := ansi.Strip(new(Tree).View(s, 100, 24, l))
		at := map[int]string{strings.Index(text, "health "): "health", strings.Index(text, "chroma "): "chroma", strings.Index(text, "canary "): "canary"}
		var names []string
		for _, i := range slices.Sorted(maps.Keys(at)) {
			names = append(names, at[i])
		}
		return strings.Join(names, " ")
	}
	if got := order(); got != "health chroma canary" {
		t.Errorf("while all is well: %s", got)
	}
	s.Targets[len(s.Targets)-1].Status, s.Targets[len(s.Targets)-1].Latest = probes.Degraded, probes.Degraded
	if got := order(); got != "canary health chroma" {
		t.Errorf("with the canary in trouble: %s", got)
	}
	if text := ansi.Strip(new(Tree).View(s, 100, 24, l)); !strings.Contains(text, "the service and what it needs") {
		t.Errorf("the service stands under another's heading:\n%s", text)
	}
	s.Targets[3].Status, s.Targets[3].Latest = probes.Down, probes.Down
	s.Alerts = []alert.Alert{{Rule: "x", State: alert.Firing, Priority: alert.P2, Target: s.Targets[3].Name}}
	if got := order(); got != "health chroma canary" {
		t.Errorf("with a dependency in more urgent trouble: %s", got)
	}
}

// TestAHiddenAlertIsToldAsHidden in the details of its target.
func TestAHiddenAlertIsToldAsHidden(t *testing.T) {
	s := serviceDown()
	text := ansi.Strip(new(Detail).View(targetNamed(s, "chroma"), s, 100, 20, plainLook(words.English)))
	if !strings.Contains(text, "P2 vector database unreachable · folded under “the service is down”") {
		t.Errorf("the details say\n%s", text)
	}
}

func TestNoHeadingStandsOverNothing(t *testing.T) {
	s := calm()
	beside := up("mirror", time.Millisecond)
	beside.Role, beside.Status, beside.Latest = state.RoleOther, probes.Down, probes.Down
	s.Targets = []state.Target{beside}
	if text := ansi.Strip(new(Tree).View(s, 100, 12, plainLook(words.English))); strings.Contains(text, "the service and what it needs") || !strings.Contains(text, "mirror") {
		t.Errorf("without a service:\n%s", text)
	}
}

// TestTheFaultHasTheRoomOfANarrowPane: for how long matters less.
func TestTheFaultHasTheRoomOfANarrowPane(t *testing.T) {
	if got := row(t, dependenciesText(vectorDBDown(), 40, 12), "chroma"); !strings.Contains(got, "connection refused") || !strings.Contains(got, "4m04s") {
		t.Errorf("the row is %q", got)
	}
}
