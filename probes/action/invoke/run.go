package invoke

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
)

const (
	// saidLimit is how much of a command's output is kept, its end.
	saidLimit = 16 << 10
	// termGrace is what a command has after SIGTERM before SIGKILL.
	termGrace = 2 * time.Second
	// drainGrace is how long output may still come after the command ended:
	// a child that it left behind keeps the pipe open for ever.
	drainGrace = 200 * time.Millisecond
)

// run starts the command in a session of its own: no terminal to ask for a
// password at, no signal of ours by accident, and one group to end.
func (v *Invoker) run(ctx context.Context, r action.Run) (raw.Text, error) {
	argv, env, err := v.resolved(r)
	if err != nil {
		return raw.Text{}, err
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	deadline, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = v.path(r.Dir)
	if cmd.Dir == "" {
		cmd.Dir = v.Root
	}
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	said, finish, err := v.collect(cmd, r.Stdout)
	if err != nil {
		return raw.Text{}, err
	}
	err = cmd.Start()
	finish.started()
	if err != nil {
		return raw.Text{}, errors.Join(startProblem(argv[0], err), finish.file(err))
	}
	err = wait(deadline, cmd)
	finish.drain()
	if fileErr := finish.file(err); err == nil {
		err = fileErr
	}
	return said.text(), verdict(ctx, deadline, timeout, err)
}

func (v *Invoker) resolved(r action.Run) (argv, env []string, err error) {
	if len(r.Argv) == 0 {
		return nil, nil, problem(nil, Broken, "a command without a name")
	}
	for _, a := range r.Argv {
		plain, err := v.Resolve(a)
		if err != nil {
			return nil, nil, problem(err, NoSecret, a)
		}
		argv = append(argv, plain)
	}
	for k, a := range r.Env {
		plain, err := v.Resolve(a)
		if err != nil {
			return nil, nil, problem(err, NoSecret, a)
		}
		env = append(env, k+"="+plain)
	}
	return argv, env, nil
}

// wait ends the whole group when the deadline passes, first politely.
func wait(deadline context.Context, cmd *exec.Cmd) error {
	var err error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		err = cmd.Wait()
	}()
	select {
	case <-ended:
		return err
	case <-deadline.Done():
	}
	group := -cmd.Process.Pid
	_ = syscall.Kill(group, syscall.SIGTERM)
	within(ended, termGrace)
	_ = syscall.Kill(group, syscall.SIGKILL)
	within(ended, termGrace) // a process stuck in the kernel cannot be ended by anybody
	return deadline.Err()
}

// within waits for done, but no longer than d.
func within(done <-chan struct{}, d time.Duration) {
	select {
	case <-done:
	case <-time.After(d):
	}
}

func startProblem(name string, err error) error {
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, os.ErrNotExist):
		return problem(err, NotFound, name)
	case errors.Is(err, os.ErrPermission):
		return problem(err, NotAllowed, name)
	}
	return problem(err, Broken, err.Error())
}

func verdict(ctx, deadline context.Context, timeout time.Duration, err error) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return problem(err, Stopped)
	case errors.Is(err, context.DeadlineExceeded) && deadline.Err() != nil:
		return problem(err, TimedOut, timeout)
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return problem(err, Exited, exit.ExitCode())
	case errors.As(err, &exit):
		return problem(err, Ended, strings.TrimPrefix(exit.String(), "signal: "))
	}
	return problem(err, Broken, err.Error())
}

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if over := len(t.buf) - saidLimit; over > saidLimit {
		t.buf = append(t.buf[:0], t.buf[over:]...)
	}
	return len(p), nil
}

func (t *tail) text() raw.Text {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.buf
	if over := len(b) - saidLimit; over > 0 {
		b = b[over:]
	}
	return raw.New(b)
}

// collector owns our ends of the command's output.
type collector struct {
	read, write *os.File
	drained     chan struct{}
	out         *os.File // where stdout goes, nil for the tail
	final       string   // its name once the command succeeded
}

// collect prepares the command's output: a pipe of our own instead of the one
// of package exec, because a child that outlives the command would make Wait
// wait for it.
func (v *Invoker) collect(cmd *exec.Cmd, stdout string) (*tail, *collector, error) {
	c := &collector{drained: make(chan struct{})}
	if stdout != "" {
		if err := c.openFile(v.path(strings.ReplaceAll(stdout, "{date}", time.Now().Format("20060102_150405")))); err != nil {
			return nil, nil, err
		}
	}
	var err error
	if c.read, c.write, err = os.Pipe(); err != nil {
		return nil, nil, errors.Join(problem(err, Broken, err.Error()), c.file(err))
	}
	cmd.Stdout, cmd.Stderr = c.write, c.write
	if c.out != nil {
		cmd.Stdout = c.out
	}
	said := &tail{}
	go func() {
		defer close(c.drained)
		defer c.read.Close()
		_, _ = io.Copy(said, c.read) // ends when the last writer is gone
	}()
	return said, c, nil
}

// openFile takes the output under a temporary name: what a failed command left
// must not pass for a backup.
func (c *collector) openFile(path string) error {
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return startProblem(path, err)
	}
	c.out, c.final = f, path
	return nil
}

func (c *collector) started() { c.write.Close() }

func (c *collector) drain() { within(c.drained, drainGrace) }

// file gives the output its name when the command succeeded, or removes it.
func (c *collector) file(failed error) error {
	if c.out == nil {
		return nil
	}
	part := c.out.Name()
	err := errors.Join(c.out.Sync(), c.out.Close())
	c.out = nil
	if failed != nil || err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, c.final)
}
