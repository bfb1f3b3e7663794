package invoke

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"bedside/logview/raw"
	"bedside/probes/action"
)

// signal sends the signal to the one process it is meant for.
func (v *Invoker) signal(ctx context.Context, s action.Signal) (raw.Text, error) {
	to, err := v.recipient(ctx, s)
	if err != nil {
		return raw.Text{}, err
	}
	if err := killProblem(s, syscall.Kill(to.pid, to.number)); err != nil {
		return raw.Text{}, err
	}
	return raw.Of(fmt.Sprintf("%s → %d", unix.SignalName(to.number), to.pid)), nil
}

// recipient is who gets which signal.
type recipient struct {
	pid    int
	number syscall.Signal
}

func (v *Invoker) recipient(ctx context.Context, s action.Signal) (recipient, error) {
	number := unix.SignalNum("SIG" + strings.TrimPrefix(strings.ToUpper(s.Name), "SIG"))
	if number == 0 {
		return recipient{}, problem(nil, Broken, "there is no signal "+s.Name)
	}
	pid, err := v.pid(ctx, s)
	return recipient{pid, number}, err
}

func killProblem(s action.Signal, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ESRCH):
		return problem(err, NoProcess, whom(s))
	case errors.Is(err, syscall.EPERM):
		return problem(err, NotAllowed, whom(s))
	}
	return problem(err, Broken, err.Error())
}

// pid is the process that the signal is meant for. 0, 1 and negative numbers
// would mean groups, everybody, or init.
func (v *Invoker) pid(ctx context.Context, s action.Signal) (int, error) {
	find := v.FindPID
	if s.PIDFile != "" {
		find = v.pidInFile
	}
	if find == nil {
		return 0, problem(nil, NoProcess, whom(s))
	}
	pid, err := find(ctx, s)
	var named *Problem
	switch {
	case errors.As(err, &named):
		return 0, named
	case err != nil:
		return 0, problem(err, NoProcess, whom(s))
	case pid <= 1 || pid == os.Getpid():
		return 0, problem(nil, NoProcess, whom(s))
	}
	return pid, nil
}

func (v *Invoker) pidInFile(_ context.Context, s action.Signal) (int, error) {
	file, err := os.Open(v.path(s.PIDFile))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	const number = 32 // bytes: no process has a longer one
	content, err := io.ReadAll(io.LimitReader(file, number))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(content)))
}

// ManyProcesses refuses a signal that any of several processes could be meant
// by.
func ManyProcesses(s action.Signal, pids []int) error {
	return problem(nil, Ambiguous, whom(s), strings.Trim(fmt.Sprint(pids), "[]"))
}
