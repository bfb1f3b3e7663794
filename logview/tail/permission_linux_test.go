package tail

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// asNobody runs the test's thread without root's rights over files.
func asNobody(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	runtime.LockOSThread()
	if err := unix.Setfsuid(65534); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = unix.Setfsuid(0)
		runtime.UnlockOSThread()
	})
}

func TestPermissionLostAndBack(t *testing.T) {
	base, err := os.MkdirTemp("", "tail") // the testing package's folders are closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	folder := filepath.Join(base, "log")
	r := newRig(t, Options{Path: filepath.Join(folder, "application.log")})
	r.do(os.Chmod(base, 0o777))
	asNobody(t)
	r.do(os.Mkdir(folder, 0o755))
	r.write("past\n")

	r.do(os.Chmod(r.path, 0))
	r.look()
	if r.state.Condition != Denied || r.state.Detail.Empty() {
		t.Errorf("a file that may not be read is %v", r.state)
	}
	r.do(os.Chmod(r.path, 0o644))
	r.look()
	r.want("past", r.past, "past")

	r.do(os.Chmod(folder, 0))
	r.lookFor(time.Second)
	if r.state.Condition != Denied {
		t.Errorf("a folder that may not be entered makes its file %v", r.state)
	}
	r.do(os.Chmod(folder, 0o755))
	r.write("a\n")
	r.look()
	r.want("new", r.lines, "a")
	if r.state.Condition != Following {
		t.Errorf("it may be read again, but its state is %v", r.state)
	}
}
