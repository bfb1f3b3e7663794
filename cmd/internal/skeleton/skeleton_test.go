package skeleton

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"bedside/cmd/internal/ptytest"
	"bedside/ui/frame/tty"
)

// part makes of the test's program one that shows the skeleton as its
// arguments ask for, and at a line of input plays the named part.
const part = "SKELETON_TEST_PART"

func TestMain(m *testing.M) {
	if name := os.Getenv(part); name != "" {
		play(name)
		return
	}
	goleak.VerifyTestMain(m)
}

func play(name string) {
	if name != "exits at once" {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	}
	switch name {
	case "takes":
		_, _ = io.WriteString(os.Stdout, map[bool]string{true: "TAKEN", false: "NOTHING TO TAKE"}[Take()])
	case "withdraws":
		Withdraw()
	case "exits", "exits at once":
		os.Exit(map[bool]int{true: exitTaken, false: exitNothing}[Take()])
	case "takes and withdraws":
		Take()
		Withdraw()
	}
	_, _ = io.WriteString(os.Stdout, "END")
}

// What the exit code says.
const (
	exitTaken   = 3
	exitNothing = 4
)

const (
	patience = 10 * time.Second
	drawn    = " ? looking…"
)

// opened starts the program as name on a terminal.
func opened(t *testing.T, name string, args ...string) *ptytest.Session {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), part+"="+name, "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	s, err := ptytest.Start(cmd, ptytest.Size{Width: 80, Height: 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestTheScreenIsTakenOrGivenBack(t *testing.T) {
	enter, leave := tty.Modes{}.Enter(), tty.Modes{}.Leave()
	for _, row := range []struct {
		name string
		args []string
		want string // all that the terminal gets, but for the echo of what is typed
	}{
		{"takes", []string{"demo"}, enter + drawn + "TAKEN" + "END"},
		{"withdraws", []string{"demo"}, enter + drawn + leave + "END"},
		{"takes and withdraws", []string{"demo"}, enter + drawn + "END"},
		{"takes", []string{"status"}, "NOTHING TO TAKE" + "END"},
		{"withdraws", []string{"status"}, "END"},
	} {
		t.Run(row.name+" after "+row.args[0], func(t *testing.T) {
			s := opened(t, row.name, row.args...)
			if before, _, shown := strings.Cut(row.want, drawn); shown {
				if err := s.WaitText(0, patience, before+drawn); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Type("\r"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Wait(patience); err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(string(s.Output()), "\r\n", ""); got != row.want {
				t.Errorf("the terminal got %q, want %q", got, row.want)
			}
		})
	}
}

func TestASignalGivesTheScreenBack(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		t.Run(sig.String(), func(t *testing.T) {
			s := opened(t, "takes", "demo")
			if err := s.WaitText(0, patience, drawn); err != nil {
				t.Fatal(err)
			}
			if err := s.Signal(sig); err != nil {
				t.Fatal(err)
			}
			code, err := s.Wait(patience)
			if err != nil || code != 128+int(sig) {
				t.Errorf("ended with %d, %v", code, err)
			}
			if want := (tty.Modes{}).Leave(); !strings.HasSuffix(string(s.Output()), want) {
				t.Errorf("the terminal got %q, which does not end with %q", s.Output(), want)
			}
		})
	}
}

// TestASignalAtTheLastMomentIsTheTakers: it was there before the screen was
// taken, and nobody else may end the process then.
func TestASignalAtTheLastMomentIsTheTakers(t *testing.T) {
	signals := make(chan os.Signal, 1)
	signals <- syscall.SIGTERM
	s := standing{signals: signals}
	if !s.take() {
		t.Fatal("there is nothing to take")
	}
	s.watch(signals) // would exit
	if s.withdraw() {
		t.Error("what was taken is given back")
	}
}

// TestTheShellGetsItsScreenBack stops the program as Ctrl-Z does, and continues
// it: the console will enter the screen by itself.
func TestTheShellGetsItsScreenBack(t *testing.T) {
	cmd := exec.Command("sh", "-c", `set -m; "$0" demo; echo back; fg >/dev/null; exit $?`, os.Args[0])
	cmd.Env = append(os.Environ(), part+"=exits", "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	s, err := ptytest.Start(cmd, ptytest.Size{Width: 80, Height: 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	for _, step := range []struct{ wait, keys string }{{drawn, "\x1a"}, {tty.Modes{}.Leave() + "back", "\r"}} {
		if err := s.WaitText(0, patience, step.wait); err != nil {
			t.Fatalf("%v: %q", err, s.Output())
		}
		if err := s.Type(step.keys); err != nil {
			t.Fatal(err)
		}
	}
	if code, err := s.Wait(patience); err != nil || code != exitNothing {
		t.Errorf("ended with %d, %v, want %d; the terminal got %q", code, err, exitNothing, s.Output())
	}
}

// TestAStoppedTerminalIsNotWaitedFor stops the terminal's output before the
// program starts: it comes as far as reading its input all the same.
func TestAStoppedTerminalIsNotWaitedFor(t *testing.T) {
	cmd := exec.Command("sh", "-c", `stty -echo; read go; exec "$0" demo`, os.Args[0])
	cmd.Env = append(os.Environ(), part+"=exits", "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	s, err := ptytest.Start(cmd, ptytest.Size{Width: 80, Height: 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	const stop = "\x13" // Ctrl-S
	if err := s.Type(stop + "\r\r"); err != nil {
		t.Fatal(err)
	}
	if code, err := s.Wait(patience); err != nil || code != exitNothing {
		t.Errorf("ended with %d, %v, want %d; the terminal got %q", code, err, exitNothing, s.Output())
	}
}

// TestAnotherJobKeepsItsScreen starts the program in the background of a shell,
// which is then to stop it and not to find its screen taken.
func TestAnotherJobKeepsItsScreen(t *testing.T) {
	for how, want := range map[string]int{`"$0" demo & wait $!`: exitNothing, `"$0" demo`: exitTaken} {
		cmd := exec.Command("sh", "-c", "set -m; "+how, os.Args[0])
		cmd.Env = append(os.Environ(), part+"=exits at once", "TERM=xterm-256color", "LC_ALL=C.UTF-8")
		s, err := ptytest.Start(cmd, ptytest.Size{Width: 80, Height: 24})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		if code, err := s.Wait(patience); err != nil || code != want {
			t.Errorf("%s: ended with %d, %v, want %d; the terminal got %q", how, code, err, want, s.Output())
		}
	}
}

func TestWhatOpensAConsole(t *testing.T) {
	for _, row := range []struct {
		name string
		args string
		env  map[string]string
		want bool
	}{
		{"a URL", "http://127.0.0.1:8000", nil, true},
		{"a host with a port and logs", "--log a.log shop:8000 --log=b.log", nil, true},
		{"a file", "-c bedside.yaml", nil, true},
		{"a file, read-only, in Chinese", "--config=x.yaml --read-only --lang zh", nil, true},
		{"a file of the environment", "", map[string]string{"BEDSIDE_CONFIG": "x.yaml"}, true},
		{"the demo with a fault", "demo --fault llm-down@5s --rate=3", nil, true},
		{"nothing configured", "", nil, false},
		{"the demo without a screen", "demo --backend-only", nil, false},
		{"another command", "status http://127.0.0.1:8000", nil, false},
		{"another command behind a flag", "--lang zh doctor", nil, false},
		{"a mistyped command", "dmo", nil, false},
		{"two subjects", "http://a.b http://c.d", nil, false},
		{"help", "-h", nil, false},
		{"the version", "--version", nil, false},
		{"a flag nobody knows", "demo --nonsense", nil, false},
		{"a flag without its value", "demo --lang", nil, false},
		{"a short flag with its value attached", "-c=x.yaml", nil, false},
		{"in ASCII", "demo --ascii", nil, false},
		{"in a locale that is not UTF-8", "demo", map[string]string{"LANG": "C"}, false},
		{"on the Linux console", "demo", map[string]string{"TERM": "linux"}, false},
		{"a test", "-test.v", nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			env := func(name string) string {
				if name == "XDG_CONFIG_HOME" {
					return "/nowhere"
				}
				return row.env[name]
			}
			if got := opens(strings.Fields(row.args), env); got != row.want {
				t.Errorf("opens %q is %v", row.args, got)
			}
		})
	}
}
