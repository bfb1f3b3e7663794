package xinyu

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestFaultsAreWrittenAsSceneAndDelay(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Fault
		fails      bool
	}{
		{name: "a scene and a delay", text: "vector-db-down@5s", want: Fault{"vector-db-down", 5 * time.Second}},
		{name: "a scene alone begins at once", text: "llm-key", want: Fault{Scene: "llm-key"}},
		{name: "an unknown scene is refused", text: "meteor@1s", fails: true},
		{name: "a delay without a unit is refused", text: "llm-down@5", fails: true},
		{name: "a negative delay is refused", text: "llm-down@-5s", fails: true},
		{name: "an empty delay is refused", text: "llm-down@", fails: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseFault(c.text)
			if (err != nil) != c.fails || got != c.want && !c.fails {
				t.Errorf("ParseFault(%q) = %v, %v", c.text, got, err)
			}
			if again, err := ParseFault(got.String()); !c.fails && (err != nil || again != got) {
				t.Errorf("%v does not survive being written", got)
			}
		})
	}
}

func TestScenesAddUp(t *testing.T) {
	all := scenes()
	for _, c := range []struct {
		name string
		on   []string
		llm  condition
		load float64
	}{
		{"nothing on is a well service", nil, flowing, 1},
		{"one scene breaks what it says", []string{"llm-hang"}, hung, 1},
		{"of two conditions the worse holds", []string{"network-down", "llm-slow", "llm-down"}, dropped, 1},
		{"load is none of the dependencies' affair", []string{"load-10x"}, flowing, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			var on []scene
			for _, name := range c.on {
				on = append(on, all[name])
			}
			e := combine(on)
			if e.conditions[depLLM] != c.llm || e.load != c.load {
				t.Errorf("llm %s and load %v, want %s and %v", e.conditions[depLLM], e.load, c.llm, c.load)
			}
		})
	}
}

func control(t *testing.T, d *Demo, words ...string) situation {
	t.Helper()
	answer, err := Control(t.Context(), d.Ready.Control, words...)
	if err != nil {
		t.Fatalf("control %q: %v", words, err)
	}
	var s situation
	if err := json.Unmarshal(answer, &s); err != nil {
		t.Fatalf("control %q answered %s", words, answer)
	}
	return s
}

// firstByte connects, speaks, and returns nil when an answer begins soon.
func firstByte(addr string) error {
	c, err := net.DialTimeout("tcp", addr, 300*time.Millisecond)
	if err != nil {
		return err
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(300 * time.Millisecond))
	if _, err := io.WriteString(c, "GET /api/v2/heartbeat HTTP/1.0\r\n\r\n"); err != nil {
		return err
	}
	_, err = c.Read(make([]byte, 1))
	return err
}

func timedOut(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout()
}

func TestFaultsAreRealAtTheConnection(t *testing.T) {
	c, err := newChroma(1)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	d, err := openDoor(depChroma, c)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()

	var open net.Conn
	reconnect := func() {
		t.Helper()
		if open, err = net.Dial("tcp", d.addr); err != nil {
			t.Fatal(err)
		}
	}
	steps := []struct {
		name  string
		to    condition
		holds func(error) bool
	}{
		{"refused is a refused connection", refused, func(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }},
		{"healed, it answers again", flowing, func(err error) bool { return err == nil }},
		{"hung takes the connection and never answers", hung, func(err error) bool { return timedOut(err) && dial(d.addr) == nil }},
		{"from hung to refused without a pause", refused, func(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }},
		{"dropped does not even take the connection", dropped, func(err error) bool { return timedOut(err) && timedOut(dial(d.addr)) }},
		{"slow answers later", slow, timedOut},
		{"healed once more", flowing, func(err error) bool { return err == nil }},
	}
	for _, s := range steps {
		if d.condition() == flowing {
			reconnect()
		}
		if err := d.set(s.to); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		if err := firstByte(d.addr); !s.holds(err) {
			t.Errorf("%s: %v", s.name, err)
		}
		if open == nil {
			continue
		}
		_ = open.SetReadDeadline(time.Now().Add(time.Second))
		if _, err := open.Read(make([]byte, 1)); err == nil || timedOut(err) {
			t.Errorf("%s: a connection of the time before is still open", s.name)
		}
		_ = open.Close()
		open = nil
	}
}

func TestEachSceneBreaksWhatItSays(t *testing.T) {
	d := startDemo(t, Options{Rate: 2, Seed: 7})
	llm, err := url.Parse(d.Ready.LLM)
	if err != nil {
		t.Fatal(err)
	}
	addrs := map[string]string{depLLM: llm.Host, depChroma: d.Ready.Chroma, depMySQL: d.Ready.MySQL, depRedis: d.Ready.Redis}
	for name, s := range scenes() {
		if len(s.conditions) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			control(t, d, "fault", name)
			for dep, c := range s.conditions {
				err := dial(addrs[dep])
				switch c {
				case refused:
					if !errors.Is(err, syscall.ECONNREFUSED) {
						t.Errorf("%s: %v, want it refused", dep, err)
					}
				case dropped:
					if !timedOut(err) {
						t.Errorf("%s: %v, want it dropped", dep, err)
					}
				default:
					if err != nil {
						t.Errorf("%s: %v, want it taken", dep, err)
					}
				}
			}
			control(t, d, "heal", name)
			for dep := range s.conditions {
				if err := dial(addrs[dep]); err != nil {
					t.Errorf("%s after the scene: %v", dep, err)
				}
			}
		})
	}
	t.Run("ten times the load is ten times the arrivals", func(t *testing.T) {
		if s := control(t, d, "fault", "load-10x"); s.Traffic.Rate != 20 {
			t.Errorf("rate %v, want 20", s.Traffic.Rate)
		}
		if s := control(t, d, "heal", "load-10x"); s.Traffic.Rate != 2 {
			t.Errorf("rate %v, want 2", s.Traffic.Rate)
		}
	})
	t.Run("the backend is killed, stays down, and comes back", func(t *testing.T) {
		service, err := url.Parse(d.Ready.URL)
		if err != nil {
			t.Fatal(err)
		}
		if s := control(t, d, "fault", "backend-down"); s.Backend.PID != 0 {
			t.Errorf("backend %d, want none", s.Backend.PID)
		}
		if err := dial(service.Host); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("the service: %v, want it refused", err)
		}
		control(t, d, "heal", "backend-down")
		eventually(t, "the service's return", func() bool { return dial(service.Host) == nil })
	})
}

func TestARestartOfTheDependencyCuresItsOwnFaultAlone(t *testing.T) {
	d := startDemo(t, Options{Rate: 2})
	control(t, d, "fault", "vector-db-down")
	if s := control(t, d, "start", "chroma"); len(s.Faults) != 0 || dial(d.Ready.Chroma) != nil {
		t.Errorf("faults %v after the restart of chroma", s.Faults)
	}
	control(t, d, "fault", "network-down")
	if s := control(t, d, "start", "chroma"); len(s.Faults) != 1 || dial(d.Ready.Chroma) == nil {
		t.Error("restarting chroma mended the network")
	}
	for _, words := range [][]string{{"start", "oracle"}, {"fault", "meteor"}, {"heal", "meteor"}, {"dance"}, {}} {
		if _, err := Control(t.Context(), d.Ready.Control, words...); err == nil {
			t.Errorf("control %q succeeds", words)
		}
	}
	guessed := d.Ready.Control[:len(d.Ready.Control)-1]
	if _, err := Control(t.Context(), guessed, "state"); err == nil {
		t.Error("the control endpoint answers without its secret")
	}
}

func TestAFaultBeginsByItself(t *testing.T) {
	d := startDemo(t, Options{Rate: 2, Faults: []Fault{{"redis-down", 50 * time.Millisecond}}})
	eventually(t, "the fault", func() bool { return errors.Is(dial(d.Ready.Redis), syscall.ECONNREFUSED) })
}

func TestTheBackendIsStartedAgain(t *testing.T) {
	d := startDemo(t, Options{Rate: 2})
	first := control(t, d, "state").Backend
	t.Run("by an order, and is healthy then", func(t *testing.T) {
		second := control(t, d, "restart").Backend
		if second.PID == first.PID || second.Starts != 2 || readPID(t, d.Ready.PIDFile) != int(second.PID) {
			t.Errorf("backend %+v after %+v", second, first)
		}
	})
	t.Run("when it was killed", func(t *testing.T) {
		if err := syscall.Kill(readPID(t, d.Ready.PIDFile), syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the third backend", func() bool {
			s := control(t, d, "state").Backend
			return s.Starts == 3 && s.PID != 0
		})
	})
	t.Run("out of being held down", func(t *testing.T) {
		control(t, d, "fault", "backend-down")
		if s := control(t, d, "restart"); s.Backend.PID == 0 || len(s.Faults) != 0 {
			t.Errorf("%+v after a restart", s)
		}
	})
}

// chat asks the service for a reply.
func chat(d *Demo, message string) (string, error) {
	body, err := json.Marshal(chatBody{Message: message, UserID: "u", SessionID: "s"})
	if err != nil {
		return "", err
	}
	client := &http.Client{Timeout: 8 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post(d.Ready.URL+"/chat", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.New(resp.Status)
	}
	return string(text), err
}

func TestAFailingFilterIsCuredBySafeModeAlone(t *testing.T) {
	const danger = "我不想活了"
	d := startDemo(t, Options{Rate: 2, Seed: 3})
	safe := func(words ...string) bool {
		t.Helper()
		text, err := chat(d, danger)
		if err != nil {
			t.Fatalf("chat: %v", err)
		}
		for _, w := range words {
			if strings.Contains(text, w) {
				return true
			}
		}
		return false
	}
	if !safe("热线", "专业") {
		t.Error("a well filter lets the sentence through")
	}
	control(t, d, "fault", "filter-failing")
	if safe("热线", "专业") {
		t.Error("the failing filter catches the sentence")
	}
	control(t, d, "restart")
	if safe("热线", "专业") {
		t.Error("a restart alone cures the filter")
	}
	edit(t, d.Ready.Prompt, "SAFE_MODE_ENABLED = False", "SAFE_MODE_ENABLED = True")
	control(t, d, "restart")
	if !safe("紧急情况") {
		t.Error("safe mode does not answer with the safe reply")
	}
}

func edit(t *testing.T, path, old, replacement string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s lacks %q", path, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, replacement, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestARevokedKeyIsCuredByTheNextOne(t *testing.T) {
	d := startDemo(t, Options{Rate: 2, Seed: 3})
	var keys []string
	for _, path := range d.Ready.LLMKeys {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, strings.TrimSpace(string(text)))
	}
	if _, err := chat(d, "你好"); err != nil {
		t.Errorf("chat with a good key: %v", err)
	}
	control(t, d, "fault", "llm-key")
	if got := listModels(t, d, keys[0]); got != http.StatusUnauthorized {
		t.Errorf("the key in use: %d, want 401", got)
	}
	if got := listModels(t, d, keys[1]); got != http.StatusOK {
		t.Errorf("the key in reserve: %d, want 200", got)
	}
	if _, err := chat(d, "你好"); err == nil {
		t.Error("the service answers with a revoked key")
	}
	edit(t, d.Ready.ConfigEnv, keys[0], keys[1])
	control(t, d, "restart")
	if _, err := chat(d, "你好"); err != nil {
		t.Errorf("chat with the next key: %v", err)
	}
}

func listModels(t *testing.T, d *Demo, key string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, d.Ready.LLM+"/models", nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Close = true
	q.Header.Set("Authorization", "Bearer "+key)
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body struct {
		Error struct{ Code string }
		Data  []struct{ ID string }
	}
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode == http.StatusUnauthorized && body.Error.Code != "invalid_api_key" {
		t.Errorf("401 with %+v", body)
	}
	if resp.StatusCode == http.StatusOK && (len(body.Data) == 0 || body.Data[0].ID != llmModel) {
		t.Errorf("200 with %+v", body)
	}
	return resp.StatusCode
}
