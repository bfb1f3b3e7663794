package httpcheck

import (
	"context"
	"time"

	"bedside/probes"
)

// WithFallback asks second when the deployment does not provide what first
// asks for: a service without a health endpoint is up when its base URL
// answers. Both have the same name.
func WithFallback(first, second *Probe) probes.Probe { return &fallback{first, second} }

type fallback struct{ first, second *Probe }

var _ probes.Probe = (*fallback)(nil)

// Name implements probes.Probe.
func (f *fallback) Name() probes.Name { return f.first.Name() }

// Check implements probes.Probe. Both requests share the one deadline.
func (f *fallback) Check(ctx context.Context) probes.Sample {
	s := f.first.Check(ctx)
	if s.Fault.Code != probes.NotProvided || ctx.Err() != nil {
		return s
	}
	second := f.second.Check(ctx)
	second.Latency += s.Latency
	return second
}

// WithWitness asks the witness where a web page answers in place of the JSON
// that first asks for. A server that answers every path with a page has no
// health endpoint; that it is the one that is meant, and up, only something
// that no such page can imitate proves. Where the witness is not up, first's
// own judgement stands.
func WithWitness(first, witness probes.Probe) probes.Probe { return &vouched{first, witness} }

type vouched struct{ first, witness probes.Probe }

var _ probes.Probe = (*vouched)(nil)

// Name implements probes.Probe.
func (v *vouched) Name() probes.Name { return v.first.Name() }

// Check implements probes.Probe. Both requests share the one deadline.
func (v *vouched) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	s := v.first.Check(ctx)
	if s.Fault.Code != probes.NotJSON || ctx.Err() != nil {
		return s
	}
	if v.witness.Check(ctx).Status != probes.Up {
		return s
	}
	return probes.Sample{Status: probes.Up}.Ended(v.Name(), began)
}
