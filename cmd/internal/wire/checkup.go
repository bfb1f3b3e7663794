package wire

import (
	"context"
	"fmt"
	"os"

	"github.com/charmbracelet/x/term"
	"github.com/muesli/termenv"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/doctor"
	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/ui/frame/tty"
	"bedside/ui/theme"
)

// CheckupOptions say what is examined, and how its report is written.
type CheckupOptions struct {
	Source  doctor.Source
	Config  *config.Config // nil where there is none that can be read
	Console ConsoleOptions // of the terminal: Lang, ASCII, NoColor, In, Out
	Legacy  string         // the locale where it is not one of UTF-8
}

// Checkup examines what a configuration needs. It acts on nothing and writes
// nothing.
func Checkup(ctx context.Context, o CheckupOptions) (doctor.Report, error) {
	c := o.Config
	d := doctor.Options{Source: o.Source, Config: c, Terminal: screen(o)}
	if c == nil {
		return doctor.Examine(ctx, d), nil
	}
	for _, p := range c.Probes {
		if p.PromQL != nil {
			continue // the configuration's findings say that it is not active
		}
		probe, _, err := build(c, p)
		if err != nil {
			return doctor.Report{}, fmt.Errorf("probes.%s: %w", p.Name, err)
		}
		d.Targets = append(d.Targets, doctor.Target{Probe: probe, Config: p, Address: known(peer(p))})
	}
	d.State = stateFolder(c)
	d.Rehearse = func(ctx context.Context, s action.Step) error { return invoker(c).Rehearse(ctx, s) }
	d.Ask = func(ctx context.Context, r action.Run) (raw.Text, error) {
		return invoker(c).Do(ctx, action.Step{Run: &r})
	}
	return doctor.Examine(ctx, d), nil
}

// screen is what is known of the terminal.
func screen(c CheckupOptions) doctor.Screen {
	o := c.Console
	err := tty.Check(o.In, o.Out)
	s := doctor.Screen{
		Interactive: term.IsTerminal(o.In.Fd()) && term.IsTerminal(o.Out.Fd()), Placeable: err == nil,
		Term: os.Getenv("TERM"), Legacy: c.Legacy,
	}
	s.Colours = map[termenv.Profile]int{termenv.ANSI: 16, termenv.ANSI256: 256, termenv.TrueColor: 1 << 24}[profile(o)]
	if width, height, err := term.GetSize(o.Out.Fd()); err == nil {
		s.Width, s.Height = width, height
	}
	return s
}

// defaultWidth is how wide a report is where no terminal tells.
const defaultWidth = 80

// widest is how wide a line may be that is still easily read.
const widest = 120

// ReportLook chooses how a report is written: styles are for a terminal alone.
func ReportLook(o ConsoleOptions) doctor.Look {
	l := doctor.Look{Theme: look(o), Lang: o.Lang, Width: defaultWidth}
	if !term.IsTerminal(o.Out.Fd()) {
		l.Theme = theme.New(nil, theme.Options{ASCII: o.ASCII, Plain: true})
	} else if w, _, err := term.GetSize(o.Out.Fd()); err == nil && w > 0 {
		l.Width = min(w, widest)
	}
	return l
}
