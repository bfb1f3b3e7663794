package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
	"bedside/ui/frame/frametest"
)

func TestTheDemoShowsAVerdictSoon(t *testing.T) {
	t.Parallel()
	cmd := command(t, "demo")
	c := startConsoleCommand(t, wide, cmd)
	first, err := c.FirstMatch(patience, func(out []byte) bool { return len(out) > 0 })
	if err != nil {
		t.Fatal(err)
	}
	verdict, err := c.FirstMatch(patience, func(out []byte) bool { return bytes.Contains(out, []byte("UP")) })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("first frame after %v, verdict after %v, the start of the demo's processes included", first.Round(time.Millisecond), verdict.Round(time.Millisecond))
	if verdict > 5*time.Second {
		t.Errorf("the verdict came after %v", verdict)
	}
	c.calm(t)
	c.press(t, "q")
	if code, err := c.Wait(patience); err != nil || code != exitDone {
		t.Errorf("q ends it with %d, %v", code, err)
	}
	nothingIsLeft(t, cmd.Dir, nil)
	givenBack(t, c)
}

// givenBack fails the test unless the terminal is as it was.
func givenBack(t *testing.T, c *console) {
	t.Helper()
	_ = c.now()
	if modes := c.screen.Modes(); modes != (frametest.Modes{}) {
		t.Errorf("modes left on: %+v", modes)
	}
}

func TestHoweverADemoEndsNothingIsLeft(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		signal syscall.Signal
	}{
		{"killed", syscall.SIGKILL},
		{"terminated", syscall.SIGTERM},
		{"hung up", syscall.SIGHUP},
	} {
		t.Run("the console, "+row.name, func(t *testing.T) {
			t.Parallel()
			cmd := command(t, "demo")
			s, err := ptytest.Start(cmd, wide)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.WaitText(0, patience, "UP"); err != nil {
				t.Fatal(err)
			}
			family := descendants(t, s.Pid())
			if len(family) < 2 {
				t.Fatalf("the demo's processes are %v: a supervisor and a backend expected", family)
			}
			if err := s.Signal(row.signal); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Wait(patience); err != nil {
				t.Error(err)
			}
			nothingIsLeft(t, cmd.Dir, family)
		})
		t.Run("the service alone, "+row.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			family := descendants(t, s.cmd.Process.Pid)
			if !slices.Contains(family, s.PID) || len(family) < 2 {
				t.Fatalf("the demo's processes are %v: the supervisor %d and a backend expected", family, s.PID)
			}
			if err := s.cmd.Process.Signal(row.signal); err != nil {
				t.Fatal(err)
			}
			_ = s.cmd.Wait()
			nothingIsLeft(t, s.cmd.Dir, family)
		})
	}
}

// nothingIsLeft waits until the processes have ended and no folder of a demo is
// left among the temporary files.
func nothingIsLeft(t *testing.T, temporary string, family []int) {
	t.Helper()
	var alive []int
	var folders []string
	gone := eventually(func() bool {
		alive = slices.DeleteFunc(slices.Clone(family), ptytest.Ended)
		folders, _ = filepath.Glob(filepath.Join(temporary, "bedside-*"))
		return len(alive)+len(folders) == 0
	})
	if !gone {
		t.Errorf("left are the processes %v and the folders %q", alive, folders)
	}
}

func descendants(t *testing.T, root int) []int {
	t.Helper()
	family, err := ptytest.Descendants(root)
	if err != nil {
		t.Fatal(err)
	}
	return family
}
