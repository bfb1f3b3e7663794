package xinyu

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// bench is a backend under test, on the demo's own dependencies but for the
// model, which answers as the test says.
type bench struct {
	*backend
	url    string
	root   string
	client *http.Client

	llm    *httptest.Server
	chroma *chromaServer
	mysql  *mysqlServer
	redis  *redisServer

	mu    sync.Mutex
	model http.HandlerFunc
}

const testToken = "test-token"

// prepare opens the dependencies and writes the settings; source, where it is
// not empty, is the prompt file.
func prepare(t *testing.T, source string) *bench {
	t.Helper()
	b := &bench{root: t.TempDir(), client: &http.Client{Transport: &http.Transport{}}, model: says("我在听，慢慢说。")}
	t.Cleanup(b.client.CloseIdleConnections)
	b.llm = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		answer := b.model
		b.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(b.llm.Close)
	b.openStores(t)

	place := layout{b.root}
	if err := place.create(); err != nil {
		t.Fatal(err)
	}
	if err := place.write(deployment{
		keys: []string{"sk-first", "sk-second"}, demoToken: testToken,
		llm: b.llm.Listener.Addr().String(), chroma: b.chroma.Addr(), mysql: b.mysql.Addr(), redis: b.redis.Addr(),
	}); err != nil {
		t.Fatal(err)
	}
	b.appendTo(t, "config.env", "LLM_API_KEY_BACKUP=sk-second\n")
	if source != "" {
		b.appendTo(t, "backend/xinyu_prompt.py", source)
	}
	return b
}

func (b *bench) openStores(t *testing.T) {
	t.Helper()
	var err error
	if b.chroma, err = newChroma(1); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.chroma.Close)
	if b.mysql, err = newMySQL(filepath.Join(b.root, "tables.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.mysql.Close)
	if b.redis, err = newRedis(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.redis.Close)
}

func (b *bench) appendTo(t *testing.T, name, text string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(b.root, name), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// start runs the backend until the test ends.
func start(t *testing.T, source string) *bench {
	t.Helper()
	b := prepare(t, source)
	set, err := readSettings(b.root)
	if err != nil {
		t.Fatal(err)
	}
	if b.backend, err = newBackend(BackendOptions{Root: b.root, Seed: 1}.withDefaults(), set); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b.url = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.serve(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
		b.backend.close()
	})
	return b
}

// setModel changes what the model answers.
func (b *bench) setModel(h http.HandlerFunc) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.model = h
}

// says is a model that always replies the same, streamed where it is asked to.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var q llmRequest
		_ = json.NewDecoder(r.Body).Decode(&q)
		a := completion{id: "c", model: q.Model, text: text}
		if q.Stream {
			a.stream(r.Context(), w)
			return
		}
		writeJSON(w, http.StatusOK, a.whole(10))
	}
}

// accepts is a model that knows one key.
func accepts(key string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+key {
			refuse(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided.")
			return
		}
		says("好的")(w, r)
	}
}

// reply is an answer as the test reads it.
type httpAnswer struct {
	status int
	body   string
}

func (a httpAnswer) json(t *testing.T) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(a.body))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		t.Fatalf("decode %q: %v", a.body, err)
	}
	return out
}

func (b *bench) do(t *testing.T, method, path, body string) httpAnswer {
	t.Helper()
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(demoTokenHeader, testToken)
	r.Header.Set("Content-Type", "application/json")
	response, err := b.client.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("read %s %s: %v", method, path, err)
	}
	return httpAnswer{response.StatusCode, string(text)}
}

func (b *bench) get(t *testing.T, path string) httpAnswer {
	t.Helper()
	return b.do(t, "GET", path, "")
}

func (b *bench) say(t *testing.T, message string) httpAnswer {
	t.Helper()
	body, err := json.Marshal(chatBody{Message: message, UserID: "u1", SessionID: "s1"})
	if err != nil {
		t.Fatal(err)
	}
	return b.do(t, "POST", "/chat", string(body))
}

func (b *bench) logged(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(b.root, "log", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheBackendEndsWithItsLifeline(t *testing.T) {
	b := prepare(t, "")
	read, write := io.Pipe()
	addr := freeAddr(t)
	done := make(chan error, 1)
	go func() {
		done <- RunBackend(context.Background(), BackendOptions{Root: b.root, Listen: addr, Lifeline: read})
	}()
	eventually(t, "an answer", func() bool {
		response, err := b.client.Get("http://" + addr + "/health")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	pid := filepath.Join(b.root, "backend.pid")
	if got := readPID(t, pid); got != os.Getpid() {
		t.Errorf("the pid file says %d, this process is %d", got, os.Getpid())
	}
	write.Close()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("RunBackend: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the backend outlives its lifeline")
	}
	if exists(pid) {
		t.Error("the pid file outlives the backend")
	}
	if _, err := net.Dial("tcp", addr); err == nil {
		t.Error("the port still answers")
	}
}

func TestTheBackendSaysWhatItCannotStartWith(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, tc := range map[string]struct {
		root, listen, want string
	}{
		"no settings": {t.TempDir(), "127.0.0.1:0", "read the service's settings"},
		"taken port":  {prepare(t, "").root, taken.Addr().String(), "listen for chats"},
	} {
		t.Run(name, func(t *testing.T) {
			err := RunBackend(t.Context(), BackendOptions{Root: tc.root, Listen: tc.listen})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestNumberedLinesComeAtTheirRateAndInOrder(t *testing.T) {
	b := prepare(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- RunBackend(ctx, BackendOptions{Root: b.root, Listen: "127.0.0.1:0", LogRate: 1000})
	}()
	eventually(t, "200 numbered lines", func() bool {
		text, _ := os.ReadFile(filepath.Join(b.root, "log", "application.log"))
		return bytes.Contains(text, []byte("seq=200\n"))
	})
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.logged(t, "application.log"), "seq=7\n"); n != 1 {
		t.Errorf("line 7 was written %d times", n)
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
