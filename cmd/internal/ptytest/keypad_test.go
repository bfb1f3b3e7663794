package ptytest

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"go.uber.org/goleak"

	_ "bedside/cmd/internal/quiet"
	"bedside/ui/frame"
	"bedside/ui/frame/tty"
)

// The test binary started with this argument is a program on ui/frame, which
// the tests here drive as a real one.
const programArgument = "frame-program"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == programArgument {
		os.Exit(program(os.Args[2]))
	}
	goleak.VerifyTestMain(m)
}

// program shows a keypad until it quits; reports go to dir.
func program(dir string) int {
	if err := tty.Check(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	guard := frame.NewGuard(dir)
	_, err := frame.Run(context.Background(), &keypad{guard: guard}, frame.Options{Guard: guard})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("bye")
	return 0
}

// keypad shows its size and the keys that it got. Some of them do something.
type keypad struct {
	guard         *frame.Guard
	width, height int
	keys          []string
	ticks         int
}

type tickMsg struct{}

func nextTick() tea.Msg {
	<-time.After(20 * time.Millisecond)
	return tickMsg{}
}

func (k *keypad) Init() tea.Cmd { return nil }

func (k *keypad) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		k.width, k.height = msg.Width, msg.Height
	case tickMsg:
		k.ticks++
		return k, nextTick
	case tea.KeyMsg:
		return k.press(msg.String())
	}
	return k, nil
}

func (k *keypad) press(key string) (tea.Model, tea.Cmd) {
	k.keys = append(k.keys, key)
	switch key {
	case "q", "ctrl+c":
		return k, tea.Quit
	case "P":
		panic("in Update")
	case "C":
		return k, tea.Sequence(nil, func() tea.Msg { panic("in a command") })
	case "G":
		k.guard.Go(func() { panic("in a goroutine") })
	case "H":
		_, _ = os.Stdout.WriteString("\a") // the test waits for it
		select {}                          // a model that hangs
	case "B":
		return k, frame.Bell
	case "R":
		return k, frame.Redraw
	case "T":
		return k, nextTick
	}
	return k, nil
}

// View fills the screen, so that debris would be seen.
func (k *keypad) View() string {
	rows := []string{
		fmt.Sprintf("size %dx%d", k.width, k.height),
		"keys " + strings.Join(k.keys, " "),
		"ticks " + strconv.Itoa(k.ticks),
	}
	for len(rows) < k.height {
		rows = append(rows, strings.Repeat("~", k.width))
	}
	for i := range rows {
		rows[i] += strings.Repeat(".", max(0, k.width-len(rows[i])))
	}
	return strings.Join(rows, "\n")
}
