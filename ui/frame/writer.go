package frame

import (
	"io"
	"time"

	"bedside/ui/frame/tty"
)

// order is what the event loop wants on the screen.
type order struct {
	view          string
	width, height int
	redraw, bell  bool
}

// writer is the only one who writes to the terminal once the session has begun,
// and the only one whom a terminal that does not read can hold up.
type writer struct {
	out    io.Writer
	modes  tty.Modes
	failed func(error) // told once that writing failed

	orders   chan order  // of one: the newest wins
	requests chan func() // carried out between two frames
	over     chan struct{}
	done     chan struct{}

	// Of the writing goroutine alone:
	canvas canvas
	last   order
	taken  bool // the terminal has been ours
	away   bool // it is somebody else's for now
	broken bool
}

// newWriter makes a writer that takes the terminal with its first frame.
func newWriter(out io.Writer, m tty.Modes, failed func(error)) *writer {
	w := &writer{
		out: out, modes: m, failed: failed,
		orders:   make(chan order, 1),
		requests: make(chan func()),
		over:     make(chan struct{}),
		done:     make(chan struct{}),
	}
	w.canvas.restart(m.Enter())
	return w
}

// takeOver tells, before run, that somebody else entered the alternate screen
// for us: it is ours to leave, whether a frame comes or not.
func (w *writer) takeOver() {
	w.taken = true
	w.canvas.restart(w.modes.Again())
}

// offer hands a frame over and never waits. Only one goroutine may offer.
func (w *writer) offer(o order) {
	select {
	case older := <-w.orders:
		o.redraw = o.redraw || older.redraw
		o.bell = o.bell || older.bell
	default:
	}
	w.orders <- o // has room: nobody else fills it
}

// run writes until the end, and then gives the terminal back. It is taken with
// the first frame, in one write.
func (w *writer) run() {
	defer close(w.done)
	for {
		select {
		case <-w.over:
			w.leave()
			return
		case request := <-w.requests:
			request()
		case o := <-w.orders:
			w.draw(o)
		}
	}
}

func (w *writer) draw(o order) {
	w.last = o
	if w.away {
		return
	}
	if o.redraw && w.taken {
		w.canvas.restart(w.modes.Again())
	}
	w.canvas.paint(o.view, o.width, o.height)
	w.taken = true
	if o.bell {
		w.canvas.pen.buf = append(w.canvas.pen.buf, tty.Bell...)
	}
	w.write(w.canvas.take())
	w.last.redraw, w.last.bell = false, false
}

func (w *writer) write(p []byte) {
	if len(p) == 0 || w.broken {
		return
	}
	if _, err := w.out.Write(p); err != nil {
		w.broken = true
		w.failed(err)
	}
}

// ask lets the writing goroutine carry out request and reports whether it did
// so within the limit; it does not if a write is stuck.
func (w *writer) ask(request func(), limit time.Duration) bool {
	late := time.NewTimer(limit)
	defer late.Stop()
	carriedOut := make(chan struct{})
	select {
	case w.requests <- func() { defer close(carriedOut); request() }:
	case <-w.done:
		return false
	case <-late.C:
		return false
	}
	select {
	case <-carriedOut:
		return true
	case <-late.C:
		return false
	}
}

// leave, a request, gives the terminal back until comeBack.
func (w *writer) leave() {
	if w.taken && !w.away {
		w.write([]byte(w.modes.Leave()))
	}
	w.away = true
}

// end lets run end and reports whether it did so within the limit; it does not
// while a write is stuck.
func (w *writer) end(limit time.Duration) bool {
	close(w.over)
	late := time.NewTimer(limit)
	defer late.Stop()
	select {
	case <-w.done:
		return true
	case <-late.C:
		return false
	}
}

// comeBack, a request, takes the terminal again and draws the newest frame.
func (w *writer) comeBack() {
	if w.away {
		w.canvas.restart(w.modes.Enter())
	} else {
		w.canvas.restart(w.modes.Again())
	}
	w.away = false
	w.last.redraw = false // the screen is entered, not only wiped
	w.draw(w.last)
}
