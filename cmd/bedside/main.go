// Command bedside is the console. This package is the command line alone: from
// arguments to options, from errors to exit codes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/spf13/cobra"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/locale"
	"bedside/cmd/internal/quiet"
	"bedside/cmd/internal/skeleton"
	"bedside/logview/raw"
	"bedside/probes/words"
)

// The exit codes. Those of status follow the monitoring plugins.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // wrong usage or configuration

	exitUp       = 0
	exitDegraded = 1
	exitDown     = 2
	exitUnknown  = 3
)

func main() {
	quiet.Restore()
	os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// streams are the standard streams.
type streams struct {
	in       *os.File
	out, err *os.File
}

// exitError is an error with its exit code. An error without one is wrong
// usage.
type exitError struct {
	code int
	err  error // nil when everything was said already
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// advice is a complaint of several lines, all of them our own words.
type advice string

func (a advice) Error() string { return string(a) }

func failed(err error) error { return &exitError{exitFailed, err} }

// run is the program: it returns the exit code.
func run(args []string, std streams) int {
	a := app{std: std, locale: locale.Of(os.Getenv)}
	a.lang = words.Lang(a.locale.Language(args))
	root := newRoot(a)
	root.SetArgs(args)
	cmd, err := execute(root)
	if err == nil {
		return exitDone
	}
	code := usageCode(cmd)
	var exit *exitError
	if errors.As(err, &exit) {
		code = exit.code
	}
	if errors.Is(err, syscall.EPIPE) {
		return code // whoever read us has gone: nobody is left to tell
	}
	complain(a.spelled(std.err), err, a.lang)
	return code
}

// execute carries the command out. Whatever is said afterwards is said on the
// terminal as it was.
func execute(root *cobra.Command) (*cobra.Command, error) {
	defer skeleton.Withdraw()
	return root.ExecuteContextC(context.Background())
}

// usageCode is the exit code of a command that could not do what it was asked:
// from status, 2 would say that the service is down.
func usageCode(cmd *cobra.Command) int {
	if cmd.Name() == "status" {
		return exitUnknown
	}
	return exitUsage
}

// complain says what went wrong, in the operator's language where it has a
// sentence.
func complain(w io.Writer, err error, lang words.Lang) {
	var wrong config.Errors
	var lines advice
	var bilingual interface{ In(words.Lang) string }
	switch {
	case errors.As(err, &lines):
		fmt.Fprintln(w, "bedside: "+string(lines))
	case errors.As(err, &wrong):
		if wrong[0].File == "" {
			fmt.Fprint(w, "bedside: ") // the command line is wrong, no file
		}
		fmt.Fprintln(w, wrong.In(lang))
	case errors.As(err, &bilingual):
		fmt.Fprintln(w, "bedside: "+bilingual.In(lang))
	case err.Error() != "":
		fmt.Fprintln(w, "bedside: "+raw.Of(err.Error()).Screen())
	}
}
