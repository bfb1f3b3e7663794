package doctor

import (
	"context"
	"os"
	"slices"
	"sync"
	"time"

	"bedside/cmd/internal/config"
	"bedside/logview/raw"
	"bedside/probes/action"
)

// Options say what is examined, and by which hands.
type Options struct {
	Source  Source
	Config  *config.Config // nil where there is none that can be read
	Targets []Target
	// Rehearse says why a step could not begin, as a *invoke.Problem.
	Rehearse func(context.Context, action.Step) error
	// Ask runs a command that only answers, such as `systemctl show`, and
	// returns what it said.
	Ask func(context.Context, action.Run) (raw.Text, error)
	// State is the folder of the journal.
	State    string
	Terminal Screen
}

// patience bounds every look that is not a target's: a file system or a command
// that does not answer by then is a finding.
const patience = 5 * time.Second

// Examine looks at everything and returns when ctx ends, or the longest
// time-out of a target has passed, at the latest.
func Examine(ctx context.Context, o Options) Report {
	r := Report{At: time.Now()}
	parts := []func(context.Context) []Finding{
		func(context.Context) []Finding { return o.Source.findings(o.Config) },
		func(ctx context.Context) []Finding { return checkTargets(ctx, o.Targets) },
		func(ctx context.Context) []Finding { return o.logs(ctx, r.At) },
		o.actions,
		o.state,
		func(context.Context) []Finding { return o.Terminal.findings() },
		func(context.Context) []Finding { return machine(r.At, o) },
	}
	found := make([][]Finding, len(parts))
	var all sync.WaitGroup
	for i, part := range parts {
		all.Go(func() { found[i] = part(ctx) })
	}
	all.Wait()
	r.Findings = slices.Concat(found...)
	return r
}

// user is who looks, for sentences about permissions.
func user() int { return os.Geteuid() }
