package frame

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"go.uber.org/goleak"

	"bedside/ui/frame/frametest"
	"bedside/ui/frame/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestCtrlCDoesNotWaitForTheKeysBeforeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, model := newRemote(), &recorder{
			busy:  func() { time.Sleep(10 * time.Millisecond) },
			onKey: map[string]tea.Cmd{"ctrl+c": tea.Quit},
		}
		result := running(t.Context(), model, Options{Terminal: r})
		for range 2 {
			r.keys <- strings.Repeat("x", maxKeys)
		}
		typed := time.Now()
		r.keys <- "\x03"
		if err := <-result; err != nil {
			t.Error(err)
		}
		if took := time.Since(typed); took > 50*time.Millisecond {
			t.Errorf("Ctrl-C behind %d keys ends it after %v", maxKeys, took)
		}
		if last := model.heard[len(model.heard)-1]; last != "ctrl+c" {
			t.Errorf("after Ctrl-C the model heard %q", last)
		}
	})
}

// remote is a terminal at the far end of a session, of 20×3.
type remote struct {
	keys    chan string
	resized chan struct{}
	closed  chan struct{}
	gone    chan struct{} // closed when the other side hangs up
	write   func(p []byte) (int, error)

	mu            sync.Mutex
	width, height int
	raw           bool
	screen        *frametest.Screen
}

var _ Terminal = (*remote)(nil)

func newRemote() *remote {
	r := &remote{
		keys: make(chan string), resized: make(chan struct{}, 1), closed: make(chan struct{}),
		gone: make(chan struct{}), width: 20, height: 3, screen: frametest.New(20, 3),
	}
	r.write = r.show
	return r
}

func (r *remote) Read(p []byte) (int, error) {
	select {
	case k := <-r.keys:
		return copy(p, k), nil
	case <-r.closed:
		return 0, os.ErrClosed
	case <-r.gone:
		return 0, io.EOF
	}
}

func (r *remote) Write(p []byte) (int, error) { return r.write(p) }

func (r *remote) show(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.screen.Write(p)
}

// ours reports whether anything of the terminal is still taken.
func (r *remote) ours() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.raw || r.screen.Modes() != (frametest.Modes{})
}

// line is the first line of the screen.
func (r *remote) line() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.screen.Lines()[0]
}

func (r *remote) Size() (width, height int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.width, r.height
}

func (r *remote) Resized() <-chan struct{} { return r.resized }
func (r *remote) Raw() error               { return r.set(true) }
func (r *remote) Restore() error           { return r.set(false) }
func (r *remote) Close() error             { close(r.closed); return nil }

func (r *remote) set(raw bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.raw = raw
	return nil
}

// recorder is a model that notes what it gets, in order.
type recorder struct {
	heard []string
	onKey map[string]tea.Cmd
	busy  func()
}

func (r *recorder) Init() tea.Cmd { return nil }

func (r *recorder) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	r.heard = append(r.heard, fmt.Sprint(msg))
	key, ok := msg.(tea.KeyMsg)
	if !ok {
		return r, nil
	}
	if r.busy != nil {
		r.busy()
	}
	if key.String() == "q" {
		return r, tea.Quit
	}
	return r, r.onKey[key.String()]
}

func (r *recorder) View() string { return strings.Join(r.heard, " ") }

// running starts a session on a terminal of its own; the result comes when it
// has ended.
func running(ctx context.Context, model tea.Model, o Options) <-chan error {
	result := make(chan error, 1)
	go func() {
		_, err := Run(ctx, model, o)
		result <- err
	}()
	return result
}

func TestASessionAtTheFarEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, model := newRemote(), &recorder{}
		result := running(t.Context(), model, Options{Terminal: r})
		synctest.Wait()
		if got := r.line(); got != "{20 3}" || !r.ours() {
			t.Errorf("the first frame shows %q: want the size, on a terminal of ours", got)
		}
		r.keys <- "ab\x1b"
		synctest.Wait()
		if got := r.line(); got != "{20 3} a b" {
			t.Errorf("after two keys: %q", got)
		}
		time.Sleep(escapeWait)
		synctest.Wait()
		if got := r.line(); got != "{20 3} a b esc" {
			t.Errorf("after the escape's time: %q", got)
		}
		r.keys <- "q"
		if err := <-result; err != nil {
			t.Error(err)
		}
		if r.ours() {
			t.Errorf("the terminal was not given back: raw %v, %+v", r.raw, r.screen.Modes())
		}
		if v := r.screen.Violations(); len(v) > 0 {
			t.Errorf("the terminal got %q", v)
		}
	})
}

// wipes counts how often the screen was wiped.
func wipes(screen *frametest.Screen) (n int) {
	for _, s := range screen.Sequences() {
		if s == "[2J" {
			n++
		}
	}
	return n
}

func TestTheKeysOfTheTerminalDoNotReachTheModel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, model := newRemote(), &recorder{onKey: map[string]tea.Cmd{"b": Bell, "r": Redraw, "s": Suspend}}
		result := running(t.Context(), model, Options{Terminal: r})
		r.keys <- "\x0c\x1abrs"
		synctest.Wait()
		if n := wipes(r.screen); n < 2 || r.screen.Bells() != 1 {
			t.Errorf("%d wipes and %d bells", n, r.screen.Bells())
		}
		if got := strings.Join(model.heard, " "); got != "{20 3} b r s" {
			t.Errorf("the model heard %q", got)
		}
		r.keys <- "q"
		<-result
	})
}

func TestResizesReachTheModel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, model := newRemote(), &recorder{}
		result := running(t.Context(), model, Options{Terminal: r})
		synctest.Wait()
		r.mu.Lock()
		r.width, r.height = 30, 2
		r.screen.Resize(30, 2)
		r.mu.Unlock()
		r.resized <- struct{}{}
		synctest.Wait()
		if got := r.line(); got != "{20 3} {30 2}" {
			t.Errorf("shown %q", got)
		}
		r.keys <- "q"
		<-result
	})
}

func TestASizeThatChangedAndChangedBackIsDrawnAnew(t *testing.T) {
	for name, between := range map[string]func(r *remote){
		"while nothing else happens":      func(*remote) {},
		"with a key before it is drawn":   func(r *remote) { r.keys <- "x" },
		"with keys while nothing is read": func(r *remote) { r.keys <- "xyz" },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRemote()
				reads := make(chan struct{}, 3)
				reads <- struct{}{}
				r.write = func(p []byte) (int, error) { <-reads; return r.show(p) }
				result := running(t.Context(), &recorder{}, Options{Terminal: r})
				synctest.Wait()
				r.keys <- "w" // the write of which is stuck
				synctest.Wait()
				r.resized <- struct{}{}
				synctest.Wait()
				between(r)
				synctest.Wait()
				r.mu.Lock()
				r.screen.Resize(4, 1)
				r.screen.Resize(20, 3)
				r.mu.Unlock()
				close(reads)
				synctest.Wait()
				if got := r.line(); !strings.HasPrefix(got, "{20 3} w {20 3}") {
					t.Errorf("shown %q", got)
				}
				r.keys <- "q"
				<-result
			})
		})
	}
}

func TestAStormOfSizesDoesNotFloodTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRemote()
		result := running(t.Context(), &recorder{}, Options{Terminal: r})
		synctest.Wait()
		for range 1000 {
			nudge(r.resized)
			time.Sleep(time.Millisecond)
		}
		synctest.Wait()
		if got := wipes(r.screen); got < 10 || got > 1+int(time.Second/resizePause)+1 {
			t.Errorf("%d wipes in a second", got)
		}
		r.keys <- "q"
		<-result
	})
}

func TestARedrawBeforeASuspensionDoesNotKeepTheScreenFromBeingEntered(t *testing.T) {
	screen := frametest.New(20, 3)
	w := newWriter(screen, tty.Modes{}, func(err error) { t.Error(err) })
	w.draw(order{view: "x", width: 20, height: 3})
	w.draw(order{view: "x", width: 20, height: 3, redraw: true, bell: true})
	w.leave()
	w.comeBack()
	if !screen.Modes().Alternate || screen.Lines()[0] != "x" || screen.Bells() != 1 {
		t.Errorf("after it came back: %+v, %q, %d bells", screen.Modes(), screen.Lines(), screen.Bells())
	}
	w.leave()
	w.draw(order{view: "y", width: 20, height: 3, redraw: true})
	w.comeBack()
	if !screen.Modes().Alternate || screen.Lines()[0] != "y" {
		t.Errorf("after a redraw while it was away: %+v, %q", screen.Modes(), screen.Lines())
	}
}

func TestTheNewestFrameWinsAndAStuckTerminalHoldsNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, model := newRemote(), &recorder{}
		release := make(chan struct{})
		var writes []string
		r.write = func(p []byte) (int, error) {
			writes = append(writes, string(p))
			<-release
			return len(p), nil
		}
		result := running(t.Context(), model, Options{Terminal: r})
		synctest.Wait()
		r.keys <- "abcdef"
		synctest.Wait()
		if len(model.heard) != 7 || len(writes) != 1 {
			t.Fatalf("the model heard %q during %d writes", model.heard, len(writes))
		}
		release <- struct{}{}
		synctest.Wait()
		if len(writes) != 2 || !strings.Contains(writes[1], "a b c d e f") {
			t.Errorf("after the stall: %q", writes)
		}
		begun := time.Now()
		r.keys <- "q"
		if err := <-result; err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("the end took %v", took)
		}
		close(release)
	})
}

func TestATerminalThatGoesAwayIsAQuietEnd(t *testing.T) {
	for name, goAway := range map[string]func(*remote){
		"while it is read":    func(r *remote) { close(r.gone) },
		"while it is written": func(r *remote) { r.write = func([]byte) (int, error) { return 0, os.ErrClosed }; r.keys <- "x" },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRemote()
				result := running(t.Context(), &recorder{}, Options{Terminal: r})
				synctest.Wait()
				goAway(r)
				if err := <-result; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestTheEndOfTheContextIsAnOrderlyEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := newRemote()
		result := running(ctx, &recorder{}, Options{Terminal: r})
		synctest.Wait()
		cancel()
		if err := <-result; err != nil || r.ours() {
			t.Errorf("%v, %+v", err, r.screen.Modes())
		}
	})
}

func TestAPanicEndsEverySessionAndTheProcessInTime(t *testing.T) {
	boom := func() tea.Msg { panic("boom") }
	for name, panics := range map[string]tea.Cmd{
		"a command":             boom,
		"a batch":               tea.Batch(boom, Bell),
		"a sequence":            tea.Sequence(Bell, boom),
		"a batch in a sequence": tea.Sequence(Bell, tea.Batch(Bell, boom)),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				exits := make(chan int, 2)
				guard := NewGuard(t.TempDir())
				guard.exit = func(code int) { exits <- code }
				one, other := newRemote(), newRemote()
				first := running(t.Context(), &recorder{onKey: map[string]tea.Cmd{"x": panics}}, Options{Terminal: one, Guard: guard})
				second := running(t.Context(), &recorder{}, Options{Terminal: other, Guard: guard})
				synctest.Wait()
				one.keys <- "x"
				for _, result := range []<-chan error{first, second} {
					var p *PanicError
					if err := <-result; !errors.As(err, &p) || p.Value != "boom" || p.Report == "" {
						t.Errorf("the session ended with %v", err)
					}
				}
				if one.ours() || other.ours() {
					t.Error("a terminal was not given back")
				}
				ended := time.Now()
				if code := <-exits; code != 1 || time.Since(ended) > 2*time.Second {
					t.Errorf("the process ends with %d after %v", code, time.Since(ended))
				}
			})
		})
	}
}

func TestAModelThatIsBusyLosesNoKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, model := newRemote(), &recorder{busy: func() { time.Sleep(10 * time.Millisecond) }}
		result := running(t.Context(), model, Options{Terminal: r})
		for range 100 {
			r.keys <- "xyz"
		}
		r.keys <- "q"
		if err := <-result; err != nil {
			t.Error(err)
		}
		if got := len(model.heard); got != 1+300+1 {
			t.Errorf("of 301 keys the model heard %d", got-1)
		}
	})
}
