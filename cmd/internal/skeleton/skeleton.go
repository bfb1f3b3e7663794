// Package skeleton puts "looking" where the console's verdict will stand
// before the program's other packages are initialised. With all that is linked
// into it, that takes longer than the whole rest of its start, and by far on a
// disk that is cold or busy: whoever opens a console sees at once that it
// looks.
//
// Go initialises packages in the order of their paths as far as their imports
// allow. This package sorts before "github.com" and imports nothing that
// comes late, as golang.org/x/sys, encoding/json and even strings do; drowsy,
// which may start the program once more, comes before it. A program imports
// it for that effect, lets its console Take the screen, and calls Withdraw
// before it says anything else.
//
// Where there is any doubt whether a console follows, on which terminal or in
// which characters, nothing is shown: that costs a few milliseconds.
package skeleton

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	_ "bedside/cmd/internal/drowsy"
	"bedside/cmd/internal/locale"
	"bedside/probes/words/lang"
	"bedside/ui/frame/tty"
)

// leastWidth holds what is written, in every language.
const leastWidth = 40

func init() {
	if opens(os.Args[1:], os.Getenv) && tty.Check(os.Stdin, os.Stdout) == nil && tty.Willing(os.Stdout, leastWidth) {
		stage.show(locale.Of(os.Getenv).Language(os.Args[1:]))
	}
}

// stage is the process's terminal. It is state of the package, as what an init
// does has to be.
var stage standing

// Take reports whether the skeleton is on the screen, with the modes of
// tty.Modes{}. It is the caller's from then on: to draw on, and to leave. The
// caller answers the process's signals already.
func Take() bool { return stage.take() }

// Withdraw gives the terminal back as it was, unless it was taken or nothing
// is shown.
func Withdraw() { stage.withdraw() }

// standing is a screen that shows the skeleton, or does not.
type standing struct {
	mu      sync.Mutex
	signals chan os.Signal // what would end or stop the process; nil: nothing is shown
}

// show takes the terminal. Until somebody else does, a signal that ends or
// stops the process gives it back first.
func (s *standing) show(tongue lang.Tag) {
	s.signals = make(chan os.Signal, 1)
	signal.Notify(s.signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP)
	go s.watch(s.signals)
	_, _ = os.Stdout.WriteString(tty.Modes{}.Enter() + " ? " + tongue.Looking())
}

// watch answers one signal, if it comes before the screen is taken.
func (s *standing) watch(signals <-chan os.Signal) {
	sig, ok := <-signals
	switch {
	case !ok, sig == syscall.SIGTSTP && !tty.JobControlled(), !s.withdraw():
	case sig == syscall.SIGTSTP:
		_ = syscall.Kill(0, syscall.SIGSTOP) // the whole job, as the terminal would
	default:
		os.Exit(128 + int(sig.(syscall.Signal))) // as a shell counts
	}
}

func (s *standing) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.signals == nil {
		return false
	}
	signal.Stop(s.signals)
	close(s.signals)
	s.signals = nil
	return true
}

// withdraw reports whether there was something to give back.
func (s *standing) withdraw() bool {
	if !s.take() {
		return false
	}
	_, _ = os.Stdout.WriteString(tty.Modes{}.Leave())
	return true
}
