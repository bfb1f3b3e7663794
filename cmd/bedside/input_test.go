package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
	"bedside/ui/frame/tty"
)

// closedPort is the URL of a port at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// oneSentence fails the test unless a complaint is one line that says what is
// wrong, and nothing of how the program is made.
func oneSentence(t *testing.T, complaint, says string) {
	t.Helper()
	if strings.Count(complaint, "\n") != 1 || !strings.HasSuffix(complaint, "\n") {
		t.Errorf("the complaint is not one line: %q", complaint)
	}
	if !strings.Contains(complaint, says) {
		t.Errorf("the complaint does not say %q: %q", says, complaint)
	}
	nothingOfTheInside(t, complaint)
}

func nothingOfTheInside(t *testing.T, text string) {
	t.Helper()
	for _, inside := range []string{"goroutine ", "panic", ".go:", "%!", "<nil>"} {
		if strings.Contains(text, inside) {
			t.Errorf("the program's inside (%q) is told: %q", inside, text)
		}
	}
}

// file writes a file in a folder of the test's own and returns its path.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestARefusalStandsOnTheTerminalAsItWas: by then "looking" was on the screen.
func TestARefusalStandsOnTheTerminalAsItWas(t *testing.T) {
	t.Parallel()
	broken := file(t, "bedside.yaml", "probs: {}\n")
	c := startConsole(t, wide, "-c", broken)
	code, err := c.Wait(patience)
	if err != nil || code != exitUsage {
		t.Fatalf("ended with %d, %v", code, err)
	}
	c.givenBack(t)
	_, after, left := strings.Cut(string(c.Output()), tty.Modes{}.Leave())
	if !left || !strings.HasPrefix(after, broken+":1:1: ") {
		t.Errorf("the complaint does not follow the end of the screen: %q", c.Output())
	}
}

func TestACommandLineThatCannotBeObeyedIsOneSentence(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	unknownKey := file(t, "bedside.yaml", "service: http://127.0.0.1:8000\nprobs: {}\n")
	twice := file(t, "bedside.yaml", "service: http://127.0.0.1:8000\nservice: http://127.0.0.1:8001\n")
	halfWritten := file(t, "bedside.yaml", "probes: {health: {http: [}\n")
	for _, row := range []struct {
		name string
		args []string
		says string
	}{
		{"a mistyped command", []string{"statsu"}, "unknown command statsu"},
		{"a mistyped command below config", []string{"config", "chekc"}, "chekc"},
		{"a flag that there is not", []string{"--colour"}, "--colour"},
		{"a URL without a host", []string{"http://"}, "http:// is not an address to watch"},
		{"a URL with a port that cannot be", []string{"http://127.0.0.1:99999"}, "99999"},
		{"a URL of another protocol", []string{"ftp://127.0.0.1"}, "ftp://127.0.0.1"},
		{"two URLs", []string{"http://127.0.0.1:1", "http://127.0.0.1:2"}, "one URL at a time"},
		{"a URL and a file", []string{"-c", unknownKey, "http://127.0.0.1:1"}, "either a URL or a configuration file"},
		{"a header without a name", []string{"--header", "secret", "http://127.0.0.1:1"}, "--header wants NAME: VALUE"},
		{"a language that there is not", []string{"--lang", "tlh", "http://127.0.0.1:1"}, "--lang tlh"},
		{"a file that is not there", []string{"-c", "missing.yaml"}, "missing.yaml"},
		{"a file that is a folder", []string{"-c", folder}, folder},
		{"a file with an unknown key", []string{"-c", unknownKey}, unknownKey + ":2:1: "},
		{"a file with a key that stands twice", []string{"-c", twice}, twice + ":2:1: "},
		{"a file that is half written", []string{"-c", halfWritten}, halfWritten + ":1:"},
		{"a broken file, checked", []string{"config", "check", "-c", unknownKey}, unknownKey + ":2:1: "},
		{"a broken file, named without a flag", []string{"config", "check", unknownKey}, unknownKey + ":2:1: "},
		{"a broken file to show, named without a flag", []string{"config", "show", unknownKey}, unknownKey + ":2:1: "},
		{"a broken file, named twice", []string{"config", "check", "-c", unknownKey, unknownKey}, unknownKey + ":2:1: "},
		{"two files to check", []string{"config", "check", "-c", unknownKey, twice}, "one configuration file at a time"},
		{"two files to show", []string{"config", "show", unknownKey, twice}, "one configuration file at a time"},
		{"no file to check", []string{"config", "check"}, "`bedside config init > bedside.yaml`"},
		{"no file to show", []string{"config", "show"}, "`bedside config init > bedside.yaml`"},
		{"a scene that there is not", []string{"demo", "--fault", "llm-donw"}, "llm-donw"},
		{"a scene at a time that is none", []string{"demo", "--fault", "llm-down@soon"}, "llm-down@soon"},
		{"no terminal", []string{"http://127.0.0.1:1"}, "use `bedside status`"},
		{"no terminal for the demo", []string{"demo"}, "use `bedside status`"},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := runs(t, row.args...)
			if o.code != exitUsage || o.out != "" {
				t.Errorf("exit code %d, wanted %d; printed %q", o.code, exitUsage, o.out)
			}
			oneSentence(t, o.err, row.says)
		})
	}
}

func TestWhoNamesNothingIsShownWhereToBegin(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--lang", "zh"}} {
		o := runs(t, args...)
		if o.code != exitUsage || o.out != "" {
			t.Errorf("exit code %d, wanted %d; printed %q", o.code, exitUsage, o.out)
		}
		for _, way := range []string{"  bedside demo ", "  bedside http://127.0.0.1:8000 --log", "  bedside config init > bedside.yaml ", "  bedside doctor "} {
			if !strings.Contains(o.err, way) {
				t.Errorf("%q is not named: %s", way, o.err)
			}
		}
	}
}

func TestATerminalThatCannotBeDrawnOnIsRefused(t *testing.T) {
	t.Parallel()
	for _, term := range []string{"TERM=dumb", "TERM="} {
		t.Run(term, func(t *testing.T) {
			cmd := command(t, "http://127.0.0.1:1")
			cmd.Env = append(cmd.Env, term)
			s, err := ptytest.Start(cmd, wide)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if code, err := s.Wait(patience); err != nil || code != exitUsage {
				t.Errorf("exit code %d, %v, wanted %d", code, err, exitUsage)
			}
			said := strings.ReplaceAll(string(s.Output()), "\r", "")
			oneSentence(t, said, "use `bedside status`")
			if strings.Contains(said, "\x1b") {
				t.Errorf("the terminal got escape sequences: %q", said)
			}
		})
	}
}

// page is a web server that answers everything with the same.
func page(t *testing.T, status int, kind, body string) string {
	t.Helper()
	return answering(t, func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// answering is a web server that answers every request in the same way.
func answering(t *testing.T, answer func(http.ResponseWriter)) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w) }))
	t.Cleanup(s.Close)
	return s.URL
}

func TestWhatIsNoHealthyServiceIsNeverGreen(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		url  string
		says []string
	}{
		{"a dead port", closedPort(t), []string{"connection refused", "probably: the service's process is gone"}},
		{"a name that does not resolve", "http://bedside-test.invalid:8000", []string{"host name not found", "probably: the service's name does not resolve"}},
		{"a web page", page(t, http.StatusOK, "text/html", "<html><body>Welcome</body></html>"), []string{"answer is not JSON", "probably: something else answers at this address"}},
		{"an empty answer", page(t, http.StatusOK, "application/json", ""), []string{"empty answer"}},
		{"a service that calls itself ill", page(t, http.StatusOK, "application/json", `{"status":"unhealthy","error":"disk full"}`), []string{"reports trouble: disk", "probably: the service runs and reports that it is ill"}},
		{"an error page", page(t, http.StatusBadGateway, "text/html", "<h1>502 Bad Gateway</h1>"), []string{"502"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := startConsole(t, wide, row.url)
			green := ""
			c.becomes(t, patience, "✖ DOWN", func(screen string) bool {
				if strings.Contains(screen, "✔ UP") || strings.Contains(screen, "✔ service") || strings.Contains(screen, "all is well") {
					green = screen
				}
				return strings.Contains(screen, "✖ DOWN")
			})
			c.shows(t, patience, append(row.says, "✖ service", "P1 the service is down")...)
			if green != "" {
				t.Errorf("it was green:\n%s", green)
			}
			nothingOfTheInside(t, c.now())
			if o := runs(t, "status", row.url); o.code != exitDown || o.err != "" {
				t.Errorf("status exits %d, wanted %d: %s%s", o.code, exitDown, o.out, o.err)
			}
		})
	}
}

func TestALogThatIsNotThereIsWaitedFor(t *testing.T) {
	t.Parallel()
	url := page(t, http.StatusOK, "application/json", `{"status":"healthy"}`)
	log := filepath.Join(t.TempDir(), "late", "application.log")
	c := startConsole(t, wide, url, "--log", log)
	c.shows(t, patience, "waiting for the file", log)
	if err := os.MkdirAll(filepath.Dir(log), 0o700); err != nil {
		t.Fatal(err)
	}
	line := time.Now().Format("2006-01-02 15:04:05") + ",123 - backend.vector_store - ERROR - ChromaDB连接失败: Connection refused\n"
	if err := os.WriteFile(log, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	c.shows(t, patience, "ChromaDB连接失败: Connection refused")
	c.loses(t, patience, "waiting for the file")
}

func TestAScreenTooSmallIsOneReadableLine(t *testing.T) {
	t.Parallel()
	small := ptytest.Size{Width: 39, Height: 9}
	c := startConsole(t, small, closedPort(t))
	c.shows(t, patience, "✖ DOWN")
	c.oneLine(t, small.Height)
	c.screen.Resize(wide.Width, wide.Height) // first, for what comes is as wide
	if err := c.Resize(wide); err != nil {
		t.Fatal(err)
	}
	c.shows(t, patience, "✖ DOWN", "╭─ dependencies", "╭─ what is wrong", "╭─ host", "╭─ errors")
	if err := c.Resize(small); err != nil {
		t.Fatal(err)
	}
	c.becomes(t, patience, "one line of what is left", func(string) bool {
		return strings.Contains(c.header(), "✖ DOWN") && !strings.Contains(strings.Join(c.screen.Lines()[:small.Height], ""), "│")
	})
	c.oneLine(t, small.Height)
	c.press(t, "q")
	if code, err := c.Wait(patience); err != nil || code != exitDone {
		t.Errorf("q ends it with %d, %v", code, err)
	}
}

// oneLine fails the test when more than the first line of a screen of that
// height is used.
func (c *console) oneLine(t *testing.T, height int) {
	t.Helper()
	if rest := strings.TrimSpace(strings.Join(c.screen.Lines()[1:height], "")); rest != "" {
		t.Errorf("more than a line stands on the screen:\n%s", c.text())
	}
}

func TestAReaderWhoHasGoneIsAQuietEnd(t *testing.T) {
	t.Parallel()
	watched := file(t, "bedside.yaml", "service: "+closedPort(t)+"\n")
	for _, args := range [][]string{
		{"--help"},
		{"--version"},
		{"help", "status"},
		{"completion", "bash"},
		{"config"},
		{"config", "init"},
		{"config", "schema"},
		{"config", "show", "-c", watched},
		{"config", "check", "-c", watched},
		{"status", closedPort(t)},
		{"status", "--json", closedPort(t)},
		{"doctor", closedPort(t)},
		{"doctor", "--json", closedPort(t)},
		{"demo", "--help"},
		{"demo", "--backend-only"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			reader, writer, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := reader.Close(); err != nil {
				t.Fatal(err)
			}
			defer writer.Close()
			cmd := command(t, args...)
			var complaint strings.Builder
			cmd.Stdout, cmd.Stderr = writer, &complaint
			if err := cmd.Run(); err == nil {
				t.Error("it was a success")
			}
			if complaint.Len() > 0 {
				t.Errorf("it complains: %q", complaint.String())
			}
		})
	}
}
