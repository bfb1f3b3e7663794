package probes

import (
	"context"
	"time"
)

// absence is for how long what was not provided is taken to be absent. It is
// somewhat less than a minute, because a round each minute is never one to the
// millisecond.
const absence = 59 * time.Second

// Sparing asks a probe only once a minute while the deployment does not provide
// what it asks for: each vain request is work, and a line in a log, for the
// service. The samples in between say the same again, and that nothing was
// asked.
type Sparing struct {
	Probe
	absent Sample
	until  time.Time // absent stands for the answer
}

var _ Probe = (*Sparing)(nil)

// NewSparing returns a Sparing of p.
func NewSparing(p Probe) *Sparing { return &Sparing{Probe: p} }

// Check implements Probe.
func (s *Sparing) Check(ctx context.Context) Sample {
	began := time.Now()
	if began.Before(s.until) {
		return s.absent.Ended(s.Name(), began)
	}
	got := s.Probe.Check(ctx)
	if got.Fault.Code == NotProvided {
		s.absent, s.until = got, began.Add(absence)
		s.absent.Asked = nil
	}
	return got
}

// Doubt has the next Check ask.
func (s *Sparing) Doubt() { s.until = time.Time{} }
