// Package frame is the way to the terminal: it runs a bubbletea model and
// draws what its View returns, sending only the cells that changed.
//
// bubbletea keeps the event loop. The terminal is ours: raw mode, size,
// modes, signals and suspension, keys, and giving everything back at the end,
// however the end comes. Three promises hold:
//
//   - A terminal that stops reading stops nothing else. One goroutine writes
//     and may block; of the frames that come meanwhile the newest wins.
//   - A view is text and colours. Whatever else is in it is drawn as visible
//     characters, so only sequences of this package reach the terminal.
//   - The terminal is never asked anything, so a silent one costs no time.
package frame

import (
	"context"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// grace is how long an orderly end may take before the process is ended
// without it. With the time that the terminal's restoration may take, it
// stays below two seconds on a busy machine as well.
const grace = 1200 * time.Millisecond

// Options say where a model is shown. The zero value shows it on the terminal
// of the process.
type Options struct {
	// In and Out are the local terminal; nil: os.Stdin and os.Stdout.
	In, Out *os.File
	// Terminal takes the place of In and Out, for the far end of a session.
	// Signals of the process are then left alone, and Ctrl-Z does nothing.
	Terminal Terminal
	// Entered, where given, is called once, when signals are answered here and
	// before anything is written. It reports whether the alternate screen is
	// entered already, which then is Run's to leave.
	Entered func() bool
	// Mouse lets the terminal report clicks and the wheel.
	Mouse bool
	// SevenBit draws a question mark in each cell of a character beyond ASCII,
	// for a terminal that would take its bytes for others.
	SevenBit bool
	// Guard receives panics. Give the one whose Go runs the goroutines of the
	// program; nil: a guard of its own, with reports in os.TempDir.
	Guard *Guard
}

// Run shows model until it quits, ctx ends, the terminal goes away, or a
// signal (INT, TERM, HUP, QUIT) asks for the end, and gives the terminal back
// as it was. All these are orderly and return the last model and nil. A second
// signal, or an end that takes longer than two seconds, ends the process. A
// panic returns a *PanicError, and the process ends two seconds later if it
// has not by itself.
//
// The model gets its first tea.WindowSizeMsg before its first View. Ctrl-L and
// Ctrl-Z are answered here and never reach it; Ctrl-C does, as a key.
func Run(ctx context.Context, model tea.Model, o Options) (tea.Model, error) {
	if o.Guard == nil {
		o.Guard = NewGuard(os.TempDir())
	}
	terminal := o.Terminal
	if terminal == nil {
		local, err := openLocal(o.In, o.Out)
		if err != nil {
			return model, err
		}
		terminal = local
	}
	return newSession(ctx, terminal, o).run(model)
}

// Redraw is a command: the whole screen is drawn anew, in case another program
// wrote on it.
func Redraw() tea.Msg { return redrawMsg{} }

// Bell is a command: the terminal's bell rings once.
func Bell() tea.Msg { return bellMsg{} }

// Suspend is a command: the program stops as by Ctrl-Z, and comes back with fg.
func Suspend() tea.Msg { return suspendMsg{} }

type (
	redrawMsg  struct{}
	bellMsg    struct{}
	suspendMsg struct{}
)
