// Package ptytest drives a program in a pseudo-terminal as a person would:
// it types, resizes, watches the screen's bytes, and measures how long things
// take and what they cost. Everything waits for what it names, with a limit;
// nothing sleeps.
package ptytest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// maxOutput bounds what is kept of the output. What comes after is counted
// and dropped.
const maxOutput = 64 << 20

// Errors of waiting.
var (
	ErrTimeout = errors.New("did not come in time")
	ErrEnded   = errors.New("the program ended before")
)

// Size is a terminal's size in cells.
type Size struct{ Width, Height int }

// Chunk says when a part of the output arrived.
type Chunk struct {
	At  time.Duration // since Start
	End int           // the length of the output together with it
}

// Session is a running program. Its methods may be called by any goroutine.
type Session struct {
	cmd     *exec.Cmd
	tty     *os.File
	before  *term.State // of the terminal, when it was opened
	started time.Time
	exited  chan struct{} // closed when the program has been waited for
	drained chan struct{} // closed when its output has ended
	close   sync.Once

	mu      sync.Mutex
	output  []byte
	chunks  []Chunk
	dropped int
	changed chan struct{} // closed and replaced when output arrives
	hold    chan struct{} // not nil: reading is paused until it is closed

	answering bool
}

// Start runs cmd on a new terminal of the given size, as the leader of a
// session of its own. TERM is xterm-256color unless cmd.Env says otherwise.
// Close must follow.
func Start(cmd *exec.Cmd, size Size) (*Session, error) {
	if cmd.Env == nil {
		cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	}
	s := &Session{
		cmd:     cmd,
		exited:  make(chan struct{}),
		drained: make(chan struct{}),
		changed: make(chan struct{}),
	}
	if err := s.start(size); err != nil {
		return nil, fmt.Errorf("starting %s in a terminal: %w", cmd.Path, err)
	}
	go s.read()
	go func() {
		defer close(s.exited)
		_ = cmd.Wait() // its result stays in cmd.ProcessState
	}()
	return s, nil
}

// start opens the terminal and starts the program on it.
func (s *Session) start(size Size) error {
	tty, theirs, err := pty.Open()
	if err != nil {
		return err
	}
	defer theirs.Close()
	s.tty = tty
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = theirs, theirs, theirs
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.before, err = state(tty)
	if err == nil {
		err = pty.Setsize(tty, winsize(size))
	}
	s.started = time.Now()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		_ = tty.Close()
	}
	return err
}

// state is how a terminal treats keys. It leaves the file as it is, while Fd
// would let reads block that Close has to end.
func state(tty *os.File) (state *term.State, err error) {
	conn, err := tty.SyscallConn()
	if err != nil {
		return nil, err
	}
	if broken := conn.Control(func(fd uintptr) { state, err = term.GetState(fd) }); broken != nil {
		return nil, broken
	}
	return state, err
}

// Cooked reports whether the terminal treats keys as it did before the
// program started: it echoes them, gathers lines, and sends signals.
func (s *Session) Cooked() bool {
	now, err := state(s.tty)
	return err == nil && reflect.DeepEqual(now, s.before)
}

func winsize(s Size) *pty.Winsize {
	return &pty.Winsize{Cols: uint16(s.Width), Rows: uint16(s.Height)}
}

func (s *Session) read() {
	defer close(s.drained)
	buf := make([]byte, 64<<10)
	for {
		s.waitWhilePaused()
		n, err := s.tty.Read(buf)
		s.keep(buf[:n], time.Since(s.started))
		s.reply(buf[:n])
		if err != nil {
			return
		}
	}
}

func (s *Session) waitWhilePaused() {
	s.mu.Lock()
	hold := s.hold
	s.mu.Unlock()
	if hold != nil {
		<-hold
	}
}

func (s *Session) keep(b []byte, at time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.output)+len(b) > maxOutput {
		s.dropped += len(b)
		return
	}
	s.output = append(s.output, b...)
	s.chunks = append(s.chunks, Chunk{at, len(s.output)})
	close(s.changed)
	s.changed = make(chan struct{})
}

// Pid is the program's process.
func (s *Session) Pid() int { return s.cmd.Process.Pid }

// Child is the only process that the program has started: of a shell, its job.
func (s *Session) Child() (pid int, err error) {
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", s.Pid(), s.Pid()))
	if err != nil {
		return 0, fmt.Errorf("reading the children of %d: %w", s.Pid(), err)
	}
	pid, err = strconv.Atoi(strings.TrimSpace(string(children)))
	if err != nil {
		return 0, fmt.Errorf("reading the children of %d: %w", s.Pid(), err)
	}
	return pid, nil
}

// Exited is closed when the program has ended, though its output may not have
// arrived.
func (s *Session) Exited() <-chan struct{} { return s.exited }

// Type sends keys as they are: "\x1b[A" is the key Up.
func (s *Session) Type(keys string) error {
	if _, err := s.tty.WriteString(keys); err != nil {
		return fmt.Errorf("typing %q: %w", keys, err)
	}
	return nil
}

// Resize changes the terminal's size; the kernel tells the program.
func (s *Session) Resize(size Size) error {
	if err := pty.Setsize(s.tty, winsize(size)); err != nil {
		return fmt.Errorf("resizing the terminal: %w", err)
	}
	return nil
}

// Signal sends a signal to the program.
func (s *Session) Signal(sig os.Signal) error {
	if err := s.cmd.Process.Signal(sig); err != nil {
		return fmt.Errorf("sending %v: %w", sig, err)
	}
	return nil
}

// Pause stops reading, like a terminal after Ctrl-S: after what is being read
// now, nothing is, until Continue.
func (s *Session) Pause() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hold == nil {
		s.hold = make(chan struct{})
	}
}

// Continue takes Pause back.
func (s *Session) Continue() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hold != nil {
		close(s.hold)
		s.hold = nil
	}
}

// Output is everything that has arrived.
func (s *Session) Output() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.output)
}

// Chunks is when the output arrived.
func (s *Session) Chunks() []Chunk {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Chunk(nil), s.chunks...)
}

// Bytes is how much has arrived, dropped output included.
func (s *Session) Bytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.output) + s.dropped
}

// WaitFor waits until the output from offset from on satisfies ok.
func (s *Session) WaitFor(from int, limit time.Duration, ok func(output []byte) bool) error {
	late := time.NewTimer(limit)
	defer late.Stop()
	drained := s.drained
	for {
		s.mu.Lock()
		found, changed := ok(s.output[min(from, len(s.output)):]), s.changed
		s.mu.Unlock()
		if found {
			return nil
		}
		select {
		case <-changed:
		case <-drained:
			drained = nil // look once more at what came last
			if !s.grew(changed) {
				return ErrEnded
			}
		case <-late.C:
			return ErrTimeout
		}
	}
}

// grew reports whether output has arrived since changed was looked at.
func (s *Session) grew(changed chan struct{}) bool {
	select {
	case <-changed:
		return true
	default:
		return false
	}
}

// WaitText waits until the output from offset from on holds text.
func (s *Session) WaitText(from int, limit time.Duration, text string) error {
	err := s.WaitFor(from, limit, func(out []byte) bool { return bytes.Contains(out, []byte(text)) })
	if err != nil {
		return fmt.Errorf("waiting for %q: %w", text, err)
	}
	return nil
}

// Wait waits until the program has ended and all its output has arrived, and
// returns its exit code: as a shell counts, 128 and the signal that ended it.
func (s *Session) Wait(limit time.Duration) (code int, err error) {
	late := time.NewTimer(limit)
	defer late.Stop()
	for _, end := range []chan struct{}{s.exited, s.drained} {
		select {
		case <-end:
		case <-late.C:
			return 0, fmt.Errorf("waiting for the program's end: %w", ErrTimeout)
		}
	}
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return s.cmd.ProcessState.ExitCode(), nil
}

// Hangup closes the terminal, as when its window is closed.
func (s *Session) Hangup() {
	s.close.Do(func() { _ = s.tty.Close() })
	s.Continue()
}

// Close ends the program and its process group, if they have not ended, and
// the terminal.
func (s *Session) Close() {
	select {
	case <-s.exited:
	default:
		_ = syscall.Kill(-s.Pid(), syscall.SIGKILL) // the leader of its group
	}
	s.Hangup()
	<-s.exited
	<-s.drained
}
