package probes

import (
	"context"
	"time"
)

// For how long what was not provided is taken to be absent: somewhat less than a
// second, a quarter of a minute and a minute, because a round is never one to the
// millisecond.
const (
	leastLoss    = 900 * time.Millisecond // of what was provided before
	leastAbsence = 14900 * time.Millisecond
	mostAbsence  = 59 * time.Second
)

// Sparing asks a probe ever more seldom, down to once a minute, while the
// deployment does not provide what it asks for: each vain request is work, and a
// line in a log, for the service. What is absent while the service starts or is
// replaced is missed no longer than it was absent. The samples in between say the
// same again, and that nothing was asked.
type Sparing struct {
	Probe
	provided bool // at some time
	absent   Sample
	since    time.Time // it is absent, zero while it is there
	until    time.Time // absent stands for the answer
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
	if got.Fault.Code != NotProvided {
		s.since = time.Time{}
		s.provided = s.provided || got.Status == Up || got.Status == Degraded
		return got
	}
	if s.since.IsZero() {
		s.since = began
	}
	least := leastAbsence
	if s.provided {
		least = leastLoss
	}
	s.absent, s.until = got, began.Add(min(max(began.Sub(s.since), least), mostAbsence))
	s.absent.Asked = nil
	return got
}

// Doubt has the next Check ask.
func (s *Sparing) Doubt() { s.until = time.Time{} }
