package drowsy

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
	"unsafe"
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
	switch {
	case !setSlack(Slack):
	case maySetPriorities() && writeSlack("self") == nil: // /proc may be read-only, or older than that file
		go setSlackOfAll() // nobody waits for it
	default:
		startAgain()
	}
}

// startAgain puts the program in its own place: the slack of this thread will
// be that of all. It returns where that fails, and nothing has changed.
func startAgain() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	_ = syscall.Exec(program, os.Args, os.Environ())
	setSlack(usual)
}

// maySetPriorities reports whether the process has CAP_SYS_NICE.
func maySetPriorities() bool {
	const (
		version = 0x20080522 // of capget(2), since Linux 2.6.26
		sysNice = 1 << 23
	)
	header := struct {
		version uint32
		process int32
	}{version: version}
	var sets [2]struct{ effective, permitted, inheritable uint32 }
	_, _, errno := syscall.RawSyscall(syscall.SYS_CAPGET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&sets)), 0)
	return errno == 0 && sets[0].effective&sysNice != 0
}

// setSlackOfAll gives every thread the slack. Those that are made meanwhile
// have it from their makers, or are found at the next look.
func setSlackOfAll() {
	for seen := 0; ; {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil || len(threads) == seen {
			return
		}
		seen = len(threads)
		for _, t := range threads {
			if err := writeSlack(t.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) { // a thread may have ended
				return
			}
		}
	}
}

func writeSlack(thread string) error {
	return os.WriteFile("/proc/"+thread+"/timerslack_ns", strconv.AppendInt(nil, Slack.Nanoseconds(), 10), 0)
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
