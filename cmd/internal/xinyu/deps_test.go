package xinyu

import (
	"bufio"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

func ask(t *testing.T, method, url, key, body string) *http.Response {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Close = true
	if key != "" {
		q.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

func TestTheModelAnswersAtOnceOrAsAStream(t *testing.T) {
	l, err := newLLM([]string{"a", "b"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	url := "http://" + l.Addr() + "/v1/chat/completions"
	t.Run("at once", func(t *testing.T) {
		var answer llmAnswer
		resp := ask(t, http.MethodPost, url, "a", `{"model":"m","messages":[{"role":"user","content":"你好"}]}`)
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s, %v", resp.Status, err)
		}
		if len(answer.Choices) != 1 || !slices.Contains(modelReplies(), answer.Choices[0].Message.Content) {
			t.Errorf("%+v", answer)
		}
	})
	t.Run("as a stream that says when it is done", func(t *testing.T) {
		resp := ask(t, http.MethodPost, url, "b", `{"stream":true,"messages":[{"role":"user","content":"你好"}]}`)
		var whole strings.Builder
		var last string
		lines := bufio.NewScanner(resp.Body)
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok {
				continue
			}
			last = data
			var piece llmAnswer
			if json.Unmarshal([]byte(data), &piece) == nil {
				whole.WriteString(piece.Choices[0].Delta.Content)
			}
		}
		if last != "[DONE]" || !slices.Contains(modelReplies(), whole.String()) {
			t.Errorf("%q, then %q", whole.String(), last)
		}
	})
	for _, c := range []struct {
		name, key, body string
		status          int
	}{
		{"no key", "", "{}", http.StatusUnauthorized},
		{"a wrong key", "c", "{}", http.StatusUnauthorized},
		{"nothing said", "a", "{}", http.StatusBadRequest},
		{"no JSON", "a", "你好", http.StatusBadRequest},
		{"too much said", "a", strings.Repeat("x", llmBodyLimit+1), http.StatusRequestEntityTooLarge},
	} {
		t.Run(c.name+" is refused", func(t *testing.T) {
			resp := ask(t, http.MethodPost, url, c.key, c.body)
			text, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != c.status || !strings.Contains(string(text), `"error"`) {
				t.Errorf("%s: %s", resp.Status, text)
			}
		})
	}
}

func TestReplyTimesAreThoseOfARemoteModel(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var took []time.Duration
	for range 2000 {
		took = append(took, logNormal(rng, llmMedian, llmSpread))
	}
	slices.Sort(took)
	if median := took[1000]; median < 450*time.Millisecond || median > 510*time.Millisecond {
		t.Errorf("median %v", median)
	}
	if p95 := took[1900]; p95 < 700*time.Millisecond || p95 > 850*time.Millisecond {
		t.Errorf("19 of 20 within %v", p95)
	}
}

func TestChromaSpeaksItsSecondVersionAlone(t *testing.T) {
	c, err := newChroma(1)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	base := "http://" + c.Addr()
	for _, row := range []struct {
		name, method, path string
		status             int
		holds              string
	}{
		{"its heart beats", http.MethodGet, "/api/v2/heartbeat", http.StatusOK, "nanosecond heartbeat"},
		{"the first version is gone", http.MethodGet, "/api/v1/heartbeat", http.StatusGone, "deprecated"},
		{"memories are found", http.MethodPost, "/api/v2/tenants/default_tenant/databases/default_database/collections/memories/query", http.StatusOK, "documents"},
		{"memories are added", http.MethodPost, "/api/v2/tenants/default_tenant/databases/default_database/collections/memories/add", http.StatusCreated, "{}"},
	} {
		t.Run(row.name, func(t *testing.T) {
			resp := ask(t, row.method, base+row.path, "", "{}")
			text, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != row.status || !strings.Contains(string(text), row.holds) {
				t.Errorf("%s: %s", resp.Status, text)
			}
		})
	}
}

func TestRedisCountsItsHits(t *testing.T) {
	r, err := newRedis()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c := goredis.NewClient(&goredis.Options{Addr: r.Addr()})
	defer c.Close()
	c.Set(t.Context(), "a", "1", time.Hour)
	c.Get(t.Context(), "a")
	c.Get(t.Context(), "b")
	c.Get(t.Context(), "a")
	whole, err := c.Info(t.Context()).Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"keyspace_hits:2\r\n", "keyspace_misses:1\r\n", "connected_clients:1\r\n", "used_memory_human:1.00M\r\n", "db0:keys=1,"} {
		if !strings.Contains(whole, want) {
			t.Errorf("INFO lacks %q:\n%s", want, whole)
		}
	}
	if one, _ := c.Info(t.Context(), "stats").Result(); !strings.HasPrefix(one, "# Stats\r\n") || strings.Contains(one, "# Memory") {
		t.Errorf("INFO stats: %s", one)
	}
}
