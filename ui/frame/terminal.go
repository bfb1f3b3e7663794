package frame

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/charmbracelet/x/term"
	"github.com/muesli/cancelreader"
)

// Terminal is what frames are drawn on. Read and Write are each called by one
// goroutine at a time; the other methods may be called by any at any time.
type Terminal interface {
	// Read waits for keys. After Close it returns an error.
	Read(p []byte) (int, error)
	// Write may block for as long as the other side does not read.
	Write(p []byte) (int, error)
	// Size returns the size in cells.
	Size() (width, height int)
	// Resized delivers a value after the size has changed; several changes may
	// share one.
	Resized() <-chan struct{}
	// Raw makes every key arrive as it is typed, unseen and without effect.
	Raw() error
	// Restore takes Raw back. Without a Raw before it, it does nothing.
	Restore() error
	// Close ends Read. It does not close what the terminal was made from.
	Close() error
}

// The size that is assumed where a terminal does not know its own.
const (
	defaultWidth  = 80
	defaultHeight = 24
)

// local is the terminal of the process.
type local struct {
	in      cancelreader.CancelReader
	inFd    uintptr
	out     *os.File
	resized chan struct{}
	winch   chan os.Signal
	closed  chan struct{}
	done    sync.WaitGroup

	mu     sync.Mutex
	before *term.State // nil: not raw
}

var _ Terminal = (*local)(nil)

// openLocal takes nil for the standard files. Close must follow.
func openLocal(in, out *os.File) (*local, error) {
	if in == nil {
		in = os.Stdin
	}
	if out == nil {
		out = os.Stdout
	}
	reader, err := cancelreader.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("reading keys from the terminal: %w", err)
	}
	l := &local{
		in: reader, inFd: in.Fd(), out: out,
		resized: make(chan struct{}, 1),
		winch:   make(chan os.Signal, 1),
		closed:  make(chan struct{}),
	}
	signal.Notify(l.winch, syscall.SIGWINCH)
	l.done.Go(l.watchSize)
	return l, nil
}

func (l *local) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	if err != nil {
		_ = l.in.Close() // there is no other time when no Read is under way
	}
	return n, err
}

func (l *local) Write(p []byte) (int, error) { return l.out.Write(p) }
func (l *local) Resized() <-chan struct{}    { return l.resized }

func (l *local) Size() (width, height int) {
	width, height, err := term.GetSize(l.out.Fd())
	if err != nil || width <= 0 || height <= 0 {
		return defaultWidth, defaultHeight
	}
	return width, height
}

func (l *local) watchSize() {
	for {
		select {
		case <-l.closed:
			return
		case <-l.winch:
		}
		select {
		case l.resized <- struct{}{}:
		default:
		}
	}
}

func (l *local) Raw() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.before != nil {
		if err := term.Restore(l.inFd, l.before); err != nil {
			return fmt.Errorf("setting the terminal's mode: %w", err)
		}
	}
	before, err := term.MakeRaw(l.inFd)
	if err != nil {
		return fmt.Errorf("setting the terminal's mode: %w", err)
	}
	l.before = before
	return nil
}

func (l *local) Restore() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.before == nil {
		return nil
	}
	before := l.before
	l.before = nil
	if err := term.Restore(l.inFd, before); err != nil {
		return fmt.Errorf("restoring the terminal's mode: %w", err)
	}
	return nil
}

func (l *local) Close() error {
	signal.Stop(l.winch)
	l.in.Cancel()
	close(l.closed)
	l.done.Wait()
	return nil
}
