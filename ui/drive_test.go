package ui

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"
	"bedside/ui/theme"
)

// console drives a model as bubbletea does, inside a synctest bubble: each
// command runs in a goroutine of its own, and its message comes back in.
type console struct {
	*model
	pages chan *state.Snapshot
	out   chan tea.Msg
	done  []string // commands that reached the operator
	quit  bool
	rang  int
}

func plainLook(lang words.Lang) *pane.Look {
	return &pane.Look{Theme: theme.New(lipgloss.NewRenderer(io.Discard), theme.Options{}), Lang: lang, Zone: time.UTC}
}

// start shows the sample page on an 80×24 screen. The operator answers with
// the preview and notes what it was told to do.
func start(t *testing.T, preview state.Preview, change ...func(*Options)) *console {
	c := &console{pages: make(chan *state.Snapshot, 1), out: make(chan tea.Msg, 64)}
	o := Options{
		Viewer: fakeViewer(func(context.Context) <-chan *state.Snapshot { return c.pages }),
		Reader: fakeReader(sampleReader),
		Operator: fakeOperator(func(_ context.Context, cmd state.Command) (state.Answer, error) {
			return c.operate(preview, cmd)
		}),
		Look: plainLook(words.English), By: "ops", Diagnose: sampleDiagnosis,
	}
	for _, f := range change {
		f(&o)
	}
	c.model = New(t.Context(), o).(*model)
	c.perform(c.Init())
	c.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	c.show(samplePage(1))
	t.Cleanup(func() {
		close(c.pages)
		time.Sleep(time.Minute) // timers that still run end within the bubble
	})
	return c
}

func (c *console) operate(preview state.Preview, cmd state.Command) (state.Answer, error) {
	switch cmd := cmd.(type) {
	case state.Ask:
		c.done = append(c.done, "ask "+cmd.Ref.Name)
		return preview, nil
	case state.Act:
		c.done = append(c.done, fmt.Sprintf("act %d %s", cmd.Ticket, cmd.Typed))
	case state.Cancel:
		c.done = append(c.done, "cancel")
	}
	return state.Accepted{}, nil
}

// show publishes a page and waits until it is taken in.
func (c *console) show(s *state.Snapshot) {
	c.pages <- s
	c.settle()
}

// press types keys, each one by itself: "c", "enter", "ctrl+d".
func (c *console) press(keys ...string) {
	for _, key := range keys {
		c.send(keyMsg(key))
	}
}

// wait lets time pass.
func (c *console) wait(d time.Duration) {
	time.Sleep(d)
	c.settle()
}

func (c *console) send(msg tea.Msg) {
	_, cmd := c.Update(msg)
	c.perform(cmd)
	c.settle()
}

func (c *console) perform(cmd tea.Cmd) {
	if cmd != nil {
		go func() { c.out <- cmd() }()
	}
}

// settle takes in every message that is on its way.
func (c *console) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-c.out:
			c.take(msg)
		default:
			return
		}
	}
}

func (c *console) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.BatchMsg:
		for _, cmd := range msg {
			c.perform(cmd)
		}
	case tea.QuitMsg:
		c.quit = true
	default:
		if strings.HasSuffix(fmt.Sprintf("%T", msg), "bellMsg") {
			c.rang++
		}
		_, cmd := c.Update(msg)
		c.perform(cmd)
	}
}

// keyMsg is a key as bubbletea reports it.
func keyMsg(name string) tea.KeyMsg {
	for t := tea.KeyType(-100); t < 128; t++ {
		if t != tea.KeyRunes && t.String() == name {
			k := tea.KeyMsg{Type: t}
			if t == tea.KeySpace {
				k.Runes = []rune{' '}
			}
			return k
		}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

func pasted(s string) tea.KeyMsg {
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s), Paste: true}
}
