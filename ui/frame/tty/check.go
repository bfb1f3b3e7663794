package tty

import (
	"errors"
	"os"

	"github.com/charmbracelet/x/term"
)

// What Check finds.
var (
	ErrNoTerminal = errors.New("standard input or output is not a terminal")
	ErrDumb       = errors.New("the terminal cannot place its cursor (TERM is dumb or not set)")
)

// Check says whether the console can be shown on in and out: nil,
// ErrNoTerminal, or ErrDumb.
func Check(in, out *os.File) error {
	if !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return ErrNoTerminal
	}
	if t := os.Getenv("TERM"); t == "" || t == "dumb" {
		return ErrDumb
	}
	return nil
}
