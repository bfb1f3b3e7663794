package logview_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

func failure(after time.Duration, message string) *logview.Entry {
	return &logview.Entry{At: now.Add(after), Level: logview.Error, Module: raw.Of("m"), Message: raw.Of(message), Lines: 1}
}

func TestRepeatsAreFolded(t *testing.T) {
	f := logview.NewFolder(logview.FoldOptions{Within: time.Minute, Folds: 3})
	f.Add(failure(0, "user u1 failed after 1.2s"))
	f.Add(failure(1*time.Second, "connection refused"))
	f.Add(failure(2*time.Second, "user u77 failed after 15s"))
	info := failure(3*time.Second, "user u1 failed after 1.2s")
	info.Level = logview.Info
	f.Add(info)
	got := []string{}
	for _, one := range f.Newest(9) {
		got = append(got, fmt.Sprintf("%v ×%d %v–%v", one.Message, one.Count, one.First.Sub(now), one.Last.Sub(now)))
	}
	want := []string{"connection refused ×1 1s–1s", "user u77 failed after 15s ×2 0s–2s", "user u1 failed after 1.2s ×1 3s–3s"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if late := f.Add(failure(2*time.Minute, "connection refused")); late.Count != 1 {
		t.Errorf("a repeat after the window counts %d", late.Count)
	}
	if n := len(f.Newest(9)); n != 3 {
		t.Errorf("%d folds, at most 3 are kept", n)
	}
	if f.Newest(-1) == nil || len(f.Newest(1)) != 1 {
		t.Error("Newest does not give what is asked")
	}
}

func TestCopiesAreToldOnce(t *testing.T) {
	c := logview.NewCopies()
	for i, test := range []struct {
		source, message string
		after           time.Duration
		want            bool
	}{
		{"application", "boom", 0, false},
		{"errors", "boom", 0, true},
		{"application", "boom", 0, false}, // it happened twice
		{"errors", "boom", 0, true},
		{"errors", "boom", 0, false}, // and once more
		{"application", "boom", 0, true},
		{"errors", "boom", time.Millisecond, false},
		{"application", "other", time.Millisecond, false},
	} {
		e := failure(test.after, test.message)
		e.Source = test.source
		if c.Mark(e, ""); e.Copy != test.want {
			t.Errorf("entry %d: copy %v", i, e.Copy)
		}
	}
}

func TestOldRecordsAreForgotten(t *testing.T) {
	c := logview.NewCopies()
	for i := range 10_000 {
		c.Mark(failure(time.Duration(i)*time.Second, "bounded"), "")
	}
	for after, want := range map[time.Duration]bool{0: false, 9_999 * time.Second: true} {
		e := failure(after, "bounded")
		e.Source = "errors"
		if c.Mark(e, ""); e.Copy != want {
			t.Errorf("the record after %v: copy %v", after, e.Copy)
		}
	}
}

func TestRequestLines(t *testing.T) {
	r, err := logview.NewRequests(`POST (?P<endpoint>\S+) - (?P<status>\d{3}) .*响应时间: (?P<took>[\d.]+)s`)
	if err != nil {
		t.Fatal(err)
	}
	line, ok := r.Read(failure(0, "POST /chat - 200 OK - 响应时间: 1.2s"))
	if !ok || !line.Endpoint.Is("/chat") || line.Status != 200 || line.Took != 1200*time.Millisecond || !line.Timed || !line.At.Equal(now) {
		t.Errorf("got %+v, %v", line, ok)
	}
	for _, message := range []string{"POST /chat", "POST /chat - 099 X - 响应时间: 1.2s", "POST /chat - 200 X - 响应时间: 1.2.3s"} {
		if _, ok := r.Read(failure(0, message)); ok {
			t.Errorf("%q is read", message)
		}
	}
	for _, pattern := range []string{"(", "x", "(?P<endpoint>x)", "(?P<took>x)"} {
		if _, err := logview.NewRequests(pattern); err == nil {
			t.Errorf("%q is accepted", pattern)
		}
	}
}

func TestEcho(t *testing.T) {
	access := func(path string) string {
		return fmt.Sprintf(`INFO:     127.0.0.1:5 - "GET %s HTTP/1.1" 200 OK`, path)
	}
	python := func(level, message string) string { return "2026-01-02 14:45:00,500 - m - " + level + " - " + message }
	echo := logview.NewEcho([]logview.Asked{
		{Path: "/health"}, {Path: "http://127.0.0.1:8000/performance/metrics?x=1"},
		{Path: "/talk", User: "bedside", Session: "bedside-canary"},
	})
	echo.Polled("/talk", now, now)
	echo.Polled("/health", now, now.Add(10*time.Millisecond))
	echo.Polled("/performance/metrics", now, now.Add(10*time.Millisecond))
	echo.Polled("/chat", now, now)
	for _, test := range []struct {
		name, line string
		after      time.Duration
		want       bool
	}{
		{"the line of our poll", access("/health"), 300 * time.Millisecond, true},
		{"another caller's at the same time", access("/health"), 310 * time.Millisecond, false},
		{"a poll's line that comes too late", access("/performance/metrics"), 5 * time.Second, false},
		{"a path that we do not poll", access("/chat"), 0, false},
		{"the failure that our poll meets", python("ERROR", "获取性能指标失败: Error 111"), time.Second, true},
		{"the same from a second module", python("ERROR", "获取性能指标失败: Error 111"), time.Second, true},
		{"the failure of a poll that we did not make", python("ERROR", "获取缓存统计失败: Error 111"), time.Second, false},
		{"the record of a health check", python("INFO", "Health check"), time.Second, true},
		{"a health check that failed", python("ERROR", "Health check failed"), time.Second, false},
		{"our own conversation", python("WARNING", "敏感内容触发：用户ID=bedside，关键词=自杀"), time.Second, true},
		{"our own session", python("INFO", "chat session_id=bedside-canary"), time.Second, true},
		{"a session of another user", python("INFO", "chat user_id=u7, session_id=bedside-canary"), time.Second, false},
		{"another session of our name", python("ERROR", "LLM API调用失败: user_id=bedside, session_id=s1"), time.Second, false},
		{"a user of like name", python("INFO", "chat user_id=bedside2"), time.Second, false},
		{"a failure that users meet", python("ERROR", "LLM API调用失败: Connection timeout"), time.Second, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := parse(logview.Auto, shanghai, test.line)[0]
			e.Arrived = now.Add(test.after)
			if echo.Mark(&e); e.Echo != test.want {
				t.Errorf("echo %v", e.Echo)
			}
		})
	}
}

func TestEachPollHasOneLineOfAKindInALog(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"nginx's complaint", `2026/01/02 14:45:00 [error] 7#7: *1 open() "/srv/x" failed (2: No such file), client: 127.0.0.1, server: , request: "GET %s HTTP/1.1", host: "bot"`},
		{"nginx's access line", `127.0.0.1 - - [02/Jan/2026:14:45:00 +0800] "GET %s HTTP/1.1" 404 153 "-" "bedside"`},
		{"the access line of Python's http.server", `127.0.0.1 - - [02/Jan/2026 14:45:00] "GET %s HTTP/1.1" 404 -`},
		{"uvicorn's", `INFO:     127.0.0.1:5 - "GET %s HTTP/1.1" 404 Not Found`},
		{"uvicorn's with a time in front", `2026-01-02 14:45:00,500 - uvicorn.access - INFO - 127.0.0.1:5 - "GET %s HTTP/1.1" 404`},
	} {
		t.Run(test.name, func(t *testing.T) {
			echo := logview.NewEcho([]logview.Asked{{Path: "/metrics"}, {Path: "/health"}})
			echo.Polled("/metrics", now, now)
			echo.Polled("/metrics", now, now)
			marked := func(path string) bool {
				e := parse(logview.Auto, shanghai, fmt.Sprintf(test.line, path))[0]
				e.Arrived = now.Add(time.Second)
				echo.Mark(&e)
				return e.Echo
			}
			if got := []bool{marked("/metrics"), marked("/metrics"), marked("/metrics")}; !slices.Equal(got, []bool{true, true, false}) {
				t.Errorf("two polls and a user: the echoes are %v", got)
			}
			if marked("/health") || marked("/metrics/x") {
				t.Error("an echo of what we did not ask for")
			}
		})
	}
}

func TestAFailureWithoutAPollIsNoEcho(t *testing.T) {
	echo := logview.NewEcho([]logview.Asked{{Path: "/performance/metrics"}})
	echo.Polled("/performance/metrics", now.Add(-time.Minute), now.Add(-time.Minute))
	e := failure(0, "获取性能指标失败: Error 111")
	if echo.Mark(e); e.Echo {
		t.Error("our poll was a minute ago")
	}
}

func TestAUserOfOurNameCountsBeyondWhatOurConversationsWrite(t *testing.T) {
	echo := logview.NewEcho([]logview.Asked{{Path: "/chat", User: "bedside", Session: "s"}})
	line := func() *logview.Entry {
		return &parse(logview.Auto, shanghai, "2026-01-02 14:45:00,500 - m - ERROR - LLM API调用失败: user_id=bedside, Connection timeout")[0]
	}
	marked := func(n int) (echoes int) {
		for range n {
			e := line()
			if echo.Mark(e); e.Echo {
				echoes++
			}
		}
		return echoes
	}
	if got := marked(20); got != 20 {
		t.Errorf("%d of 20 lines of an earlier run are echoes", got)
	}
	for range 3 {
		echo.Polled("/chat", now.Add(-time.Minute), now.Add(-time.Minute))
		if got := marked(20); got != 3 {
			t.Errorf("%d of 20 lines alike after one conversation are echoes, want 3", got)
		}
	}
	nobody := logview.NewEcho([]logview.Asked{{Path: "/chat"}})
	e := line()
	if nobody.Mark(e); e.Echo {
		t.Error("we hold no conversation, and the user has nothing to do with us")
	}
}
