package logview_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/logview"
)

var shanghai = time.FixedZone("CST", 8*3600)

// parse reads lines that arrive together and returns the entries they make.
func parse(format logview.Format, zone *time.Location, lines ...string) []logview.Entry {
	p := logview.NewParser(logview.ParserOptions{Source: "application", Format: format, Zone: zone})
	var entries []logview.Entry
	for _, line := range lines {
		if e, ok := p.Line([]byte(line), logview.Arrival{}); ok {
			entries = append(entries, e)
		}
	}
	if e, ok := p.Close(); ok {
		entries = append(entries, e)
	}
	return entries
}

// show writes an entry as the tables below do.
func show(e logview.Entry) string {
	at := "-"
	if !e.At.IsZero() {
		at = e.At.Format("2006-01-02T15:04:05.999Z07:00")
	}
	s := fmt.Sprintf("%s|%s|%v|%s|%v", at, e.Level, e.Module, e.Kind, e.Message)
	for _, f := range e.Fields {
		s += fmt.Sprintf("|%s=%v", f.Name, f.Value)
	}
	return s
}

func TestHeaders(t *testing.T) {
	for _, test := range []struct{ name, line, want string }{
		{"Python's default format",
			"2026-01-02 03:04:05,678 - backend.vector_store - ERROR - ChromaDB连接失败: Connection refused",
			"2026-01-02T03:04:05.678+08:00|ERROR|backend.vector_store||ChromaDB连接失败: Connection refused"},
		{"the same without milliseconds",
			"2026-01-02 03:04:05 - backend.main - INFO - ready",
			"2026-01-02T03:04:05+08:00|INFO|backend.main||ready"},
		{"a logger whose name holds dashes",
			"2026-01-02 03:04:05,001 - my - own - logger - WARNING - slow - very",
			"2026-01-02T03:04:05.001+08:00|WARNING|my - own - logger||slow - very"},
		{"an empty message",
			"2026-01-02 03:04:05,001 - backend.main - CRITICAL - ",
			"2026-01-02T03:04:05.001+08:00|CRITICAL|backend.main||"},
		{"uvicorn's access line",
			`INFO:     127.0.0.1:53422 - "POST /chat?user_id=5 HTTP/1.1" 200 OK`,
			`-|INFO|uvicorn|access|127.0.0.1:53422 - "POST /chat?user_id=5 HTTP/1.1" 200 OK|method=POST|endpoint=/chat|status=200|client=127.0.0.1:53422`},
		{"uvicorn's own line",
			"INFO:     Application startup complete.",
			"-|INFO|uvicorn|startup|Application startup complete."},
		{"Python without a formatter",
			"ERROR:root:out of luck", "-|ERROR|root||out of luck"},
		{"nginx's error log",
			"2026/01/02 03:04:05 [error] 7#7: *1 connect() failed",
			"2026-01-02T03:04:05+08:00|ERROR|||7#7: *1 connect() failed"},
		{"nginx's complaint about a request, whose other texts are the client's",
			`2026/01/02 03:04:05 [error] 7#7: *1 open() "/srv/x" failed (2: No such file), client: 127.0.0.1, server: , request: "GET /x?user=u1 HTTP/1.1", host: "bot", referrer: "session=s"`,
			`2026-01-02T03:04:05+08:00|ERROR||complaint|7#7: *1 open() "/srv/x" failed (2: No such file), client: 127.0.0.1, server: , request: "GET /x?user=u1 HTTP/1.1", host: "bot", referrer: "session=s"|method=GET|endpoint=/x`},
		{"an access line as nginx and Apache write it",
			`10.0.0.7 - - [02/Jan/2026:03:04:05 +0800] "GET /x?user=u1 HTTP/1.1" 404 153 "-" "user=u2"`,
			`-|||access|10.0.0.7 - - [02/Jan/2026:03:04:05 +0800] "GET /x?user=u1 HTTP/1.1" 404 153 "-" "user=u2"|method=GET|endpoint=/x|status=404|client=10.0.0.7`},
		{"an access line of Python's http.server",
			`::1 - - [02/Jan/2026 03:04:05] "GET /x HTTP/1.1" 404 -`,
			`-|||access|::1 - - [02/Jan/2026 03:04:05] "GET /x HTTP/1.1" 404 -|method=GET|endpoint=/x|status=404|client=::1`},
		{"uvicorn's access line through Python's formatter",
			`2026-01-02 03:04:05,678 - uvicorn.access - INFO - 127.0.0.1:5 - "GET /x HTTP/1.1" 404`,
			`2026-01-02T03:04:05.678+08:00|INFO|uvicorn.access|access|127.0.0.1:5 - "GET /x HTTP/1.1" 404|method=GET|endpoint=/x|status=404|client=127.0.0.1:5`},
		{"what somebody wrote that looks like an access line",
			`2026-01-02 03:04:05,678 - chat - ERROR - u1 - "GET /x HTTP/1.1" 404`,
			`2026-01-02T03:04:05.678+08:00|ERROR|chat||u1 - "GET /x HTTP/1.1" 404`},
		{"a stamp with a zone of its own",
			"2026-01-02T03:04:05.5Z INFO worker: ready",
			"2026-01-02T11:04:05.5+08:00|INFO|||worker: ready"},
		{"a stamp without a level",
			"2026-01-02 03:04:05 something happened",
			"2026-01-02T03:04:05+08:00||||something happened"},
		{"no stamp at all", "something happened", "-||||something happened"},
		{"a day that does not exist is no stamp",
			"2026-02-30 03:04:05,678 - m - ERROR - x", "-||||2026-02-30 03:04:05,678 - m - ERROR - x"},
		{"an hour without a date is no stamp", "03:04:05 - m - ERROR - x", "-||||03:04:05 - m - ERROR - x"},
		{"a carriage return belongs to the line end",
			"2026-01-02 03:04:05,678 - m - ERROR - x\r", "2026-01-02T03:04:05.678+08:00|ERROR|m||x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			entries := parse(logview.Auto, shanghai, test.line)
			if len(entries) != 1 {
				t.Fatalf("%d entries", len(entries))
			}
			e := entries[0]
			if !e.At.IsZero() {
				e.At = e.At.In(shanghai)
			}
			if got := show(e); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestMessagesAreUnderstood(t *testing.T) {
	for _, test := range []struct{ name, level, message, want string }{
		{"start-up", "INFO", "后端服务启动成功，监听端口8000", "startup"},
		{"a request", "INFO", "POST /chat - 200 OK - 响应时间: 1.2s", "request|method=POST|endpoint=/chat|status=200|took=1.2s"},
		{"a function's time", "INFO", "函数 chat_optimized 执行时间: 1.234s", "timing|function=chat_optimized|took=1.234s"},
		{"a function too slow", "WARNING", "函数 chat 执行时间过长: 3.456s", "timing|function=chat|took=3.456s"},
		{"a function that failed", "ERROR", "函数 chat 执行失败，耗时: 3.456s, 错误: boom, user_id=evil", "timing|function=chat|took=3.456s|error=boom, user_id=evil"},
		{"an interaction", "INFO", "用户ID=u1，情感得分=0.23，情绪标签=焦虑", "interaction|user=u1|score=0.23|emotion=焦虑"},
		{"an emotion analysis", "INFO", "情感分析完成：用户ID=u1，原始情绪=焦虑，处理后=职场焦虑", "emotion|user=u1|raw_emotion=焦虑|emotion=职场焦虑"},
		{"sensitive content", "WARNING", "敏感内容触发：用户ID=u1，关键词=自残，操作=安全引导", "sensitive|user=u1|keyword=自残|action=安全引导"},
		{"the same with ASCII marks", "WARNING", "敏感内容触发: 用户ID=u1, 关键词=自残, 操作=安全引导", "sensitive|user=u1|keyword=自残|action=安全引导"},
		{"full-width equals signs", "WARNING", "敏感内容触发：用户ID＝u1，关键词＝自残", "sensitive|user=u1|keyword=自残"},
		{"feedback", "INFO", "用户反馈：反馈类型=lack_empathy，评分=2，评论=不懂我，user_id=admin", "feedback|feedback=lack_empathy|rating=2|comment=不懂我，user_id=admin"},
		{"a database warning", "WARNING", "数据库连接超时: timeout after 5s", "database"},
		{"a degraded answer", "WARNING", "LLM响应超时，使用降级策略", "degrading"},
		{"the next key", "WARNING", "API密钥0调用失败，尝试下一个: 401", "degrading"},
		{"identifiers anywhere", "ERROR", "failed for user_id=test_user, session_id=abc123", "|user=test_user|session=abc123"},
		{"identifiers in brackets", "ERROR", "failed (session_id=abc123)", "|session=abc123"},
		{"a quoted value", "INFO", `lookup keyword="two words" done=yes`, "|keyword=two words|done=yes"},
		{"a name in a URL is no field", "INFO", "calling http://localhost:8000/x", ""},
		{"the first value of a name stays", "INFO", "user_id=a user_id=b", "|user=a"},
		{"what users write decides no kind", "INFO", "收到：敏感内容触发", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			entries := parse(logview.Python, shanghai, "2026-01-02 03:04:05,678 - m - "+test.level+" - "+test.message)
			_, got, _ := strings.Cut(show(entries[0]), "|"+test.level+"|m|")
			kind, _, _ := strings.Cut(got, "|")
			_, fields, _ := strings.Cut(got, "|"+test.message)
			if kind+fields != test.want {
				t.Errorf("got  %s\nwant %s", kind+fields, test.want)
			}
		})
	}
}

func TestFoldsWhatFollowsAHeader(t *testing.T) {
	entries := parse(logview.Auto, shanghai,
		"2026-01-02 03:04:05,678 - m - ERROR - boom",
		"Traceback (most recent call last):",
		`  File "a.py", line 1, in <module>`,
		"    1/0",
		"",
		"ZeroDivisionError: division by zero",
		"2026-01-02 03:04:06,000 - m - INFO - next",
		`INFO:     127.0.0.1:1 - "GET / HTTP/1.1" 200 OK`,
		"a line printed by somebody",
		"Traceback (most recent call last):",
		"ValueError: nobody logged me",
	)
	if len(entries) != 5 {
		t.Fatalf("%d entries, want 5: %v", len(entries), entries)
	}
	if e := entries[0]; e.Lines != 6 || len(e.Trace.ScreenLines()) != 5 || !e.Trace.Has("division by zero") {
		t.Errorf("the traceback is not whole: %d lines, %q", e.Lines, e.Trace.ScreenLines())
	}
	if e := entries[4]; e.Level != logview.Error || !e.Trace.Is("ValueError: nobody logged me") {
		t.Errorf("the bare traceback is %+v", e)
	}
}

func TestABareTracebackIsAnError(t *testing.T) {
	entries := parse(logview.Auto, shanghai, "hello", "world", "", "Traceback (most recent call last):", "  x", "ValueError: y")
	levels := []logview.Level{}
	for _, e := range entries {
		levels = append(levels, e.Level)
	}
	if !slices.Equal(levels, []logview.Level{logview.NoLevel, logview.NoLevel, logview.Error}) {
		t.Errorf("levels %v", levels)
	}
	if e := parse(logview.Auto, shanghai, "Traceback (most recent call last):", "  x", "ValueError: y")[0]; e.Level != logview.Error || e.Lines != 3 || !e.At.IsZero() {
		t.Errorf("got %+v", e)
	}
}

func TestPlainReadsNothing(t *testing.T) {
	entries := parse(logview.Plain, shanghai, "2026-01-02 03:04:05,678 - m - ERROR - user_id=1", "  indented", "")
	if len(entries) != 2 || entries[0].Level != logview.NoLevel || !entries[0].At.IsZero() || entries[0].Fields != nil {
		t.Errorf("got %+v", entries)
	}
}

func TestATracebackIsBounded(t *testing.T) {
	lines := []string{"2026-01-02 03:04:05,678 - m - ERROR - boom"}
	for i := range 3 * logview.MaxLines {
		lines = append(lines, fmt.Sprintf("  frame %d", i))
	}
	e := parse(logview.Python, shanghai, lines...)[0]
	if e.Lines != len(lines) || !e.Cut || len(e.Trace.ScreenLines()) != logview.MaxLines {
		t.Errorf("%d lines, %d kept, cut %v", e.Lines, len(e.Trace.ScreenLines()), e.Cut)
	}
	e = parse(logview.Python, shanghai, lines[0], strings.Repeat("数", 10<<20/3))[0]
	if e.Trace.Len() > logview.MaxTrace || e.Trace.Len() < logview.MaxTrace-4 || !e.Cut || strings.Contains(e.Trace.Screen(), `\x`) {
		t.Errorf("kept %d bytes, cut %v", e.Trace.Len(), e.Cut)
	}
	if e = parse(logview.Python, shanghai, lines[0]+strings.Repeat("x", 10<<20))[0]; e.Message.Len() != logview.MaxMessage || !e.Cut {
		t.Errorf("kept %d bytes of a long message, cut %v", e.Message.Len(), e.Cut)
	}
}

func TestAnEntryIsCompleteWhenItsLogFallsQuiet(t *testing.T) {
	p := logview.NewParser(logview.ParserOptions{Format: logview.Python})
	start := time.Now()
	p.Line([]byte("2026-01-02 03:04:05,678 - m - ERROR - boom"), logview.Arrival{At: start})
	if _, ok := p.Flush(start.Add(logview.Quiet - 1)); ok {
		t.Error("given before the log was quiet")
	}
	p.Line([]byte("  frame"), logview.Arrival{At: start.Add(logview.Quiet - 1)})
	if _, ok := p.Flush(start.Add(logview.Quiet)); ok {
		t.Error("given although a line had just come")
	}
	e, ok := p.Flush(start.Add(2*logview.Quiet - 1))
	if !ok || e.Lines != 2 || !e.Arrived.Equal(start) {
		t.Errorf("got %+v, %v", e, ok)
	}
	if _, ok := p.Flush(start.Add(time.Hour)); ok {
		t.Error("given twice")
	}
}

func TestAnEndlessEntryIsGivenAfterItsTime(t *testing.T) {
	p := logview.NewParser(logview.ParserOptions{Format: logview.Python})
	start := time.Now()
	p.Line([]byte("2026-01-02 03:04:05,678 - m - ERROR - boom"), logview.Arrival{At: start})
	for d := time.Duration(0); d < logview.MaxAge; d += logview.Quiet / 2 {
		p.Line([]byte("  frame"), logview.Arrival{At: start.Add(d)})
	}
	if _, ok := p.Flush(start.Add(logview.MaxAge)); !ok {
		t.Error("still held")
	}
}

func TestTimesKeepTheOrderOfArrival(t *testing.T) {
	entries := parse(logview.Python, shanghai,
		"2026-01-02 03:04:05,678 - m - INFO - a",
		"2026-01-02 03:04:04,000 - m - INFO - an earlier stamp",
		"2026-01-02 03:04:05,700 - m - INFO - c")
	got := []string{}
	for _, e := range entries {
		got = append(got, e.At.Format("05.000"))
	}
	if want := []string{"05.678", "04.000", "05.700"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTwoProcessesThatWriteAtOnceKeepTheOrderOfArrival(t *testing.T) {
	entries := parse(logview.Python, shanghai,
		"2026-01-02 03:04:05,678 - a - ERROR - boom",
		"Traceback (most recent call last):",
		"2026-01-02 03:04:05,100 - b - INFO - the other worker",
		`  File "a.py", line 1, in <module>`,
		"2026-01-02 03:04:05,900 - a - INFO - next")
	if len(entries) != 3 {
		t.Fatalf("%d entries, want 3: %v", len(entries), entries)
	}
	for i, want := range []string{"boom", "the other worker", "next"} {
		if !entries[i].Message.Is(want) {
			t.Errorf("entry %d is %q, want %q", i, entries[i].Message.Screen(), want)
		}
	}
}

func TestATimeWithoutADayIsNotInvented(t *testing.T) {
	for _, line := range []string{"03:04:05,678 - m - ERROR - boom", "2026-02-30 03:04:05,678 - m - ERROR - boom", "ERROR - boom"} {
		for _, e := range parse(logview.Auto, shanghai, line) {
			if !e.At.IsZero() {
				t.Errorf("%q is said to be of %v", line, e.At)
			}
		}
	}
}

func TestTheHourThatComesTwice(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatalf("load a zone with summer time: %v", err)
	}
	entries := parse(logview.Python, berlin,
		"2025-10-26 02:30:00,000 - m - INFO - summer time",
		"2025-10-26 02:59:59,000 - m - INFO - summer time",
		"2025-10-26 02:00:00,000 - m - INFO - winter time",
		"2025-10-26 02:59:00,000 - m - INFO - winter time",
		"2025-10-26 03:00:00,000 - m - INFO - winter time")
	for i, e := range entries {
		if i > 0 && !e.At.After(entries[i-1].At) {
			t.Errorf("%v is not after %v", e.At, entries[i-1].At)
		}
	}
}

func FuzzParser(f *testing.F) {
	f.Add("2026-01-02 03:04:05,678 - m - ERROR - 用户ID=u1，x\n  trace\n\nINFO:     127.0.0.1:1 - \"GET /?a=b HTTP/1.1\" 200 OK")
	f.Add("2026-01-02 03:04:05+08:00 | ERROR | x\nPOST /chat - 20")
	f.Add("ERROR:root:\xff\x00=\nTraceback (most recent call last):\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		for _, format := range []logview.Format{logview.Auto, logview.Python, logview.Uvicorn, logview.Plain} {
			held := 0
			for _, e := range parse(format, shanghai, lines...) {
				held += e.Lines
				if e.Lines < 1 || e.Level > logview.Critical {
					t.Fatalf("entry %+v", e)
				}
				for _, f := range e.Fields {
					if f.Name == "" || f.Value.Empty() {
						t.Fatalf("field %+v", f)
					}
				}
			}
			full := len(lines)
			for _, line := range lines {
				if strings.TrimSuffix(line, "\r") == "" {
					full--
				}
			}
			if held < full || held > len(lines) {
				t.Fatalf("%s: %d lines became %d", format, len(lines), held)
			}
		}
	})
}
