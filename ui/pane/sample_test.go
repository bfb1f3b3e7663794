package pane

import (
	"io"
	"math"
	"time"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
	"bedside/ui/theme"

	"github.com/charmbracelet/lipgloss"
)

// now is the moment of every sample.
var now = time.Date(2026, 3, 14, 14, 30, 5, 0, shanghai)

var shanghai = time.FixedZone("CST", 8*3600)

// plainLook draws without colours.
func plainLook(lang words.Lang) *Look {
	return &Look{
		Theme: theme.New(lipgloss.NewRenderer(io.Discard), theme.Options{}),
		Lang:  lang, Zone: shanghai, Now: now,
	}
}

// scenes are the situations that every layout is looked at in.
var scenes = []struct {
	name string
	page func() *state.Snapshot
}{
	{"starting", starting},
	{"calm", calm},
	{"vector-db-down", vectorDBDown},
	{"service-down", serviceDown},
}

// starting is the first page, before every probe has answered.
func starting() *state.Snapshot {
	return &state.Snapshot{
		Seq: 1, At: now, Started: now.Add(-200 * time.Millisecond), Service: service(),
		Targets: []state.Target{
			{Name: "health", Kind: "http", Role: state.RoleService},
			{Name: "mysql", Kind: "mysql", Role: state.RoleDependency},
			up("redis", 400*time.Microsecond),
		},
	}
}

func service() state.Service {
	return state.Service{Name: raw.Of("心语 Xinyu"), Label: raw.Of("prod-1"), URL: "http://127.0.0.1:8000", Local: true}
}

func up(name probes.Name, latency time.Duration) state.Target {
	return state.Target{
		Name: name, Kind: string(name), Role: state.RoleDependency, Status: probes.Up, Latest: probes.Up,
		Since: now.Add(-26 * time.Hour), At: now.Add(-time.Second), Latency: latency, Every: time.Second,
		Availability: 1, Span: 24 * time.Hour, Where: raw.Of("http://127.0.0.1:8000/" + string(name)),
	}
}

// calm is a service that is well.
func calm() *state.Snapshot {
	s := &state.Snapshot{
		Seq: 4711, At: now, Started: now.Add(-26 * time.Hour), Ready: true, Service: service(),
		Verdict: state.Verdict{Status: probes.Up, Since: now.Add(-88 * time.Minute)},
		Vitals: state.Vitals{
			Source: state.FromMetrics, Window: 10 * time.Second, Rate: 20.4, Requests: 204, Success: 1,
			Mean: 0.71, P50: 0.66, P95: 1.18, P99: 1.62,
			Stages: []state.Stage{{Name: "network", Mean: 0.02}, {Name: "prompt", Mean: 0.05}, {Name: "llm", Mean: 0.58, Needs: "llm"}, {Name: "vector", Mean: 0.06, Needs: "chroma"}},
		},
		Figures: map[probes.Metric]state.Figure{},
		Trends:  map[probes.Metric]state.Trend{},
		Actions: actions(),
		Logs: state.Logs{
			LineRate: 96, Seen: 120_000, ErrorTrend: trend(600, func(i int) float64 { return 0 }, probes.None, nil),
			Sources: []state.LogSource{{Name: "application", OK: true}, {Name: "errors", OK: true}},
		},
	}
	health := up("health", 12*time.Millisecond)
	health.Role, health.Availability = state.RoleService, 0.99974
	llm := up("llm", 184*time.Millisecond)
	llm.Availability = 0.9991
	cache := up("cache", 9*time.Millisecond)
	smtp := state.Target{Name: "llm-port", Kind: "tcp", Role: state.RoleOther, At: now, Fault: probes.Fault{Code: probes.NotProvided}}
	s.Targets = []state.Target{health, up("mysql", 3*time.Millisecond), up("redis", 400*time.Microsecond), up("chroma", 5*time.Millisecond), llm, cache, smtp}

	figure(s, "latency.p95", probes.Value{Number: 1.18, Unit: probes.Seconds}, &state.Limit{Max: 1.5, HasMax: true}, "", wave(1.0, 0.18))
	figure(s, "latency.mean", probes.Value{Number: 0.71, Unit: probes.Seconds}, nil, "", wave(0.7, 0.1))
	figure(s, "success", probes.Value{Number: 1, Unit: probes.Ratio}, &state.Limit{Min: 0.999, HasMin: true}, "", func(int) float64 { return 1 })
	figure(s, "requests", probes.Value{Number: 20.4, Unit: probes.PerSecond}, nil, "", wave(20, 4))
	figure(s, "host.cpu", probes.Value{Number: 0.43, Unit: probes.Ratio}, &state.Limit{Max: 0.7, HasMax: true}, "host", wave(0.4, 0.1))
	figure(s, "host.memory", probes.Value{Number: 0.61, Unit: probes.Ratio}, &state.Limit{Max: 0.8, HasMax: true}, "host", func(int) float64 { return 0.61 })
	figure(s, "host.disk", probes.Value{Number: 0.41, Unit: probes.Ratio}, &state.Limit{Max: 0.85, HasMax: true}, "host", func(int) float64 { return 0.41 })
	figure(s, "host.load1", probes.Value{Number: 1.32, Unit: probes.None}, nil, "host", wave(1.2, 0.5))
	figure(s, "host.net.in", probes.Value{Number: 1.3e6, Unit: probes.Bytes}, nil, "host", wave(1e6, 4e5))
	figure(s, "process.cpu", probes.Value{Number: 0.12, Unit: probes.Ratio}, nil, "backend", wave(0.12, 0.04))
	figure(s, "process.memory", probes.Value{Number: 512 << 20, Unit: probes.Bytes}, nil, "backend", func(int) float64 { return 512 << 20 })
	figure(s, "process.threads", probes.Value{Number: 24, Unit: probes.None}, nil, "backend", func(int) float64 { return 24 })
	figure(s, "cache.hits", probes.Value{Number: 0.71, Unit: probes.Ratio}, &state.Limit{Min: 0.6, HasMin: true}, "cache", wave(0.7, 0.05))
	return s
}

func actions() []state.Action {
	all := []state.Action{}
	for _, a := range []action.Action{
		{Name: "restart", Key: "r", Title: words.Of("text", "restart the backend")},
		{Name: "safe-mode", Key: "S", Title: words.Of("text", "safe mode")},
		{Name: "restart-chroma", Key: "c", Title: words.Of("text", "restart the vector database")},
		{Name: "degrade", Key: "D", Title: words.Of("text", "degrade")},
	} {
		all = append(all, state.Action{Action: a})
	}
	return all
}

// figure sets a metric with its limit and its past hour.
func figure(s *state.Snapshot, m probes.Metric, v probes.Value, limit *state.Limit, from probes.Name, past func(int) float64) {
	v.Metric = m
	s.Figures[m] = state.Figure{Value: v, At: now, Limit: limit, From: from}
	s.Trends[m] = trend(1800, past, v.Unit, limit)
}

func trend(n int, f func(i int) float64, u probes.Unit, limit *state.Limit) state.Trend {
	t := state.Trend{End: now, Step: time.Second, Unit: u, Limit: limit, Max: make([]float32, n)}
	for i := range t.Max {
		t.Max[i] = float32(f(i))
	}
	return t
}

func wave(middle, swing float64) func(int) float64 {
	return func(i int) float64 {
		x := float64(i)
		return middle + swing*(0.6*math.Sin(x/140)+0.4*math.Sin(x/9))
	}
}

// vectorDBDown is one P2 with its cause and a P3 beside it.
func vectorDBDown() *state.Snapshot {
	s := calm()
	s.Journal = records()
	since := now.Add(-4*time.Minute - 4*time.Second)
	s.Verdict = state.Verdict{Status: probes.Degraded, Since: now.Add(-4*time.Minute - 4*time.Second), P2: 1, P3: 1}
	s.Vitals.P95, s.Vitals.Mean, s.Vitals.Success, s.Vitals.Rate = 2.31, 1.42, 0.99428, 41
	s.Vitals.Stages[2].Mean, s.Vitals.Stages[3].Mean = 1.94, 0.30
	chroma := &s.Targets[3]
	chroma.Status, chroma.Latest, chroma.Since, chroma.Availability = probes.Down, probes.Down, since, 0.9972
	chroma.Fault = probes.Fault{Code: probes.Refused}
	chroma.SaysItself = probes.Up

	rises := func(i int) float64 {
		if i > 1800-252 {
			return 2.1 + 0.2*math.Sin(float64(i)/30)
		}
		return wave(1.0, 0.18)(i)
	}
	figure(s, "latency.p95", probes.Value{Number: 2.31, Unit: probes.Seconds}, &state.Limit{Max: 1.5, HasMax: true}, "", rises)
	figure(s, "success", probes.Value{Number: 0.99428, Unit: probes.Ratio}, &state.Limit{Min: 0.999, HasMin: true}, "", func(i int) float64 {
		if i > 1800-252 {
			return 0.994
		}
		return 1
	})
	figure(s, "host.memory", probes.Value{Number: 0.86, Unit: probes.Ratio}, &state.Limit{Max: 0.8, HasMax: true}, "host", wave(0.84, 0.03))
	s.Alerts = []alert.Alert{
		{
			Rule: "vector-db-down", Priority: alert.P2, State: alert.Firing, Since: since, FiredAt: since,
			AnswerDue: now.Add(10*time.Minute + 56*time.Second), Target: "chroma", Runbook: "restart-chroma",
			Reason: alert.Reason{Code: alert.Fired, Facts: []alert.Fact{{Target: "chroma", Status: probes.Down, Known: true}}},
		},
		{
			Rule: "failing-replies", Priority: alert.P2, State: alert.Firing, Since: since, SuppressedBy: "vector-db-down",
			Reason: alert.Reason{Code: alert.Folded, By: "vector-db-down", Facts: []alert.Fact{
				{Metric: "success", Number: 0.9871, Unit: probes.Ratio, Op: "<", Limit: 0.99, Known: true},
			}},
		},
		{
			Rule: "memory-high", Priority: alert.P3, State: alert.Firing, Since: now.Add(-72 * time.Second),
			AnswerDue: now.Add(58 * time.Minute),
			Reason: alert.Reason{Code: alert.Fired, Facts: []alert.Fact{
				{Metric: "host.memory", Number: 0.86, Unit: probes.Ratio, Op: ">", Limit: 0.85, Known: true},
			}},
		},
	}
	s.Triage = []triage.Hypothesis{{
		Cause: words.Of("ChromaDB is not running"), Confidence: 0.9, Target: "chroma",
		Evidence: []words.Line{words.Of("refused ×14"), words.Of("no process on port 8001")},
		Action:   "restart-chroma", Also: []string{"degrade"}, Explains: []string{"vector-db-down"}, Query: "chroma",
	}}
	s.Events = []state.Event{
		{At: since, Letter: 'A', Priority: alert.P2},
		{At: now.Add(-2 * time.Minute), Letter: 'R'},
	}
	s.Logs.ErrorRate = 0.2
	s.Logs.ErrorTrend = trend(600, func(i int) float64 {
		if i > 600-244 {
			return float64(i % 3)
		}
		return 0
	}, probes.None, nil)
	s.Logs.Errors = []state.Folded{
		{
			Entry: logview.Entry{At: now.Add(-7 * time.Second), Level: logview.Error, Module: raw.Of("main"), Lines: 13,
				Message: raw.Of("聊天引擎调用失败: timeout"), Trace: raw.Of("Traceback (most recent call last):")}, Count: 1,
		},
		{
			Entry: logview.Entry{At: now.Add(-time.Second), Level: logview.Error, Module: raw.Of("vector_store"), Lines: 1,
				Message: raw.Of("ChromaDB连接失败: Connection refused")}, Count: 14, First: since,
			Finding: &diagnose.Finding{ID: "chroma-refused", Cause: "cause.chroma-refused"},
		},
	}
	return s
}

// serviceDown is a P1: nothing listens, everything else is folded under it.
func serviceDown() *state.Snapshot {
	s := vectorDBDown()
	since := now.Add(-67 * time.Second)
	s.Verdict = state.Verdict{Status: probes.Down, Since: since, P1: 1}
	s.Vitals.Requests, s.Vitals.Rate, s.Vitals.QuietFrom = 0, 0, since
	s.Vitals.Stages = nil
	health := &s.Targets[0]
	health.Status, health.Latest, health.Since = probes.Down, probes.Down, since
	health.Fault = probes.Fault{Code: probes.Refused}
	for i := range s.Alerts {
		s.Alerts[i].SuppressedBy = "service-down"
	}
	s.Alerts = append([]alert.Alert{{
		Rule: "service-down", Priority: alert.P1, State: alert.Firing, Since: since, FiredAt: since,
		AnswerDue: now.Add(-8 * time.Second), Target: "health", Runbook: "restart",
	}}, s.Alerts...)
	s.Triage = []triage.Hypothesis{{
		Cause: words.Of("the backend process is gone"), Confidence: 0.9, Target: "health",
		Evidence: []words.Line{words.Of("refused ×67")}, Action: "restart", Explains: []string{"service-down"},
	}}
	p95 := s.Trends["latency.p95"]
	for i := len(p95.Max) - 67; i < len(p95.Max); i++ {
		p95.Max[i] = float32(math.NaN())
	}
	s.Events = append(s.Events, state.Event{At: since, Letter: 'A', Priority: alert.P1})
	s.Marks = []words.Line{words.Of("text", "SAFE MODE")}
	return s
}
