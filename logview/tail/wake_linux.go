package tail

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// waker ends the pauses between two looks early when a name beside the
// followed one comes or goes. It is a help, no more: where the kernel gives no
// notice, the looks at regular times find everything.
type waker struct {
	notices *os.File // inotify; nil where there is none
	path    string
	names   [][]byte // of the followed file: rotated names begin with them
	renewed time.Time
	buf     [4096]byte
}

// renewal is how often the folder is looked up anew: it may be another one.
const renewal = time.Second

func newWaker(ctx context.Context, path string) *waker {
	w := &waker{path: path}
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		return w
	}
	w.notices = os.NewFile(uintptr(fd), "inotify")
	context.AfterFunc(ctx, func() { _ = w.notices.Close() })
	return w
}

// wait pauses for d at most, and reports whether a notice ended the pause.
func (w *waker) wait(ctx context.Context, d time.Duration) (noticed bool) {
	if w.notices == nil {
		pause(ctx, d)
		return false
	}
	end := time.Now().Add(d)
	if end.Sub(w.renewed) > renewal {
		w.renewed = end
		w.watch()
	}
	if w.notices.SetReadDeadline(end) != nil {
		return false // closed: ctx has ended
	}
	for {
		n, err := w.notices.Read(w.buf[:])
		if err != nil {
			return false
		}
		if w.concerned(w.buf[:n]) {
			if d > hurry {
				pause(ctx, settle)
			}
			return true
		}
	}
}

// watch asks for notices about the folder of the name and, where that is a
// symbolic link, of the file. What is not there is asked for again at the next
// renewal.
func (w *waker) watch() {
	w.names = w.names[:0]
	for _, path := range resolve(w.path) {
		w.names = append(w.names, []byte(filepath.Base(path)))
		w.ask(filepath.Dir(path), unix.IN_CREATE|unix.IN_MOVED_FROM|unix.IN_MOVED_TO|unix.IN_DELETE)
	}
}

// arm asks for one notice when the file is written, and reports whether one
// will come. One is enough: who writes is looked at regularly afterwards.
func (w *waker) arm() bool { return w.notices != nil && w.ask(w.path, unix.IN_MODIFY|unix.IN_ONESHOT) }

func (w *waker) ask(path string, events uint32) (granted bool) {
	conn, err := w.notices.SyscallConn()
	if err != nil {
		return false
	}
	err = conn.Control(func(fd uintptr) {
		_, err := unix.InotifyAddWatch(int(fd), path, events)
		granted = err == nil
	})
	return granted && err == nil
}

// concerned reports whether one of the notices is about the followed name or
// one that rotation made of it.
func (w *waker) concerned(notices []byte) bool {
	for len(notices) >= unix.SizeofInotifyEvent {
		size := int(binary.NativeEndian.Uint32(notices[12:])) // after wd, mask and cookie
		notices = notices[unix.SizeofInotifyEvent:]
		name := notices[:min(size, len(notices))]
		if len(name) == 0 || slices.ContainsFunc(w.names, func(known []byte) bool { return bytes.HasPrefix(name, known) }) {
			return true
		}
		notices = notices[len(name):]
	}
	return false
}
