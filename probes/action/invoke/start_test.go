package invoke

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"bedside/probes/action"
)

func TestWhatKeepsACommandFromStartingIsNamed(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	closed := filepath.Join(dir, "closed")
	if err := os.Mkdir(closed, 0o600); err != nil {
		t.Fatal(err)
	}
	text := file("text", "echo hello\n")
	type start struct {
		run       action.Run
		want      string
		rehearsed bool // it is found before anything starts
	}
	rows := map[string]start{
		"a folder that is missing":          {run: action.Run{Argv: []string{"ls"}, Dir: "/no/such/dir"}, want: "/no/such/dir not found", rehearsed: true},
		"a folder that is none":             {run: action.Run{Argv: []string{"ls"}, Dir: text}, want: text + " is no folder", rehearsed: true},
		"a program that is missing":         {run: action.Run{Argv: []string{"/no/such/program"}}, want: "/no/such/program not found", rehearsed: true},
		"one below the folder":              {run: action.Run{Argv: []string{"./missing"}, Dir: dir}, want: "./missing not found", rehearsed: true},
		"a script without a first line":     {run: action.Run{Argv: []string{text}}, want: text + " is no program: it does not begin with #!"},
		"one below the folder without it":   {run: action.Run{Argv: []string{"./text"}, Dir: dir}, want: "./text is no program: it does not begin with #!"},
		"an empty file":                     {run: action.Run{Argv: []string{file("empty", "")}}, want: filepath.Join(dir, "empty") + " is no program: it does not begin with #!"},
		"a program of another machine":      {run: action.Run{Argv: []string{file("other", "\x7fELF")}}, want: filepath.Join(dir, "other") + " is no program for this machine"},
		"a script whose interpreter is not": {run: action.Run{Argv: []string{file("lost", "#! /no/such/python3 -u\n")}}, want: "/no/such/python3 not found"},
		"too many arguments":                {run: action.Run{Argv: []string{"true", strings.Repeat("x", 4<<20)}}, want: "true was given more arguments than the system takes"},
		"a program behind too many links":   {run: action.Run{Argv: []string{link(t, dir)}}, want: filepath.Join(dir, "loop") + ": too many levels of symbolic links", rehearsed: true},
	}
	if os.Geteuid() != 0 { // who may enter every folder
		rows["a folder that is closed"] = start{run: action.Run{Argv: []string{"ls"}, Dir: closed}, want: "no permission for " + closed, rehearsed: true}
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			v := New(Options{})
			_, err := v.Do(t.Context(), action.Step{Run: &row.run})
			if err == nil || err.Error() != row.want {
				t.Errorf("it fails with %v, want %s", err, row.want)
			}
			if err := v.Rehearse(t.Context(), action.Step{Run: &row.run}); (err != nil) != row.rehearsed {
				t.Errorf("the rehearsal says %v", err)
			}
		})
	}
}

// link makes a link to itself.
func link(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "loop")
	if err := os.Symlink(path, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatTheSystemSaysIsSaidInWords(t *testing.T) {
	for number, want := range map[syscall.Errno]string{
		syscall.ETXTBSY: "tool is being written to just now",
		syscall.E2BIG:   "tool was given more arguments than the system takes",
		syscall.ENOMEM:  "the machine has no memory or no process to spare",
		syscall.EAGAIN:  "the machine has no memory or no process to spare",
		syscall.EIO:     "tool: input/output error",
	} {
		err := startProblem("tool", &os.PathError{Op: "fork/exec", Path: "/srv/tool", Err: number})
		if err.Error() != want || !errors.Is(err, number) {
			t.Errorf("%d is %q, want %q", number, err, want)
		}
	}
}
