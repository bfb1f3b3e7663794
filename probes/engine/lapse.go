package engine

import (
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/words"
)

// kindLapse is the kind of record that says what a restart of the service ended.
const kindLapse = "lapse"

// lapse is what the journal keeps of a mark that a restart ended.
type lapse struct {
	Action string `json:"action"`
}

// startSlack is how exactly a process tells when it started: its uptime comes in
// whole seconds.
const startSlack = 2 * time.Second

// aged looks at how long the service's process runs: what was asked of an earlier
// one holds no longer, whoever restarted it.
func (c *core) aged(s *standing, sample probes.Sample) {
	if s.Role != state.RoleProcess || s != c.process() {
		return
	}
	for _, v := range sample.Values {
		if v.Metric != "process.uptime" || !probes.Finite(v.Number) {
			continue
		}
		started := sample.At.Add(-time.Duration(v.Number * float64(time.Second)))
		before := c.service
		c.service = started
		switch {
		case before.IsZero(): // it may have started while nobody looked
			c.lapse(started.Add(-startSlack))
		case started.Sub(before) > startSlack:
			c.lapse(started.Add(startSlack))
		}
	}
}

// process is the target that watches the service's process, the first of
// several; nil for none.
func (c *core) process() *standing {
	for _, t := range c.targets {
		if t.Role == state.RoleProcess {
			return t
		}
	}
	return nil
}

// restarted reports whether an act that ended restarted the service.
func (c *core) restarted(a *act) bool {
	for i := range a.run.Steps {
		if a.run.Steps[i].Outcome == action.Done && c.restarts(a, i) {
			return true
		}
	}
	return false
}

// lapse takes away what a service that started at a moment no longer does.
func (c *core) lapse(started time.Time) {
	for _, a := range c.desk.Lapse(started) {
		c.urgent = true
		c.keep.add(kept{at: c.now, kind: kindLapse, line: words.Of("journal.lapsed", a.Title), data: lapse{a.Name}})
	}
}
