// Package invoke carries out the steps of an action: it runs a command, makes
// a request, sends a signal, edits a file. A step runs once, with an argument
// vector, without a shell, and ends by its deadline whatever the other side
// does.
package invoke

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

// The ways in which a step fails, each with its sentence in package words.
const (
	NotFound   words.Code = "step.not-found"  // {0}: the program or file
	NotAllowed words.Code = "step.denied"     // {0}: the program or file
	Exited     words.Code = "step.exit"       // {0}: the exit code
	Ended      words.Code = "step.signal"     // {0}: the signal that ended it
	TimedOut   words.Code = "step.timeout"    // {0}: the deadline
	BadAnswer  words.Code = "step.status"     // {0}: the HTTP status
	NoAnswer   words.Code = "step.no-answer"  // {0}: the error
	NoKey      words.Code = "step.no-key"     // {0}: the key, {1}: the file
	TwoKeys    words.Code = "step.two-keys"   // {0}: the key, {1}: the file
	NotText    words.Code = "step.not-text"   // {0}: the file
	Changed    words.Code = "step.changed"    // {0}: the file
	NoSecret   words.Code = "step.no-secret"  // {0}: the reference
	NoProcess  words.Code = "step.no-process" // {0}: what was looked for
	Stopped    words.Code = "step.stopped"    // the operator cancelled it
	Broken     words.Code = "step.failed"     // {0}: anything else
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
	// Resolve replaces ${env:…} and ${file:…} in a text by what they stand
	// for. It is called at use and its answer is never shown.
	Resolve func(string) (string, error)
	// FindPID finds the process that a signal is meant for.
	FindPID func(context.Context, action.Signal) (int, error)
}

// Invoker carries out steps. It is safe for use by one goroutine at a time.
type Invoker struct {
	Options
	client *http.Client
}

// New makes an invoker.
func New(o Options) *Invoker {
	if o.Resolve == nil {
		o.Resolve = func(s string) (string, error) { return s, nil }
	}
	return &Invoker{Options: o, client: newClient()}
}

// DefaultTimeout ends a step that names no deadline of its own.
const DefaultTimeout = 30 * time.Second

// Do carries out one step and returns the capped end of what it said. It
// returns when the step ended, its deadline passed or ctx ended, whichever is
// first; the error is a *Problem.
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

// Describe says what Do would do, exactly, with secrets as they are written in
// the configuration.
func (v *Invoker) Describe(step action.Step) string {
	switch {
	case step.Run != nil:
		text := strings.Join(quoteAll(step.Run.Argv), " ")
		if step.Run.Stdout != "" {
			text += " > " + v.path(step.Run.Stdout)
		}
		return text
	case step.HTTP != nil:
		method := step.HTTP.Method
		if method == "" {
			method = http.MethodGet
		}
		return strings.TrimSpace(fmt.Sprintf("%s %s %s", method, redacted(v.url(step.HTTP.URL)), step.HTTP.JSON))
	case step.Signal != nil:
		return fmt.Sprintf("signal %s → %s", step.Signal.Name, whom(*step.Signal))
	case step.Edit != nil:
		return fmt.Sprintf("edit %s: %s", v.path(step.Edit.File), changes(*step.Edit))
	}
	return ""
}

func (v *Invoker) path(p string) string {
	if p == "" || filepath.IsAbs(p) || v.Root == "" {
		return p
	}
	return filepath.Join(v.Root, p)
}

func (v *Invoker) url(u string) string {
	below, err := fetch.Below(v.Service, u)
	if err != nil {
		return u
	}
	return below.String()
}

// redacted is an address without the password that it may hold.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	return u.Redacted()
}

// quoteAll shows where one argument ends and the next begins. It is for
// reading: no shell ever sees it.
func quoteAll(argv []string) []string {
	out := make([]string, len(argv))
	for i, a := range argv {
		out[i] = a
		if a == "" || strings.ContainsAny(a, " \t\n\"'\\$`") {
			out[i] = fmt.Sprintf("%q", a)
		}
	}
	return out
}
