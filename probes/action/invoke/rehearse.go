package invoke

import (
	"context"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"bedside/probes/action"
)

// Rehearse says whether Do could begin the step: its program is there and may
// be run, its secrets can be read, its file can be edited, its process takes
// signals from us. It starts nothing, asks nobody and changes nothing. The
// error is a *Problem.
func (v *Invoker) Rehearse(ctx context.Context, step action.Step) error {
	switch {
	case step.Run != nil:
		return v.rehearseRun(*step.Run)
	case step.HTTP != nil:
		_, err := v.prepare(ctx, *step.HTTP)
		return err
	case step.Signal != nil:
		return v.rehearseSignal(ctx, *step.Signal)
	case step.Edit != nil:
		return v.rehearseEdit(*step.Edit)
	}
	return nil
}

func (v *Invoker) rehearseRun(r action.Run) error {
	if _, err := programOf(r); err != nil {
		return err
	}
	if _, err := v.environment(r); err != nil {
		return err
	}
	if err := folderProblem(v.Folder(r)); err != nil {
		return err
	}
	if _, err := exec.LookPath(v.programFile(r)); err != nil {
		return startProblem(r.Argv[0], err)
	}
	if r.Stdout != "" {
		return mayWriteIn(filepath.Dir(v.path(r.Stdout)))
	}
	return nil
}

// rehearseSignal sends the signal that only asks whether one could be sent.
func (v *Invoker) rehearseSignal(ctx context.Context, s action.Signal) error {
	to, err := v.recipient(ctx, s)
	if err != nil {
		return err
	}
	return killProblem(s, syscall.Kill(to.pid, 0))
}

func (v *Invoker) rehearseEdit(e action.Edit) error {
	path, content, _, err := v.settings(e)
	if err != nil {
		return err
	}
	if _, err := v.rewrite(content, e); err != nil {
		return err
	}
	return mayWriteIn(filepath.Dir(path))
}

// mayWriteIn says whether a file can be made in the folder.
func mayWriteIn(folder string) error {
	if err := unix.Access(folder, unix.W_OK|unix.X_OK); err != nil {
		return startProblem(folder, err)
	}
	return nil
}
