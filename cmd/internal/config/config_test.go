package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/probes/alert"
	"bedside/probes/words"
)

var update = flag.Bool("update", false, "write the golden files")

func load(t *testing.T, path string) *Config {
	t.Helper()
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheExampleLoadsAsItStands(t *testing.T) {
	c := load(t, "testdata/example.yaml")
	probe := func(name string) Probe {
		for _, p := range c.Probes {
			if p.Name == name {
				return p
			}
		}
		t.Fatalf("there is no probe %s", name)
		return Probe{}
	}
	rule := func(id string) Rule {
		for _, r := range c.Rules {
			if r.ID == id {
				return r
			}
		}
		t.Fatalf("there is no rule %s", id)
		return Rule{}
	}
	if h := probe("health"); h.Every != 2*time.Second || h.HTTP.URL != "http://127.0.0.1:8000/health" || h.HTTP.Expect.JSON[0] != (Setting{"status", "healthy"}) {
		t.Errorf("health is %+v %+v", h, h.HTTP)
	}
	if p := probe("backup-mysql"); p.File.MaxAge != 26*time.Hour || p.File.MinSize != 1024 {
		t.Errorf("backup-mysql is %+v", p.File)
	}
	if r := rule("slow-replies"); r.Builtin || r.For != 10*time.Second || r.When.String() != "latency.mean > 2s" || r.Priority != alert.P2 {
		t.Errorf("slow-replies is %+v", r)
	}
	if r := rule("redis-down"); !r.Builtin {
		t.Error("redis-down does not come from the profile")
	}
	var safe Action
	for _, a := range c.Actions {
		if a.Name == "safe-mode" {
			safe = a
		}
	}
	if safe.Key != "S" || len(safe.Steps) != 2 || safe.Steps[0].Edit.Set["SAFE_MODE_ENABLED"] != "True" || safe.Undo.Confirm != "name" || safe.Verify.Body != "紧急情况" {
		t.Errorf("safe-mode is %+v", safe)
	}
	if c.Retention.Levels["CRITICAL"] != Forever || c.Retention.Levels["WARNING"] != 60*24*time.Hour {
		t.Errorf("retention is %v", c.Retention.Levels)
	}
	if len(c.Inactive()) < 6 {
		t.Errorf("only %d parts are said to be inactive", len(c.Inactive()))
	}
}

func TestProfileAndStarterLoad(t *testing.T) {
	for name, content := range map[string][]byte{"empty": nil, "starter": Starter(), "none": []byte("profile: none\n")} {
		if _, err := Parse(name, content); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDemoLoadsAndKeepsTheProfile(t *testing.T) {
	content, err := Demo(Embedded{URL: "http://127.0.0.1:4711", Root: `/tmp/a b"c`, Exe: "/usr/bin/bedside", Control: "http://127.0.0.1:1/x",
		LLM: "http://127.0.0.1:2/v1", Chroma: "127.0.0.1:3", Redis: "127.0.0.1:4", MySQLDSN: "u:p@tcp(127.0.0.1:5)/x", ConfigEnv: "/tmp/config.env", KeyFiles: []string{"/a", "/b"},
		Application: "/l/a.log", Errors: "/l/e.log", Prompt: "/p.py", State: "/s"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse("demo", content)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, r := range c.Rules {
		ids[r.ID] = true
	}
	for _, id := range profileRules() {
		if !ids[id] {
			t.Errorf("the demo lacks the rule %s", id)
		}
	}
	if c.Root != `/tmp/a b"c` {
		t.Errorf("root is %q", c.Root)
	}
}

func TestRulesAboutAbsentTargetsAreLeftOut(t *testing.T) {
	c, err := Parse("x", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rules {
		if r.ID == "vector-db-down" || r.ID == "filter-failing" {
			t.Errorf("%s is kept although its target is not watched", r.ID)
		}
	}
}

// Every broken file has its messages beside it, so that their wording is read
// when it changes.
func TestBrokenFilesAreRefusedWithTheirPlace(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d broken files, %v; want at least 20", len(files), err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			began := time.Now()
			_, err := Load(path)
			var errs Errors
			if !errors.As(err, &errs) {
				t.Fatalf("it loads, or fails without a place: %v", err)
			}
			if took := time.Since(began); took > time.Second {
				t.Errorf("refusing it took %v", took)
			}
			got := errs.In(words.English) + "\n" + errs.In(words.Chinese) + "\n"
			golden := strings.TrimSuffix(path, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("messages are\n%swant\n%s", got, want)
			}
		})
	}
}

func TestLargeFilesAreRefusedAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.yaml")
	if err := os.WriteFile(path, []byte("name: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 100<<20); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := Load(path); err == nil || time.Since(began) > time.Second {
		t.Errorf("a file of 100 MB gave %v after %v", err, time.Since(began))
	}
}

func TestByteOrderMarkAndLineEndsOfOtherSystemsLoad(t *testing.T) {
	c, err := Parse("x", []byte("\xef\xbb\xbfname: a\r\nlabel: b\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "a" || c.Label != "b" {
		t.Errorf("name %q, label %q", c.Name, c.Label)
	}
}

func TestWhatCannotBeOpenedSaysWhy(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]words.Code{filepath.Join(dir, "none"): "config.absent", dir: "config.not-a-file"} {
		_, err := Load(path)
		var errs Errors
		if !errors.As(err, &errs) || errs[0].Msg.Code != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	t.Setenv("PLANTED", "s3cr3t-value")
	path := filepath.Join(t.TempDir(), "c.yaml")
	content := "probes:\n  db: {mysql: {dsn: \"user:s3cr3t-value@tcp(db)/x\"}}\n  a:\n    http: {url: /x, headers: {Authorization: Bearer s3cr3t-value, X-Other: \"${env:PLANTED}\"}}\n"
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	shown, err := Show(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(shown, []byte("s3cr3t")) || bytes.Count(shown, []byte("***")) < 3 {
		t.Errorf("shown:\n%s", shown)
	}
	if s := Secret("${env:PLANTED}"); s.String() != "***" {
		t.Errorf("a secret prints as %s", s)
	}
	if got, err := Secret("Bearer ${env:PLANTED}").Resolve(); got != "Bearer s3cr3t-value" || err != nil {
		t.Errorf("resolved to %q, %v", got, err)
	}
	text, secrets, err := Secret("http://h/${env:PLANTED}?k=${env:PLANTED}").Reveal()
	if text != "http://h/s3cr3t-value?k=s3cr3t-value" || !slices.Equal(secrets, []string{"s3cr3t-value", "s3cr3t-value"}) || err != nil {
		t.Errorf("revealed %q of %q, %v", secrets, text, err)
	}
}

func TestWhatIsShownLoadsAgain(t *testing.T) {
	shown, err := Show("testdata/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse("shown", shown); err != nil {
		t.Errorf("what is shown does not load: %v", err)
	}
	if !bytes.Contains(shown, []byte("redis-down")) {
		t.Error("the profile's rules are not in it")
	}
}

func TestSettingOfAnEnvFileAsSecret(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.env")
	if err := os.WriteFile(path, []byte("A=1\nexport LLM_API_KEY=\"k\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Secret("Bearer ${file:" + path + "#LLM_API_KEY}").Resolve(); got != "Bearer k" || err != nil {
		t.Errorf("resolved to %q, %v", got, err)
	}
	if _, err := Secret("${file:" + path + "#NONE}").Resolve(); err == nil {
		t.Error("a setting that is not there resolves")
	}
}

func TestForURL(t *testing.T) {
	kinds := func(c *Config) (host, process bool) {
		for _, p := range c.Probes {
			host, process = host || p.Host != nil, process || p.Process != nil
		}
		return
	}
	local, err := ForURL(Watch{URL: "127.0.0.1:9100", Logs: []string{"/var/log/x.log"}})
	if err != nil {
		t.Fatal(err)
	}
	if h, p := kinds(local); !h || !p || len(local.Logs) != 1 || len(local.Actions) != 0 {
		t.Errorf("a local service has host %v, process %v, %d logs, %d actions; want both, one, none", h, p, len(local.Logs), len(local.Actions))
	}
	remote, err := ForURL(Watch{URL: "https://bot.example.com/base"})
	if err != nil {
		t.Fatal(err)
	}
	if h, p := kinds(remote); h || p || len(remote.Logs) != 0 {
		t.Errorf("a remote service has host %v, process %v, %d logs; want none", h, p, len(remote.Logs))
	}
	for _, bad := range []string{"", "http://", "ftp://x", "http://127.0.0.1:99999", "http://[::1"} {
		if _, err := ForURL(Watch{URL: bad}); err == nil {
			t.Errorf("%q passes for a URL", bad)
		}
	}
}

// Every key of the example is in the schema, and the schema allows no others.
func TestSchemaKnowsTheGrammar(t *testing.T) {
	b, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties           map[string]any `json:"properties"`
		AdditionalProperties bool           `json:"additionalProperties"`
	}
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	root := mustParse(mustRead(t, "testdata/example.yaml"))
	for i := 0; i < len(root.Content); i += 2 {
		if _, ok := schema.Properties[root.Content[i].Value]; !ok {
			t.Errorf("the schema lacks %s", root.Content[i].Value)
		}
	}
	if schema.AdditionalProperties {
		t.Error("the schema allows unknown keys")
	}
}

// What nobody acts on yet has to be said, each part by its own name: silence
// would promise it.
func TestEveryPartThatIsNotActiveIsNamed(t *testing.T) {
	tests := map[string]string{
		"notify":            "notify: {hook: {webhook: {url: http://127.0.0.1/x}}}",
		"alerting.repeat":   "alerting: {repeat: 10m}",
		"alerting.escalate": "alerting: {escalate: {P2: 10m}}",
		"heal":              "heal: [{when: service-down, action: restart}]",
		"drills":            "drills: {x: {inject: {run: {argv: [a]}}, restore: {run: {argv: [b]}}}}",
		"retention":         "retention: {DEBUG: 1d}",
		"retention ":        "retention: {seal: {key: k}}",
		"serve":             "serve: {metrics: {listen: 127.0.0.1:9464}}",
		"serve ":            "serve: {ssh: {listen: 127.0.0.1:2222}}",
		"mask":              "mask: [phone]",
		"screen.mouse":      "screen: {mouse: true}",
		"screen.clipboard":  "screen: {clipboard: true}",

		"probes.fleet (promql)": "probes: {fleet: {promql: {url: http://127.0.0.1, queries: {a: b}}}}",
		"logs.t (table)":        "logs: {t: {mysql: {dsn: x, table: y}}}",
		"logs.t (table) ":       "logs: {t: {sqlite: {path: x, table: y}}}",
		"logs.t (journald)":     "logs: {t: {journald: {unit: x.service}}}",
	}
	for name, content := range tests {
		c, err := Parse("test.yaml", []byte(content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := words.Of("config.inactive", strings.TrimSpace(name))
		if got := c.Inactive(); len(got) != 1 || got[0].Args[0] != want.Args[0] {
			t.Errorf("%s: %v are said to be inactive", content, got)
		}
	}
}

func TestNothingThatIsActiveIsSaidNotToBe(t *testing.T) {
	for name, content := range map[string]string{"the profile": "", "the starter": string(Starter())} {
		c, err := Parse(name, []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Inactive(); len(got) != 0 {
			t.Errorf("%s: %v are said to be inactive", name, got)
		}
	}
}

func TestWhatFailedIsToldByTheFilesOwnLabel(t *testing.T) {
	c, err := Parse("test.yaml", []byte(`vitals: {requests: {counter: hits_total, label: path, failed: {code: "5.."}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Vitals.Requests.Failed; len(got) != 1 || got[0] != (Setting{"code", "5.."}) {
		t.Errorf("failed requests are told by %v", got)
	}
}

func TestAddressesWithoutAHostLieBelowTheService(t *testing.T) {
	c, err := ForURL(Watch{URL: "shared.example/bot"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Probes {
		if p.Name == "health" && p.HTTP.URL != "http://shared.example/bot/health" {
			t.Errorf("health is asked at %s", p.HTTP.URL)
		}
		if p.Name == "app" && p.Prometheus.URL != "http://shared.example/bot/metrics" {
			t.Errorf("the metrics are read from %s", p.Prometheus.URL)
		}
	}
	c, err = Parse("test.yaml", []byte(`
service: http://shared.example/bot
probes: {keyed: {http: {url: "/x?key=${env:KEY}"}}}
actions: {limit: {steps: [{http: {method: POST, url: /limit}}]}}
`))
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Probes[len(c.Probes)-1]; p.HTTP.URL != "http://shared.example/bot/x?key=${env:KEY}" {
		t.Errorf("the address with a secret is %s", p.HTTP.URL)
	}
	if a := c.Actions[len(c.Actions)-1]; a.Steps[0].HTTP.URL != "http://shared.example/bot/limit" {
		t.Errorf("the act asks %s", a.Steps[0].HTTP.URL)
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{"500ms": 500 * time.Millisecond, "1m30s": 90 * time.Second, "14d": 14 * 24 * time.Hour, "1.5s": 1500 * time.Millisecond} {
		if got, err := parseDuration(text); got != want || err != nil {
			t.Errorf("%s is %v, %v; want %v", text, got, err, want)
		}
	}
	for _, bad := range []string{"", "5", "s", "-1s", "1x", "1s ", "99999999999999d"} {
		if got, err := parseDuration(bad); err == nil {
			t.Errorf("%q passes for %v", bad, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("name: x\nprobes: {a: {http: {url: /}, every: 1s}}\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("alerts: [{id: x, when: 'a is down', priority: P1}]"))
	f.Fuzz(func(t *testing.T, content []byte) {
		c, err := Parse("fuzz.yaml", content)
		var errs Errors
		if err != nil && (!errors.As(err, &errs) || len(errs) == 0) {
			t.Errorf("refused without a place: %v", err)
		}
		if err == nil && c == nil {
			t.Error("neither a configuration nor an error")
		}
	})
}

func BenchmarkLoadExample(b *testing.B) {
	content, err := os.ReadFile("testdata/example.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Parse("example", content); err != nil {
			b.Fatal(err)
		}
	}
}
