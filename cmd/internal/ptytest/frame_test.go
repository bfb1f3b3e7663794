package ptytest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bedside/ui/frame/frametest"
)

var size80 = Size{Width: 80, Height: 24}

// start runs the keypad and waits for its first frame. Reports go to the
// folder that is returned.
func start(t *testing.T, size Size) (s *Session, reports string) {
	t.Helper()
	reports = t.TempDir()
	s, err := Start(exec.Command(os.Args[0], programArgument, reports), size)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if err := s.WaitText(0, limit, "ticks 0"); err != nil {
		t.Fatal(err)
	}
	return s, reports
}

// shows waits until the screen, drawn from all output, has a line that starts
// with text.
func shows(t *testing.T, s *Session, size Size, text string) *frametest.Screen {
	t.Helper()
	var screen *frametest.Screen
	err := s.WaitFor(0, limit, func(out []byte) bool {
		screen = frametest.New(size.Width, size.Height)
		_, _ = screen.Write(out)
		for _, line := range screen.Lines() {
			if strings.HasPrefix(line, text) {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Fatalf("waiting for %q: %v; the screen is:\n%s", text, err, strings.Join(screen.Lines(), "\n"))
	}
	return screen
}

func press(t *testing.T, s *Session, keys string) {
	t.Helper()
	if err := s.Type(keys); err != nil {
		t.Fatal(err)
	}
}

// ends waits for the end and checks that the terminal is as it was.
func ends(t *testing.T, s *Session, want int) {
	t.Helper()
	code, err := s.Wait(limit)
	if err != nil {
		t.Fatal(err)
	}
	if code != want {
		t.Errorf("ended with %d, want %d; output ends with %q", code, want, tail(s.Output()))
	}
	out := s.Output()
	const last = "\x1b[?25h" // what comes after it is said on the terminal as it was
	screen := frametest.New(80, 24)
	_, _ = screen.Write(out[:bytes.LastIndex(out, []byte(last))+len(last)])
	if got := screen.Modes(); got != (frametest.Modes{}) {
		t.Errorf("modes left on: %+v", got)
	}
	if !s.Cooked() {
		t.Error("the terminal still treats keys as the program wanted")
	}
	if v := screen.Violations(); len(v) > 0 {
		t.Errorf("the terminal got %q", v)
	}
}

// tail is the end of some output.
func tail(b []byte) []byte { return b[max(0, len(b)-80):] }

func TestEveryEndGivesTheTerminalBack(t *testing.T) {
	for _, row := range []struct {
		name string
		end  func(s *Session) error
		code int
	}{
		{"the model quits", func(s *Session) error { return s.Type("q") }, 0},
		{"Ctrl-C", func(s *Session) error { return s.Type("\x03") }, 0},
		{"INT", func(s *Session) error { return s.Signal(syscall.SIGINT) }, 0},
		{"TERM", func(s *Session) error { return s.Signal(syscall.SIGTERM) }, 0},
		{"HUP", func(s *Session) error { return s.Signal(syscall.SIGHUP) }, 0},
		{"QUIT", func(s *Session) error { return s.Signal(syscall.SIGQUIT) }, 0},
		{"a model that hangs, and TERM", func(s *Session) error {
			return errors.Join(s.Type("H"), s.WaitText(0, limit, "\a"), s.Signal(syscall.SIGTERM))
		}, 128 + 15},
		{"a model that hangs, and Ctrl-C", func(s *Session) error {
			return errors.Join(s.Type("H"), s.WaitText(0, limit, "\a"), s.Type("\x03"))
		}, 128 + 2},
		{"Ctrl-C after a key that would hang it", func(s *Session) error { return s.Type("H\x03") }, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, size80)
			begun := time.Now()
			if err := row.end(s); err != nil {
				t.Fatal(err)
			}
			ends(t, s, row.code)
			if took := time.Since(begun); took > 2*time.Second {
				t.Errorf("the end took %v", took)
			}
		})
	}
}

func TestASecondSignalEndsAtOnce(t *testing.T) {
	s, _ := start(t, size80)
	press(t, s, "H")
	if err := s.WaitText(0, limit, "\a"); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	for range 2 { // two kinds, for two of one kind may arrive as one
		_ = s.Signal(syscall.SIGTERM)
		_ = s.Signal(syscall.SIGINT)
	}
	code, err := s.Wait(limit)
	if err != nil || (code != 128+15 && code != 128+2) {
		t.Errorf("ended with %d, %v", code, err)
	}
	if took := time.Since(begun); took >= time.Second {
		t.Errorf("the end took %v", took)
	}
}

func TestAPanicAnywhereLeavesATerminalAndAReport(t *testing.T) {
	for key, where := range map[string]string{"P": "in Update", "C": "in a command", "G": "in a goroutine"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			s, reports := start(t, size80)
			press(t, s, key)
			ends(t, s, 1)
			files, err := filepath.Glob(filepath.Join(reports, "*-crash-*.txt"))
			if err != nil || len(files) != 1 {
				t.Fatalf("reports: %q, %v", files, err)
			}
			info, err := os.Stat(files[0])
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the report's mode is %v, %v", info.Mode(), err)
			}
			text, err := os.ReadFile(files[0])
			if err != nil || !bytes.Contains(text, []byte("panic: "+where)) {
				t.Errorf("the report does not say what happened: %.200q, %v", text, err)
			}
			if !bytes.Contains(s.Output(), []byte(files[0])) {
				t.Errorf("the report's path is not printed; output ends with %q", tail(s.Output()))
			}
		})
	}
}

func TestAClosedTerminalIsAQuietEnd(t *testing.T) {
	s, _ := start(t, size80)
	press(t, s, "T")
	s.Hangup()
	if code, err := s.Wait(2 * time.Second); err != nil || code == 2 {
		t.Errorf("ended with %d, %v", code, err)
	}
}

// stopTheJob are the ways to stop a program that a shell looks after.
var stopTheJob = map[string]func(t *testing.T, s *Session){
	"Ctrl-Z":             func(t *testing.T, s *Session) { press(t, s, "\x1a") },
	"kill -TSTP, by any": func(t *testing.T, s *Session) { stopChild(t, s) },
	"kill -TSTP, twice":  func(t *testing.T, s *Session) { stopChild(t, s); stopChild(t, s) },
}

func stop(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGTSTP); err != nil {
		t.Fatal(err)
	}
}

func stopChild(t *testing.T, s *Session) {
	t.Helper()
	pid, err := s.Child()
	if err != nil {
		t.Fatal(err)
	}
	stop(t, pid)
}

func TestAStoppedJobGivesTheTerminalBackAndFgDrawsItAnew(t *testing.T) {
	for name, stop := range stopTheJob {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			script := fmt.Sprintf("set -m; %s %s %s; echo STOPPED; read x; fg >/dev/null; echo ENDED",
				os.Args[0], programArgument, t.TempDir())
			s, err := Start(exec.Command("sh", "-c", script), size80)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.WaitText(0, limit, "ticks 0"); err != nil {
				t.Fatal(err)
			}
			stop(t, s)
			if err := s.WaitText(0, limit, "STOPPED"); err != nil {
				t.Fatal(err)
			}
			away := s.Output()
			if screen := frametest.New(80, 24); !s.Cooked() || modesAfter(screen, away) != (frametest.Modes{}) {
				t.Errorf("the terminal was not given back: %+v; %q", screen.Modes(), tail(away))
			}
			press(t, s, "\n")
			if err := s.WaitText(len(away), limit, "ticks 0"); err != nil {
				t.Fatalf("nothing is drawn after fg: %v; %q", err, tail(s.Output()))
			}
			press(t, s, "q")
			if err := s.WaitText(len(away), limit, "ENDED"); err != nil {
				t.Error(err)
			}
		})
	}
}

func modesAfter(screen *frametest.Screen, output []byte) frametest.Modes {
	_, _ = screen.Write(output)
	return screen.Modes()
}

func TestAProgramWithoutAShellIsNotStopped(t *testing.T) {
	s, _ := start(t, size80)
	stop(t, s.Pid())
	press(t, s, "\x1ax")
	shows(t, s, size80, "keys x.")
	press(t, s, "q")
	ends(t, s, 0)
}

func TestATerminalThatStopsReading(t *testing.T) {
	s, _ := start(t, Size{Width: 500, Height: 200})
	s.Pause()
	press(t, s, "T"+strings.Repeat("R", 50)+"x") // more than any buffer holds
	if err := s.Resize(Size{Width: 499, Height: 200}); err != nil {
		t.Fatal(err)
	}
	t.Run("shows the newest frame when it reads again", func(t *testing.T) {
		s.Continue()
		last := Size{Width: 499, Height: 200}
		err := s.WaitFor(0, limit, func(out []byte) bool {
			screen := frametest.New(500, 200)
			_, _ = screen.Write(out)
			lines := screen.Lines()
			return strings.HasPrefix(lines[0], fmt.Sprintf("size %dx%d", last.Width, last.Height)) &&
				strings.Contains(lines[1], "R x.")
		})
		if err != nil {
			t.Fatal(err)
		}
		if redraws := bytes.Count(s.Output(), []byte("\x1b[2J")); redraws > 40 {
			t.Errorf("%d of 50 redraws were sent to a terminal that did not read", redraws)
		}
	})
	t.Run("does not hold up the end", func(t *testing.T) {
		s.Pause()
		press(t, s, strings.Repeat("R", 50))
		begun := time.Now()
		if err := s.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		select {
		case <-s.Exited():
		case <-time.After(2 * time.Second):
			t.Errorf("the program has not ended after %v", time.Since(begun))
		}
		s.Continue()
	})
}

func TestTheFirstFrameNeedsNoAnswer(t *testing.T) {
	s, _ := start(t, size80)
	at, err := s.FirstText(limit, "ticks 0")
	if err != nil {
		t.Fatal(err)
	}
	if at > time.Second { // the least that whoever asks a terminal waits for its answer
		t.Errorf("the first frame came after %v", at)
	}
	if !bytes.HasPrefix(s.Output(), []byte("\x1b[?2026h\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[m\x1b[H\x1b[2J")) {
		t.Errorf("output begins with %.60q", s.Output())
	}
	if c := s.Chunks(); c[0].End < 1000 {
		t.Errorf("the first write has %d bytes: the first frame is not in it", c[0].End)
	}
}

func TestNothingIsWrittenWhenNothingChanged(t *testing.T) {
	s, _ := start(t, size80)
	press(t, s, "x")
	shows(t, s, size80, "keys x.")
	before := s.Bytes()
	press(t, s, "\x1b[99;99;99X") // unknown: dropped
	press(t, s, "B")              // its effect comes after the other's
	if err := s.WaitText(before, limit, "\a"); err != nil {
		t.Fatal(err)
	}
	if got := string(s.Output()[before:]); len(got) > 20 {
		t.Errorf("a key and a bell cost %q", got)
	}
}

func TestEverySizeAndAStormOfResizes(t *testing.T) {
	for _, size := range []Size{{Width: 1, Height: 1}, {Width: 39, Height: 9}, {Width: 500, Height: 200}} {
		s, err := Start(exec.Command(os.Args[0], programArgument, t.TempDir()), size)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		shows(t, s, size, "size "[:min(5, size.Width)])
		press(t, s, "q")
		ends2(t, s)
	}
	s, _ := start(t, Size{}) // 0×0: the usual size is assumed
	shows(t, s, size80, "size 80x24")
	for i := range 1000 {
		if err := s.Resize(Size{Width: 2 + i%499, Height: 3 + i%197}); err != nil {
			t.Fatal(err)
		}
	}
	last := Size{Width: 100, Height: 30}
	if err := s.Resize(last); err != nil {
		t.Fatal(err)
	}
	whole := strings.Repeat(strings.Repeat("~", last.Width)+"\n", last.Height-3)
	var rest string // of the largest screen, below the lines that tell
	err := s.WaitFor(0, limit, func(out []byte) bool {
		screen := frametest.New(500, 200)
		_, _ = screen.Write(out)
		lines := screen.Lines()
		rest = strings.Join(lines[3:], "\n")
		return strings.HasPrefix(lines[0], "size 100x30") && strings.TrimRight(rest, "\n") == strings.TrimRight(whole, "\n")
	})
	if err != nil {
		t.Errorf("%v; the screen shows\n%s", err, rest)
	}
}

// ends2 waits for the end of a program on a screen of any size.
func ends2(t *testing.T, s *Session) {
	t.Helper()
	if code, err := s.Wait(limit); code != 0 || err != nil {
		t.Errorf("ended with %d, %v", code, err)
	}
}

func TestKeysArriveOneByOneHoweverTheyAreTyped(t *testing.T) {
	for _, row := range []struct {
		name, typed, want string
	}{
		{"ten keys in one read", "rrrrrrrrrr", "keys r r r r r r r r r r."},
		{"a paste is one key that matches none", "\x1b[200~rSr\x1b[201~x", "keys [rSr] x."},
		{"an unfinished paste does not swallow what comes later", "\x1b[200~rS", "keys [rS]."},
		{"unknown sequences and mouse noise are dropped", "\x1b[?1;2c\x1b]11;rgb:0/0/0\a\x1b[M !!\x1b[<0;1;1Mx", "keys x."},
		{"a lone escape is a key", "\x1b", "keys esc."},
		{"arrows, function keys, Chinese", "\x1b[A\x1bOB\x1b[1;5C\x1b[15~心", "keys up down ctrl+right f5 心."},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, size80)
			press(t, s, row.typed)
			shows(t, s, size80, strings.TrimSuffix(row.want, "."))
			press(t, s, "\x03")
			ends(t, s, 0)
		})
	}
}

func TestCtrlCEndsAnUnfinishedPasteToo(t *testing.T) {
	s, _ := start(t, size80)
	press(t, s, "\x1b[200~abc")
	shows(t, s, size80, "keys [abc]")
	press(t, s, "\x03")
	ends(t, s, 0)
}

func TestARefusalNamesWhatIsMissing(t *testing.T) {
	cmd := exec.Command(os.Args[0], programArgument, t.TempDir())
	if out, err := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "not a terminal") {
		t.Errorf("without a terminal: %q, %v", out, err)
	}
	for _, env := range [][]string{{"TERM=dumb"}, {}} {
		cmd := exec.Command(os.Args[0], programArgument, t.TempDir())
		cmd.Env = append([]string{"HOME=/"}, env...)
		s, err := Start(cmd, size80)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if code, err := s.Wait(limit); code != 2 || err != nil || bytes.Contains(s.Output(), []byte("\x1b")) {
			t.Errorf("with %q: %d, %v, %q", env, code, err, s.Output())
		}
	}
}
