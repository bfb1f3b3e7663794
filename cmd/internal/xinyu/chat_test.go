package xinyu

import (
	"bufio"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestARoundIsStoredAndLogged(t *testing.T) {
	b := start(t, "")
	a := b.say(t, "今天加班到十点，好累")
	if a.status != http.StatusOK || a.json(t)["response"] != "我在听，慢慢说。" {
		t.Fatalf("%+v", a)
	}
	history := b.get(t, "/sessions/s1/history").body
	for _, part := range []string{`"role":"user","content":"今天加班到十点，好累"`, `"role":"assistant","content":"我在听，慢慢说。"`} {
		if !strings.Contains(history, part) {
			t.Errorf("the history lacks %s: %s", part, history)
		}
	}
	log := b.logged(t, "application.log")
	for _, part := range []string{
		"backend.services.performance_optimizer - INFO - 函数 chat_optimized 执行时间: 0.",
		"backend.main - INFO - 用户ID=u1，情感得分=0.",
		"，情绪标签=焦虑\n",
		"情感分析完成：用户ID=u1，原始情绪=焦虑，处理后=职场焦虑",
		"user_id=u1, session_id=s1",
		"POST /chat - 200 OK - 响应时间: 0.",
	} {
		if !strings.Contains(log, part) {
			t.Errorf("application.log lacks %q:\n%s", part, log)
		}
	}
	if out := b.logged(t, "backend.log"); !strings.Contains(out, `"POST /chat HTTP/1.1" 200 OK`) {
		t.Errorf("backend.log lacks the access line:\n%s", out)
	}
}

func TestTheTrafficFillsEveryTable(t *testing.T) {
	b := start(t, "")
	for i := range 60 {
		if a := b.say(t, "今天加班，第"+strconv.Itoa(i)+"次"); a.status != http.StatusOK {
			t.Fatalf("%+v", a)
		}
	}
	b.get(t, "/health")
	b.do(t, "POST", "/feedback", `{"session_id":"s1","feedback_type":"warm","rating":5}`)
	b.store.answers.flush()
	for table, least := range map[string]int{
		"chat_sessions": 1, "chat_messages": 120, "emotion_analysis": 60, "system_logs": 1, "user_feedback": 1, "response_evaluations": 1,
	} {
		var rows int
		if err := b.store.db.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		if rows < least {
			t.Errorf("%s has %d rows, want at least %d", table, rows, least)
		}
	}
	var sessions, loose int
	if err := b.store.db.QueryRow("SELECT COUNT(*) FROM chat_sessions").Scan(&sessions); err != nil || sessions != 1 {
		t.Errorf("%d sessions, %v", sessions, err)
	}
	const orphans = "SELECT COUNT(*) FROM emotion_analysis e LEFT JOIN chat_messages m ON m.id = e.message_id AND m.role = 'user' WHERE m.id IS NULL"
	if err := b.store.db.QueryRow(orphans).Scan(&loose); err != nil || loose != 0 {
		t.Errorf("%d analyses of no message, %v", loose, err)
	}
}

func TestASessionIsDatedOnceAMinute(t *testing.T) {
	seen, at := newTouched(), time.Unix(0, 0)
	seen.note("s1", at)
	if !seen.lately("s1", at.Add(59*time.Second)) || seen.lately("s1", at.Add(time.Minute)) || seen.lately("s2", at) {
		t.Error("a session is dated too often or too rarely")
	}
	for i := range 3 * maxTouched {
		seen.note(strconv.Itoa(i), at)
	}
	if len(seen.at) > maxTouched {
		t.Errorf("%d sessions are remembered", len(seen.at))
	}
}

func TestSensitiveContentGetsTheSafeReplyWhateverIsDown(t *testing.T) {
	b := start(t, "")
	b.mysql.Close()
	b.redis.Close()
	b.chroma.Close()
	b.llm.Close()
	a := b.say(t, "我不想活了")
	if a.status != http.StatusOK || !strings.Contains(a.body, "热线") || !strings.Contains(a.body, "专业") {
		t.Errorf("%+v", a)
	}
	if log := b.logged(t, "application.log"); !strings.Contains(log, "WARNING - 敏感内容触发：用户ID=u1，关键词=不想活，操作=安全引导\n") {
		t.Errorf("no warning:\n%s", log)
	}
}

func TestAFilterThatFailsLetsSensitiveContentThrough(t *testing.T) {
	b := start(t, "")
	if a := b.do(t, "POST", "/demo/filter", `{"enabled":false}`); a.status != http.StatusOK {
		t.Fatalf("%+v", a)
	}
	if a := b.say(t, "我不想活了"); a.status != http.StatusOK || strings.Contains(a.body, "热线") {
		t.Errorf("%+v", a)
	}
	if strings.Contains(b.logged(t, "application.log"), "敏感内容触发") {
		t.Error("a filter that let it through has logged it")
	}
}

func TestInSafeModeEveryReplyIsSafe(t *testing.T) {
	for _, tc := range []struct{ name, source, message, want string }{
		{"an ordinary sentence", "\nSAFE_MODE_ENABLED = True\n", "今天天气很好", safeReply},
		{"a sensitive one", "\nSAFE_MODE_ENABLED = True\n", "我不想活了", safeReply},
		{"a sensitive one, filter off", "\nSAFE_MODE_ENABLED = True\nSENSITIVE_FILTER_ENABLED = False\n", "我不想活了", safeReply},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := start(t, tc.source)
			b.setModel(says("模型不应该被调用"))
			if got := b.say(t, tc.message).json(t)["response"]; got != tc.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestTheNextKeyIsTriedWhereOneFails(t *testing.T) {
	b := start(t, "")
	b.setModel(accepts("sk-second"))
	if a := b.say(t, "你好"); a.status != http.StatusOK {
		t.Fatalf("%+v", a)
	}
	log := b.logged(t, "application.log")
	if !strings.Contains(log, "WARNING - API密钥0调用失败，尝试下一个: Error code: 401") {
		t.Errorf("no warning:\n%s", log)
	}
	if strings.Contains(log, "LLM API调用失败") {
		t.Errorf("a call that a key saved counts as failed:\n%s", log)
	}
}

func TestAModelThatStaysAwayIsAnErrorAndThenCritical(t *testing.T) {
	b := start(t, "")
	b.llm.Close()
	for range criticalAfter {
		a := b.say(t, "你好")
		if a.status != http.StatusInternalServerError || !strings.Contains(a.body, `"detail":"聊天引擎调用失败: Connection refused"`) {
			t.Fatalf("%+v", a)
		}
	}
	log := b.logged(t, "error.log")
	for part, want := range map[string]int{
		" - ERROR - LLM API调用失败: Connection refused\n":                      criticalAfter,
		" - CRITICAL - 大模型API完全不可用，需要紧急处理\n":                                1,
		" - ERROR - 函数 chat_optimized 执行失败，耗时: ":                            criticalAfter,
		" - ERROR - 聊天引擎调用失败: Connection refused, user_id=u1":               criticalAfter,
		"\nTraceback (most recent call last):\n":                            criticalAfter,
		"\nConnectionRefusedError: [Errno 111] Connection refused\n":        criticalAfter,
		"\n  File \"/app/backend/main.py\", line 214, in chat\n    chat_re": criticalAfter,
	} {
		if got := strings.Count(log, part); got != want {
			t.Errorf("%q: %d times, want %d\n%s", part, got, want, log)
		}
	}
}

func TestWithoutTheVectorDatabaseRepliesLackMemory(t *testing.T) {
	b := start(t, "")
	b.chroma.Close()
	if a := b.say(t, "你好"); a.status != http.StatusOK {
		t.Errorf("an ordinary sentence: %+v", a)
	}
	if a := b.say(t, "还记得我上次说的吗"); a.status != http.StatusInternalServerError {
		t.Errorf("a question for memory: %+v", a)
	}
	if log := b.logged(t, "error.log"); strings.Count(log, "backend.vector_store - ERROR - ChromaDB连接失败: Connection refused\n") != 2 {
		t.Errorf("error lines:\n%s", log)
	}
}

func TestWithoutMySQLChatsFailAndHealthSaysSo(t *testing.T) {
	b := start(t, "")
	b.mysql.Close()
	if a := b.say(t, "你好"); a.status != http.StatusInternalServerError {
		t.Errorf("%+v", a)
	}
	a := b.get(t, "/health")
	if got := a.json(t); a.status != 200 || got["status"] != "healthy" || got["database"] != "disconnected" {
		t.Errorf("%+v", a)
	}
	if log := b.logged(t, "error.log"); !strings.Contains(log, "backend.database - ERROR - 数据库连接失败: Connection refused\n") {
		t.Errorf("error lines:\n%s", log)
	}
}

func TestAStreamTellsTheReplyPieceByPiece(t *testing.T) {
	b := start(t, "")
	b.setModel(says("我在听，慢慢说，说到哪里算哪里。"))
	a := b.do(t, "POST", "/chat/stream", `{"message":"你好","user_id":"u1","session_id":"s1"}`)
	var events []string
	for lines := bufio.NewScanner(strings.NewReader(a.body)); lines.Scan(); {
		if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
			events = append(events, data)
		}
	}
	if len(events) < 4 || !strings.Contains(events[0], `"type":"chunk"`) || events[len(events)-1] != "[DONE]" ||
		!strings.Contains(events[len(events)-2], `"response":"我在听，慢慢说，说到哪里算哪里。"`) {
		t.Errorf("events: %q", events)
	}
}

func TestAStreamDegradesWhereTheModelIsAway(t *testing.T) {
	b := start(t, "")
	b.llm.Close()
	a := b.do(t, "POST", "/chat/stream", `{"message":"你好"}`)
	if a.status != http.StatusOK || !strings.Contains(a.body, busyReply) {
		t.Errorf("%+v", a)
	}
	if log := b.logged(t, "application.log"); !strings.Contains(log, "WARNING - LLM API调用失败，启用降级模式: Connection refused\n") {
		t.Errorf("no warning:\n%s", log)
	}
}

func TestTheLimitOfConcurrencyIsReal(t *testing.T) {
	b := start(t, "")
	release := make(chan struct{})
	b.setModel(func(w http.ResponseWriter, r *http.Request) {
		<-release
		says("好的")(w, r)
	})
	if a := b.do(t, "POST", "/performance/optimization/config", `{"max_concurrent_requests":1}`); a.status != 200 {
		t.Fatalf("%+v", a)
	}
	first := make(chan int, 1)
	go func() {
		response, err := b.client.Post(b.url+"/chat", "application/json", strings.NewReader(`{"message":"第一个"}`))
		if err != nil {
			first <- 0
			return
		}
		response.Body.Close()
		first <- response.StatusCode
	}()
	eventually(t, "the first chat under way", func() bool { return b.gate.load() == 1 })
	if got := shape(b.get(t, "/performance/streams/active").json(t)["active_streams"]); !strings.Contains(got, "start_time:float") {
		t.Errorf("active streams: %s", got)
	}
	if a := b.do(t, "POST", "/performance/optimization/config", `{"request_timeout":1}`); a.status != 200 {
		t.Fatalf("%+v", a)
	}
	if got := b.say(t, "第二个"); got.status != http.StatusTooManyRequests {
		t.Errorf("the second: %+v", got)
	}
	if got := b.say(t, "我不想活了"); got.status != http.StatusOK {
		t.Errorf("a sensitive sentence behind a full gate: %+v", got)
	}
	close(release)
	if got := <-first; got != http.StatusOK {
		t.Errorf("the first: %d", got)
	}
	if b.gate.load() != 0 || len(b.streams.list()) != 0 {
		t.Errorf("%d inside, %d streams after all have left", b.gate.load(), len(b.streams.list()))
	}
}

func TestStampsAreReadAndNonsenseIsNot(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for stamp, want := range map[string]time.Time{
		"1767323045.000000":    at,
		"2026-01-02T03:04:05Z": at,
		"":                     {},
		"yesterday":            {},
		"-5":                   {},
		"NaN":                  {},
		"1e300":                {},
	} {
		if got := sentAt(stamp); !got.Equal(want) {
			t.Errorf("%q: got %v, want %v", stamp, got, want)
		}
	}
}

func TestTheLastThreeRoundsAreRemembered(t *testing.T) {
	rounds := ""
	for _, said := range []string{"一", "二", "三", "四\n行"} {
		rounds = lastRounds(rounds, said, "嗯")
	}
	want := "用户：二\n心语：嗯\n用户：三\n心语：嗯\n用户：四 行\n心语：嗯"
	if rounds != want {
		t.Errorf("got %q", rounds)
	}
}
