package pane

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
)

// alarmedDay is a page with alerts in every state, a cause that explains one
// of them, and a day behind it.
func alarmedDay() *state.Snapshot {
	s := vectorDBDown()
	s.Started = now.Add(-9 * time.Hour)
	s.Alerts[0].When, s.Alerts[0].Count = "chroma is down", 2
	s.Alerts[0].Reason.Facts[0].Fault = words.Of(probes.Refused)
	s.Alerts[2].Metric, s.Alerts[2].When, s.Alerts[2].For = "host.memory", "host.memory > 85%", 30*time.Second
	s.Alerts = append(s.Alerts,
		alert.Alert{
			Rule: "slow-replies", Priority: alert.P2, State: alert.Pending, Since: now.Add(-5 * time.Second), Seen: now.Add(-2 * time.Second),
			Metric: "latency.p95", When: "latency.p95 > 1.5s", For: 5 * time.Second,
			Reason: alert.Reason{Code: alert.Began, Facts: []alert.Fact{
				{Metric: "latency.p95", Number: 2.31, Unit: probes.Seconds, Op: ">", Limit: 1.5, Known: true},
			}},
		},
		alert.Alert{
			Rule: "redis-down", Priority: alert.P2, State: alert.Resolved, Since: now.Add(-90 * time.Second), ResolvedAt: now.Add(-12 * time.Second),
			Target: "redis", When: "redis is down",
			Reason: alert.Reason{Code: alert.Cleared, Facts: []alert.Fact{{Target: "redis", Status: probes.Up, Known: true}}},
		})
	s.Triage[0].Against = []words.Line{words.Of("text", "the service says that its vector store answers")}
	s.Triage[0].Steps = []words.Line{words.Of("remedy.chroma-process"), words.Of("remedy.chroma-folder"), words.Of("remedy.restart-chroma")}
	s.Events = append([]state.Event{
		{At: now.Add(-7 * time.Hour), Letter: 'A', Priority: alert.P1}, {At: now.Add(-6 * time.Hour), Letter: 'V', Priority: alert.P1},
	}, s.Events...)
	s.Journal = records()
	return s
}

// records are a journal of two consoles.
func records() []state.Record {
	title := func(rule string, r alert.Reason) words.Line {
		return words.Of("alert.event", alert.TitleOf(rule), r.Line())
	}
	refused := alert.Reason{Code: alert.Fired, Facts: []alert.Fact{{Target: "mysql", Status: probes.Down, Known: true, Fault: words.Of(probes.Refused)}}}
	cleared := alert.Reason{Code: alert.Cleared, Facts: []alert.Fact{{Target: "mysql", Status: probes.Up, Known: true}}}
	return []state.Record{
		{Seq: 1, At: now.Add(-20 * time.Hour), Kind: "start", What: words.Of("journal.start", "http://127.0.0.1:8000")},
		{Seq: 2, At: now.Add(-18 * time.Hour), Kind: "alert", Letter: 'A', Priority: alert.P2, What: title("mysql-down", refused)},
		{Seq: 3, At: now.Add(-18*time.Hour + 40*time.Second), Kind: "act", Letter: 'R', What: words.Of("journal.intent", words.Of("action.restart"), "ops")},
		{Seq: 4, At: now.Add(-18*time.Hour + 51*time.Second), Kind: "act-end", Outcome: action.Done, What: words.Of("journal.outcome", words.Of("action.restart"), words.Of("act.recovered", 11*time.Second))},
		{Seq: 5, At: now.Add(-17 * time.Hour), Kind: "alert", Letter: 'V', Priority: alert.P2, What: title("mysql-down", cleared)},
		{Seq: 6, At: now.Add(-9 * time.Hour), Kind: "start", What: words.Of("journal.start", "http://127.0.0.1:8000")},
		{Seq: 7, At: now.Add(-4*time.Minute - 4*time.Second), Kind: "alert", Letter: 'A', Priority: alert.P2, What: title("vector-db-down", refused)},
	}
}

func calmDay() *state.Snapshot {
	s := calm()
	s.Journal = records()[:6]
	return s
}

// alertScenes are the situations in which the page of the alerts is looked at.
var alertScenes = []struct {
	name string
	page func() *state.Snapshot
	show func(*Alerts)
}{
	{"alerts", alarmedDay, func(*Alerts) {}},
	{"alerts-metric", alarmedDay, func(p *Alerts) { p.rule = "memory-high" }},
	{"alerts-open", alarmedDay, func(p *Alerts) { p.Open = true }},
	{"alerts-calm", calmDay, func(*Alerts) {}},
	{"alerts-starting", starting, func(*Alerts) {}},
}

// approved compares what draw shows at the three sizes in both languages with
// the frames that were approved.
func approved(t *testing.T, name string, draw func(w, h int, l *Look) string) {
	for _, size := range []struct{ w, h int }{{80, 22}, {120, 34}, {160, 43}} {
		for _, lang := range []words.Lang{words.English, words.Chinese} {
			name := fmt.Sprintf("%s-%dx%d-%s", name, size.w, size.h, [...]string{"en", "zh"}[lang])
			t.Run(name, func(t *testing.T) {
				goldenFile(t, filepath.Join("testdata", "pages", name+".txt"), draw(size.w, size.h, plainLook(lang)))
			})
		}
	}
}

func TestTheAlertsPageLooksAsItWasApproved(t *testing.T) {
	for _, scene := range alertScenes {
		approved(t, scene.name, func(w, h int, l *Look) string {
			var p Alerts
			scene.show(&p)
			return p.View(scene.page(), w, h, l)
		})
	}
}

func TestTheJournalPageLooksAsItWasApproved(t *testing.T) {
	unkept := alarmedDay()
	unkept.Notices = []words.Line{words.Of("notice.journal", "mkdir /var/lib/bedside: permission denied")}
	for name, page := range map[string]*state.Snapshot{"journal": alarmedDay(), "journal-unkept": unkept, "journal-empty": calm()} {
		approved(t, name, func(w, h int, l *Look) string {
			var p Journal
			return p.View(page, w, h, l)
		})
	}
}

// anySnapshot is a page of random alerts, events and records.
func anySnapshot(r *rand.Rand) *state.Snapshot {
	s := alarmedDay()
	rules := []string{"a", "b", "vector-db-down", strings.Repeat("long-", r.IntN(40)), "心语"}
	s.Alerts, s.Ready = nil, r.IntN(2) == 0
	for range r.IntN(40) {
		s.Alerts = append(s.Alerts, alert.Alert{
			Rule: rules[r.IntN(len(rules))], SuppressedBy: []string{"", "a", "b"}[r.IntN(3)],
			Priority: alert.Priority(1 + r.IntN(3)), State: alert.State(1 + r.IntN(3)),
			Since: now.Add(-time.Duration(r.Int64N(int64(90 * 24 * time.Hour)))), SinceAtLeast: r.IntN(2) == 0,
			AnswerDue: now.Add(time.Duration(r.Int64N(int64(time.Hour))) - 30*time.Minute),
			Metric:    []probes.Metric{"", "latency.p95", "no.such"}[r.IntN(3)], When: strings.Repeat("x ", r.IntN(200)), For: time.Duration(r.Int64N(int64(time.Hour))),
			Count: r.IntN(3000), Flapping: r.IntN(2) == 0, Runbook: "restart",
		})
	}
	s.Triage = []triage.Hypothesis{{Cause: words.Of("text", raw.Of(strings.Repeat("宕", r.IntN(300)))), Explains: rules, Steps: make([]words.Line, r.IntN(40))}}
	for i := range s.Journal {
		s.Journal[i].What = words.Of("text", raw.Of(strings.Repeat("字a\x1b[2J\n", r.IntN(80))))
	}
	return s
}

func TestAnyPageAtAnySizeHasExactlyItsSize(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var alerts Alerts
	var journal Journal
	for range 600 {
		s, l := anySnapshot(r), plainLook(words.Lang(r.IntN(2)))
		w, h := 1+r.IntN(200), 1+r.IntN(70)
		if r.IntN(8) == 0 {
			w, h = 1+r.IntN(500), 1+r.IntN(200)
		}
		switch r.IntN(6) {
		case 0:
			alerts.Toggle()
		case 1:
			journal.NextKind()
		}
		alerts.Move(r.IntN(20) - 10)
		journal.Move(r.IntN(20) - 10)
		exact(t, "alerts", alerts.View(s, w, h, l), w, h)
		exact(t, "journal", journal.View(s, w, h, l), w, h)
	}
}

func alertsText(p *Alerts, s *state.Snapshot, w, h int) string {
	return ansi.Strip(p.View(s, w, h, plainLook(words.English)))
}

func TestTheCursorStaysWithItsAlertWhileOthersCome(t *testing.T) {
	var p Alerts
	s := alarmedDay()
	alertsText(&p, s, 80, 22)
	p.Move(2)
	if got := p.Selected(s).Rule; got != "memory-high" {
		t.Fatalf("two down is %s", got)
	}
	worse := serviceDown()
	if got := p.Selected(worse).Rule; got != "memory-high" {
		t.Errorf("after a P1 came the cursor is on %s", got)
	}
	worse.Alerts = worse.Alerts[:2]
	if got := p.Selected(worse); got == nil || got.Rule != "vector-db-down" {
		t.Errorf("after its alert went the cursor is on %v", got)
	}
	worse.Alerts = nil
	if got := p.Selected(worse); got != nil {
		t.Errorf("without alerts the cursor is on %s", got.Rule)
	}
}

func TestAnOpenAlertIsScrolledToItsEndAndNoFurther(t *testing.T) {
	p := Alerts{Open: true}
	s := alarmedDay()
	steps := 0
	for text := alertsText(&p, s, 60, 10); strings.Contains(text, "more · Enter"); text = alertsText(&p, s, 60, 10) {
		p.Move(1)
		if steps++; steps > 50 {
			t.Fatalf("it never ends:\n%s", text)
		}
	}
	if steps == 0 {
		t.Error("everything fits")
	}
	end := alertsText(&p, s, 60, 10)
	p.Move(1)
	if again := alertsText(&p, s, 60, 10); again != end {
		t.Errorf("it scrolls beyond its end:\n%s", again)
	}
	p.Toggle()
	if text := alertsText(&p, s, 60, 24); !strings.Contains(text, "P2 1") {
		t.Errorf("the list does not come back:\n%s", text)
	}
}

func TestTheAlertsPageTellsAlertsInTheOrderOfTheOverview(t *testing.T) {
	var p Alerts
	s := alarmedDay()
	first := alert.Alert{Rule: "error-burst", Priority: alert.P2, State: alert.Firing, Since: now.Add(-time.Hour)}
	s.Alerts = append([]alert.Alert{first}, s.Alerts...)
	s.Triage[0].Explains = append(s.Triage[0].Explains, "error-burst")
	text := alertsText(&p, s, 100, 20)
	if cause, symptom := strings.Index(text, "vector database unreachable"), strings.Index(text, "a burst of errors"); cause < 0 || symptom < cause {
		t.Errorf("the symptom stands before its cause:\n%s", text)
	}
	if a := p.Selected(s); a == nil || a.Rule != "vector-db-down" {
		t.Errorf("selected is %v", a)
	}
}

func TestAnAlertHasTheCurveThatExplainsIt(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(s *state.Snapshot, a *alert.Alert)
		want   string // the curve's heading, "" for none
	}{
		"the metric that its rule judges": {func(_ *state.Snapshot, a *alert.Alert) { a.Metric = "latency.p95" }, "│ p95 2.31 s limit 1.5 s "},
		"how fast its target answered":    {func(*state.Snapshot, *alert.Alert) {}, "│ chroma · how fast it answered"},
		"no curve of a yes or no": {func(s *state.Snapshot, a *alert.Alert) {
			a.Metric = "health.llm"
			s.Trends["health.llm"] = trend(600, func(i int) float64 { return float64(i % 2) }, probes.None, nil)
		}, "│ chroma · how fast it answered"},
		"nothing of a target that never answered twice": {func(s *state.Snapshot, _ *alert.Alert) { s.Targets[3].Past = state.Trend{} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := vectorDBDown()
			s.Targets[3].Past = trend(60, wave(0.005, 0.001), probes.Seconds, nil)
			tt.change(s, &s.Alerts[0])
			text := alertsText(&Alerts{}, s, 160, 43)
			if tt.want != "" && !strings.Contains(text, tt.want) || tt.want == "" && strings.Contains(text, "┤") {
				t.Errorf("want %q in:\n%s", tt.want, text)
			}
		})
	}
}

func TestAnAlertAtItsLimitIsDrawnAtTheLimit(t *testing.T) {
	s, l := vectorDBDown(), colouredLook()
	a := &s.Alerts[0]
	a.Metric = "streams.load"
	a.Reason = alert.Reason{Facts: []alert.Fact{{Metric: a.Metric, Number: 1, Op: ">=", Limit: 1, Unit: probes.Ratio}}}
	figure(s, a.Metric, probes.Value{Number: 1, Unit: probes.Ratio}, nil, "", func(int) float64 { return 1 })
	picture := new(Alerts).View(s, 160, 43, l)
	if title := rowsWith(picture, "limit 100 %"); len(title) != 1 || !strings.Contains(title[0], l.P2.Render("100 %")) {
		t.Errorf("the number has not the alert's colour: %q", title)
	}
	if line := rowsWith(picture, "100% ┼"); len(line) != 1 || !strings.Contains(line[0], open(l.P2)+"╶──") {
		t.Errorf("the curve is not at the limit in the alert's colour: %q", line)
	}
}

func TestTheListOfAlertsSays(t *testing.T) {
	long := func(s *state.Snapshot) { s.Alerts[0].Rule = "filter-failing" }
	for name, tt := range map[string]struct {
		change func(s *state.Snapshot)
		w      int
		want   []string
	}{
		"a long name and its deadline in two rows": {long, 112, []string{
			"▸ ▲ P2 the content filter lets", "4m04s", "messages through   answer due in 10m56s │",
		}},
		"all of it in one where that has room": {long, 190, []string{"▸ ▲ P2 the content filter lets messages through     answer due in 10m56s    4m04s │"}},
		"how many alerts are folded":           {func(*state.Snapshot) {}, 100, []string{"P1 0  P2 1  P3 1  +1 folded"}},
		"what has the same cause instead of a deadline of its own": {
			func(s *state.Snapshot) { s.Triage[0].Explains = append(s.Triage[0].Explains, "memory-high") }, 120,
			[]string{"● P3 memory usage is high    same cause    1m12s │"},
		},
		"what ended before, where rows are free": {func(*state.Snapshot) {}, 160, []string{"│ ended before ", "✔ MySQL unreachable: cleared: mysql is up"}},
		"how much of its time an alert has held": {func(*state.Snapshot) {}, 100, []string{"· P2 replies are slow     pending 2 of 5 s │"}},
		"that the operator's act explains one, however long": {
			func(s *state.Snapshot) {
				s.Alerts[3].Since, s.Alerts[3].Reason = now.Add(-29*time.Second), alert.Reason{Code: alert.Expected}
			}, 120, []string{"· P2 replies are slow", "expected, by you │"},
		},
		"that one is undecided which held all of it": {
			func(s *state.Snapshot) { s.Alerts[3].Seen = now.Add(-29 * time.Second) }, 120, []string{"undecided for 29s │"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := alarmedDay()
			tt.change(s)
			text := alertsText(&Alerts{}, s, tt.w, 30)
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q:\n%s", want, text)
				}
			}
		})
	}
}

func TestTheDayGivesWayToWhatIsToBeDone(t *testing.T) {
	s := alarmedDay()
	if text := alertsText(&Alerts{}, s, 80, 22); strings.Contains(text, "the last 24 h") || !strings.Contains(text, "3. restart the vector database") {
		t.Errorf("the day takes the rows of the details:\n%s", text)
	}
	s.Triage[0].Steps, s.Triage[0].Against = nil, nil
	if text := alertsText(&Alerts{}, s, 80, 24); !strings.Contains(text, "the last 24 h") || strings.Contains(text, "more · Enter") {
		t.Errorf("there is room for the day:\n%s", text)
	}
}

func TestTheDetailsStandInTheirColumn(t *testing.T) {
	for _, lang := range []words.Lang{words.English, words.Chinese} {
		var p Alerts
		l, s := plainLook(lang), alarmedDay()
		columns := map[int]bool{}
		for row := range strings.Lines(ansi.Strip(p.View(s, 80, 22, l))) {
			for _, value := range []string{l.Say(s.Alerts[0].Reason.Line()), "ChromaDB is not running", "c restart the vector database", "refused ×14", "1. "} {
				if before, _, found := strings.Cut(row, value); found {
					columns[ansi.StringWidth(before)] = true
				}
			}
		}
		if len(columns) != 1 {
			t.Errorf("the values begin in %d columns: %v", len(columns), columns)
		}
	}
}

func TestALongListSaysWhatItLeavesOut(t *testing.T) {
	var p Alerts
	s := alarmedDay()
	for i := range 20 {
		s.Alerts = append(s.Alerts, alert.Alert{Rule: fmt.Sprint("rule-", i), Priority: alert.P3, State: alert.Firing, Since: now})
	}
	if text := alertsText(&p, s, 100, 14); !strings.Contains(text, "+14 more · worst is P3") {
		t.Errorf("what is left out is not said:\n%s", text)
	}
	p.Move(100)
	if text := alertsText(&p, s, 100, 14); !strings.Contains(text, "▸ ✔ P2 Redis unreachable") {
		t.Errorf("the last one is not in sight:\n%s", text)
	}
}

func TestTheSmallestAlertsPageShowsTheWorst(t *testing.T) {
	var p Alerts
	text := alertsText(&p, serviceDown(), 40, 8)
	for _, want := range []string{"✖ P1 the service is down", "1m07s", "r restart the backend"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q:\n%s", want, text)
		}
	}
}

func TestAPageThatIsOldSaysSo(t *testing.T) {
	var p Alerts
	s := alarmedDay()
	s.At = now.Add(-8 * time.Second)
	if text := alertsText(&p, s, 120, 30); !strings.Contains(text, "age 8s") {
		t.Errorf("no age:\n%s", text)
	}
}

func TestTheJournalStaysWhereItIsRead(t *testing.T) {
	var p Journal
	s := calm()
	for i := range 40 {
		s.Journal = append(s.Journal, state.Record{Seq: uint64(i + 1), At: now, Kind: "note", What: words.Of("text", fmt.Sprint("note ", i, ";"))})
	}
	look := plainLook(words.English)
	first := func(s *state.Snapshot) string { return strings.Split(ansi.Strip(p.View(s, 80, 12, look)), "\n")[1] }
	if row := first(s); !strings.Contains(row, "note 39;") {
		t.Fatalf("the newest is not the first: %s", row)
	}
	p.Move(20)
	before := first(s)
	next := *s
	next.Journal = append(next.Journal, state.Record{Seq: 41, At: now, Kind: "note", What: words.Of("text", "one more")})
	text := ansi.Strip(p.View(&next, 80, 12, look))
	if !strings.Contains(text, "▸ 14:30:05 · note 19;") {
		t.Errorf("before:\n%s\nit moved:\n%s", before, text)
	}
	p.Move(-100)
	if row := first(&next); !strings.Contains(row, "one more") {
		t.Errorf("the newest is not in sight: %s", row)
	}
}

func TestTheJournalTellsTheStepsOfAnAct(t *testing.T) {
	var p Journal
	s := alarmedDay()
	s.Journal = append(s.Journal, state.Record{Seq: 9, At: now, Kind: "act-end", What: words.Of("journal.outcome", words.Of("action.restart"), words.Of("act.left", "health")), Steps: []state.RunStep{
		{What: words.Of("text", "systemctl restart xinyu"), Outcome: action.Failed, Took: 2 * time.Second, Said: raw.Of("Unit xinyu.service not found.\n\x1b[2J")},
	}})
	text := ansi.Strip(p.View(s, 80, 24, plainLook(words.English)))
	for _, want := range []string{"1. systemctl restart xinyu", "failed · 2 s", "Unit xinyu.service not found."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q:\n%s", want, text)
		}
	}
}

func TestTheJournalShowsOneKind(t *testing.T) {
	var p Journal
	p.NextKind()
	p.NextKind()
	text := ansi.Strip(p.View(alarmedDay(), 100, 20, plainLook(words.English)))
	if !strings.Contains(text, "ops begins restart the backend") || strings.Contains(text, "MySQL") {
		t.Errorf("want the acts alone:\n%s", text)
	}
}

func BenchmarkAlertsPage(b *testing.B) {
	var p Alerts
	l, page := colouredLook(), alarmedDay()
	l.Now = time.Time{}
	p.rule = "memory-high"
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.View(nextSecond(page, i), 200, 48, l)
	}
}

func TestWhatHasNoRoomInTheListSaysWhetherItFires(t *testing.T) {
	for want, states := range map[string][]alert.State{
		"+2 more · none of them fires": {alert.Pending, alert.Pending}, "+2 more · worst is P2": {alert.Pending, alert.Firing},
		"+2 more alerts": {alert.Resolved, alert.Resolved},
	} {
		s := calm()
		s.Alerts = []alert.Alert{firing("a", alert.P1, ""), firing("b", alert.P1, "")}
		for i, at := range states {
			a := firing(string(rune('c'+i)), alert.P2, "")
			a.State, a.ResolvedAt = at, now
			s.Alerts = append(s.Alerts, a)
		}
		var p Alerts
		p.entries, p.depths = nil, nil
		if text := ansi.Strip(p.View(s, 80, 14, plainLook(words.English))); !strings.Contains(text, want) {
			t.Errorf("no %q:\n%s", want, text)
		}
	}
}
