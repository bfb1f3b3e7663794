package xinyu

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	restartPause = 300 * time.Millisecond // what systemd calls RestartSec
	endPatience  = 3 * time.Second        // between SIGTERM and SIGKILL
)

// keeper keeps the backend running, as systemd would: what exits is started
// again after a moment, unless it is held down.
type keeper struct {
	exe     string
	opts    BackendOptions
	orders  chan order
	started chan struct{} // holds one token since the latest start
	pid     atomic.Int64  // of the running backend; 0 while there is none
	starts  atomic.Int64
}

type verb int

const (
	restart verb = iota // end it with SIGTERM, start it
	hold                // kill it and leave it down
	release             // start it if it is down
)

type order struct {
	verb verb
	done chan struct{} // closed when it has been carried out
}

func newKeeper(exe string, o BackendOptions) *keeper {
	return &keeper{exe: exe, opts: o, orders: make(chan order), started: make(chan struct{}, 1)}
}

// run owns the backend until ctx ends; then it ends the backend and returns.
func (k *keeper) run(ctx context.Context) {
	var b process
	again := time.After(0)
	for {
		select {
		case <-ctx.Done():
			b.end(syscall.SIGTERM)
			return
		case <-b.exited:
			k.pid.Store(0)
			b, again = process{}, time.After(restartPause)
		case <-again:
			b, again = k.start()
		case o := <-k.orders:
			b, again = k.obey(o.verb, b)
			close(o.done)
		}
	}
}

func (k *keeper) obey(v verb, b process) (process, <-chan time.Time) {
	switch {
	case v == hold:
		b.end(syscall.SIGKILL)
		k.pid.Store(0)
		return process{}, nil
	case v == release && b.exited != nil:
		return b, nil
	}
	b.end(syscall.SIGTERM)
	return k.start()
}

// start launches the backend; where that fails it is tried again later.
func (k *keeper) start() (process, <-chan time.Time) {
	b, err := spawn(k.exe, k.opts)
	if err != nil {
		return process{}, time.After(restartPause)
	}
	k.pid.Store(int64(b.cmd.Process.Pid))
	k.starts.Add(1)
	select {
	case k.started <- struct{}{}:
	default:
	}
	return b, nil
}

// tell gives an order and returns when it has been carried out.
func (k *keeper) tell(ctx context.Context, v verb) error {
	o := order{verb: v, done: make(chan struct{})}
	select {
	case k.orders <- o:
	case <-ctx.Done():
		return fmt.Errorf("reach the backend's keeper: %w", ctx.Err())
	}
	<-o.done
	return nil
}

// process is one run of the backend. The zero value is none.
type process struct {
	cmd      *exec.Cmd
	lifeline io.Closer
	exited   chan struct{}
}

func spawn(exe string, o BackendOptions) (process, error) {
	cmd := exec.Command(exe, backendArgs(o)...)
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return process{}, fmt.Errorf("open the backend's lifeline: %w", err)
	}
	// What the runtime says at a crash lands where systemd would put it.
	path := filepath.Join(o.Root, "log", "backend.log")
	if out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600); err == nil {
		defer out.Close()
		cmd.Stderr = out
	}
	if err := cmd.Start(); err != nil {
		_ = lifeline.Close()
		return process{}, fmt.Errorf("start the backend: %w", err)
	}
	p := process{cmd: cmd, lifeline: lifeline, exited: make(chan struct{})}
	go func() {
		defer close(p.exited)
		_ = cmd.Wait()
	}()
	return p, nil
}

// end returns when the process has exited; it is killed where the signal does
// not end it in time.
func (p process) end(sig syscall.Signal) {
	if p.exited == nil {
		return
	}
	_ = p.cmd.Process.Signal(sig)
	select {
	case <-p.exited:
	case <-time.After(endPatience):
		_ = p.cmd.Process.Kill()
		<-p.exited
	}
	_ = p.lifeline.Close()
}
