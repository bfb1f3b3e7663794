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
	kept []byte // the end of what was cut off where room cannot be given back
	done chan struct{}
	gone chan struct{}
}

const (
	// saidFile is how much of the file takes up room before it is given back.
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
	var freed int64
	for {
		select {
		case <-s.done:
			return
		case <-ticker.C:
			if size := s.size(); size-freed > saidFile {
				freed = s.free(size)
			}
		}
	}
}

// free gives back the room of all but the end of the first size bytes and
// returns how many bytes from the beginning take up none. The file keeps its
// length: were it cut, what the command says between our last look and the cut
// would be lost, and that may be why it failed.
func (s *said) free(size int64) int64 {
	upTo := max(0, size-saidLimit)
	if punch(s.file, upTo) == nil {
		return upTo
	}
	s.kept = s.tail(size)
	_ = s.file.Truncate(0) // a file system that cannot: rather that gap than a full disk
	return 0
}

func (s *said) size() int64 {
	info, err := s.file.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// tail reads the last part of the first size bytes, as far as it can be read.
func (s *said) tail(size int64) []byte {
	from := max(0, size-saidLimit)
	b := make([]byte, size-from)
	n, _ := s.file.ReadAt(b, from)
	return b[:n]
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
