package drowsy_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bedside/cmd/internal/drowsy"
)

// child makes of the test's program one that says so when it has started, and
// ends with its input.
const child = "DROWSY_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) != "" {
		_, _ = os.Stdout.WriteString("started\n")
		_, _ = io.Copy(io.Discard, os.Stdin)
		return
	}
	os.Exit(m.Run())
}

// TestEveryThreadIsDrowsy looks at the threads of whoever may set priorities,
// as root may, and of whoever may not. To look at another's takes that right.
func TestEveryThreadIsDrowsy(t *testing.T) {
	const nobody = 65534
	users := map[string]*syscall.Credential{"myself": nil}
	if os.Geteuid() == 0 {
		users["nobody"] = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	program := forAll(t)
	for name, user := range users {
		t.Run(name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), program)
			cmd.Dir, cmd.Env = "/", append(os.Environ(), child+"=1")
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: user}
			in, _ := cmd.StdinPipe()
			out, _ := cmd.StdoutPipe()
			if err := drowsy.Awake(cmd.Start); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(out, make([]byte, len("started\n"))); err != nil {
				t.Error(err)
			}
			if awake := settled(t, cmd.Process.Pid); len(awake) > 0 {
				t.Errorf("these threads are awake: %v; want a slack of %v", awake, drowsy.Slack)
			}
			_ = in.Close()
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// settled returns the threads that stay awake, with the slack of each.
func settled(t *testing.T, pid int) (awake []string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-time.After(10 * time.Millisecond) {
		threads, err := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/[0-9]*")
		if err != nil || len(threads) < 2 {
			t.Fatalf("threads %v, %v: want the runtime's own beside ours", threads, err)
		}
		awake = awake[:0]
		for _, thread := range threads {
			if got := slackOf(t, filepath.Base(thread)); got != drowsy.Slack.String() && got != hidden {
				awake = append(awake, filepath.Base(thread)+" "+got)
			}
		}
		if len(awake) == 0 {
			return nil
		}
	}
	return awake
}

// forAll is a copy of the test's program that everybody may run.
func forAll(t *testing.T) string {
	t.Helper()
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for at := folder; at != filepath.Clean(os.TempDir()); at = filepath.Dir(at) {
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "drowsy")
	if err := os.WriteFile(path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCommandsArePunctual(t *testing.T) {
	var said strings.Builder
	cmd := exec.Command("cat", "/proc/self/timerslack_ns")
	cmd.Stdout = &said
	if err := drowsy.Awake(cmd.Start); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(said.String()); got != "50000" {
		t.Errorf("the command's slack is %s ns, want Linux's own 50000", got)
	}
}

// hidden is the slack of a sibling for whoever is not privileged.
const hidden = "hidden"

func slackOf(t *testing.T, thread string) string {
	t.Helper()
	text, err := os.ReadFile("/proc/" + thread + "/timerslack_ns")
	if errors.Is(err, fs.ErrPermission) {
		return hidden
	}
	ns, convErr := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err := errors.Join(err, convErr); err != nil {
		t.Fatal(err)
	}
	return time.Duration(ns).String()
}
