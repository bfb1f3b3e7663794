package quiet_test

import (
	"os"
	"os/exec"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/cmd/internal/ptytest"
	"bedside/cmd/internal/quiet"
)

// A program started with this argument is the one under test. bubbletea is
// linked in, so its package init runs before main.
const child = "quiet-child"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == child {
		_ = tea.Quit // keep the import
		quiet.Restore()
		ci, set := os.LookupEnv("CI")
		_, _ = os.Stdout.WriteString("started CI=" + ci + map[bool]string{true: "!", false: "?"}[set])
		return
	}
	os.Exit(m.Run())
}

func TestASilentTerminalCostsNoTimeAndIsAskedNothing(t *testing.T) {
	for _, row := range []struct {
		name string
		env  []string
		want string
	}{
		{"CI was not set", nil, "started CI=?"},
		{"CI was set by the user", []string{"CI=theirs"}, "started CI=theirs!"},
		{"CI was set and empty", []string{"CI="}, "started CI=!"},
	} {
		t.Run(row.name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], child)
			cmd.Env = append([]string{"TERM=xterm-256color", "PATH=" + os.Getenv("PATH")}, row.env...)
			s, err := ptytest.Start(cmd, ptytest.Size{Width: 80, Height: 24})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.Wait(3 * time.Second); err != nil {
				t.Fatalf("the start waits for an answer: %v", err)
			}
			if got := string(s.Output()); got != row.want {
				t.Errorf("the terminal got %q, want %q", got, row.want)
			}
		})
	}
}
