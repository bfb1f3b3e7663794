package frame

import (
	"os"
	"os/signal"
	"syscall"

	"bedside/ui/frame/tty"
)

// watchSignals answers the process's signals until the terminal is given back.
func (s *session) watchSignals() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP, syscall.SIGCONT)
	s.help(func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-s.over:
				return
			case <-s.suspensions:
				s.suspend()
			case sig := <-signals:
				s.answer(sig)
			}
		}
	})
}

func (s *session) answer(sig os.Signal) {
	switch sig {
	case syscall.SIGTSTP:
		s.suspend()
	case syscall.SIGCONT:
		s.resume()
	default:
		s.quit(sig)
	}
}

// quit ends the session in order; a second signal ends the process at once.
func (s *session) quit(sig os.Signal) {
	code := 1
	if number, ok := sig.(syscall.Signal); ok {
		code = 128 + int(number) // as a shell counts
	}
	if !s.end.wake(func() { s.abort(code) }) {
		s.abort(code)
	}
	s.cancel(nil)
}

// suspend gives the terminal back and stops the whole job, as the terminal
// would by Ctrl-Z; SIGCONT resumes. It stays where no shell would continue it,
// and while the terminal is stuck.
//
// A process that has been told of SIGTSTP cannot be stopped by it any more, so
// SIGSTOP takes its place.
func (s *session) suspend() {
	if !tty.JobControlled() || !s.writer.ask(s.writer.leave, farewell) {
		return
	}
	_ = s.terminal.Restore()
	if syscall.Kill(0, syscall.SIGSTOP) != nil {
		s.resume()
	}
}

// resume takes the terminal again and draws everything anew.
func (s *session) resume() {
	_ = s.terminal.Raw()
	s.writer.ask(s.writer.comeBack, farewell)
	nudge(s.recheck)
}
