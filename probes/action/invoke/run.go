package invoke

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
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
)

// run starts the command in a session of its own: no terminal to ask for a
// password at, no signal of ours by accident, and one group to end.
func (v *Invoker) run(ctx context.Context, r action.Run) (raw.Text, error) {
	program, err := programOf(r)
	if err != nil {
		return raw.Text{}, err
	}
	env, err := v.environment(r)
	if err != nil {
		return raw.Text{}, err
	}
	timeout := Timeout(action.Step{Run: &r})
	deadline, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	cmd := exec.Command(program, r.Argv[1:]...) // a secret in it would stand in everybody's list of processes
	cmd.Dir = v.Folder(r)
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	output, err := v.collect(cmd, r.Stdout)
	if err != nil {
		return raw.Text{}, err
	}
	defer output.said.close()
	if err := v.Start(cmd); err != nil {
		return raw.Text{}, errors.Join(v.runProblem(r, err), output.file(err))
	}
	err = wait(deadline, cmd)
	if fileErr := output.file(err); err == nil {
		err = fileErr
	}
	return raw.New(v.secrets.mask(output.said.end())), verdict(ctx, deadline, timeout, err)
}

func programOf(r action.Run) (string, error) {
	if len(r.Argv) == 0 {
		return "", problem(nil, Broken, "a command without a name")
	}
	return r.Argv[0], nil
}

// environment is what the command gets besides ours.
func (v *Invoker) environment(r action.Run) ([]string, error) {
	env := make([]string, 0, len(r.Env))
	for name, value := range r.Env {
		plain, err := v.resolve(value, nil)
		if err != nil {
			return nil, err
		}
		env = append(env, name+"="+plain)
	}
	return env, nil
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

// collector owns the command's output.
type collector struct {
	said  *said
	out   *os.File // where stdout goes instead, nil for said
	final string   // its name once the command succeeded
}

// collect prepares the command's output.
func (v *Invoker) collect(cmd *exec.Cmd, stdout string) (*collector, error) {
	c := &collector{}
	if stdout != "" {
		if err := c.openFile(v.path(strings.ReplaceAll(stdout, "{date}", time.Now().Format("20060102_150405")))); err != nil {
			return nil, err
		}
	}
	var err error
	if c.said, err = listen(); err != nil {
		return nil, errors.Join(problem(err, Broken, err.Error()), c.file(err))
	}
	cmd.Stdout, cmd.Stderr = c.said.file, c.said.file
	if c.out != nil {
		cmd.Stdout = c.out
	}
	return c, nil
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
