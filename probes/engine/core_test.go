package engine

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/action/invoke"
	"bedside/probes/alert"
	"bedside/probes/journal"
	"bedside/probes/series"
	"bedside/probes/state"
	"bedside/probes/watch"
	"bedside/probes/words"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// bench is a core with a clock that the test turns.
type bench struct {
	*core
	t   *testing.T
	now time.Time
}

func condition(t *testing.T, s string) alert.Condition {
	t.Helper()
	c, err := alert.ParseCondition(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newBench(t *testing.T, change func(*Options)) *bench {
	t.Helper()
	target := func(name probes.Name, role state.Role, host string) Target {
		return Target{Name: name, Role: role, Every: time.Second, Timeout: time.Second, DownAfter: 2, Host: host}
	}
	o := Options{
		Service: state.Service{Name: raw.Of("test"), Local: true},
		Targets: []Target{
			target("health", state.RoleService, "svc"), target("chroma", state.RoleDependency, "a"),
			target("mysql", state.RoleDependency, "b"), target("redis", state.RoleDependency, "c"),
		},
		Rules: []alert.Rule{
			{ID: "network-down", When: condition(t, "network is down"), Priority: alert.P1, Hides: []string{"*"}},
			{ID: "service-down", When: condition(t, "health is down"), Priority: alert.P1, Hides: []string{"*"}, ClearChecks: 2},
			{ID: "vector-db-down", When: condition(t, "chroma is down"), Priority: alert.P2, ClearChecks: 2, Runbook: "restart-chroma"},
			{ID: "error-burst", When: condition(t, "logs.errors.rate > 1/s"), Priority: alert.P2},
		},
		Logs: []Log{{Name: "application"}, {Name: "errors"}},
		Actions: []action.Action{{Name: "restart-chroma", Key: "c", Title: words.Of("text", "restart chroma"), Cooldown: 10 * time.Second,
			Steps:  []action.Step{{Run: &action.Run{Argv: []string{"a"}}}, {Run: &action.Run{Argv: []string{"b"}}}},
			Verify: &action.Verify{Target: "chroma", Within: 30 * time.Second}}},
		Invoker: invoke.New(invoke.Options{}),
	}
	if change != nil {
		change(&o)
	}
	c, err := newCore(o, noon)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{core: c, t: t, now: noon}
}

// round folds one check of every target named in bad as failing and of all the
// others as good, and lets the rules decide.
func (b *bench) round(bad ...probes.Name) {
	b.now = b.now.Add(time.Second)
	b.begin()
	for _, s := range b.targets {
		sample := probes.Sample{Target: s.Name, At: b.now, Status: probes.Up}
		for _, name := range bad {
			if s.Name == name {
				sample.Status, sample.Fault = probes.Down, probes.Fault{Code: probes.Refused}
			}
		}
		b.observe(watch.Round{Sample: sample, Began: b.now.Add(-5 * time.Millisecond)})
	}
	b.tick(b.now)
	b.judge(b.now)
}

func (b *bench) firing() map[string]string {
	out := map[string]string{}
	for _, a := range b.alerts {
		if a.State == alert.Firing {
			out[a.Rule] = a.SuppressedBy
		}
	}
	return out
}

func TestOneFailedCheckIsNotAnOutageAndTwoAre(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	b.round("chroma")
	if got := b.firing(); len(got) != 0 {
		t.Errorf("after one failed check %v fire", got)
	}
	b.round("chroma")
	if _, fires := b.firing()["vector-db-down"]; !fires {
		t.Error("after two failed checks nothing fires")
	}
	first := b.now.Add(-time.Second)
	if v := b.verdict(); v.Status != probes.Degraded || v.P2 != 1 || !v.Since.Equal(first) {
		t.Errorf("the verdict is %+v; the first check failed at %v", v, first)
	}
	b.round()
	b.round()
	if got := b.firing(); len(got) != 0 {
		t.Errorf("after two good checks %v fire", got)
	}
}

func TestVerdictIsUnknownUntilEverythingAnswered(t *testing.T) {
	b := newBench(t, nil)
	b.judge(b.now)
	if v := b.verdict(); v.Status != probes.Unknown {
		t.Errorf("before the first look the verdict is %v", v.Status)
	}
	b.observe(watch.Round{Sample: probes.Sample{Target: "health", At: b.now, Status: probes.Up}})
	b.judge(b.now)
	if v := b.verdict(); v.Status != probes.Unknown {
		t.Errorf("after one answer of four the verdict is %v", v.Status)
	}
	b.round()
	if v := b.verdict(); v.Status != probes.Up {
		t.Errorf("after every answer the verdict is %v", v.Status)
	}
}

func TestAnOldGreenIsNotShown(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	b.round()
	late := b.now.Add(10 * time.Second)
	b.judge(late)
	for _, target := range b.page(late).Targets {
		if target.Status != probes.Unknown || !target.Stale {
			t.Errorf("%s is %v, stale %v, ten seconds after its last check", target.Name, target.Status, target.Stale)
		}
	}
	if v := b.verdict(); v.Status != probes.Unknown {
		t.Errorf("the verdict is %v", v.Status)
	}
}

func TestOurOwnNetworkIsBlamedOnlyWhenEverythingBeyondItFails(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	b.round("chroma", "mysql")
	b.round("chroma", "mysql")
	if _, fires := b.firing()["network-down"]; fires {
		t.Error("the network is blamed while redis answers")
	}
	b.round("chroma", "mysql", "redis")
	b.round("chroma", "mysql", "redis")
	got := b.firing()
	if _, fires := got["network-down"]; !fires {
		t.Fatalf("the network is not blamed: %v fire", got)
	}
	if by := got["vector-db-down"]; by != "network-down" {
		t.Errorf("vector-db-down is folded under %q", by)
	}
	b.round("health", "chroma", "mysql", "redis")
	b.round("health", "chroma", "mysql", "redis")
	if b.network == probes.Down {
		t.Error("the network is blamed although nothing local answers")
	}
}

func (b *bench) ask(ref action.Ref) state.Preview {
	b.t.Helper()
	r := b.serve(call{command: state.Ask{Ref: ref}}, b.now)
	if r.err != nil {
		b.t.Fatal(r.err)
	}
	return r.answer.(state.Preview)
}

func TestAnActIsRecordedBeforeItsFirstStepAndRunsOnce(t *testing.T) {
	b := newBench(t, nil)
	b.round("chroma")
	b.round("chroma")
	b.written(b.unwritten(), nil)
	p := b.ask(action.Ref{Name: "restart-chroma"})
	if len(p.Steps) != 2 || words.English.Say(p.Steps[0].What) != "a" {
		t.Fatalf("the preview's steps are %+v", p.Steps)
	}
	act := state.Act{Ticket: p.Ticket, By: "alice"}
	if r := b.serve(call{command: act}, b.now); r.err != nil {
		t.Fatal(r.err)
	}
	if r := b.serve(call{command: act}, b.now); r.err == nil {
		t.Error("the same ticket is taken twice")
	}
	entries := b.unwritten()
	if len(entries) != 1 || entries[0].Kind != kindIntent {
		t.Fatalf("before the first step %d records wait, want the intent", len(entries))
	}
	if i, step, ok := b.nextStep(); !ok || i != 0 || step.Run.Argv[0] != "a" {
		t.Fatalf("the first step is %d %+v %v", i, step, ok)
	}
	if _, _, again := b.nextStep(); again {
		t.Error("the first step is handed out twice")
	}
}

// run takes an act through its steps.
func (b *bench) run(errs ...error) {
	b.t.Helper()
	p := b.ask(action.Ref{Name: "restart-chroma"})
	if r := b.serve(call{command: state.Act{Ticket: p.Ticket, By: "alice"}}, b.now); r.err != nil {
		b.t.Fatal(r.err)
	}
	for _, err := range errs {
		i, _, ok := b.nextStep()
		if !ok {
			b.t.Fatal("no step is handed out")
		}
		b.now = b.now.Add(time.Second)
		b.stepped(stepEnd{index: i, at: b.now, took: time.Second, err: err})
	}
}

func TestOnlyACheckThatBeganAfterTheLastStepProvesAnAct(t *testing.T) {
	b := newBench(t, nil)
	b.round("chroma")
	b.round("chroma")
	b.run(nil, nil)
	if b.act.run.Outcome != action.Verifying {
		t.Fatalf("after the steps the act is %v", b.act.run.Outcome)
	}
	b.observe(watch.Round{Sample: probes.Sample{Target: "chroma", At: b.now.Add(time.Second), Status: probes.Up}, Began: b.now.Add(-time.Millisecond)})
	if b.act.run.Outcome != action.Verifying {
		t.Fatal("a check that began before the last step ended proved the act")
	}
	b.judge(b.now)
	if wants := b.wanted(); len(wants) != 1 || wants[0] != "chroma" {
		t.Errorf("checks asked for: %v, want chroma", wants)
	}
	b.round()
	if b.act.run.Outcome != action.Done || b.act.run.Proof.Code != "act.recovered" {
		t.Errorf("the act is %v, %v", b.act.run.Outcome, b.act.run.Proof)
	}
}

func TestActsThatDoNotSucceedSaySo(t *testing.T) {
	t.Run("a step fails and no further one is done", func(t *testing.T) {
		b := newBench(t, nil)
		b.run(errors.New("exit code 3"))
		if _, _, more := b.nextStep(); more || b.act.run.Outcome != action.Failed {
			t.Errorf("outcome %v, another step %v", b.act.run.Outcome, more)
		}
	})
	t.Run("the proof never comes", func(t *testing.T) {
		b := newBench(t, func(o *Options) {
			o.Actions = append(o.Actions, action.Action{Name: "degrade", Title: words.Of("text", "degrade"), Steps: o.Actions[0].Steps})
		})
		b.run(nil, nil)
		for range 32 {
			b.round("chroma")
		}
		if b.act.run.Outcome != action.Unproved {
			t.Errorf("outcome %v", b.act.run.Outcome)
		}
		if next := b.page(b.now).Run.Next; !slices.Equal(next, []string{"degrade"}) {
			t.Errorf("next is offered %q, want what else the hypothesis names", next)
		}
	})
	t.Run("the proof never comes, and there is something to undo", func(t *testing.T) {
		b := newBench(t, func(o *Options) {
			o.Actions[0].Undo = &action.Undo{}
			o.Actions[0].Marks = words.Of("text", "restarted")
		})
		b.run(nil, nil)
		b.desk.Mark("restart-chroma", noon)
		for range 32 {
			b.round("chroma")
		}
		if next := b.page(b.now).Run.Next; !slices.Equal(next, []string{"restart-chroma"}) {
			t.Errorf("next is offered %q, want the undo of the act", next)
		}
	})
	t.Run("an undo fails and is not recommended again", func(t *testing.T) {
		b := newBench(t, func(o *Options) { o.Actions[0].Undo = &action.Undo{} })
		b.desk.Mark("restart-chroma", noon)
		failed := &act{plan: action.Plan{Ref: action.Ref{Name: "restart-chroma", Undo: true}}}
		if next := b.next(failed, nil); len(next) > 0 {
			t.Errorf("next is offered %q", next)
		}
	})
	t.Run("the operator cancels between two steps", func(t *testing.T) {
		b := newBench(t, nil)
		p := b.ask(action.Ref{Name: "restart-chroma"})
		b.serve(call{command: state.Act{Ticket: p.Ticket, By: "alice"}}, b.now)
		i, _, _ := b.nextStep()
		b.serve(call{command: state.Cancel{}}, b.now)
		if b.cutShort() {
			t.Error("the step in progress is not left to end")
		}
		b.stepped(stepEnd{index: i, at: b.now})
		if _, _, more := b.nextStep(); more || b.act.run.Outcome != action.Cancelled {
			t.Errorf("outcome %v, another step %v", b.act.run.Outcome, more)
		}
	})
}

func TestARestartThatTheOperatorOrderedRaisesNoAlert(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Actions[0].Verify = &action.Verify{Target: "health", Within: 30 * time.Second}
	})
	b.round()
	b.run(nil, nil)
	for range 5 {
		b.round("health")
	}
	if got := b.firing(); len(got) != 0 {
		t.Errorf("%v fire while the ordered restart is under way", got)
	}
	for range 40 {
		b.round("health")
	}
	if _, fires := b.firing()["service-down"]; !fires {
		t.Error("nothing fires although the restart's time is over")
	}
}

// Only an act that restarts the service explains that it is away.
func TestWhatAnActExplains(t *testing.T) {
	health := &action.Verify{Target: "health", Within: 30 * time.Second}
	for name, tt := range map[string]struct {
		change func(o *Options, a *action.Action)
		down   probes.Name
		fires  string      // "" for nothing
		of     probes.Name // what is said to be restarted
	}{
		"a restart of the service":                      {func(_ *Options, a *action.Action) { a.Verify = health }, "health", "", ""},
		"a restart of a dependency explains its outage": {nil, "chroma", "", "chroma"},
		"and not the service's":                         {nil, "health", "service-down", "chroma"},
		"another target proves what the restart that it refers to did": {func(o *Options, a *action.Action) {
			o.Targets = append(o.Targets, Target{Name: "canary", Role: state.RoleOther, Every: time.Second, Timeout: time.Second, DownAfter: 2})
			restart := action.Action{Name: "restart", Steps: a.Steps, Verify: health}
			a.Steps, a.Verify = []action.Step{{Action: "restart"}}, &action.Verify{Target: "canary", Within: 30 * time.Second}
			o.Actions = append(o.Actions, restart)
		}, "health", "", ""},
		"a file proves what the restart that it refers to did": {func(o *Options, a *action.Action) {
			o.Targets = append(o.Targets, Target{Name: "marker", Kind: "file", Role: state.RoleOther, Every: time.Second, Timeout: time.Second, DownAfter: 2})
			restart := action.Action{Name: "restart", Steps: a.Steps, Verify: health}
			a.Steps, a.Verify = []action.Step{{Action: "restart"}}, &action.Verify{Target: "marker", Within: 5 * time.Second}
			o.Actions = append(o.Actions, restart)
		}, "health", "", ""},
		"a backup that a file proves": {func(o *Options, a *action.Action) {
			o.Targets = append(o.Targets, Target{Name: "backup", Kind: "file", Role: state.RoleOther, Every: time.Second, Timeout: time.Second, DownAfter: 2})
			a.Verify = &action.Verify{Target: "backup", Within: 5 * time.Second}
		}, "health", "service-down", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(o *Options) {
				if tt.change != nil {
					tt.change(o, &o.Actions[0])
				}
			})
			b.round()
			b.run(nil)
			for range 5 {
				b.round(tt.down)
			}
			want := map[string]string{}
			if tt.fires != "" {
				want[tt.fires] = ""
			}
			if got := b.firing(); !maps.Equal(got, want) {
				t.Errorf("%v fire, want %v", got, want)
			}
			if r := b.page(b.now).Restarting; r.Of != tt.of || r.Under(b.now) != (tt.fires == "" || tt.of != "") {
				t.Errorf("the page says %+v", r)
			}
		})
	}
}

// What an act asked of the service at run time ends with a restart of it, and not
// with that of one of its dependencies.
func TestOnlyARestartOfTheServiceEndsWhatWasAskedOfIt(t *testing.T) {
	for name, done := range map[string]int{"the dependency alone was restarted": 1, "the service too": 2} {
		b := newBench(t, func(o *Options) {
			chroma := action.Action{Name: "chroma", Steps: o.Actions[0].Steps[:1], Verify: &action.Verify{Target: "chroma", Within: time.Minute}}
			restart := action.Action{Name: "restart", Steps: o.Actions[0].Steps[1:], Verify: &action.Verify{Target: "health", Within: time.Minute}}
			limit := action.Action{Name: "limit", Marks: words.Of("text", "LIMITED"), Undo: &action.Undo{}, Steps: []action.Step{{HTTP: &action.HTTP{URL: "/config"}}}}
			o.Actions[0].Steps, o.Actions[0].Verify = []action.Step{{Action: "chroma"}, {Action: "restart"}}, nil
			o.Actions = append(o.Actions, chroma, restart, limit)
		})
		b.desk.Mark("limit", b.now.Add(-time.Minute))
		b.round()
		errs := make([]error, done, 2)
		b.run(append(errs, []error{errors.New("boom")}[:2-done]...)...)
		if done == 2 {
			b.round()
		}
		if got, want := b.desk.Marked("limit"), done == 1; got != want {
			t.Errorf("%s: the mark stands: %v", name, got)
		}
	}
}

// A step that takes long must not hide that long that everything else failed.
func TestAnOutageIsNotExplainedForEver(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Actions[0].Steps = []action.Step{{Run: &action.Run{Argv: []string{"a"}, Timeout: 30 * time.Minute}}}
		o.Actions[0].Verify = &action.Verify{Target: "health", Within: 30 * time.Second}
	})
	b.round()
	b.run()
	for began := b.now; b.now.Sub(began) < longestStop-time.Second; {
		b.round("health")
	}
	if got := b.firing(); len(got) != 0 {
		t.Errorf("%v fire while the step may take that long", got)
	}
	for range 3 {
		b.round("health")
	}
	if _, fires := b.firing()["service-down"]; !fires {
		t.Error("nothing fires although no restart takes that long")
	}
}

func TestAnActThatStopsNothingExplainsNoOutage(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Actions[0].Steps = []action.Step{{HTTP: &action.HTTP{Method: "POST", URL: "http://127.0.0.1:9/cache/clear"}}}
		o.Actions[0].Verify = &action.Verify{Target: "health", Within: 30 * time.Second}
	})
	b.round()
	b.run(nil)
	for range 5 {
		b.round("health")
	}
	if _, fires := b.firing()["service-down"]; !fires || !b.page(b.now).Restarting.Until.IsZero() {
		t.Errorf("clearing a cache is taken for a restart: %v fire, restarting until %v", b.firing(), b.page(b.now).Restarting)
	}
}

func TestWhatTheDiskRefusesIsShownAndWrittenLater(t *testing.T) {
	b := newBench(t, nil)
	b.round("chroma")
	b.round("chroma")
	entries := b.unwritten()
	if len(entries) == 0 {
		t.Fatal("nothing is to be written")
	}
	b.written(entries, errors.New("no space left on device"))
	if len(b.records) != len(entries) {
		t.Errorf("%d records are shown, want %d", len(b.records), len(entries))
	}
	if n := b.notices(); len(n) != 1 || n[0].Code != "notice.journal" {
		t.Errorf("notices are %v", n)
	}
	again := b.unwritten()
	if len(again) != len(entries) {
		t.Fatalf("%d records wait for the disk, want %d", len(again), len(entries))
	}
	b.written(again, nil)
	if len(b.unwritten()) != 0 || len(b.records) != len(entries) || len(b.notices()) != 0 {
		t.Errorf("%d wait, %d are shown, notices %v", len(b.unwritten()), len(b.records), b.notices())
	}
}

func TestMarksSurviveARestartOfTheConsole(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Actions[0].Marks = words.Of("text", "SAFE MODE")
		o.Actions[0].Undo = &action.Undo{}
	})
	act := func(kind, data string) {
		b.acted(journal.Record{At: noon, Kind: kind, Data: []byte(`{"line":{"code":"x"},"data":` + data + `}`)})
	}
	act(kindIntent, `{"action":"restart-chroma","steps":["docker start"]}`)
	act(kindOutcome, `{"action":"restart-chroma","outcome":"failed","steps":[{"what":{"code":"text","args":["x"]}}]}`)
	if m := b.marks(); len(m) != 0 {
		t.Errorf("after an act that failed marks are %v", m)
	}
	act(kindIntent, `{"action":"restart-chroma"}`)
	if m := b.marks(); len(m) != 1 {
		t.Errorf("after an act that was cut off marks are %v", m)
	}
	act(kindOutcome, `{"action":"restart-chroma","outcome":"failed","lasting":true,"steps":["what nobody can read"]}`)
	if m := b.marks(); len(m) != 1 {
		t.Errorf("marks are %v", m)
	}
	if !b.desk.Offer("restart-chroma").Undo {
		t.Error("its key does not offer the undo")
	}
	act(kindLapse, `{"action":"restart-chroma"}`)
	if m := b.marks(); len(m) != 0 {
		t.Errorf("after a restart ended it marks are %v", m)
	}
}

func entry(source string, level logview.Level, message string, at time.Time) logview.Entry {
	return logview.Entry{At: at, Arrived: at, Level: level, Source: source, Module: raw.Of("m"), Message: raw.Of(message), Lines: 1}
}

func TestAnErrorInTwoLogsCountsOnce(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	ok := LogState{OK: true}
	for i := range 5 {
		at := b.now.Add(time.Duration(i) * time.Millisecond)
		b.read(LogBatch{Source: "application", State: ok, Entries: []logview.Entry{entry("application", logview.Error, "boom", at)}})
		b.read(LogBatch{Source: "errors", State: ok, Entries: []logview.Entry{entry("errors", logview.Error, "boom", at)}})
	}
	if rate, known := b.logs.errorRate(b.now); !known || rate != 5.0/errorRateWindow {
		t.Errorf("the rate is %v, %v; want 5 errors in %d s", rate, known, errorRateWindow)
	}
	errors := b.page(b.now).Logs.Errors
	if len(errors) != 1 || errors[0].Count != 5 {
		t.Errorf("%d folds, the first of %d; want one of 5", len(errors), errors[0].Count)
	}
}

func TestOnlyWhatACheckAskedForIsAnEcho(t *testing.T) {
	line := func(path string, at time.Time) logview.Entry {
		e := entry("errors", logview.Error, path+" failed", at)
		e.Kind, e.Fields = logview.Complaint, []logview.Field{{Name: logview.FieldEndpoint, Value: raw.Of(path)}}
		return e
	}
	for _, row := range []struct {
		name   string
		asked  []string
		path   string
		errors uint64
	}{
		{"it asked for the path", []string{"/bot/health"}, "/bot/health", 0},
		{"the service knows the path without its prefix", []string{"/bot/health"}, "/health", 0},
		{"it asked for the path and its fallback", []string{"/bot/health", "/bot/"}, "/", 0},
		{"it asked for the fallback alone", []string{"/bot/"}, "/health", 1},
		{"it asked for nothing", nil, "/health", 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := newBench(t, func(o *Options) {
				for _, p := range [][2]string{{"/bot/health", "/bot/health"}, {"/bot/health", "/health"}, {"/bot/", "/bot/"}, {"/bot/", "/"}} {
					o.Polls = append(o.Polls, Poll{Target: "health", Request: p[0], Asked: logview.Asked{Path: p[1]}})
				}
			})
			b.observe(watch.Round{Sample: probes.Sample{Target: "health", At: b.now, Status: probes.Up, Asked: row.asked}, Began: b.now})
			b.read(LogBatch{Source: "errors", State: LogState{OK: true}, Entries: []logview.Entry{line(row.path, b.now)}})
			if got := 1 - b.page(b.now).Logs.Echo; got != row.errors {
				t.Errorf("%d errors of the service, want %d", got, row.errors)
			}
		})
	}
}

func TestSilenceOfALogThatNobodyReadsIsNotKnown(t *testing.T) {
	b := newBench(t, nil)
	if _, known := b.logs.errorRate(b.now); known {
		t.Error("the rate of errors is known although no log is read")
	}
	b.read(LogBatch{Source: "errors", State: LogState{OK: true}})
	if _, known := b.logs.errorRate(b.now); !known {
		t.Error("the rate of errors is not known although a log is read")
	}
}

// TestAnErrorInTwoFilesOfALogCountsOnce has a pattern that names both.
func TestAnErrorInTwoFilesOfALogCountsOnce(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	for i := range 5 {
		at := b.now.Add(time.Duration(i) * time.Millisecond)
		for _, file := range []string{"application.log", "error.log"} {
			b.read(LogBatch{Source: "errors", File: file, State: LogState{OK: true}, Entries: []logview.Entry{entry("errors", logview.Error, "boom", at)}})
		}
	}
	if rate, _ := b.logs.errorRate(b.now); rate != 5./errorRateWindow {
		t.Errorf("%v errors a second, want %v", rate, 5./errorRateWindow)
	}
}

// TestABacklogIsOneFilesOwn looks at another file of its log, which is new all of it.
func TestABacklogIsOneFilesOwn(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	var fresh []logview.Entry
	for i := range 100 {
		e := entry("errors", logview.Error, strconv.Itoa(i), time.Time{})
		e.Arrived = b.now.Add(-100 * time.Millisecond)
		fresh = append(fresh, e)
	}
	ok := LogState{OK: true}
	b.read(LogBatch{Source: "errors", File: "new.log", State: ok, At: b.now, Entries: fresh}, LogBatch{Source: "errors", File: "old.log", State: ok, At: b.now, Backlog: true})
	b.round()
	if _, fires := b.firing()["error-burst"]; !fires {
		t.Error("a hundred new errors are taken for the other file's backlog")
	}
}

func TestABacklogIsNotABurst(t *testing.T) {
	for whose, at := range map[string]func(now time.Time, i int) time.Time{
		"of an hour ago":            func(now time.Time, i int) time.Time { return now.Add(-time.Hour + time.Duration(i)*time.Second) },
		"of which nobody says when": func(time.Time, int) time.Time { return time.Time{} },
	} {
		b := newBench(t, nil)
		b.round()
		var old []logview.Entry
		for i := range 100 {
			e := entry("errors", logview.Error, "boom", at(b.now, i))
			e.Arrived = b.now
			old = append(old, e)
		}
		b.read(LogBatch{Source: "errors", State: LogState{OK: true}, Backlog: true, At: b.now, Entries: old})
		b.round()
		if got := b.firing(); len(got) != 0 {
			t.Errorf("%v fire on errors %s", got, whose)
		}
	}
}

func TestWithoutMeansNothingIsPlannedOrDone(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Invoker = nil })
	for _, command := range []state.Command{state.Ask{Ref: action.Ref{Name: "restart-chroma"}}, state.Act{Ticket: 1}} {
		r := b.serve(call{command: command}, b.now)
		var refusal *Refusal
		if !errors.As(r.err, &refusal) || refusal.Line.Code != action.RefusedReadOnly {
			t.Errorf("%T is answered with %v, %v", command, r.answer, r.err)
		}
	}
}

func TestWhatUsersGotBeforeTheServiceWentIsNoFigureOfNow(t *testing.T) {
	b := newBench(t, nil)
	b.round()
	for range 3 {
		b.vitals.Request(series.Reply{Endpoint: "/chat", Status: "200", Took: time.Second})
		b.read(LogBatch{Source: "application", State: LogState{OK: true}})
		b.round()
	}
	b.round()
	if v := b.page(b.now).Vitals; v.Source != state.FromLogs || v.Requests == 0 {
		t.Fatalf("while the service is up its figures are %+v", v)
	}
	b.round("health")
	b.round("health")
	if v := b.page(b.now).Vitals; v.Source != state.NoSource {
		t.Errorf("while the service is down its figures are %+v", v)
	}
}

// TestAServiceThatCountsOnHasFigures: it does not answer its health check, and
// its counters show how its users fare.
func TestAServiceThatCountsOnHasFigures(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Targets = append(o.Targets, Target{Name: "app", Role: state.RoleService, Every: time.Second, Timeout: time.Second, DownAfter: 2})
	})
	b.round()
	counted := func(status probes.Status) {
		b.observe(watch.Round{Sample: probes.Sample{Target: "app", At: b.now.Add(time.Millisecond), Status: status}})
		b.counts = b.byName["app"]
	}
	b.round("health")
	b.round("health")
	counted(probes.Up)
	if b.gone() {
		t.Error("the service is gone, and was asked just now")
	}
	counted(probes.Down)
	if !b.gone() {
		t.Error("its counters are not read any more, and are figures of now")
	}
	counted(probes.Up)
	b.now = b.now.Add(time.Minute)
	b.core.now = b.now
	if !b.gone() {
		t.Error("its counters were read a minute ago, and are figures of now")
	}
	late := newBench(t, nil)
	late.counts = late.byName["chroma"]
	late.round()
	late.counts.latest.At = late.now
	late.byName["health"].status, late.byName["health"].since = probes.Down, late.now
	if !late.gone() {
		t.Error("what was read before the service went is a figure of now")
	}
}

func TestAStepIsCutShortWhenAskedTwice(t *testing.T) {
	b := newBench(t, nil)
	p := b.ask(action.Ref{Name: "restart-chroma"})
	b.serve(call{command: state.Act{Ticket: p.Ticket, By: "alice"}}, b.now)
	for n, want := range []bool{false, true} {
		b.serve(call{command: state.Cancel{}}, b.now)
		if b.cutShort() != want {
			t.Errorf("asked %d times, it is cut short: %v", n+1, b.cutShort())
		}
	}
}

func TestWhatWasAskedAtRunTimeEndsWithTheProcess(t *testing.T) {
	limit := action.Action{Name: "limit", Title: words.Of("text", "limit"), Marks: words.Of("text", "LIMITED"), Undo: &action.Undo{},
		Steps: []action.Step{{HTTP: &action.HTTP{URL: "/config"}}}}
	restart := action.Action{Name: "restart", Steps: []action.Step{{Run: &action.Run{Argv: []string{"restart"}}}}, Verify: &action.Verify{Target: "health", Within: time.Minute}}
	edited := limit
	edited.Name, edited.Steps = "edited", []action.Step{{Edit: &action.Edit{File: "config.env"}}, {Run: &action.Run{Argv: []string{"restart"}}}}
	uptime := func(b *bench, process probes.Name, seconds float64) {
		b.observe(watch.Round{Sample: probes.Sample{Target: process, At: b.now, Status: probes.Up,
			Values: []probes.Value{{Metric: "process.uptime", Number: seconds, Unit: probes.Seconds}}}})
	}
	for name, tt := range map[string]struct {
		then func(b *bench)
		want string
	}{
		"nothing happens": {func(*bench) {}, "limit edited"},
		"the same process goes on": {func(b *bench) {
			uptime(b, "backend", 3600)
			b.now = b.now.Add(time.Minute)
			uptime(b, "backend", 3661) // whole seconds are what it tells
		}, "limit edited"},
		"a process of just now":       {func(b *bench) { uptime(b, "backend", 1) }, "edited"},
		"what is no length of time":   {func(b *bench) { uptime(b, "backend", math.NaN()) }, "limit edited"},
		"another process of just now": {func(b *bench) { uptime(b, "chroma-server", 1) }, "limit edited"},
		"a process that is new the moment after": {func(b *bench) {
			b.now = b.now.Add(-time.Minute)
			uptime(b, "backend", 3600)
			b.now = b.now.Add(3 * time.Second)
			uptime(b, "backend", 2)
		}, "edited"},
		"the operator restarts it": {func(b *bench) {
			p := b.ask(action.Ref{Name: "restart"})
			b.serve(call{command: state.Act{Ticket: p.Ticket, By: "alice"}}, b.now)
			i, _, _ := b.nextStep()
			b.stepped(stepEnd{index: i, at: b.now})
			b.observe(watch.Round{Began: b.now, Sample: probes.Sample{Target: "health", At: b.now, Status: probes.Up}})
		}, "edited"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(o *Options) {
				o.Actions = []action.Action{limit, restart, edited}
				for _, name := range []probes.Name{"backend", "chroma-server"} {
					o.Targets = append(o.Targets, Target{Name: name, Role: state.RoleProcess, Every: time.Second})
				}
			})
			b.desk.Mark("limit", b.now)
			b.desk.Mark("edited", b.now)
			b.now = b.now.Add(time.Minute)
			tt.then(b)
			var marked []string
			for _, a := range b.desk.Actions() {
				if a.Undo != nil && b.desk.Marked(a.Name) {
					marked = append(marked, a.Name)
				}
			}
			if got := strings.Join(marked, " "); got != tt.want {
				t.Errorf("marked are %q, want %q", got, tt.want)
			}
			if lapsed := tt.want == "edited"; lapsed != slices.ContainsFunc(b.keep.waiting, func(k kept) bool { return k.kind == kindLapse }) {
				t.Errorf("the journal holds %v", b.keep.waiting)
			}
		})
	}
}

func TestWaitingForAProofCanBeCancelled(t *testing.T) {
	b := newBench(t, nil)
	b.run(nil, nil)
	if r := b.serve(call{command: state.Cancel{}}, b.now); r.err != nil {
		t.Fatal(r.err)
	}
	if b.act.run.Outcome != action.Unproved {
		t.Errorf("the act, whose steps are done, is %v", b.act.run.Outcome)
	}
	if _, busy := b.desk.Running(); busy {
		t.Error("the desk is still busy with it")
	}
}

func TestWhyAnAlertIsKeptIsNoSecondAlert(t *testing.T) {
	b := newBench(t, nil)
	for _, to := range []struct {
		from, to alert.State
		why      words.Code
	}{
		{alert.Pending, alert.Firing, alert.Fired}, {alert.Firing, alert.Firing, alert.Lost}, {alert.Firing, alert.Firing, alert.Folded},
		{alert.Firing, alert.Firing, alert.Unfolded}, {alert.Firing, alert.Resolved, alert.Cleared},
	} {
		b.transition(alert.Transition{Rule: "error-burst", Priority: alert.P2, At: b.now, From: to.from, To: to.to, Reason: alert.Reason{Code: to.why}})
	}
	b.written(b.unwritten(), nil)
	var onAxis, recorded []byte
	for _, e := range b.events {
		onAxis = append(onAxis, e.Letter)
	}
	for _, r := range b.records {
		recorded = append(recorded, r.Letter)
	}
	if string(onAxis) != "AAV" || string(recorded) != "A\x00\x00AV" {
		t.Errorf("on the axis stand %q, in the journal %q", onAxis, recorded)
	}
}

// What was not read again when it should have been is shown with its age; the
// rules go on judging by it, until it is too old for that.
func TestUsersFiguresAgeWithWhatTheyRestOn(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Targets = append(o.Targets, Target{Name: "app", Role: state.RoleService, Every: time.Second, Timeout: time.Second, DownAfter: 2})
		o.Vitals.Requests = series.Requests{Counter: "requests_total", Label: "endpoint"}
	})
	pass := func(status probes.Status, counted float64) {
		b.now = b.now.Add(time.Second)
		b.begin()
		s := probes.Sample{Target: "app", At: b.now, Status: status}
		if status == probes.Up {
			s.Series = []probes.Series{{Name: "requests_total", Labels: []probes.Label{{Name: "endpoint", Value: "/chat"}}, Number: counted}}
		}
		b.observe(watch.Round{Sample: s, Began: b.now})
		b.tick(b.now)
		b.judge(b.now)
	}
	for n := range 6 {
		pass(probes.Up, float64(n)*40)
	}
	read := b.now
	if f := b.page(b.now).Figures["requests"]; f.Stale || !f.At.Equal(read) || f.Number == 0 {
		t.Fatalf("what was read just now is %+v", f)
	}
	pass(probes.Down, 0)
	f := b.page(b.now).Figures["requests"]
	if _, judged := b.known("requests"); !f.Stale || !f.At.Equal(read) || !judged {
		t.Errorf("after a reading that failed it is %+v, judged by: %v", f, judged)
	}
	pass(probes.Up, 300)
	if f := b.page(b.now).Figures["requests"]; f.Stale {
		t.Errorf("read again it is %+v", f)
	}
}

func TestWhatFailedWithTheServiceIsAskedAgainWhenItIsBack(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Targets = append(o.Targets,
			Target{Name: "deep", Role: state.RoleService, Host: "svc", Every: time.Minute, Timeout: time.Second, DownAfter: 1},
			Target{Name: "quick", Role: state.RoleService, Host: "svc", Every: time.Second, Timeout: time.Second, DownAfter: 1},
			Target{Name: "elsewhere", Role: state.RoleOther, Host: "d", Every: time.Minute, Timeout: time.Second, DownAfter: 1})
	})
	all := []probes.Name{"health", "deep", "quick", "elsewhere"}
	b.round(all...)
	b.round(all...)
	if wants := b.wanted(); len(wants) != 0 {
		t.Errorf("while it is away %v are asked at once", wants)
	}
	b.round(all[1:]...)
	if wants := b.wanted(); !slices.Equal(wants, []probes.Name{"deep"}) {
		t.Errorf("when it is back %v are asked at once, want deep", wants)
	}
	for range 5 {
		b.round(all...)
		b.round(all...)
		b.round(all[1:]...)
		if wants := b.wanted(); len(wants) != 0 {
			t.Errorf("it comes and goes, and each time %v are asked at once", wants)
		}
	}
}
