package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// answer is what `bedside status --json` printed.
type answer map[string]any

// statusOf reads it, and fails the test where it is anything but one object.
func statusOf(t *testing.T, o outcome) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal([]byte(o.out), &a); err != nil {
		t.Fatalf("status printed %q and %q: %v", o.out, o.err, err)
	}
	return a
}

// list is one of the answer's lists.
func (a answer) list(t *testing.T, name string) []map[string]any {
	t.Helper()
	items, ok := a[name].([]any)
	if !ok {
		t.Fatalf("%s is %T, not a list", name, a[name])
	}
	var out []map[string]any
	for _, item := range items {
		out = append(out, item.(map[string]any))
	}
	return out
}

// named is the item of a list whose field has the value; nil when none has.
func named(items []map[string]any, field, value string) map[string]any {
	for _, item := range items {
		if item[field] == value {
			return item
		}
	}
	return nil
}

func TestStatusExitsByWhatItSaw(t *testing.T) {
	t.Parallel()
	s := startService(t)
	for _, row := range []struct {
		name    string
		fault   string
		verdict string
		code    int
		alert   string
	}{
		{"it has just started, and its cache is empty", "", "up", exitUp, ""},
		{"a dependency is down", "vector-db-down", "degraded", exitDegraded, "vector-db-down"},
		{"the service is down", "backend-down", "down", exitDown, "service-down"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.fault != "" {
				s.tell(t, "fault", row.fault)
				defer s.tell(t, "heal", row.fault)
			}
			begun := time.Now()
			o := runs(t, "status", "--json", "-c", s.Watched)
			t.Logf("one look took %.1f s", time.Since(begun).Seconds())
			if o.code != row.code || o.err != "" {
				t.Errorf("exit code %d, wanted %d; on standard error: %q", o.code, row.code, o.err)
			}
			a := statusOf(t, o)
			if a["verdict"] != row.verdict {
				t.Errorf("the verdict is %v, wanted %s", a["verdict"], row.verdict)
			}
			if row.alert != "" && named(a.list(t, "alerts"), "id", row.alert) == nil {
				t.Errorf("no alert %s among %v", row.alert, a["alerts"])
			}
		})
	}
}

func TestStatusKeepsItsShape(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.tell(t, "fault", "vector-db-down")
	a := statusOf(t, runs(t, "status", "--json", "-c", s.Watched))
	has := func(what string, object map[string]any, fields ...string) {
		t.Helper()
		for _, f := range fields {
			if _, ok := object[f]; !ok {
				t.Errorf("%s has no %s: %v", what, f, object)
			}
		}
	}
	has("the answer", a, "at", "verdict", "targets", "alerts", "triage")
	if _, err := time.Parse(time.RFC3339, a["at"].(string)); err != nil {
		t.Errorf("at: %v", err)
	}
	targets := a.list(t, "targets")
	for _, target := range targets {
		has("a target", target, "name", "status", "latency_ms", "age_ms")
	}
	chroma := named(targets, "name", "chroma")
	if chroma == nil || chroma["status"] != "down" {
		t.Fatalf("chroma is %v", chroma)
	}
	fault, _ := chroma["fault"].(map[string]any)
	has("chroma's fault", fault, "code", "detail")
	if fault["code"] != "fault.refused" {
		t.Errorf("chroma's fault is %v", fault)
	}
	values, _ := named(targets, "name", "performance")["values"].(map[string]any)
	if _, ok := values["cache.hits"].(float64); !ok {
		t.Errorf("performance has the values %v", slices.Sorted(maps.Keys(values)))
	}
	alert := named(a.list(t, "alerts"), "id", "vector-db-down")
	has("the alert", alert, "id", "priority", "state", "since", "reason", "target", "summary")
	if alert["priority"] != "P2" || alert["state"] != "firing" || alert["target"] != "chroma" || alert["summary"] != "vector database unreachable" {
		t.Errorf("the alert is %v", alert)
	}
	triage := a.list(t, "triage")
	if len(triage) == 0 {
		t.Fatal("no cause is named")
	}
	has("the cause", triage[0], "cause", "confidence", "evidence", "steps", "action")
	if triage[0]["cause"] != "ChromaDB is not running, or refuses connections" || triage[0]["action"] != "restart-chroma" {
		t.Errorf("the first cause is %v", triage[0])
	}
}

func TestStatusForPeopleNamesVerdictAlertAndCause(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.tell(t, "fault", "vector-db-down")
	for _, row := range []struct {
		lang string
		want []string
	}{
		{"en", []string{"▲ degraded\n", "P2 vector database unreachable", "probably: ChromaDB is not running, or refuses connections", "chroma       down"}},
		{"zh", []string{"▲ 异常\n", "P2 向量数据库不可用", "可能原因：", "chroma       不可用"}},
	} {
		o := runs(t, "status", "-c", s.Watched, "--lang", row.lang)
		if o.code != exitDegraded {
			t.Errorf("%s: exit code %d, wanted %d", row.lang, o.code, exitDegraded)
		}
		for _, want := range row.want {
			if !strings.Contains(o.out, want) {
				t.Errorf("%s: no %q in\n%s", row.lang, want, o.out)
			}
		}
	}
}

func TestStatusThatCouldNotLookExitsThree(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	if err := os.WriteFile(broken, []byte("probes: {health: {http: [}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		args []string
		says string
	}{
		{"there is no configuration", nil, "nothing to watch: no configuration was found; name a URL (`bedside status http://127.0.0.1:8000`) or a file (-c FILE)"},
		{"the file is not there", []string{"-c", "missing.yaml"}, "missing.yaml"},
		{"the file does not parse", []string{"-c", broken}, broken + ":1:"},
		{"a flag that there is not", []string{"--jsn"}, "--jsn"},
		{"a verdict that there is not", []string{"--wait", "fine", "http://127.0.0.1:1"}, "fine"},
		{"a time-out that is none", []string{"--timeout", "soon"}, "soon"},
		{"a word that is no URL", []string{"localhost"}, "localhost"},
		{"two URLs", []string{"http://127.0.0.1:1", "http://127.0.0.1:2"}, "one URL at a time"},
		{"a URL and a file", []string{"-c", broken, "http://127.0.0.1:1"}, "either a URL or a configuration file"},
		{"a language that there is not", []string{"--lang", "tlh", "http://127.0.0.1:1"}, "tlh"},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := runs(t, append([]string{"status", "--json"}, row.args...)...)
			if o.code != exitUnknown || o.out != "" {
				t.Errorf("exit code %d, wanted %d; printed %q", o.code, exitUnknown, o.out)
			}
			oneSentence(t, o.err, row.says)
		})
	}
}

func TestStatusWaitsForAVerdict(t *testing.T) {
	t.Parallel()
	t.Run("that comes", func(t *testing.T) {
		s := startService(t)
		s.tell(t, "fault", "backend-down")
		waiting := make(chan outcome, 1)
		go func() { waiting <- runs(t, "status", "--json", "-c", s.Watched, "--wait", "up", "--timeout", "40s") }()
		s.tell(t, "heal", "backend-down")
		if o := <-waiting; o.code != exitUp {
			t.Errorf("exit code %d, wanted %d: %s%s", o.code, exitUp, o.out, o.err)
		}
	})
	t.Run("that does not come, and exits by what it saw last", func(t *testing.T) {
		begun := time.Now()
		o := runs(t, "status", "--json", closedPort(t), "--wait", "up", "--timeout", "4s")
		took := time.Since(begun)
		if o.code != exitDown || statusOf(t, o)["verdict"] != "down" {
			t.Errorf("exit code %d, wanted %d: %s%s", o.code, exitDown, o.out, o.err)
		}
		if took < 4*time.Second || took > 7*time.Second {
			t.Errorf("it took %v, wanted 4 s", took)
		}
	})
}
