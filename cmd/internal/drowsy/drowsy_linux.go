package drowsy

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// usual is the slack that Linux gives where nobody asked for another.
const usual = 50 * time.Microsecond

// The calls of prctl(2), which package syscall does not name.
const (
	setTimerSlack = 29
	getTimerSlack = 30
)

func init() {
	if slack() != usual {
		return // it was set already, or somebody else wants another
	}
	program, err := os.Executable()
	if err != nil || !setSlack(Slack) {
		return
	}
	_ = syscall.Exec(program, os.Args, os.Environ())
	setSlack(usual)
}

// Awake calls start, which starts a command of somebody else's. The command's
// timers are as punctual as they would be without us: what it starts may live
// longer than we do.
func Awake(start func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if slack() == Slack && setSlack(usual) {
		defer setSlack(Slack)
	}
	return start()
}

// slack is the slack of the calling thread, 0 where the kernel does not say.
func slack() time.Duration {
	ns, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, getTimerSlack, 0, 0)
	if errno != 0 {
		return 0
	}
	return time.Duration(ns)
}

// setSlack reports whether the slack is now d. It asks: a sandbox may say yes
// and change nothing, and whoever started again for that would do so for ever.
func setSlack(d time.Duration) bool {
	_, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setTimerSlack, uintptr(d), 0)
	return errno == 0 && slack() == d
}
