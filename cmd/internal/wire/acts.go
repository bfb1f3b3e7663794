package wire

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/drowsy"
	"bedside/probes/action"
	"bedside/probes/action/invoke"
	"bedside/probes/hostcheck"
	"bedside/probes/words"
)

func invoker(c *config.Config) *invoke.Invoker {
	return invoke.New(invoke.Options{
		Root: c.Root, Service: c.Service, Conceal: config.Conceal, FindPID: findPID,
		Resolve: func(text string, put invoke.Put) (string, error) { return config.Resolve(text, put) },
		Start:   func(cmd *exec.Cmd) error { return drowsy.Awake(cmd.Start) },
	})
}

var errNoProcess = errors.New("no such process")

// findPID finds the process that a signal is meant for in the way that the
// process probe does. Of the processes that share a port the oldest is meant,
// which started the others; of those that share a name none is.
func findPID(ctx context.Context, s action.Signal) (int, error) {
	process := hostcheck.NewProcess("signal", hostcheck.ProcessOptions{Port: s.Port, Process: s.Process})
	sample := process.Check(ctx)
	if pids := process.PIDs(); s.Port == 0 && len(pids) > 1 {
		return 0, invoke.ManyProcesses(s, pids)
	}
	for _, v := range sample.Values {
		if v.Metric == "process.pid" {
			return int(v.Number), nil
		}
	}
	if sample.Fault.Code != "" {
		return 0, fmt.Errorf("%w: %s", errNoProcess, words.English.Say(sample.Fault.Line()))
	}
	return 0, errNoProcess
}
