// Package invoke carries out the steps of an action: it runs a command, makes
// a request, sends a signal, edits a file. A step runs once, with an argument
// vector, without a shell, and ends by its deadline whatever the other side
// does.
package invoke

import (
	"context"
	"net/http"
	"os/exec"
	"path/filepath"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

// The ways in which a step fails, each with its sentence in package words.
const (
	NotFound     words.Code = "step.not-found"     // {0}: the program or file
	NotAllowed   words.Code = "step.denied"        // {0}: the program or file
	NoFolder     words.Code = "step.no-folder"     // {0}: what should be one
	NoProgram    words.Code = "step.no-program"    // {0}: the file, {1}: how a script has to begin
	WrongMachine words.Code = "step.wrong-machine" // {0}: the program
	Busy         words.Code = "step.busy"          // {0}: the program, which is being written
	TooLong      words.Code = "step.too-long"      // {0}: the program
	NoRoom       words.Code = "step.no-room"       // the machine starts nothing more
	Exited       words.Code = "step.exit"          // {0}: the exit code
	Ended        words.Code = "step.signal"        // {0}: the signal that ended it
	TimedOut     words.Code = "step.timeout"       // {0}: the deadline
	BadAnswer    words.Code = "step.status"        // {0}: the HTTP status
	NoAnswer     words.Code = "step.no-answer"     // {0}: the error
	NoKey        words.Code = "step.no-key"        // {0}: the key, {1}: the file
	TwoKeys      words.Code = "step.two-keys"      // {0}: the key, {1}: the file
	NotText      words.Code = "step.not-text"      // {0}: the file
	Changed      words.Code = "step.changed"       // {0}: the file
	NoSecret     words.Code = "step.no-secret"     // {0}: the reference and why
	NoProcess    words.Code = "step.no-process"    // {0}: what was looked for
	Ambiguous    words.Code = "step.many"          // {0}: what was looked for, {1}: the processes
	Stopped      words.Code = "step.stopped"       // the operator cancelled it
	Broken       words.Code = "step.failed"        // {0}: anything else
)

// Problem is why a step failed.
type Problem struct {
	Line words.Line
	Err  error // underneath, may be nil
}

func (p *Problem) Error() string { return words.English.Say(p.Line) }

// Unwrap returns the error underneath.
func (p *Problem) Unwrap() error { return p.Err }

func problem(err error, code words.Code, args ...any) error {
	return &Problem{Line: words.Of(code, args...), Err: err}
}

// Options say in which surroundings steps are carried out.
type Options struct {
	Root    string // relative files and folders start here
	Service string // relative URLs start here
	// Resolve replaces each reference to a secret in a text by what put makes
	// of it. It is called at use.
	Resolve func(text string, put Put) (string, error)
	// Conceal is the value of a setting of that name for reading, secrets as
	// ***; the name is empty where there is none.
	Conceal func(name, value string) string
	// FindPID finds the process that a signal is meant for. Its error may be a
	// *Problem.
	FindPID func(context.Context, action.Signal) (int, error)
	// Start starts a command; exec.Cmd's own where nil.
	Start func(*exec.Cmd) error
}

// Put is what stands in a text in place of a reference to a secret.
type Put func(reference, secret string) string

// Invoker carries out steps, one at a time. Describe may be called meanwhile.
type Invoker struct {
	Options
	client  *http.Client
	secrets secrets
}

// New makes an invoker.
func New(o Options) *Invoker {
	if o.Resolve == nil {
		o.Resolve = func(text string, _ Put) (string, error) { return text, nil }
	}
	if o.Conceal == nil {
		o.Conceal = func(_, value string) string { return value }
	}
	if o.Start == nil {
		o.Start = (*exec.Cmd).Start
	}
	return &Invoker{Options: o, client: newClient(), secrets: secrets{}}
}

// Do carries out one step and returns the capped end of what it said, the
// secrets that it was given as ***. It returns when the step ended, its
// deadline passed or ctx ended, whichever is first; the error is a *Problem.
func (v *Invoker) Do(ctx context.Context, step action.Step) (raw.Text, error) {
	switch {
	case step.Run != nil:
		return v.run(ctx, *step.Run)
	case step.HTTP != nil:
		return v.request(ctx, *step.HTTP)
	case step.Signal != nil:
		return v.signal(ctx, *step.Signal)
	case step.Edit != nil:
		return v.edit(*step.Edit)
	}
	return raw.Text{}, problem(nil, Broken, "a step that does nothing")
}

func (v *Invoker) path(p string) string {
	if p == "" || filepath.IsAbs(p) || v.Root == "" {
		return p
	}
	return filepath.Join(v.Root, p)
}

// url resolves a relative address against the service's.
func (v *Invoker) url(u string) string {
	below, err := fetch.Below(v.Service, u)
	if err != nil {
		return u
	}
	return below.String()
}
