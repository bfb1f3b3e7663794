package wire

import (
	"context"
	"time"

	"bedside/probes"
	"bedside/probes/state"
)

// Look runs every probe twice, at least a second apart, and returns what the
// engine made of it: rates need two readings. With Until set it goes on until
// that verdict holds or ctx ends, and returns what it saw last.
func Look(ctx context.Context, o LookOptions) (*state.Snapshot, error) {
	for i := range o.Config.Probes {
		o.Config.Probes[i].DownAfter = min(o.Config.Probes[i].DownAfter, 2)
	}
	s, err := Start(Options{Config: o.Config, ReadOnly: true, Once: true})
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	pages := s.Engine.Subscribe(ctx)
	began := time.Now()
	var newest *state.Snapshot
	var again time.Time // when the second round was asked for
	for page := range pages {
		newest = page
		switch now := time.Now(); {
		case again.IsZero() && lookedSince(page, time.Time{}) && now.Sub(began) >= apart:
			again = now
			for _, p := range o.Config.Probes {
				s.check(probes.Name(p.Name))
			}
		case again.IsZero() || !lookedSince(page, again):
		case o.Until == probes.Unknown || page.Verdict.Status == o.Until:
			return page, nil
		}
	}
	if newest == nil {
		return nil, ctx.Err()
	}
	return newest, nil
}

// apart is the least time between the two rounds.
const apart = time.Second

// LookOptions say what is looked at and for how long.
type LookOptions struct {
	Options
	Until probes.Status // Unknown: one look is enough
}

// lookedSince reports whether every target has a sample from after t.
func lookedSince(page *state.Snapshot, t time.Time) bool {
	for _, target := range page.Targets {
		if !target.At.After(t) {
			return false
		}
	}
	return true
}

// check asks for a check at once.
func (s *System) check(n probes.Name) { s.scheduler.Now(n) }
