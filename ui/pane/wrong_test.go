package pane

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
	"bedside/ui/theme"

	"github.com/charmbracelet/x/ansi"
)

func wrongText(s *state.Snapshot, w, h int) string {
	var p Wrong
	return ansi.Strip(p.View(s, w, h, plainLook(words.English)))
}

func TestWhatIsWrongAnswersInOrder(t *testing.T) {
	text := wrongText(vectorDBDown(), 100, 12)
	last := -1
	for _, answer := range []string{
		"▲ P2", "4m04s", "answer due in 10m56s", // what and since when
		"probably: ", "ChromaDB is not running", "refused ×14", // what it is
		"c restart the vector database", "D degrade", "t its log lines", // what to press
		"1 folded under it", "● P3", "memory 86 % > 85 % (rule)",
	} {
		at := strings.Index(text, answer)
		if at <= last {
			t.Fatalf("%q is missing or too early:\n%s", answer, text)
		}
		last = at
	}
}

func TestSinceWhenIsNeverCut(t *testing.T) {
	s := vectorDBDown()
	long, follower := s.Alerts[0], s.Alerts[0]
	long.Rule, follower.Rule = "filter-failing", "overload"
	s.Alerts = []alert.Alert{long, follower}
	s.Triage[0].Explains = []string{long.Rule, follower.Rule}
	for w := narrowHeadline; w <= 120; w++ {
		for row := range strings.Lines(wrongText(s, w+4, 12)) {
			if strings.Contains(row, " P2 ") && !strings.Contains(row, "4m04s") && !strings.Contains(row, "since 14:26:01") {
				t.Errorf("in %d cells nothing says since when:\n%s", w, row)
			}
			if strings.Contains(row, " P2 ") && strings.Contains(row, "sam…") {
				t.Errorf("in %d cells a word is cut:\n%s", w, row)
			}
		}
	}
}

func TestWhatIsWrongGoesBeforeItsDeadline(t *testing.T) {
	s := vectorDBDown()
	s.Alerts = s.Alerts[:1]
	s.Alerts[0].Rule = "filter-failing"
	forms := map[string]bool{}
	for w := narrowHeadline; w <= 120; w++ {
		headline := row(t, wrongText(s, w+4, 12), " P2 ")
		if strings.Contains(headline, "…") && strings.Contains(headline, "due") {
			t.Errorf("in %d cells the title is cut for its deadline: %s", w, headline)
		}
		for _, form := range []string{"answer due in 10m56s", "  due in 10m56s"} {
			forms[form] = forms[form] || strings.Contains(headline, form)
		}
	}
	if len(forms) != 2 || !forms["  due in 10m56s"] || !forms["answer due in 10m56s"] {
		t.Errorf("not every form is used: %v", forms)
	}
	s.Alerts[0].ClearsIn = 26 * time.Second
	if headline := row(t, wrongText(s, 120, 12), " P2 "); !strings.Contains(headline, "clears in 26s") || strings.Contains(headline, "due") {
		t.Errorf("an alert that ends by itself: %s", headline)
	}
}

func TestOnASmallScreenEveryAlertHasItsLine(t *testing.T) {
	text := wrongText(vectorDBDown(), 60, 4)
	if !strings.Contains(text, "▲ P2") || !strings.Contains(text, "● P3") {
		t.Errorf("an alert is missing:\n%s", text)
	}
	if text := wrongText(vectorDBDown(), 60, 3); !strings.Contains(text, "more alerts") {
		t.Errorf("what does not fit is not said:\n%s", text)
	}
}

// TestWhyAndWhatToPressGoBeforeTheOthers: many small alerts do not cost the worst
// one its answers, and these cost no alert that is as urgent its headline.
func TestWhyAndWhatToPressGoBeforeTheOthers(t *testing.T) {
	small := vectorDBDown().Alerts[2]
	burst := firing("error-burst", alert.P2, "")
	for _, tt := range []struct {
		what   string
		others []alert.Alert
		want   map[int][]string // by rows
	}{
		{"small ones", []alert.Alert{small, small, small, small, small}, map[int][]string{
			4:  {"▲ P2 vector", "+6 more alerts · P3 6"},
			6:  {"▲ P2 vector", "ChromaDB is not running", "c restart", "+6 more alerts · P3 6"},
			7:  {"▲ P2 vector", "ChromaDB is not running", "c restart", "● P3", "+5 more alerts · P3 5"},
			10: {"▲ P2 vector", "ChromaDB is not running", "c restart", "+2 more alerts · P3 2"},
		}},
		{"some as urgent", []alert.Alert{burst, small}, map[int][]string{
			4: {"▲ P2 vector", "+3 more alerts · P2 1 · P3 2"},
			5: {"▲ P2 vector", "▲ P2 a burst", "+2 more alerts · P3 2"},
			6: {"▲ P2 vector", "ChromaDB is not running", "▲ P2 a burst", "+2 more alerts"},
			7: {"▲ P2 vector", "ChromaDB is not running", "c restart", "▲ P2 a burst", "+2 more alerts"},
		}},
	} {
		s := vectorDBDown()
		s.Alerts = append(s.Alerts, tt.others...)
		slices.SortStableFunc(s.Alerts, func(a, b alert.Alert) int { return int(a.Priority) - int(b.Priority) })
		for h, want := range tt.want {
			text := wrongText(s, 80, h)
			for _, part := range want {
				if !strings.Contains(text, part) {
					t.Errorf("%s, %d rows: there is no %q:\n%s", tt.what, h, part, text)
				}
			}
		}
	}
}

// TestWhatHasNoRoomIsNeverTheMostUrgent: one cause has a P3 that watches it, and
// a P2 that follows.
func TestWhatHasNoRoomIsNeverTheMostUrgent(t *testing.T) {
	s := vectorDBDown()
	s.Alerts[0].Priority, s.Alerts[1].SuppressedBy = alert.P3, ""
	s.Triage[0].Explains = append(s.Triage[0].Explains, "failing-replies")
	for h := 5; h <= 12; h++ {
		if text := wrongText(s, 100, h); !strings.Contains(text, "▲ P2 replies are failing") {
			t.Errorf("in %d rows:\n%s", h, text)
		}
	}
}

// TestWhatIsHiddenIsNamedWhereThereAreRows: no name is cut above an empty row.
func TestWhatIsHiddenIsNamedWhereThereAreRows(t *testing.T) {
	s := serviceDown()
	for i := range s.Alerts[1:] {
		s.Alerts[i+1].Rule = "a rule with a very long name, of number " + strconv.Itoa(i)
	}
	for h, cut := range map[int]bool{7: true, 12: false} {
		text := wrongText(s, 80, h)
		if !strings.Contains(text, "3 folded under it: a rule") || strings.Contains(text, "number 2 ") == cut {
			t.Errorf("in %d rows:\n%s", h, text)
		}
	}
}

// TestATitleThatIsTooLongIsToldInBrief: no key is left out for its words.
func TestATitleThatIsTooLongIsToldInBrief(t *testing.T) {
	s := vectorDBDown()
	for i := range s.Actions {
		if s.Actions[i].Name == "degrade" {
			s.Actions[i].Title = words.Of("text", "degrade: plugins and image analysis off")
		}
	}
	for w, want := range map[int]string{120: "D degrade: plugins and image analysis off · t", 80: "D degrade · t"} {
		if text := wrongText(s, w, 7); !strings.Contains(text, want) {
			t.Errorf("in %d cells there is no %q:\n%s", w, want, text)
		}
	}
}

func TestWhatAnAlertHidesIsSaidInEverySize(t *testing.T) {
	for w := 28; w <= 160; w += 4 {
		for h := 4; h <= 14; h++ {
			s := vectorDBDown()
			if text := wrongText(s, w, h); !strings.Contains(text, "1 folded") && (w > 72 || !strings.Contains(text, "▸ +1")) {
				t.Errorf("in %d×%d nothing says that an alert is folded:\n%s", w, h, text)
			}
		}
	}
}

func TestANarrowHeadlineSaysWhatThereIsRoomFor(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*state.Snapshot)
		w      int
		want   string
	}{
		"how much it hides":          {func(s *state.Snapshot) { s.Alerts[2].SuppressedBy = "vector-db-down" }, 50, "vector database unreachable ▸ +2    4m04s"},
		"in words":                   {func(s *state.Snapshot) { s.Alerts[0].Rule = "redis-down"; s.Alerts[1].SuppressedBy = "redis-down" }, 50, "Redis unreachable ▸ +1 folded       4m04s"},
		"for which the title is cut": {func(s *state.Snapshot) {}, 40, "vector database unr… ▸ +1 4m04s"},
		"that it comes and goes": {func(s *state.Snapshot) {
			s.Alerts = s.Alerts[2:]
			s.Alerts[0].Rule, s.Alerts[0].Flapping, s.Alerts[0].Count = "redis-down", true, 4
		}, 52, "Redis unreachable · flapping, 4 times 1m12s"},
		"that it ends by itself": {func(s *state.Snapshot) {
			s.Alerts = s.Alerts[2:]
			s.Alerts[0].ClearsIn = 26 * time.Second
		}, 52, "memory usage is high · clears in 26s  1m12s"},
		"that its cause was told": {func(s *state.Snapshot) {
			s.Triage[0].Explains = append(s.Triage[0].Explains, "memory-high")
		}, 52, "memory usage is high · same cause     1m12s"},
	} {
		t.Run(name, func(t *testing.T) {
			s := vectorDBDown()
			tt.change(s)
			if text := wrongText(s, tt.w, 4); !strings.Contains(text, tt.want) {
				t.Errorf("no %q:\n%s", tt.want, text)
			}
		})
	}
}

func TestTheBeginningOfLongEvidenceIsTold(t *testing.T) {
	s := vectorDBDown()
	s.Triage[0].Evidence = []words.Line{words.Of("text", "chroma: "+strings.Repeat("a very long answer ", 12))}
	for h, rows := range map[int]int{7: 1, 8: 1, 9: 2, 12: 3} {
		text, told := wrongText(s, 100, h), 0
		for row := range strings.Lines(text) {
			if strings.Contains(row, "very long answer") {
				told++
			}
		}
		if !strings.Contains(text, "chroma: a very long") || strings.Contains(text, "…") != (h < 10) || told != rows {
			t.Errorf("in %d rows %d of them speak for the cause, want %d:\n%s", h, told, rows, text)
		}
	}
}

func TestTheKeyOfTheLinesTakesNoRowOfItsOwn(t *testing.T) {
	for w := 60; w <= 120; w++ {
		for row := range strings.Lines(wrongText(vectorDBDown(), w, 14)) {
			if strings.HasPrefix(strings.TrimLeft(row, "│ "), "t its log lines") {
				t.Errorf("in %d cells:\n%s", w, row)
			}
		}
	}
}

func TestWhereNoKeyMendsItTheStepsByHandAreTold(t *testing.T) {
	s := vectorDBDown()
	s.Actions = nil
	s.Triage[0].Steps = []words.Line{words.Of("remedy.chroma-process"), words.Of("remedy.chroma-folder")}
	for _, h := range []int{7, 12} {
		if text := wrongText(s, 100, h); !strings.Contains(text, "by hand  check that ChromaDB runs") || !strings.Contains(text, "press  t its log lines") {
			t.Errorf("in %d rows nothing says what to do:\n%s", h, text)
		}
	}
	if text := wrongText(vectorDBDown(), 100, 12); strings.Contains(text, "by hand") {
		t.Errorf("a key and a manual compete:\n%s", text)
	}
	s = vectorDBDown()
	s.Triage[0].Steps = []words.Line{words.Of("remedy.chroma-process")}
	for _, spared := range []func(h *triage.Hypothesis){
		func(h *triage.Hypothesis) { h.Action, h.Also = "", []string{"degrade"} },
		func(h *triage.Hypothesis) { h.Action, h.Also = "degrade", nil },
	} {
		spared(&s.Triage[0])
		if text := wrongText(s, 100, 12); !strings.Contains(text, "by hand  check that ChromaDB runs") || !strings.Contains(text, "press  D degrade") {
			t.Errorf("a key that mends nothing stands for the steps:\n%s", text)
		}
	}
}

func TestAnActInPlaceIsNoRemedy(t *testing.T) {
	s := vectorDBDown()
	s.Triage[0].Steps = []words.Line{words.Of("remedy.chroma-process")}
	for i := range s.Actions {
		s.Actions[i].UndoNow = true
	}
	text := wrongText(s, 100, 12)
	if !strings.Contains(text, "c restart the vector database (in place) · D degrade (in place)") || !strings.Contains(text, "by hand  check that ChromaDB runs") {
		t.Errorf("a key that would undo it is offered as if it helped:\n%s", text)
	}
}

func TestNoStepByHandIsLeftOutInBetween(t *testing.T) {
	s := vectorDBDown()
	s.Actions = nil
	said := []string{"one", "two is far too long to stand behind the first in a narrow window", "three"}
	steps := make([]words.Line, len(said))
	for i, step := range said {
		steps[i] = words.Of(words.Code(step))
	}
	s.Triage[0].Steps = steps
	for w := 50; w <= 160; w++ {
		row := row(t, wrongText(s, w, 7), "by hand")
		told := 0
		for told < len(said) && strings.Contains(row, said[told]) {
			told++
		}
		rest := ""
		if told < len(said) {
			rest = " +" + strconv.Itoa(len(said)-told) + " more"
		}
		if rest != "" && !strings.Contains(row, rest) || strings.Count(row, "three") > max(0, told-2) {
			t.Fatalf("in %d cells %d steps are told in their order, and then not %q: %s", w, told, rest, row)
		}
	}
}

func TestACountIsNeverCutToAnotherOne(t *testing.T) {
	l := plainLook(words.English)
	const sentence = "llm: no answer in 2 s ×104 for 16 s"
	for w := 10; w <= 40; w++ {
		got := l.cutCount(sentence, w)
		if got != sentence && strings.Contains(got, "×") || theme.Width(got) > w {
			t.Errorf("in %d cells: %q", w, got)
		}
	}
}

func TestWhatIsWrongSays(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(s *state.Snapshot)
		want   string
	}{
		"that all is well, and since when": {func(s *state.Snapshot) {}, "✔ all is well · since 13:02:05"},
		"that it cannot tell":              {func(s *state.Snapshot) { s.Verdict.Status = probes.Unknown }, "? cannot tell: no answer that could be judged"},
		"that there is nothing to tell it by": {func(s *state.Snapshot) {
			s.Verdict.Status, s.Verdict.Why = probes.Unknown, alert.Unruled
		}, "? cannot tell: no alert rules are configured"},
		"that a restart explains an outage": {func(s *state.Snapshot) { s.Restarting.Until = now.Add(20 * time.Second) }, "restarting, by you: an outage is expected until 14:30:25"},
		"that it explains that of a part": {func(s *state.Snapshot) {
			s.Restarting = state.Restart{Until: now.Add(20 * time.Second), Of: "chroma"}
		}, "restarting chroma, by you: an outage of it is expected until 14:30:25"},
		"what nobody can tell": {func(s *state.Snapshot) { s.Vitals.Source = state.NoSource }, "? no data on users' requests"},
		"that it may be worse": {func(s *state.Snapshot) {
			*s = *vectorDBDown()
			s.Verdict.Why = alert.Blind
		}, "? cannot tell: no answer that could be judged"},
		"what is awaited":                          {func(s *state.Snapshot) { *s = *starting() }, "waiting for health, mysql"},
		"that a number is beyond without an alert": {beyondAlone, "● beyond limit, no alert · p95 1.80 s (1.5 s)"},
		"what was resolved just now":               {resolvedNow, "✔ resolved 12s ago: vector database unreachable"},
		"what may fire soon":                       {pendingNow, "not yet P2: replies are slow, for 3s"},
		"which act is under way":                   {running, "▸ restart the backend · running 4s"},
		"how the last act ended":                   {recovered, "✔ restart the backend · recovered"},
		"that an answer is overdue":                {func(s *state.Snapshot) { *s = *serviceDown() }, "answer overdue by 8s"},
		"why a key may not be pressed":             {coolingDown, "c restart the vector database (cooling down)"},
		"what the console cannot do":               {func(s *state.Snapshot) { s.Notices = []words.Line{words.Of("no journal")} }, "· no journal"},
	} {
		t.Run(name, func(t *testing.T) {
			s := calm()
			tt.change(s)
			if got := wrongText(s, 100, 14); !strings.Contains(got, tt.want) {
				t.Errorf("no %q:\n%s", tt.want, got)
			}
		})
	}
}

func beyondAlone(s *state.Snapshot) {
	f := s.Figures["latency.p95"]
	f.Number = 1.8
	s.Figures["latency.p95"] = f
}

func resolvedNow(s *state.Snapshot) {
	s.Alerts = []alert.Alert{{Rule: "vector-db-down", Priority: alert.P2, State: alert.Resolved, ResolvedAt: now.Add(-12 * time.Second)}}
}

func pendingNow(s *state.Snapshot) {
	s.Alerts = []alert.Alert{{Rule: "slow-replies", Priority: alert.P2, State: alert.Pending, Since: now.Add(-3 * time.Second)}}
}

func running(s *state.Snapshot) {
	s.Run = &state.Run{Title: words.Of("text", "restart the backend"), Began: now.Add(-4 * time.Second), Outcome: action.Running}
}

func recovered(s *state.Snapshot) {
	s.Run = &state.Run{Title: words.Of("text", "restart the backend"), Ended: now.Add(-4 * time.Second), Outcome: action.Done, Proof: words.Of("recovered")}
}

func coolingDown(s *state.Snapshot) {
	*s = *vectorDBDown()
	s.Actions[2].Refused = words.Of("cooling down")
}

func TestByHandGoesFirstWhereNoActFitsTheCause(t *testing.T) {
	for action, hands := range map[string]bool{"": true, "degrade": false} {
		s := vectorDBDown()
		s.Triage[0].Action, s.Triage[0].Also, s.Triage[0].Steps = action, []string{"degrade"}, []words.Line{words.Of("text", "look at it")}
		var list Alerts
		for pane, text := range map[string]string{
			"overview": wrongText(s, 100, 16),
			"alerts":   ansi.Strip(list.View(s, 160, 40, plainLook(words.English))),
		} {
			byHand, press := strings.Index(text, "by hand"), strings.Index(text, "press")
			if byHand < 0 || press < 0 || (byHand < press) != hands {
				t.Errorf("%s, the act that fits is %q: by hand at %d, press at %d:\n%s", pane, action, byHand, press, text)
			}
		}
	}
}

// TestTheCountOfStepsIsWhole: a count that is cut is read as a part of the
// command.
func TestTheCountOfStepsIsWhole(t *testing.T) {
	s := vectorDBDown()
	s.Triage[0].Action, s.Triage[0].Also, s.Triage[0].Steps = "", nil, []words.Line{words.Of("text", "check that it can be reached: nc -vz 127.0.0.1 16442"), words.Of("text", "look"), words.Of("text", "think")}
	for w := 70; w < 110; w++ {
		text := row(t, wrongText(s, w, 8), "by hand")
		_, rest, _ := strings.Cut(text, "16442")
		rest = strings.TrimRight(rest, " │\n")
		want := map[bool]string{true: " · +2 more"}[w >= 77]
		if w >= 72 && w < 77 {
			want = " · +2"
		}
		if rest != want && !strings.HasPrefix(rest, " · look") {
			t.Errorf("%d cells: %q", w, text)
		}
	}
}

func TestASilentLogIsNoComfortInTrouble(t *testing.T) {
	s := serviceDown()
	s.Logs.Errors = nil
	for i := range s.Logs.Sources {
		s.Logs.Sources[i].OK, s.Logs.Sources[i].Last = true, now.Add(-56*time.Second)
	}
	l := plainLook(words.English)
	if text := ansi.Strip(new(Errors).View(s, 80, 6, l)); !strings.Contains(text, "no line for 56 s") {
		t.Errorf("a dead service has no errors:\n%s", text)
	}
	s.Verdict = calm().Verdict
	if text := ansi.Strip(new(Errors).View(s, 80, 6, l)); strings.Contains(text, "no line") {
		t.Errorf("a calm service is blamed for its silence:\n%s", text)
	}
}

// TestASpikeIsNoNews: what may fire is told once it has held for a third of its
// time.
func TestASpikeIsNoNews(t *testing.T) {
	for held, told := range map[time.Duration]bool{0: false, 9 * time.Second: false, 10 * time.Second: true} {
		s := calm()
		s.Alerts = []alert.Alert{{Rule: "cpu-high", Priority: alert.P3, State: alert.Pending, Since: now.Add(-held), Seen: now.Add(-held), For: 30 * time.Second}}
		if text := wrongText(s, 80, 8); strings.Contains(text, "not yet P3") != told {
			t.Errorf("after %v of 30 s:\n%s", held, text)
		}
	}
}

// TestWhatToTryNextIsToldWhereThereAreRows: a key may not help. No row stays empty
// that what speaks for the cause might have taken.
func TestWhatToTryNextIsToldWhereThereAreRows(t *testing.T) {
	s := serviceDown()
	s.Triage[0].Steps = []words.Line{words.Of("text", "restart it"), words.Of("text", "read its last lines")}
	for h, told := range map[int]bool{6: false, 7: true, 14: true} {
		text := wrongText(s, 100, h)
		if strings.Contains(text, "by hand  restart it · read its last lines") != told || !strings.Contains(text, "press  r restart the backend") {
			t.Errorf("in %d rows:\n%s", h, text)
		}
	}
}

// TestAStepThatAKeyDoesNamesTheKey: nobody shall do it twice. Where the key is
// offered above them, the row of the steps has room for the others.
func TestAStepThatAKeyDoesNamesTheKey(t *testing.T) {
	s := serviceDown()
	s.Triage[0].Steps = []words.Line{words.Of("remedy.restart"), words.Of("triage.last-lines"), words.Of("text", "systemctl status shop")}
	l := plainLook(words.English)
	if text := ansi.Strip(new(Alerts).View(s, 160, 40, l)); !strings.Contains(text, "restart the backend (r)") {
		t.Errorf("the alerts:\n%s", text)
	}
	if text := wrongText(s, 140, 14); !strings.Contains(text, "by hand  systemctl status shop") || strings.Contains(text, "(r)") || !strings.Contains(text, "press  r ") {
		t.Errorf("the overview:\n%s", text)
	}
	s.Triage[0].Steps = s.Triage[0].Steps[:2]
	if text := wrongText(s, 140, 14); strings.Contains(text, "by hand") {
		t.Errorf("keys do all of it, and it is told again:\n%s", text)
	}
}

// TestTheKeyToTheLogSaysWhereItLeads: to the lines of the cause, or to the last
// ones where none speaks for it and people are to read them.
func TestTheKeyToTheLogSaysWhereItLeads(t *testing.T) {
	for want, tt := range map[string]struct {
		query string
		step  words.Code
	}{"t its log lines": {"level>=error", "triage.last-lines"}, "t last log lines": {"", "triage.last-lines"}, "": {"", "remedy.restart"}} {
		s := serviceDown()
		s.Triage[0].Query, s.Triage[0].Steps = tt.query, []words.Line{words.Of(tt.step)}
		press := row(t, wrongText(s, 100, 12), "press  r restart the backend")
		if !strings.Contains(press, want) || want == "" && strings.Contains(press, "log lines") {
			t.Errorf("no %q in %q", want, press)
		}
	}
}

// TestBothPagesOfferTheSameKeys for an alert.
func TestBothPagesOfferTheSameKeys(t *testing.T) {
	s := vectorDBDown()
	s.Alerts[0].Runbook, s.Triage[0].Confidence = "restart", 0.93
	l := plainLook(words.English)
	for page, text := range map[string]string{"the overview": wrongText(s, 120, 14), "the alerts": ansi.Strip(new(Alerts).View(s, 160, 40, l))} {
		if !strings.Contains(text, "c restart the vector database") || strings.Contains(text, "r restart the backend") {
			t.Errorf("%s:\n%s", page, text)
		}
	}
}

// TestTheClockAloneStandsWhereTheVerdictHasTheAge: of any other alert, for how long
// is told nowhere else.
func TestTheClockAloneStandsWhereTheVerdictHasTheAge(t *testing.T) {
	s := vectorDBDown()
	alone := false
	for w := narrowHeadline; w <= 90; w++ {
		text := wrongText(s, w+4, 12)
		if got := row(t, text, "memory usage is high"); !strings.Contains(got, "1m12s") {
			t.Errorf("in %d cells: %q", w, got)
		}
		first := row(t, text, "vector database unreachable")
		alone = alone || strings.Contains(first, "since 14:26:01") && !strings.Contains(first, "4m04s")
	}
	if !alone {
		t.Error("the clock never stands where both have no room")
	}
}
