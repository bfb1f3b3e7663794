package invoke

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"bedside/probes/action"
	"bedside/probes/words"
)

func TestARehearsalFindsWhatWouldKeepAStepFromBeginning(t *testing.T) {
	root := t.TempDir()
	write(t, root, "config.env", "MODE=fast\n")
	write(t, root, "twice.env", "MODE=fast\nMODE=slow\n")
	write(t, root, "tool", "no program")
	run := func(argv ...string) action.Step { return action.Step{Run: &action.Run{Argv: argv}} }
	edit := func(file, key string) action.Step {
		return action.Step{Edit: &action.Edit{File: file, Set: map[string]string{key: "1"}}}
	}
	for name, row := range map[string]struct {
		step action.Step
		want words.Code
	}{
		"a program in the path":             {run("true"), ""},
		"a program that is missing":         {run("no-such-program-here"), NotFound},
		"a program that may not be run":     {run("./tool"), NotAllowed},
		"a folder that is missing":          {action.Step{Run: &action.Run{Argv: []string{"true"}, Dir: "away"}}, NotFound},
		"output where no folder is":         {action.Step{Run: &action.Run{Argv: []string{"true"}, Stdout: "away/dump.sql"}}, NotFound},
		"an environment with a lost secret": {action.Step{Run: &action.Run{Argv: []string{"true"}, Env: map[string]string{"K": "${env:LOST}"}}}, NoSecret},
		"a request":                         {action.Step{HTTP: &action.HTTP{URL: "/config"}}, ""},
		"a request with a lost secret":      {action.Step{HTTP: &action.HTTP{URL: "/", Headers: map[string]string{"Key": "${env:LOST}"}}}, NoSecret},
		"a setting that is there":           {edit("config.env", "MODE"), ""},
		"a setting that is missing":         {edit("config.env", "SPEED"), NoKey},
		"a setting that stands twice":       {edit("twice.env", "MODE"), TwoKeys},
		"a file that is missing":            {edit("lost.env", "MODE"), NotFound},
		"a signal that there is not":        {action.Step{Signal: &action.Signal{Name: "TREM", PIDFile: "config.env"}}, Broken},
		"a signal to a process unknown":     {action.Step{Signal: &action.Signal{Name: "TERM", PIDFile: "config.env"}}, NoProcess},
		"another action, judged for itself": {action.Step{Action: "restart"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := New(Options{Root: root, Service: "http://127.0.0.1:9", Resolve: func(s string, _ Put) (string, error) {
				if s == "${env:LOST}" {
					return "", errors.New("not set")
				}
				return s, nil
			}})
			if got := code(v.Rehearse(context.Background(), row.step)); got != row.want {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
}

func write(t *testing.T, folder, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestARehearsalChangesNothing(t *testing.T) {
	root := t.TempDir()
	write(t, root, "config.env", "MODE=fast\n")
	sleeper := exec.Command("sleep", "60")
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	v := New(Options{Root: root, FindPID: func(context.Context, action.Signal) (int, error) { return sleeper.Process.Pid, nil }})
	for _, step := range []action.Step{
		{Run: &action.Run{Argv: []string{"touch", filepath.Join(root, "touched")}, Stdout: "out"}},
		{Edit: &action.Edit{File: "config.env", Set: map[string]string{"MODE": "slow"}}},
		{Signal: &action.Signal{Name: "KILL", Process: "sleep"}},
	} {
		if err := v.Rehearse(context.Background(), step); err != nil {
			t.Error(err)
		}
	}
	if content, err := os.ReadFile(filepath.Join(root, "config.env")); err != nil || string(content) != "MODE=fast\n" {
		t.Errorf("the file holds %q, %v", content, err)
	}
	if files, err := os.ReadDir(root); err != nil || len(files) != 1 {
		t.Errorf("the folder holds %v, %v", files, err)
	}
	_ = sleeper.Process.Signal(syscall.SIGTERM)
	_ = sleeper.Wait()
	if end := sleeper.ProcessState.Sys().(syscall.WaitStatus); end.Signal() != syscall.SIGTERM {
		t.Errorf("the process got %v", end.Signal())
	}
}
