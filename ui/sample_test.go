package ui

import (
	"context"
	"fmt"
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
)

var noon = time.Date(2026, 3, 4, 14, 30, 5, 0, time.UTC)

// samplePage is a page with one P2, its cause, and the acts of the profile.
func samplePage(seq uint64) *state.Snapshot {
	at := noon.Add(time.Duration(seq) * time.Second)
	return &state.Snapshot{
		Seq: seq, At: at, Started: noon.Add(-time.Hour), Ready: true,
		Service: state.Service{Name: raw.Of("心语 Xinyu"), Label: raw.Of("prod-1"), Local: true},
		Verdict: state.Verdict{Status: probes.Degraded, Since: noon.Add(-4 * time.Minute), P2: 1},
		Vitals:  state.Vitals{Source: state.FromMetrics, Rate: 41, Requests: 410, Success: 0.9942, Mean: 0.9, P95: 2.31},
		Targets: []state.Target{
			{Name: "mysql", Role: state.RoleDependency, Status: probes.Up, At: at, Latency: 3 * time.Millisecond, Every: time.Second, Availability: 1, Span: time.Hour},
			{Name: "chroma", Role: state.RoleDependency, Status: probes.Down, Fault: probes.Fault{Code: probes.Refused}, Since: noon.Add(-4 * time.Minute), At: at, Every: time.Second, Availability: 0.93, Span: time.Hour},
		},
		Alerts: []alert.Alert{{Rule: "vector-db-down", Priority: alert.P2, State: alert.Firing, Since: noon.Add(-4 * time.Minute), FiredAt: noon.Add(-4 * time.Minute), AnswerDue: noon.Add(11 * time.Minute), Target: "chroma", Runbook: "restart-chroma"}},
		Triage: []triage.Hypothesis{{Cause: words.Of("cause.chroma-refused"), Confidence: 0.9, Action: "restart-chroma", Explains: []string{"vector-db-down"}, Query: "ChromaDB"}},
		Logs:   state.Logs{Newest: 40 + seq, Sources: []state.LogSource{{Name: "application", Path: raw.Of("/srv/log/application.log"), OK: true, Last: at}}},
		Actions: []state.Action{
			{Action: action.Action{Name: "restart", Key: "r", Title: words.Of("text", "restart the backend"), Confirm: action.ConfirmAsk}},
			{Action: action.Action{Name: "restart-chroma", Key: "c", Title: words.Of("text", "restart the vector database"), Confirm: action.ConfirmAsk}},
			{Action: action.Action{Name: "safe-mode", Key: "S", Title: words.Of("text", "safe mode"), Confirm: action.ConfirmAsk}},
			{Action: action.Action{Name: "switch-key", Key: "K", Title: words.Of("text", "next LLM key"), Confirm: action.ConfirmAsk}},
			{Action: action.Action{Name: "limit-load", Key: "L", Title: words.Of("text", "limit concurrency to 20"), Confirm: action.ConfirmAsk}},
			{Action: action.Action{Name: "tidy", Key: "t", Title: words.Of("text", "tidy up"), Confirm: action.ConfirmAsk}},
		},
	}
}

const warmUp = "POST http://127.0.0.1:8001/api/v2/warm-up"

func samplePreview() state.Preview {
	return state.Preview{
		Ref: action.Ref{Name: "restart-chroma"}, Title: words.Of("text", "restart the vector database"), Key: "c",
		Confirm: action.ConfirmAsk, Type: "restart-chroma", Host: "prod-1", Ticket: 7,
		Steps: []action.Description{
			{What: words.Of("text", "docker compose restart chromadb"), With: []words.Line{words.Of("step.with.folder", "/srv/xinyu"), words.Of("step.with.timeout", time.Minute)}},
			{What: words.Of("text", warmUp), With: []words.Line{words.Of("step.with.status", "2xx"), words.Of("step.with.timeout", 30*time.Second)}},
		},
		Verify:  words.Of("act.verify.up", "chroma", 30*time.Second),
		LastRun: noon.Add(-26 * time.Hour), Last: action.Done,
	}
}

func sampleRun(o action.Outcome) *state.Run {
	r := &state.Run{
		Ref: action.Ref{Name: "restart-chroma"}, Title: words.Of("text", "restart the vector database"), By: "ops", Began: noon, Outcome: o,
		Steps: []state.RunStep{
			{What: words.Of("text", "docker compose restart chromadb"), Outcome: action.Done, Took: 2100 * time.Millisecond},
			{What: words.Of("text", warmUp), Outcome: action.Running},
		},
	}
	if !o.Ended() {
		return r
	}
	r.Ended = noon.Add(11 * time.Second)
	r.Steps[1] = state.RunStep{What: r.Steps[1].What, Outcome: action.Done, Took: 40 * time.Millisecond}
	if o == action.Failed {
		r.Steps[1].Outcome = o
		r.Steps[1].Said = raw.Of("503 Service Unavailable\nno collection is loaded")
		r.Next = []string{"restart", "tidy"}
	}
	return r
}

// sampleEntries are n entries, the newest with the given Seq.
func sampleEntries(newest uint64, n int) []logview.Entry {
	var list []logview.Entry
	for seq := newest - uint64(n) + 1; seq <= newest; seq++ {
		list = append(list, sampleEntry(seq))
	}
	return list
}

func sampleEntry(seq uint64) logview.Entry {
	e := logview.Entry{
		Seq: seq, At: noon.Add(time.Duration(seq) * 700 * time.Millisecond), Source: "application", Lines: 1,
		Level: logview.Info, Module: raw.Of("backend.main"), Message: raw.Of(fmt.Sprintf("处理聊天请求 user_id=u%d 响应时间: 0.%02ds", seq, seq)),
	}
	switch seq % 8 {
	case 1, 2, 3:
		e.Level, e.Module = logview.Error, raw.Of("backend.vector_store")
		e.Message = raw.Of("ChromaDB连接失败: Connection refused")
	case 5:
		e.Level, e.Message = logview.Error, raw.Of("聊天引擎调用失败: timeout")
		e.Trace = raw.Of("Traceback (most recent call last):\n  File \"/srv/backend/main.py\", line 88, in chat\n    reply = engine.reply(text)\nTimeoutError: timeout")
		e.Lines = 5
	case 6:
		e.Level, e.Message = logview.Warning, raw.Of("检测到敏感词: 自残, user_id=u7 \x1b[2Jclear")
	case 7:
		e.Echo, e.Message = true, raw.Of(`127.0.0.1:53422 - "GET /metrics HTTP/1.1" 200 OK`)
	}
	return e
}

// fakes are the three seams as functions.
type fakeViewer func(context.Context) <-chan *state.Snapshot

func (f fakeViewer) Subscribe(ctx context.Context) <-chan *state.Snapshot { return f(ctx) }

type fakeReader func(context.Context, state.Question) (state.Answer, error)

func (f fakeReader) Query(ctx context.Context, q state.Question) (state.Answer, error) {
	return f(ctx, q)
}

type fakeOperator func(context.Context, state.Command) (state.Answer, error)

func (f fakeOperator) Do(ctx context.Context, c state.Command) (state.Answer, error) {
	return f(ctx, c)
}

// sampleReader answers from the newest 40 sample entries.
func sampleReader(_ context.Context, q state.Question) (state.Answer, error) {
	held := logview.NewWindow(logview.WindowOptions{})
	for _, e := range sampleEntries(40, 40) {
		held.Append(&e)
	}
	return state.LogPage(held.Page(logview.Question(q.(state.LogQuestion)))), nil
}

func sampleDiagnosis(e *logview.Entry) (diagnose.Finding, bool) {
	if !e.Message.Has("ChromaDB") {
		return diagnose.Finding{}, false
	}
	return diagnose.Finding{Cause: "cause.chroma-refused", Steps: []string{"step.one", "step.two"}}, true
}
