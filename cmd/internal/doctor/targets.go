package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"bedside/cmd/internal/config"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

// Target is a check to be made.
type Target struct {
	Probe   probes.Probe
	Config  config.Probe
	Address string // host:port; "" where there is none, or none that may be shown
}

// checked is what a check found, and what only this machine knows of it.
type checked struct {
	Target
	probes.Sample
	inside error // of looking into the process that was found
}

// checkTargets asks all targets at once, each for as long as its time-out
// allows.
func checkTargets(ctx context.Context, targets []Target) []Finding {
	seen := make([]checked, len(targets))
	var all sync.WaitGroup
	for i, t := range targets {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, t.Config.Timeout)
			defer cancel()
			sample := t.Probe.Check(ctx)
			seen[i] = checked{t, sample, lookInside(sample)}
		})
	}
	all.Wait()
	return judgeTargets(seen)
}

// lookInside tries what the number of a process's open files is read from.
func lookInside(s probes.Sample) error {
	for _, v := range s.Values {
		if v.Metric == "process.pid" {
			_, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", int(v.Number)))
			return err
		}
	}
	return nil
}

// judgeTargets says how each target stands. What fails at one address for one
// reason is explained once.
func judgeTargets(seen []checked) []Finding {
	var out []Finding
	explained := map[string]probes.Name{}
	for _, c := range seen {
		f := c.judge()
		at := c.Address + " " + string(c.Fault.Code)
		if first, told := explained[at]; told && c.Address != "" && f.Grade > Note {
			f.What, f.Mend, f.Command = words.Of("doctor.target.follows", f.What, string(first)), words.Line{}, ""
		} else {
			explained[at] = c.Probe.Name()
		}
		out = append(out, f)
	}
	return out
}

func (c checked) judge() Finding {
	f := Finding{Group: Targets, Grade: gradeOf(c.Sample), Subject: raw.Of(string(c.Probe.Name())), What: c.Fault.Line()}
	switch {
	case c.Fault.Code == probes.NotProvided:
		return f
	case f.Grade > Note:
		f.Mend, f.Command = c.remedy()
	case errors.Is(c.inside, fs.ErrPermission):
		f.Grade, f.What = Note, words.Of("doctor.target.closed")
	default:
		f.What = words.Of("doctor.target.up", max(c.Latency, time.Millisecond).Round(time.Millisecond))
		if c.Instead != "" {
			f.What = words.Of("doctor.target.instead", f.What, raw.Of(c.Instead))
		}
	}
	return f
}

func gradeOf(s probes.Sample) Grade {
	switch {
	case s.Fault.Code == probes.NotProvided, s.Fault.Code == probes.NotActive:
		return Note
	case s.Status == probes.Up:
		return Good
	case s.Status == probes.Down:
		return Down
	case s.Status == probes.Degraded:
		return Mend
	}
	return Unknown
}
