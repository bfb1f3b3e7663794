package xinyu

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"sync"
)

// stdoutLog is log/backend.log: what uvicorn prints, appended as systemd
// would. Nobody rotates stdout by renaming; as behind logrotate's
// copytruncate it is copied to backend.log.1 and cut to nothing in place.
type stdoutLog struct {
	mu   sync.Mutex
	path string
	max  int64
	file *os.File
	size int64
}

func openStdoutLog(path string, maxBytes int64) (*stdoutLog, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the log folder: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the process's output: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("measure the process's output: %w", err)
	}
	return &stdoutLog{path: path, max: maxBytes, file: file, size: info.Size()}, nil
}

func (l *stdoutLog) line(format string, args ...any) {
	_, _ = fmt.Fprintf(l, format+"\n", args...)
}

// access writes uvicorn's line about one request.
func (l *stdoutLog) access(r *http.Request, status int) {
	l.line(`INFO:     %s - "%s %s HTTP/%d.%d" %d %s`,
		r.RemoteAddr, r.Method, r.URL.RequestURI(), r.ProtoMajor, r.ProtoMinor, status, http.StatusText(status))
}

// Write appends p as it is.
func (l *stdoutLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size > 0 && l.size+int64(len(p)) > l.max {
		if err := l.copyTruncate(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(p)
	l.size += int64(n)
	if err != nil {
		return n, fmt.Errorf("append to the process's output: %w", err)
	}
	return n, nil
}

func (l *stdoutLog) copyTruncate() error {
	old, err := os.OpenFile(l.path+".1", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy the process's output: %w", err)
	}
	_, err = io.Copy(old, io.NewSectionReader(l.file, 0, math.MaxInt64))
	if closed := old.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = l.file.Truncate(0)
	}
	if err != nil {
		return fmt.Errorf("cut the process's output: %w", err)
	}
	l.size = 0
	return nil
}

func (l *stdoutLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.file.Close()
}
