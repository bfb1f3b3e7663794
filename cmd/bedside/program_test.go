package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
	"bedside/cmd/internal/xinyu"
	"bedside/ui/frame/frametest"
)

// asProgram makes the test binary the program itself, together with every
// process that it starts: what is driven here is the real main, with no second
// build.
const asProgram = "BEDSIDE_TEST_AS_PROGRAM"

// atOnce is how many of these tests run side by side: they wait, they do not
// compute.
const atOnce = "5"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main() // does not return
	}
	if path := os.Getenv(asFlood); path != "" {
		if err := flood(path); err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	flag.Parse()
	if err := flag.Set("test.parallel", atOnce); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// patience bounds a wait for what has no time of its own to keep.
const patience = 20 * time.Second

// eventually reports whether something that nothing tells of comes true.
func eventually(ok func() bool) bool {
	late := time.After(patience)
	often := time.NewTicker(20 * time.Millisecond)
	defer often.Stop()
	for !ok() {
		select {
		case <-often.C:
		case <-late:
			return false
		}
	}
	return true
}

// command is the program with a home, a state folder and a folder for temporary
// files of its own, in English.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	home := t.TempDir()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = home
	cmd.Env = append(os.Environ(), asProgram+"=1",
		"HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state"), "TMPDIR="+home,
		"BEDSIDE_CONFIG=", "NO_COLOR=", "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	return cmd
}

// outcome is what a command line left behind.
type outcome struct {
	code     int
	out, err string
}

// runs runs the program without a terminal to its end.
func runs(t *testing.T, args ...string) outcome {
	t.Helper()
	return runsCommand(t, command(t, args...))
}

func runsCommand(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String(), complaints.String()}
}

// service is the embedded service, running without a screen.
type service struct {
	xinyu.Ready
	// Watched is a configuration for it. It is the demo's own, but for the
	// alerts on the machine: how busy this one is, is not under test.
	Watched string

	cmd *exec.Cmd
}

// machineAlerts can never fire.
const machineAlerts = `
alerts:
  - {id: cpu-high, when: host.cpu > 100000%, priority: P3}
  - {id: memory-high, when: host.memory > 100000%, priority: P3}
  - {id: disk-high, when: host.disk > 100000%, priority: P3}
`

// startService starts the embedded service and ends it with the test.
func startService(t *testing.T, args ...string) *service {
	t.Helper()
	s := &service{cmd: command(t, append([]string{"demo", "--backend-only"}, args...)...)}
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.cmd.Process.Signal(syscall.SIGTERM)
		_ = s.cmd.Wait() // a second time where the test has ended it
	})
	greeting := struct {
		*xinyu.Ready
		Config string `json:"config"`
	}{Ready: &s.Ready}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the service did not greet: %v", err)
	}
	if err := json.Unmarshal(line, &greeting); err != nil {
		t.Fatalf("the service greeted with %q: %v", line, err)
	}
	s.Watched = filepath.Join(t.TempDir(), "bedside.yaml")
	content, err := os.ReadFile(greeting.Config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Watched, append(content, machineAlerts...), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// tell asks the service's control endpoint: "fault", SCENE and the like.
func (s *service) tell(t *testing.T, words ...string) {
	t.Helper()
	if _, err := xinyu.Control(context.Background(), s.Control, words...); err != nil {
		t.Fatalf("telling the service %q: %v", words, err)
	}
}

// console is the program on a terminal, and what that terminal shows.
type console struct {
	*ptytest.Session
	screen *frametest.Screen
	read   int // bytes of the output that are on the screen already
}

// wide shows every pane at its best.
var wide = ptytest.Size{Width: 160, Height: 45}

// startConsole starts the program on a terminal and ends it with the test,
// which fails when the terminal got anything but what it is meant to get.
func startConsole(t *testing.T, size ptytest.Size, args ...string) *console {
	t.Helper()
	return startConsoleCommand(t, size, command(t, args...))
}

func startConsoleCommand(t *testing.T, size ptytest.Size, cmd *exec.Cmd) *console {
	t.Helper()
	s, err := ptytest.Start(cmd, size)
	if err != nil {
		t.Fatal(err)
	}
	c := &console{Session: s, screen: frametest.New(size.Width, size.Height)}
	t.Cleanup(func() {
		_ = c.Signal(syscall.SIGTERM) // a demo's processes end with it, its folder is removed
		if _, err := c.Wait(patience); err != nil {
			t.Errorf("the console does not end: %v", err)
		}
		c.Close()
		for _, v := range c.screen.Violations() {
			t.Errorf("the terminal got %q", v)
		}
	})
	return c
}

// shows waits until all the texts stand on the screen at once, and returns how
// long that took.
func (c *console) shows(t *testing.T, limit time.Duration, texts ...string) time.Duration {
	t.Helper()
	return c.becomes(t, limit, strings.Join(texts, "” and “"), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// loses waits until a text stands on the screen no more.
func (c *console) loses(t *testing.T, limit time.Duration, text string) time.Duration {
	t.Helper()
	return c.becomes(t, limit, "no “"+text+"”", func(screen string) bool { return !strings.Contains(screen, text) })
}

// becomes waits until the screen is as wanted, and returns how long that took.
func (c *console) becomes(t *testing.T, limit time.Duration, wanted string, ok func(screen string) bool) time.Duration {
	t.Helper()
	begun := time.Now()
	if ok(c.now()) {
		return time.Since(begun)
	}
	from := c.read
	err := c.WaitFor(from, limit, func(out []byte) bool {
		c.draw(out[c.read-from:])
		return !c.screen.Modes().Held && ok(c.text())
	})
	if err != nil {
		t.Fatalf("the screen should show “%s”: %v; after %v it shows:\n%s", wanted, err, time.Since(begun), c.text())
	}
	return time.Since(begun)
}

// now is what the terminal shows at this moment: no frame that is half drawn.
func (c *console) now() string {
	c.draw(c.Output()[c.read:])
	from := c.read
	_ = c.WaitFor(from, patience, func(out []byte) bool {
		c.draw(out[c.read-from:])
		return !c.screen.Modes().Held
	})
	return c.text()
}

func (c *console) draw(out []byte) {
	_, _ = c.screen.Write(out)
	c.read += len(out)
}

func (c *console) text() string { return strings.Join(c.screen.Lines(), "\n") }

// header is the first line: the verdict.
func (c *console) header() string { return c.screen.Lines()[0] }

// press types keys.
func (c *console) press(t *testing.T, keys string) {
	t.Helper()
	if err := c.Type(keys); err != nil {
		t.Fatal(err)
	}
}

// calm waits until the console says that all is well with a service that has
// users.
func (c *console) calm(t *testing.T) {
	t.Helper()
	c.shows(t, patience, "✔ UP", "● live", "✔ all is well", "req/s")
}
