package xinyu

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// shape says what kind of JSON v is, so that two bodies can be compared
// without their values: numbers with a point are floats.
func shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var fields []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, name+":"+shape(v[name]))
		}
		return "{" + strings.Join(fields, " ") + "}"
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return "[" + shape(v[0]) + "]"
	case json.Number:
		if strings.Contains(v.String(), ".") {
			return "float"
		}
		return "int"
	case nil:
		return "null"
	}
	return fmt.Sprintf("%T", v)
}

func TestEveryEndpointHasTheShapeOfTheRealOne(t *testing.T) {
	b := start(t, "")
	if a := b.say(t, "今天加班好累"); a.status != http.StatusOK {
		t.Fatalf("chat: %+v", a)
	}
	b.do(t, "POST", "/feedback", `{"session_id":"s1","user_id":"u1","feedback_type":"warm","rating":5,"comment":"好"}`)
	const reply = `{emotion:string emotion_intensity:float message_id:int response:string session_id:string suggestions:[string] timestamp:string user_id:string}`
	for _, tc := range []struct {
		method, path, body, want string
	}{
		{"GET", "/health", "", `{database:string memory_system:string status:string timestamp:string vector_db:string version:string}`},
		{"GET", "/performance/health", "", `{checks:{cache:bool database:bool llm:bool redis:bool} status:string timestamp:float}`},
		{"GET", "/performance/metrics", "", `{metrics:{active_streams:int cache:{hit_rate:float memory_usage:string total_keys:int} max_concurrent:int performance:{cache_ttl:int redis_connected_clients:int redis_hit_rate:float redis_used_memory:string thread_pool_active:int} timeout:int} status:string timestamp:float}`},
		{"GET", "/performance/cache/stats", "", `{cache_stats:{hit_rate:float memory_usage:string total_keys:int} status:string timestamp:float}`},
		{"GET", "/performance/system/info", "", `{process:{cpu_percent:float memory_usage:int num_threads:int pid:int} status:string system:{cpu_count:int disk_usage:float memory_available:int memory_total:int platform:string python_version:string} timestamp:float}`},
		{"GET", "/performance/streams/active", "", `{active_streams:{} count:int status:string timestamp:float}`},
		{"GET", "/performance/optimization/config", "", `{config:{cache_enabled:bool cache_ttl:int max_concurrent_requests:int request_timeout:int} status:string timestamp:float}`},
		{"POST", "/performance/optimization/config", `{"cache_ttl":60}`, `{config:{cache_enabled:bool cache_ttl:int max_concurrent_requests:int request_timeout:int} message:string status:string}`},
		{"POST", "/performance/cache/clear?pattern=none*", "", `{message:string status:string}`},
		{"POST", "/performance/benchmark", "", `{results:{cache_seconds:float llm_seconds:float} status:string}`},
		{"POST", "/chat", `{"message":"你好","user_id":"u1","session_id":"s1"}`, reply},
		{"POST", "/multimodal/chat", `{"user_id":"u1"}`, reply},
		{"POST", "/api/multimodal/chat", `{"message":"看图"}`, reply},
		{"POST", "/api/voice-chat", `{"user_id":"u1"}`, "{audio_url:string " + reply[1:]},
		{"GET", "/sessions/s1/history", "", `{messages:[{content:string emotion:string role:string timestamp:string}] session_id:string}`},
		{"GET", "/sessions/nobody/history", "", `{messages:[] session_id:string}`},
		{"POST", "/feedback", `{"feedback_type":"warm","rating":4}`, `{created_at:string feedback_id:int feedback_type:string rating:int session_id:string}`},
		{"GET", "/feedback/statistics", "", `{statistics:[{avg_rating:float count:int feedback_type:string}] total_count:int}`},
	} {
		t.Run(tc.method+" "+tc.path, func(t *testing.T) {
			a := b.do(t, tc.method, tc.path, tc.body)
			if got := shape(a.json(t)); a.status != http.StatusOK || got != tc.want {
				t.Errorf("status %d\n got %s\nwant %s", a.status, got, tc.want)
			}
		})
	}
}

func TestTheOddAnswersOfTheField(t *testing.T) {
	b := start(t, "")
	for _, tc := range []struct {
		name, turn, how, path string
		status                int
		want                  string
	}{
		{"unhealthy with a 200", "/demo/health", `{"mode":"unhealthy-200"}`, "/health", 200, `{error:string status:string timestamp:string}`},
		{"unhealthy with a 503", "/demo/health", `{"mode":"unhealthy-503"}`, "/health", 503, `{error:string status:string timestamp:string}`},
		{"deep health that fails itself", "/demo/health", `{"mode":"unhealthy-503"}`, "/performance/health", 200, `{error:string status:string timestamp:float}`},
		{"a deployment without metrics", "/demo/parts", `{"metrics":false}`, "/metrics", 404, `{detail:string}`},
		{"a machine without psutil", "/demo/parts", `{"psutil":false}`, "/performance/system/info", 200, `{error:string status:string timestamp:float}`},
		{"performance metrics that raise", "/demo/parts", `{"performance":false}`, "/performance/metrics", 500, `{detail:string}`},
		{"a path that nobody has", "/demo/parts", `{}`, "/nowhere", 404, `{detail:string}`},
		{"the wrong method", "/demo/parts", `{}`, "/chat", 405, `{detail:string}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if a := b.do(t, "POST", tc.turn, tc.how); a.status != http.StatusOK {
				t.Fatalf("turn the switch: %+v", a)
			}
			a := b.get(t, tc.path)
			if got := shape(a.json(t)); a.status != tc.status || got != tc.want {
				t.Errorf("status %d, want %d\n got %s\nwant %s", a.status, tc.status, got, tc.want)
			}
		})
	}
}

func TestBadBodiesAreRefusedAsFastAPIDoes(t *testing.T) {
	b := start(t, "")
	for _, tc := range []struct{ name, path, body string }{
		{"no JSON", "/chat", "hello"},
		{"no message", "/chat", `{"user_id":"u1"}`},
		{"a rating of nine", "/feedback", `{"rating":9}`},
		{"a limit of none", "/performance/optimization/config", `{"max_concurrent_requests":0}`},
		{"an unknown health", "/demo/health", `{"mode":"so-so"}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := b.do(t, "POST", tc.path, tc.body)
			want := `{detail:[{loc:[string] msg:string type:string}]}`
			if got := shape(a.json(t)); a.status != http.StatusUnprocessableEntity || got != want {
				t.Errorf("status %d, %s", a.status, a.body)
			}
		})
	}
}

func TestWithoutTheTokenTheDemoEndpointsDoNotExist(t *testing.T) {
	b := start(t, "")
	response, err := b.client.Post(b.url+"/demo/filter", "application/json", strings.NewReader(`{"enabled":false}`))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusNotFound {
		t.Errorf("status %d, want 404", response.StatusCode)
	}
	if !b.switches.filter.Load() {
		t.Error("the filter was switched off without the token")
	}
}

// Who polls a service without Redis writes errors into its log: two lines for
// the metrics, one for the cache.
func TestTheWatchersEcho(t *testing.T) {
	b := start(t, "")
	refused := "Error 111 connecting to " + b.redis.Addr() + ". Connection refused."
	b.redis.Close()

	a := b.get(t, "/performance/metrics")
	if got, want := shape(a.json(t)), `{metrics:{error:string} status:string timestamp:float}`; a.status != 200 || got != want {
		t.Errorf("metrics: status %d, %s", a.status, a.body)
	}
	if n := strings.Count(b.logged(t, "error.log"), "ERROR - 获取性能指标失败: "+refused); n != 2 {
		t.Errorf("metrics wrote %d error lines, want 2:\n%s", n, b.logged(t, "error.log"))
	}
	if a := b.get(t, "/performance/cache/stats"); a.status != 500 || shape(a.json(t)) != `{detail:string}` {
		t.Errorf("cache: %+v", a)
	}
	if n := strings.Count(b.logged(t, "error.log"), "\n"); n != 3 {
		t.Errorf("%d error lines in all, want 3", n)
	}
	if a := b.get(t, "/performance/health").json(t); a["status"] != "degraded" {
		t.Errorf("deep health: %v", a)
	}
	if a := b.say(t, "你好"); a.status != 200 {
		t.Errorf("a chat without Redis: %+v", a)
	}
}

func TestMetricsCountUsersAndWatchersAlike(t *testing.T) {
	b := start(t, "")
	b.say(t, "你好")
	b.get(t, "/health")
	b.get(t, "/sessions/s1/history")
	text := b.get(t, "/metrics").body
	for _, line := range []string{
		`xinyu_request_total{endpoint="/chat",method="POST",status_code="200"} 1`,
		`xinyu_request_total{endpoint="/health",method="GET",status_code="200"} 1`,
		`xinyu_request_total{endpoint="/sessions/{session_id}/history",method="GET",status_code="200"} 1`,
		`xinyu_response_time_seconds_bucket{endpoint="/chat",le="0.5"} 1`,
		`xinyu_response_time_seconds_bucket{endpoint="/chat",le="+Inf"} 1`,
		`xinyu_stage_seconds_count{stage="network"} 1`,
		`xinyu_stage_seconds_count{stage="prompt"} 1`,
		`xinyu_stage_seconds_count{stage="llm"} 1`,
		`xinyu_stage_seconds_count{stage="vector"} 1`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("/metrics lacks %s\n%s", line, text)
		}
	}
	for _, bound := range []string{"0.1", "1", "1.5", "3"} {
		if !strings.Contains(text, `{endpoint="/chat",le="`+bound+`"}`) {
			t.Errorf("no bucket of %s s", bound)
		}
	}
	if out := b.logged(t, "backend.log"); !strings.Contains(out, `"GET /health HTTP/1.1" 200 OK`+"\n") {
		t.Errorf("no access line:\n%s", out)
	}
}

func TestNumbersAreWrittenAsPythonWrites(t *testing.T) {
	for in, want := range map[pyFloat]string{30: "30.0", 71.4: "71.4", 1735786245.67: "1735786245.67", 0: "0.0"} {
		got, err := json.Marshal(in)
		if err != nil || string(got) != want {
			t.Errorf("%v: got %s, %v; want %s", float64(in), got, err, want)
		}
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)
	if got := isoformat(at); got != "2026-01-02T03:04:05.678901" {
		t.Errorf("isoformat: %s", got)
	}
}
