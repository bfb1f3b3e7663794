package drowsy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"bedside/cmd/internal/drowsy"
)

func TestEveryThreadIsDrowsy(t *testing.T) {
	threads, err := filepath.Glob("/proc/self/task/[0-9]*")
	if err != nil || len(threads) < 2 {
		t.Fatalf("threads %v, %v: want the runtime's own beside ours", threads, err)
	}
	for _, thread := range threads {
		if got := slackOf(t, filepath.Base(thread)); got != drowsy.Slack.Nanoseconds() {
			t.Errorf("thread %s has %d ns of slack, want %v", filepath.Base(thread), got, drowsy.Slack)
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

// slackOf reads a thread's slack, which a thread may do of its siblings only as
// a privileged user.
func slackOf(t *testing.T, thread string) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/" + thread + "/timerslack_ns")
	if err != nil {
		t.Skipf("needs root, or a kernel that tells timer slack: %v", err)
	}
	ns, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return ns
}
