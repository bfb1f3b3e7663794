package xinyu

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
)

// Std are the standard streams of a hidden command: In is the lifeline, whose
// end ends the process.
type Std struct {
	In       io.Reader
	Out, Err io.Writer
}

// Command runs one of the hidden commands of which the embedded service is
// made; args are what follows the word xinyu on the command line:
//
//	supervise FLAGS              dependencies, fault proxies, traffic, control endpoint
//	backend FLAGS                the service
//	ctl URL fault|heal SCENE     inject a fault, take it away
//	ctl URL restart              restart the backend, wait until it answers
//	ctl URL start DEPENDENCY     restart llm, chroma, mysql or redis
//	ctl URL state                what is broken, and how the traffic fares
func Command(ctx context.Context, args []string, std Std) error {
	if len(args) == 0 {
		return errors.New("xinyu: supervise, backend or ctl expected")
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	// A demo beside the program under watch: handing work from one processor
	// to the next would cost more than the work.
	runtime.GOMAXPROCS(1)
	switch args[0] {
	case "supervise":
		return superviseCommand(ctx, args[1:], std)
	case "backend":
		return backendCommand(ctx, args[1:], std)
	case "ctl":
		return controlCommand(ctx, args[1:], std)
	}
	return fmt.Errorf("xinyu: no command %q", args[0])
}

func superviseArgs(o Options, remove bool) []string {
	args := []string{
		"xinyu", "supervise", "--dir", o.Dir,
		"--rate", strconv.FormatFloat(o.Rate, 'g', -1, 64),
		"--log-rate", strconv.FormatFloat(o.LogRate, 'g', -1, 64),
		"--seed", strconv.FormatInt(o.Seed, 10),
	}
	if remove {
		args = append(args, "--remove")
	}
	for _, f := range o.Faults {
		args = append(args, "--fault", f.String())
	}
	return args
}

func superviseCommand(ctx context.Context, args []string, std Std) error {
	o := SuperviseOptions{Lifeline: std.In, Ready: std.Out}
	flags := newFlags("supervise", std.Err)
	flags.StringVar(&o.Dir, "dir", "", "root folder of the service")
	flags.BoolVar(&o.Remove, "remove", false, "remove the root folder at the end")
	flags.Float64Var(&o.Rate, "rate", defaultRate, "requests per second")
	flags.Float64Var(&o.LogRate, "log-rate", 0, "extra log lines per second")
	flags.Int64Var(&o.Seed, "seed", 0, "of the users")
	flags.Func("fault", "SCENE@DELAY", func(s string) error {
		f, err := ParseFault(s)
		o.Faults = append(o.Faults, f)
		return err
	})
	if err := flags.Parse(args); err != nil {
		return err
	}
	return Supervise(ctx, o)
}

func backendArgs(o BackendOptions) []string {
	return []string{
		"xinyu", "backend", "--root", o.Root, "--listen", o.Listen,
		"--seed", strconv.FormatInt(o.Seed, 10),
		"--log-rate", strconv.FormatFloat(o.LogRate, 'g', -1, 64),
	}
}

func backendCommand(ctx context.Context, args []string, std Std) error {
	o := BackendOptions{Lifeline: std.In}
	flags := newFlags("backend", std.Err)
	flags.StringVar(&o.Root, "root", "", "root folder of the service")
	flags.StringVar(&o.Listen, "listen", "", "host:port")
	flags.Int64Var(&o.Seed, "seed", 0, "of what the service leaves to chance")
	flags.Float64Var(&o.LogRate, "log-rate", 0, "extra log lines per second")
	if err := flags.Parse(args); err != nil {
		return err
	}
	return RunBackend(ctx, o)
}

func controlCommand(ctx context.Context, args []string, std Std) error {
	if len(args) < 2 {
		return errors.New("xinyu ctl: URL and verb expected")
	}
	answer, err := Control(ctx, args[0], args[1:]...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.Out, "%s\n", answer)
	return err
}

func newFlags(name string, out io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet("xinyu "+name, flag.ContinueOnError)
	flags.SetOutput(out)
	return flags
}
