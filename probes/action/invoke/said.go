package invoke

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// said is what a command says: a file without a name that it appends to. A pipe
// would end with us, and with it every child that the command leaves running
// on purpose: the next thing that it says would kill it.
type said struct {
	file *os.File
	kept []byte // the end of what was cut off to keep the file small
	done chan struct{}
	gone chan struct{}
}

const (
	// saidFile is the size at which the file is cut back while we listen.
	saidFile = 1 << 20
	// saidPace is how often it is looked at.
	saidPace = 50 * time.Millisecond
)

// listen opens the file and keeps it small until close.
func listen() (*said, error) {
	f, err := os.CreateTemp("", "bedside-said-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETFL, unix.O_APPEND); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	s := &said{file: f, done: make(chan struct{}), gone: make(chan struct{})}
	go s.watch()
	return s, nil
}

func (s *said) watch() {
	defer close(s.gone)
	ticker := time.NewTicker(saidPace)
	defer ticker.Stop()
	for {
		select {
		case <-s.done:
			return
		case <-ticker.C:
			if size := s.size(); size > saidFile {
				s.kept = s.tail(size)
				_ = s.file.Truncate(0) // or it stays large until the command ends
			}
		}
	}
}

func (s *said) size() int64 {
	info, err := s.file.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// tail reads the last part of the file.
func (s *said) tail(size int64) []byte {
	from := max(0, size-saidLimit)
	b := make([]byte, size-from)
	n, err := s.file.ReadAt(b, from)
	if err != nil {
		return b[:n]
	}
	return b
}

// end stops listening and returns the capped end of what was said so far, and
// whether anything before it was cut off.
func (s *said) end() (text []byte, cut bool) {
	s.stop()
	size := s.size()
	text = append(s.kept, s.tail(size)...)
	from := max(0, len(text)-saidLimit)
	return text[from:], from > 0 || size > saidLimit || len(s.kept) > 0
}

func (s *said) stop() {
	select {
	case <-s.done:
	default:
		close(s.done)
	}
	<-s.gone
}

func (s *said) close() {
	s.stop()
	_ = s.file.Close() // whoever still writes keeps it open for himself
}
