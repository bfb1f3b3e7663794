package frame

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// stopTime is how long is waited for a stop signal to take effect. It never
// does in a process that no shell looks after.
const stopTime = 200 * time.Millisecond

// watchSignals answers the process's signals until the terminal is given back.
// SIGTSTP is not among them: once asked for, Go never lets it stop the process
// again, and suspend needs it to.
func (s *session) watchSignals() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGCONT)
	s.help(func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-s.over:
				return
			case <-s.suspensions:
				s.suspend()
			case sig := <-signals:
				if sig == syscall.SIGCONT {
					s.resume()
				} else {
					s.quit(sig)
				}
			}
		}
	})
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
// would by Ctrl-Z, until it is continued. It stays if the terminal is stuck.
func (s *session) suspend() {
	if !s.writer.ask(s.writer.leave, farewell) {
		return
	}
	_ = s.terminal.Restore()
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	_ = syscall.Kill(0, syscall.SIGTSTP)
	select {
	case <-continued:
	case <-time.After(stopTime):
	}
	s.resume()
}

// resume takes the terminal again and draws everything anew.
func (s *session) resume() {
	_ = s.terminal.Raw()
	s.writer.ask(s.writer.comeBack, farewell)
	nudge(s.recheck)
}
