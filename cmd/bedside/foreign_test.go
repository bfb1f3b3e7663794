package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// freeAddress is a loopback address at which nobody listens yet.
func freeAddress(t *testing.T) string {
	t.Helper()
	return strings.TrimPrefix(closedPort(t), "http://")
}

// startForeign starts somebody else's program, ends it with the test, and waits
// until the URL answers.
func startForeign(t *testing.T, url string, argv ...string) {
	t.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() && said.Len() > 0 {
			t.Logf("%s said: %s", argv[0], said.String())
		}
	})
	if !eventually(func() bool { return answers(url) }) {
		t.Fatalf("%s does not answer at %s", argv[0], url)
	}
}

func answers(url string) bool {
	answer, err := http.Get(url)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return true
}

// needs skips a test that has no component to run with.
func needs(t *testing.T, program, debianPackage string, try ...string) {
	t.Helper()
	missing := fmt.Sprintf("needs %s: apt-get install %s", program, debianPackage)
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(missing)
	}
	if len(try) > 0 && exec.Command(program, try...).Run() != nil {
		t.Skip(missing)
	}
}

// users talk to a service until the test ends; now and then one of them asks
// for what breaks.
func users(t *testing.T, url string) {
	t.Helper()
	ctx, leave := context.WithCancel(context.Background())
	var all sync.WaitGroup
	t.Cleanup(func() { leave(); all.Wait() })
	all.Go(func() {
		turn := time.NewTicker(50 * time.Millisecond)
		defer turn.Stop()
		for i := 0; ; i++ {
			select {
			case <-ctx.Done():
				return
			case <-turn.C:
			}
			message := "hello"
			if i%60 == 0 {
				message = "break"
			}
			answer, err := http.Post(url+"/chat", "application/json", strings.NewReader(`{"message":"`+message+`"}`))
			if err == nil {
				_ = answer.Body.Close()
			}
		}
	})
}

func TestAFastAPIServiceIsWatchedByItsURLAndItsLog(t *testing.T) {
	t.Parallel()
	const python = "/usr/bin/python3"
	needs(t, python, "python3-fastapi python3-uvicorn", "-c", "import fastapi, uvicorn")
	logs := t.TempDir()
	address := freeAddress(t)
	_, port, _ := strings.Cut(address, ":")
	startForeign(t, "http://"+address+"/health", python, filepath.Join("testdata", "fastapi_service.py"), port, logs)
	users(t, "http://"+address)

	c := startConsole(t, wide, "http://"+address, "--log", filepath.Join(logs, "*.log"))
	c.shows(t, patience, "✔ UP", "✔ service", "from logs", "req/s", "success 100.00 %")
	c.shows(t, patience, "shop.api", "the price list is broken", "traceback,")
	if !eventually(func() bool { _, err := os.Stat(filepath.Join(logs, "app.log.2")); return err == nil }) {
		t.Fatal("the log was never rotated")
	}
	c.shows(t, patience, "✔ UP", "from logs", "success 100.00 %")
	c.provides(t, "✔ health", "· performance  not provided")
}

func TestAPlainWebServerIsUpAndProvidesNothingElse(t *testing.T) {
	t.Parallel()
	_, address := startNginx(t)

	c := startConsole(t, wide, "http://"+address)
	c.shows(t, patience, "✔ UP", "✔ service", "✔ all is well", "NO DATA", "no /metrics and no request lines")
	c.never(t, "✖", "▲ ")
	c.provides(t, "✔ health", "· app          not provided", "· performance  not provided")
}

func TestAPlainWebServerIsNotBlamedForWhatWeAskOfIt(t *testing.T) {
	t.Parallel()
	dir, address := startNginx(t)
	watch := []string{"http://" + address, "--log", filepath.Join(dir, "*.log")}

	c := startConsole(t, wide, watch...)
	// Longer than a burst needs to be told. A line that is read before the check
	// that caused it has ended still counts as an error, once.
	longer := regexp.MustCompile(`✔ UP ≥[1-9]\d`)
	c.becomes(t, patience, longer.String(), longer.MatchString)
	c.shows(t, patience, "✔ all is well")
	c.never(t, "✖", "▲ ")
	for _, path := range []string{"/health", "/metrics", "/performance/streams/active"} {
		if n := asked(t, filepath.Join(dir, "access.log"), path); n != 1 {
			t.Errorf("%s was asked for %d times, and is not provided", path, n)
		}
		if n := asked(t, filepath.Join(dir, "error.log"), path); n != 1 {
			t.Errorf("nginx complained %d times of %s", n, path)
		}
	}
	s := statusOf(t, runs(t, append([]string{"status", "--json"}, watch...)...))
	if burst := named(s.list(t, "alerts"), "id", "error-burst"); burst != nil {
		t.Errorf("status tells of %v", burst)
	}
}

// asked is how many lines of a log name a request of the path.
func asked(t *testing.T, log, path string) int {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), `"GET `+path+` HTTP/1.1"`)
}

// startNginx serves a page and nothing else, and logs into the folder.
func startNginx(t *testing.T) (dir, address string) {
	t.Helper()
	needs(t, "/usr/sbin/nginx", "nginx-light")
	dir, address = t.TempDir(), freeAddress(t)
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, []byte(nginxConfig(dir, address)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("<h1>It works</h1>"), 0o600); err != nil {
		t.Fatal(err)
	}
	startForeign(t, "http://"+address, "/usr/sbin/nginx", "-c", config, "-p", dir, "-e", filepath.Join(dir, "error.log"))
	return dir, address
}

func nginxConfig(dir, address string) string {
	user := ""
	if os.Getuid() == 0 {
		user = "user root;\n" // its folder is nobody else's
	}
	var temporary strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temporary, "  %s_temp_path %s/%s;\n", kind, dir, kind)
	}
	return fmt.Sprintf("%sdaemon off;\nmaster_process off;\npid %s/nginx.pid;\nevents {}\nhttp {\n%s  access_log %s/access.log;\n  server { listen %s; root %s; }\n}\n",
		user, dir, temporary.String(), dir, address, dir)
}

func TestANodeExporterIsUpAndHasNoUsers(t *testing.T) {
	t.Parallel()
	const exporter = "/usr/bin/prometheus-node-exporter"
	needs(t, exporter, "prometheus-node-exporter")
	address := freeAddress(t)
	startForeign(t, "http://"+address, exporter, "--web.listen-address="+address)

	c := startConsole(t, wide, "http://"+address)
	c.shows(t, patience, "✔ UP", "✔ service", "✔ all is well", "NO DATA", "/metrics holds no request figures known here")
	c.never(t, "✖", "▲ ")
	c.provides(t, "✔ health", "✔ app", "· performance  not provided")
}

// provides turns to the page of what the service consists of, and waits until
// it says so.
func (c *console) provides(t *testing.T, says ...string) {
	t.Helper()
	nothingOfTheInside(t, c.now())
	c.press(t, "3")
	c.shows(t, patience, says...)
	nothingOfTheInside(t, c.now())
}

// never fails the test when one of the marks stands on the screen.
func (c *console) never(t *testing.T, marks ...string) {
	t.Helper()
	for _, mark := range marks {
		if strings.Contains(c.now(), mark) {
			t.Errorf("%q stands on the screen:\n%s", mark, c.text())
		}
	}
}
