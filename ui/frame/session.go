package frame

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"bedside/ui/frame/tty"
)

// How long is waited for a terminal that may not be reading: at an orderly
// end, and at a hard one.
const (
	farewell     = time.Second
	hardFarewell = 200 * time.Millisecond
)

// session is one Run: a model on a terminal.
type session struct {
	terminal Terminal
	local    bool // it is the process's own terminal, so its signals are ours
	entered  func() bool
	guard    *Guard
	writer   *writer
	keyboard *keyboard

	ctx         context.Context
	cancel      context.CancelCauseFunc
	end         watchdog      // runs from the first wish to end until the end
	interrupt   watchdog      // runs while a Ctrl-C has not reached the model
	suspensions chan struct{} // of one
	recheck     chan struct{} // of one: the size may have changed
	over        chan struct{} // closed when the terminal is given back
	helpers     sync.WaitGroup
}

func newSession(ctx context.Context, t Terminal, o Options) *session {
	s := &session{
		terminal:    t,
		local:       o.Terminal == nil,
		entered:     o.Entered,
		guard:       o.Guard,
		suspensions: make(chan struct{}, 1),
		recheck:     make(chan struct{}, 1),
		over:        make(chan struct{}),
	}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	s.writer = newWriter(t, tty.Modes{Mouse: o.Mouse}, s.cancel)
	s.writer.canvas.sevenBit = o.SevenBit
	s.keyboard = newKeyboard(t, o.Mouse, s.interrupted)
	return s
}

// run shows the model.
func (s *session) run(model tea.Model) (tea.Model, error) {
	if s.local {
		s.watchSignals()
	}
	if s.entered != nil && s.entered() {
		s.writer.takeOver()
	}
	if err := s.terminal.Raw(); err != nil {
		s.writer.leave()
		return model, errors.Join(err, s.close())
	}
	o := &outer{inner: model, session: s}
	program := tea.NewProgram(o,
		tea.WithContext(s.ctx), tea.WithInput(nil), tea.WithOutput(io.Discard),
		tea.WithoutRenderer(), tea.WithoutSignalHandler(), tea.WithoutCatchPanics())
	s.guard.attach(s)
	defer s.guard.detach(s)
	s.start(program)
	err := s.loop(program)
	s.finish()
	return o.inner, err
}

func (s *session) start(program *tea.Program) {
	s.guard.Go(s.writer.run)
	s.help(func() { s.cancel(s.keyboard.listen(s.ctx)) })
	s.help(func() { s.keyboard.sort(s.ctx) })
	s.help(func() { s.keyboard.deliver(s.ctx, program.Send) })
	s.help(func() { s.watchSize(program) })
}

// help runs f in a guarded goroutine that finish waits for.
func (s *session) help(f func()) {
	s.helpers.Go(func() {
		defer s.guard.catch()
		f()
	})
}

// loop runs the event loop. However it ends without a panic is orderly.
func (s *session) loop(program *tea.Program) (err error) {
	defer func() {
		if v := recover(); v != nil {
			report := s.guard.report(v)
			s.cancel(report)
			s.endBy(report)
			err = report
		}
	}()
	_, err = program.Run()
	if p, ok := s.panicked(); ok {
		return p
	}
	if errors.Is(err, tea.ErrProgramKilled) || errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	return err
}

// finish gives the terminal back and ends the goroutines, but does not wait
// for a write that is stuck. Where one is, whatever the program has still to
// say to its terminal would be stuck as well, so the end keeps its time limit.
func (s *session) finish() {
	s.cancel(nil)
	if s.writer.end(farewell) {
		defer s.settle()
	} else if s.local {
		s.end.wake(func() { s.guard.exit(1) })
	}
	_ = s.terminal.Restore() // it may be gone
	_ = s.close()
	s.interrupt.rest()
}

// close ends the goroutines that finish does not end.
func (s *session) close() error {
	err := s.terminal.Close()
	close(s.over)
	s.helpers.Wait()
	return err
}

// settle lifts the time limit from the end, unless it is a panic's.
func (s *session) settle() {
	if _, ok := s.panicked(); !ok {
		s.end.rest()
	}
}

// panicked returns the panic that ended the session, if one did.
func (s *session) panicked() (p *PanicError, ok bool) {
	ok = errors.As(context.Cause(s.ctx), &p)
	return p, ok
}

// resizePause is how long at least one size holds, so that a window that is
// dragged, or a storm of signals, does not flood the terminal with frames.
const resizePause = 25 * time.Millisecond

// watchSize tells the model when the size has changed, be it back to what it
// was: a terminal moves and cuts what stands on it with every change.
func (s *session) watchSize(program *tea.Program) {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.terminal.Resized():
		case <-s.recheck:
		}
		width, height := s.terminal.Size()
		program.Send(tea.WindowSizeMsg{Width: width, Height: height})
		select {
		case <-s.ctx.Done():
			return
		case <-time.After(resizePause):
		}
	}
}

// interrupted is told of every Ctrl-C. One that does not reach the model in
// time ends the process.
func (s *session) interrupted() {
	const code = 128 + 2 // as a shell counts SIGINT
	if s.local {
		s.interrupt.wake(func() { s.abort(code) })
	}
}

// endBy ends the process in time, if it has not ended by itself.
func (s *session) endBy(err *PanicError) {
	s.end.wake(func() {
		s.giveBack()
		s.guard.die(err)
	})
}

// abort ends the process without waiting for anybody.
func (s *session) abort(code int) {
	s.giveBack()
	s.guard.exit(code)
}

// giveBack restores the terminal from any goroutine, as far as it lets us.
func (s *session) giveBack() {
	s.writer.ask(s.writer.leave, hardFarewell)
	_ = s.terminal.Restore()
}
