package xinyu

import (
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestOnlyTheDemosTimersMayBeLate(t *testing.T) {
	const file = "/proc/self/timerslack_ns"
	if !exists(file) {
		t.Skip("needs a kernel that tells timer slack: Linux 4.6")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := ownSlack(t)
	var said strings.Builder
	cmd := exec.Command("cat", file)
	cmd.Stdout = &said
	if err := startDrowsy(cmd); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(said.String()); got != strconv.FormatInt(slack.Nanoseconds(), 10) {
		t.Errorf("the child's slack is %s ns, want %v", got, slack)
	}
	if after := ownSlack(t); after != before {
		t.Errorf("our own slack was %d ns, is %d ns", before, after)
	}
}

func ownSlack(t *testing.T) int {
	t.Helper()
	ns, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return ns
}
