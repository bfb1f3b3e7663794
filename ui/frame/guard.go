package frame

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// maxReport bounds the stacks in a report.
const maxReport = 1 << 20

// PanicError says that a goroutine panicked. What it panicked with, which may
// hold foreign text, is in the report alone.
type PanicError struct {
	Value  any
	Report string // the path of the report; empty if it could not be written
}

func (e *PanicError) Error() string {
	if e.Report == "" {
		return "internal error; a report could not be written"
	}
	return "internal error; the report is in " + e.Report
}

// Guard receives the panics of a program's goroutines, so that the terminal
// is restored before the program ends, and a report is kept. It is safe for
// use by several goroutines.
type Guard struct {
	dir  string
	exit func(code int) // os.Exit

	mu       sync.Mutex
	sessions map[*session]struct{}
}

// NewGuard returns a guard that writes its reports, readable by their owner
// alone, into dir.
func NewGuard(dir string) *Guard {
	return &Guard{dir: dir, exit: os.Exit, sessions: make(map[*session]struct{})}
}

// Go runs f in a goroutine of its own. If f panics, every Run that uses the
// guard ends and returns a *PanicError, and the process ends with exit code 1
// after two seconds at the latest, at once if nothing is shown.
func (g *Guard) Go(f func()) {
	go func() {
		defer g.catch()
		f()
	}()
}

// catch, deferred, receives a panic.
func (g *Guard) catch() {
	if v := recover(); v != nil {
		g.caught(v)
	}
}

func (g *Guard) caught(v any) {
	err := g.report(v)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.sessions) == 0 {
		g.die(err)
		return
	}
	for s := range g.sessions {
		s.cancel(err)
		s.endBy(err)
	}
}

// die ends the process, saying why.
func (g *Guard) die(err error) {
	fmt.Fprintln(os.Stderr, err)
	g.exit(1)
}

// report writes the report of a panic. It is called while the goroutine still
// stands where it panicked.
func (g *Guard) report(v any) *PanicError {
	text := fmt.Appendf(nil, "%s\n%s %s/%s\n\npanic: %v\n\n%s\nall goroutines:\n\n",
		time.Now().Format(time.RFC3339), runtime.Version(), runtime.GOOS, runtime.GOARCH, v, debug.Stack())
	stacks := make([]byte, maxReport)
	text = append(text, stacks[:runtime.Stack(stacks, true)]...)

	f, err := os.CreateTemp(g.dir, filepath.Base(os.Args[0])+"-crash-*.txt") // 0600
	if err != nil {
		return &PanicError{Value: v}
	}
	_, err = f.Write(text)
	if closing := f.Close(); err != nil || closing != nil {
		return &PanicError{Value: v}
	}
	return &PanicError{Value: v, Report: f.Name()}
}

func (g *Guard) attach(s *session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sessions[s] = struct{}{}
}

func (g *Guard) detach(s *session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.sessions, s)
}

// command guards a command, which bubbletea runs in a goroutine of its own,
// and the commands that it returns.
func (g *Guard) command(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer g.catch()
		return g.message(cmd())
	}
}

// message guards the commands in a batch or a sequence. The type of a
// sequence is not exported.
func (g *Guard) message(msg tea.Msg) tea.Msg {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	for i := range v.Len() {
		if cmd, ok := v.Index(i).Interface().(tea.Cmd); ok {
			v.Index(i).Set(reflect.ValueOf(g.command(cmd)))
		}
	}
	return msg
}
