package xinyu

import (
	"os/exec"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// slack is how late the kernel may end a wait of the demo's processes. Its
// default, 50 µs, has it wake a processor for nearly every one of them.
const slack = 4 * time.Millisecond

// startDrowsy starts a command whose timers may be late: so the kernel lets
// many end together. A process inherits that from the thread that starts it;
// the runtime's own threads, which wake most, are there before it could ask.
func startDrowsy(cmd *exec.Cmd) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// Where the kernel refuses, the demo costs more and is the same.
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(slack), 0, 0, 0)
	defer func() { _ = unix.Prctl(unix.PR_SET_TIMERSLACK, 0, 0, 0, 0) }()
	return cmd.Start()
}
