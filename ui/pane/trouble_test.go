package pane

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
)

func firing(rule string, p alert.Priority, target probes.Name) alert.Alert {
	return alert.Alert{Rule: rule, Priority: p, State: alert.Firing, Since: now, Target: target}
}

// onlyHeld is an alert that comes and goes, and is well now.
func onlyHeld(a alert.Alert) alert.Alert {
	a.Flapping, a.Count, a.ClearsIn, a.Runbook = true, 2, 27*time.Second, "restart"
	return a
}

// A key for what is well now is the wrong key.
func TestWhatIsOnlyHeldOffersNoAct(t *testing.T) {
	s := vectorDBDown()
	s.Alerts = append([]alert.Alert{onlyHeld(firing("service-down", alert.P1, "health"))}, s.Alerts...)
	if names, _ := Remedies(s); !slices.Contains(names, "restart-chroma") || slices.Contains(names, "restart") {
		t.Errorf("offered: %q", names)
	}
	s.Alerts, s.Triage = s.Alerts[:1], nil
	if names, _ := Remedies(s); len(names) != 0 {
		t.Errorf("nothing is wrong now, and %q are offered", names)
	}
	if text := wrongText(s, 100, 14); strings.Contains(text, "press") || !strings.Contains(text, "clears in 27s") {
		t.Errorf("it says\n%s", text)
	}
}

func TestAlertsOfOneCauseAreToldTogether(t *testing.T) {
	chroma := triage.Hypothesis{Cause: words.Of("ChromaDB is not running"), Target: "chroma", Explains: []string{"error-burst", "vector-db-down", "slow-replies"}}
	load := triage.Hypothesis{Cause: words.Of("too many requests"), Explains: []string{"slow-replies", "overload"}}
	for name, tt := range map[string]struct {
		alerts []alert.Alert
		causes []triage.Hypothesis
		want   string // the rules in the order in which they are told; a + follows
	}{
		"the one that the cause names comes first": {
			[]alert.Alert{firing("error-burst", alert.P2, ""), firing("vector-db-down", alert.P2, "chroma")},
			[]triage.Hypothesis{chroma}, "vector-db-down +error-burst",
		},
		"what has a cause of its own stays apart": {
			[]alert.Alert{firing("error-burst", alert.P2, ""), firing("overload", alert.P2, ""), firing("vector-db-down", alert.P2, "chroma")},
			[]triage.Hypothesis{chroma, load}, "vector-db-down +error-burst overload",
		},
		"the likelier cause counts": {
			[]alert.Alert{firing("slow-replies", alert.P2, ""), firing("overload", alert.P2, "")},
			[]triage.Hypothesis{chroma, load}, "slow-replies overload",
		},
		"it leads what follows from it, even where that is more urgent": {
			[]alert.Alert{firing("error-burst", alert.P2, ""), firing("overload", alert.P2, ""), firing("vector-db-down", alert.P3, "chroma")},
			[]triage.Hypothesis{chroma, load}, "vector-db-down +error-burst overload",
		},
		"but it never leads the most urgent": {
			[]alert.Alert{firing("error-burst", alert.P1, ""), firing("overload", alert.P2, ""), firing("vector-db-down", alert.P3, "chroma")},
			[]triage.Hypothesis{chroma, load}, "error-burst overload +vector-db-down",
		},
		"what is only held comes behind what is wrong now": {
			[]alert.Alert{onlyHeld(firing("overload", alert.P2, "")), firing("cpu-high", alert.P3, "host"), firing("llm-down", alert.P2, "llm")}, nil, "cpu-high llm-down overload",
		},
		"but behind nothing that is less urgent than a P1": {
			[]alert.Alert{onlyHeld(firing("service-down", alert.P1, "health")), firing("llm-down", alert.P2, "llm")}, nil, "service-down llm-down",
		},
		"what nobody can explain is told alone": {
			[]alert.Alert{firing("cpu-high", alert.P2, "host"), firing("disk-high", alert.P2, "host")}, nil, "cpu-high disk-high",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, told := range troubles(&state.Snapshot{Alerts: tt.alerts, Triage: tt.causes}) {
				rule := told.Rule
				if told.follows {
					rule = "+" + rule
				}
				got = append(got, rule)
			}
			if said := strings.Join(got, " "); said != tt.want {
				t.Errorf("told as %q, want %q", said, tt.want)
			}
		})
	}
}

func TestACauseIsToldOnce(t *testing.T) {
	s := vectorDBDown()
	burst := firing("error-burst", alert.P2, "")
	burst.AnswerDue = now.Add(14 * time.Minute) // which the cause's first line tells
	s.Alerts = append([]alert.Alert{burst}, s.Alerts...)
	s.Triage[0].Explains = append(s.Triage[0].Explains, "error-burst")
	text := wrongText(s, 100, 14)
	if n := strings.Count(text, "ChromaDB is not running"); n != 1 {
		t.Errorf("the cause is told %d times:\n%s", n, text)
	}
	if got := row(t, text, "a burst of errors"); !strings.Contains(got, "same cause") || strings.Contains(got, "answer due in") {
		t.Errorf("the alert that follows is told as %q", got)
	}
	if strings.Index(text, "vector database unreachable") > strings.Index(text, "a burst of errors") {
		t.Errorf("the alert that the cause names is not first:\n%s", text)
	}
}

func TestNoConsequenceIsToldAsOlderThanItsCause(t *testing.T) {
	chroma := triage.Hypothesis{Cause: words.Of("ChromaDB is not running"), Target: "chroma", Explains: []string{"error-burst", "vector-db-down"}}
	for name, tt := range map[string]struct {
		since time.Duration // of the consequence, after its cause
		want  time.Duration
	}{
		"seen a moment before by another check":    {-2 * time.Second, 0},
		"seen after it":                            {3 * time.Second, 3 * time.Second},
		"so much older that the cause is in doubt": {-time.Minute, -time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			cause, burst, folded := firing("vector-db-down", alert.P2, "chroma"), firing("error-burst", alert.P2, ""), firing("failing-replies", alert.P2, "")
			burst.Since, folded.Since, folded.SuppressedBy = now.Add(tt.since), now.Add(tt.since), cause.Rule
			s := &state.Snapshot{Alerts: []alert.Alert{burst, cause, folded}, Triage: []triage.Hypothesis{chroma}}
			s.Verdict = state.Verdict{Status: probes.Degraded, Since: now.Add(min(tt.since, 0))}
			if at := verdictSince(s); !at.Equal(now.Add(min(tt.want, 0))) {
				t.Errorf("the verdict is told since %v", at.Sub(now))
			}
			if told := troubles(s); told[1].Rule != burst.Rule || !told[1].began.Equal(now.Add(tt.want)) {
				t.Errorf("on the overview it is %s since %v", told[1].Rule, told[1].began.Sub(now))
			}
			list := inOrder(s)
			for i, a := range list[1:] {
				if at := begins(s, list, i+1); !at.Equal(now.Add(tt.want)) || !a.Since.Equal(now.Add(tt.since)) {
					t.Errorf("in the list %s is told since %v, and began %v", a.Rule, at.Sub(now), a.Since.Sub(now))
				}
			}
		})
	}
}

func TestWhatARuleNamesYieldsToWhatIsKnown(t *testing.T) {
	llm := firing("llm-down", alert.P2, "llm")
	llm.Runbook = "switch-key"
	s := &state.Snapshot{Actions: []state.Action{
		{Action: action.Action{Name: "degrade", Key: "D"}}, {Action: action.Action{Name: "keyless"}}, {Action: action.Action{Name: "in place", Key: "I"}, UndoNow: true},
	}}
	for name, tt := range map[string]struct {
		cause *triage.Hypothesis
		want  string
	}{
		"nothing is known":            {nil, "switch-key"},
		"another act fits":            {&triage.Hypothesis{Confidence: 0.93, Action: "degrade"}, "degrade"},
		"another act fits, probably":  {&triage.Hypothesis{Confidence: probable, Action: "degrade"}, "degrade"},
		"another act fits, perhaps":   {&triage.Hypothesis{Confidence: probable - 0.01, Action: "degrade"}, "degrade switch-key"},
		"it has no key":               {&triage.Hypothesis{Confidence: 0.93, Action: "keyless"}, "keyless switch-key"},
		"it is in place already":      {&triage.Hypothesis{Confidence: 0.93, Action: "in place"}, "in place switch-key"},
		"nobody configured it":        {&triage.Hypothesis{Confidence: 0.93, Action: "other"}, "other switch-key"},
		"the same act, among others":  {&triage.Hypothesis{Confidence: 0.93, Action: "degrade", Also: []string{"switch-key"}}, "degrade switch-key"},
		"what is known fits no act":   {&triage.Hypothesis{Confidence: 0.93}, "switch-key"},
		"which one act would relieve": {&triage.Hypothesis{Confidence: 0.93, Also: []string{"degrade"}}, "degrade switch-key"},
	} {
		t.Run(name, func(t *testing.T) {
			offered := trouble{Alert: &llm, cause: tt.cause}.offered(s)
			if got := strings.TrimSpace(strings.Join(offered, " ")); got != tt.want {
				t.Errorf("offers %q, want %q", got, tt.want)
			}
		})
	}
}

// TestHeaderAndListSayTheSame of what makes the verdict.
func TestHeaderAndListSayTheSame(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(s *state.Snapshot)
		want   string
	}{
		"the only one that is left began later": {func(s *state.Snapshot) {
			s.Verdict.Since = s.Alerts[0].Since.Add(-8 * time.Second)
			s.Alerts = s.Alerts[:1]
		}, "DEGRADED 4m04s"},
		"another one began with the consequence": {func(s *state.Snapshot) {
			other := firing("cpu-high", alert.P3, "host")
			other.Since = s.Alerts[0].Since.Add(-8 * time.Second)
			s.Verdict.Since = other.Since
			s.Alerts = append(s.Alerts, other)
		}, "DEGRADED 4m12s"},
		"something else was wrong long before": {func(s *state.Snapshot) { s.Verdict.Since = now.Add(-time.Hour) }, "DEGRADED 1h00m"},
		"of a P1 the others say nothing": {func(s *state.Snapshot) {
			down := firing("service-down", alert.P1, "health")
			down.Since = s.Alerts[0].Since.Add(8 * time.Second)
			s.Alerts = append(s.Alerts, down)
			s.Verdict = state.Verdict{Status: probes.Down, Since: down.Since.Add(-time.Second), P1: 1}
		}, "DOWN 3m56s"},
	} {
		t.Run(name, func(t *testing.T) {
			s := vectorDBDown()
			tt.change(s)
			if got := headerText(new(Header), s, 160); !strings.Contains(got, tt.want) {
				t.Errorf("no %q in %q", tt.want, got)
			}
		})
	}
}
