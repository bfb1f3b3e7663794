package drowsy_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bedside/cmd/internal/drowsy"
)

func TestEveryThreadIsDrowsy(t *testing.T) {
	threads, err := filepath.Glob("/proc/self/task/[0-9]*")
	if err != nil || len(threads) < 2 {
		t.Fatalf("threads %v, %v: want the runtime's own beside ours", threads, err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if got := slackOf(t, strconv.Itoa(syscall.Gettid())); got != drowsy.Slack.String() {
		t.Errorf("this thread has a slack of %s, want %v", got, drowsy.Slack)
	}
	for _, thread := range threads {
		if got := slackOf(t, filepath.Base(thread)); got != drowsy.Slack.String() && got != hidden {
			t.Errorf("thread %s has a slack of %s, want %v", filepath.Base(thread), got, drowsy.Slack)
		}
	}
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
