package httpcheck

import (
	"context"

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
