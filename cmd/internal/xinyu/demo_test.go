package xinyu

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestMain lets the test binary be every process of the demo.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "xinyu" {
		std := Std{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
		if err := Command(context.Background(), os.Args[2:], std); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if dir := os.Getenv("XINYU_TEST_CONSOLE"); dir != "" {
		console(dir)
	}
	goleak.VerifyTestMain(m)
}

// console is what the screen's process does: it starts the demo, tells where
// it is, and waits to be killed.
func console(dir string) {
	d, err := Start(context.Background(), Options{Exe: os.Args[0], Rate: 5, Dir: ""})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	told := filepath.Join(dir, "ready")
	text := fmt.Sprintf("%d %s %s", d.Ready.PID, d.Ready.PIDFile, d.Ready.Root)
	if err := os.WriteFile(told+".tmp", []byte(text), 0o600); err != nil {
		os.Exit(1)
	}
	_ = os.Rename(told+".tmp", told)
	select {}
}

func startDemo(t *testing.T, o Options) *Demo {
	t.Helper()
	o.Exe = os.Args[0]
	d, err := Start(t.Context(), o)
	if err != nil {
		t.Fatalf("start the demo: %v", err)
	}
	t.Cleanup(d.Stop)
	return d
}

func readPID(t *testing.T, path string) int {
	t.Helper()
	var pid int
	eventually(t, "a pid in "+path, func() bool {
		text, err := os.ReadFile(path)
		if err != nil {
			return false
		}
		pid, err = strconv.Atoi(strings.TrimSpace(string(text)))
		return err == nil
	})
	return pid
}

// alive says whether a process runs; one that waits to be reaped does not.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(rest, "Z")
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, os.ErrNotExist)
}

// eventually polls: the demo's processes run on the real clock.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("waited in vain for: %s", what)
		}
	}
}

func TestADemoAnswersAndLeavesNothingBehind(t *testing.T) {
	d := startDemo(t, Options{Rate: 20, Seed: 1})
	backend := readPID(t, d.Ready.PIDFile)
	resp, err := http.Get(d.Ready.URL + "/health")
	if err != nil {
		t.Fatalf("ask for health: %v", err)
	}
	_ = resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("health: %s", resp.Status)
	}
	for _, path := range []string{d.Ready.ConfigEnv, d.Ready.Prompt, d.Ready.LLMKeys[0], d.Ready.LLMKeys[1]} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want a file of mode 0600", path, info, err)
		}
	}
	d.Stop()
	if alive(d.Ready.PID) || alive(backend) {
		t.Error("a process survives the demo's end")
	}
	if exists(d.Ready.Root) {
		t.Error("the temporary folder survives the demo's end")
	}
	d.Stop() // twice is once
}

func TestAFolderOfOnesOwnIsKept(t *testing.T) {
	dir := t.TempDir()
	d := startDemo(t, Options{Rate: 5, Dir: dir})
	d.Stop()
	if !exists(filepath.Join(dir, "log", "application.log")) {
		t.Error("the logs are gone; want the folder kept as it is")
	}
}

func TestNothingSurvivesAKilledSupervisor(t *testing.T) {
	d := startDemo(t, Options{Rate: 5})
	backend := readPID(t, d.Ready.PIDFile)
	if err := syscall.Kill(d.Ready.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	select {
	case <-d.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("the demo does not notice that its supervisor was killed")
	}
	eventually(t, "the backend's end", func() bool { return !alive(backend) })
	if exists(d.Ready.Root) {
		t.Error("the temporary folder survives")
	}
}

func TestNothingSurvivesAKilledConsole(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "XINYU_TEST_CONSOLE="+dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	told := filepath.Join(dir, "ready")
	eventually(t, "the console's demo", func() bool { return exists(told) })
	var supervisor int
	var pidFile, root string
	text, err := os.ReadFile(told)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(string(text), &supervisor, &pidFile, &root); err != nil {
		t.Fatal(err)
	}
	backend := readPID(t, pidFile)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	eventually(t, "the end of supervisor, backend and folder", func() bool {
		return !alive(supervisor) && !alive(backend) && !exists(root)
	})
}

func TestAStartThatCannotWorkSaysWhy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Exe: os.Args[0], Dir: filepath.Join(file, "below")})
	if err == nil || !strings.Contains(err.Error(), "not a directory") {
		t.Errorf("error %v; want one that names the cause", err)
	}
}

func TestAnInterruptedStartEndsWhatItBegan(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(ctx, Options{Exe: os.Args[0]}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v; want context.Canceled", err)
	}
}

func dial(addr string) error {
	c, err := net.DialTimeout("tcp", addr, 500*time.Millisecond)
	if err == nil {
		_ = c.Close()
	}
	return err
}
