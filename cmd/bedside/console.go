package main

import (
	"context"
	"errors"
	"fmt"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/config/find"
	"bedside/cmd/internal/skeleton"
	"bedside/cmd/internal/wire"
	"bedside/logview/raw"
	"bedside/probes/words"
	"bedside/ui/frame/tty"
)

// consoleRequest is what `bedside` was asked to show.
type consoleRequest struct {
	common
	target
	url string
}

// console shows the console on a configuration. The file is read before the
// screen is taken: what is wrong with it belongs on the command line.
func (a app) console(ctx context.Context, r consoleRequest) error {
	c, err := a.configuration(r.common, r.target, r.url)
	switch {
	case errors.Is(err, find.ErrNone):
		return advice(a.lang.Word("cli.nothing"))
	case err != nil:
		return err
	}
	return a.show(ctx, wire.ConsoleOptions{
		Prepare:  func(context.Context) (*config.Config, func(), error) { return c, nil, nil },
		ReadOnly: r.readOnly, Theme: c.Screen.Theme, Silent: !c.Screen.Bell,
	}, r.common)
}

// show runs a console on the process's terminal.
func (a app) show(ctx context.Context, o wire.ConsoleOptions, flags common) error {
	switch err := tty.Check(a.std.in, a.std.out); {
	case errors.Is(err, tty.ErrNoTerminal):
		return errors.New(a.lang.Word("cli.no-terminal"))
	case errors.Is(err, tty.ErrDumb):
		return errors.New(a.lang.Word("cli.dumb-terminal"))
	}
	o.Lang, o.ASCII, o.SevenBit, o.NoColor = a.lang, flags.ascii, flags.sevenBit, flags.noColor
	if flags.sevenBit {
		o.Notices = append(o.Notices, words.Of("notice.seven-bit", raw.Of(a.locale.Legacy)))
	}
	o.In, o.Out, o.Entered = a.std.in, a.std.out, skeleton.Take
	lean := keepLean()
	defer lean.end()
	o.Busy = lean.busy
	cut, err := wire.Console(ctx, o)
	if err != nil {
		return failed(err)
	}
	if !cut.Zero() {
		fmt.Fprintln(a.spelled(a.std.err), "bedside: "+a.lang.Say(cut))
	}
	return nil
}
