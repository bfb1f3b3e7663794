package xinyu

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Options say how the embedded service is run.
type Options struct {
	Exe     string  // the program to re-execute: os.Executable() of the console
	Rate    float64 // requests of synthetic users per second; 0 is 20, negative none
	LogRate float64 // numbered log lines per second on top of the service's own
	Seed    int64   // of the users, the replies and their latencies
	Faults  []Fault // faults that begin by themselves
	Dir     string  // the service's root; empty: a temporary folder, removed at the end
}

// Ready is what somebody who watches the embedded service needs to know. It is
// the one line of JSON that the supervisor prints.
type Ready struct {
	URL       string `json:"url"`        // base URL of the service
	Root      string `json:"root"`       // its root folder
	Logs      string `json:"logs"`       // folder of application.log, error.log and backend.log
	State     string `json:"state"`      // an empty folder for the watcher's own records
	Control   string `json:"control"`    // base URL of the control endpoint; whoever knows it may inject faults
	PID       int    `json:"pid"`        // of the supervisor; the backend's stands in PIDFile
	PIDFile   string `json:"pid_file"`   // holds the backend's process id
	ConfigEnv string `json:"config_env"` // settings that the backend reads at start
	Prompt    string `json:"prompt"`     // the Python file that holds SAFE_MODE_ENABLED

	// The dependencies as the service sees them, that is through the fault
	// proxies: LLM is a base URL ending in /v1, the others are host:port.
	LLM    string `json:"llm"`
	Chroma string `json:"chroma"`
	MySQL  string `json:"mysql"`
	Redis  string `json:"redis"`

	MySQLDSN string   `json:"mysql_dsn"` // for go-sql-driver/mysql
	LLMKeys  []string `json:"llm_keys"`  // files of one key each: the first in use, the others in reserve
}

// Demo is a running embedded service.
type Demo struct {
	Ready Ready

	cmd      *exec.Cmd
	lifeline io.Closer
	done     chan struct{}
	stop     sync.Once
}

const (
	readyTimeout = 30 * time.Second
	stopTimeout  = 8 * time.Second
)

// Start launches the supervisor and returns when the service answers. ctx
// bounds the start only: a running service ends by Stop, or when the calling
// process ends in whatever way.
func Start(ctx context.Context, o Options) (*Demo, error) {
	temporary := o.Dir == ""
	if temporary {
		dir, err := os.MkdirTemp("", "bedside-xinyu-")
		if err != nil {
			return nil, fmt.Errorf("create the service's folder: %w", err)
		}
		o.Dir = dir
	}
	d, err := launch(ctx, o, temporary)
	if err != nil && temporary {
		_ = os.RemoveAll(o.Dir)
	}
	return d, err
}

func launch(ctx context.Context, o Options, temporary bool) (*Demo, error) {
	cmd := exec.Command(o.Exe, superviseArgs(o, temporary)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C in the terminal is the console's alone
	complaints := &tailBuffer{limit: 4 << 10}
	cmd.Stderr = complaints
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("open the supervisor's lifeline: %w", err)
	}
	out, in, err := os.Pipe()
	if err != nil {
		_ = lifeline.Close()
		return nil, fmt.Errorf("open the supervisor's output: %w", err)
	}
	defer out.Close()
	cmd.Stdout = in
	err = cmd.Start()
	_ = in.Close()
	if err != nil {
		_ = lifeline.Close()
		return nil, fmt.Errorf("start the supervisor: %w", err)
	}
	d := &Demo{cmd: cmd, lifeline: lifeline, done: make(chan struct{})}
	go d.attend(o.Dir, temporary)
	if err := d.await(ctx, out); err != nil {
		d.Stop()
		return nil, fmt.Errorf("start the embedded service: %w: %s", err, strings.TrimSpace(complaints.String()))
	}
	return d, nil
}

// attend waits for the supervisor's end and clears away what it could not: its
// folder, if it was killed.
func (d *Demo) attend(dir string, temporary bool) {
	defer close(d.done)
	_ = d.cmd.Wait()
	if temporary {
		removeBusy(dir)
	}
}

// await reads the Ready line.
func (d *Demo) await(ctx context.Context, out *os.File) error {
	deadline := time.Now().Add(readyTimeout)
	if at, ok := ctx.Deadline(); ok && at.Before(deadline) {
		deadline = at
	}
	_ = out.SetReadDeadline(deadline)
	defer context.AfterFunc(ctx, func() { _ = out.SetReadDeadline(time.Now()) })()
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		return errors.New("the supervisor ended")
	}
	if err != nil {
		return errors.Join(fmt.Errorf("wait for the supervisor: %w", err), ctx.Err())
	}
	if err := json.Unmarshal(line, &d.Ready); err != nil {
		return fmt.Errorf("read the supervisor's greeting: %w", err)
	}
	return nil
}

// Done is closed when the supervisor has ended, by Stop or by itself.
func (d *Demo) Done() <-chan struct{} { return d.done }

// Stop ends the service and all its processes, removes a temporary folder, and
// returns when that is done. It may be called more than once.
func (d *Demo) Stop() {
	d.stop.Do(func() {
		_ = d.lifeline.Close()
		select {
		case <-d.done:
		case <-time.After(stopTimeout):
			_ = d.cmd.Process.Kill()
		}
	})
	<-d.done
}

// removeBusy removes a folder in which a process that is just ending may still
// create files.
func removeBusy(dir string) {
	for range 20 {
		if err := os.RemoveAll(dir); err == nil {
			if _, err := os.Lstat(dir); errors.Is(err, os.ErrNotExist) {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// tailBuffer keeps the last bytes written to it.
type tailBuffer struct {
	mu    sync.Mutex
	limit int
	buf   bytes.Buffer
}

func (b *tailBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.buf.Write(p)
	if over := b.buf.Len() - b.limit; over > 0 {
		b.buf.Next(over)
	}
	return len(p), nil
}

func (b *tailBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
