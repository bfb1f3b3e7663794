package wire

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"
	"sync"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"bedside/cmd/internal/config"
	"bedside/logview/diagnose"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui"
	"bedside/ui/frame"
	"bedside/ui/pane"
	"bedside/ui/theme"
)

// ConsoleOptions say how the console is shown, and where its configuration
// comes from.
type ConsoleOptions struct {
	// Prepare gets the configuration, starting what has to run first. It is
	// called while the first frame already stands; its release, when not nil,
	// is called at the end.
	Prepare  func(context.Context) (c *config.Config, release func(), err error)
	ReadOnly bool
	Demo     bool
	Lang     words.Lang
	ASCII    bool
	SevenBit bool // no character beyond ASCII reaches the terminal, whoever wrote it
	NoColor  bool
	Theme    string // dark, light, colour-blind or light-colour-blind; "" is dark
	Silent   bool   // no bell for a P1
	Notices  []words.Line
	In, Out  *os.File
	// Entered is that of frame.Options; it may be nil.
	Entered func() bool
	// Busy is told when there is much to do for a while; it may be nil.
	Busy func()
}

// Console shows the console until it is left. The screen stands before the
// configuration is read: whoever opens it sees at once that it looks. It says
// what was cut short by leaving, the zero Line for nothing.
func Console(ctx context.Context, o ConsoleOptions) (cut words.Line, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	guard := frame.NewGuard(os.TempDir())
	l := newLate()
	var release sync.WaitGroup
	release.Add(1)
	guard.Go(func() {
		defer release.Done()
		teardown, err := l.prepare(ctx, o, guard)
		if err != nil {
			cancel(err)
		}
		<-ctx.Done()
		teardown()
	})
	model := ui.New(ctx, uiOptions(o, l))
	_, err = frame.Run(ctx, model, frame.Options{In: o.In, Out: o.Out, SevenBit: o.SevenBit, Entered: o.Entered, Guard: guard})
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	cancel(nil)
	release.Wait()
	if l.system != nil {
		cut = l.system.Engine.CutShort()
	}
	return cut, err
}

func uiOptions(o ConsoleOptions, l *late) ui.Options {
	out := ui.Options{
		Viewer: l, Reader: l, By: who(), Diagnose: diagnose.Default().Diagnose,
		Look: &pane.Look{Theme: look(o), Lang: o.Lang}, Silent: o.Silent,
	}
	if !o.ReadOnly {
		out.Operator = l
	}
	return out
}

// who is the name under which acts are recorded.
func who() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "operator"
}

// look chooses colours and glyphs for the terminal without asking it anything.
func look(o ConsoleOptions) *theme.Theme {
	colours := profile(o)
	r := lipgloss.NewRenderer(o.Out, termenv.WithProfile(colours), termenv.WithUnsafe())
	r.SetColorProfile(colours)
	light := strings.HasPrefix(o.Theme, "light")
	r.SetHasDarkBackground(!light)
	return theme.New(r, theme.Options{ASCII: o.ASCII, Light: light, ColourBlind: strings.HasSuffix(o.Theme, "colour-blind")})
}

// late stands for an engine that is still being built. Looking waits for it,
// asking waits for it, and neither keeps the screen from standing.
type late struct {
	look   func()        // closes looked
	looked chan struct{} // closed when somebody looks: the first frame goes before all else
	ready  chan struct{} // closed when system is set
	system *System
}

var (
	_ state.Viewer   = (*late)(nil)
	_ state.Reader   = (*late)(nil)
	_ state.Operator = (*late)(nil)
)

func newLate() *late {
	looked := make(chan struct{})
	return &late{look: sync.OnceFunc(func() { close(looked) }), looked: looked, ready: make(chan struct{})}
}

// prepare builds the engine and lets everybody who waits go on.
func (l *late) prepare(ctx context.Context, o ConsoleOptions, guard *frame.Guard) (teardown func(), err error) {
	select {
	case <-l.looked:
	case <-ctx.Done():
		return func() {}, nil
	}
	c, release, err := o.Prepare(ctx)
	if release == nil {
		release = func() {}
	}
	if err != nil {
		return release, err
	}
	s, err := Start(Options{Config: c, ReadOnly: o.ReadOnly, Demo: o.Demo, Notices: o.Notices, Go: guard.Go, Busy: o.Busy})
	if err != nil {
		return release, fmt.Errorf("start: %w", err)
	}
	l.system = s
	close(l.ready)
	return func() {
		s.Stop()
		release()
	}, nil
}

// Subscribe implements state.Viewer.
func (l *late) Subscribe(ctx context.Context) <-chan *state.Snapshot {
	l.look()
	select {
	case <-l.ready:
		return l.system.Engine.Subscribe(ctx)
	case <-ctx.Done():
		closed := make(chan *state.Snapshot)
		close(closed)
		return closed
	}
}

// Query implements state.Reader.
func (l *late) Query(ctx context.Context, q state.Question) (state.Answer, error) {
	if err := l.wait(ctx); err != nil {
		return nil, err
	}
	return l.system.Engine.Query(ctx, q)
}

// Do implements state.Operator.
func (l *late) Do(ctx context.Context, c state.Command) (state.Answer, error) {
	if err := l.wait(ctx); err != nil {
		return nil, err
	}
	return l.system.Engine.Do(ctx, c)
}

func (l *late) wait(ctx context.Context) error {
	select {
	case <-l.ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
