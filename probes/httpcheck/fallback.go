package httpcheck

import (
	"context"
	"slices"
	"time"

	"bedside/probes"
)

// WithFallback asks second when the deployment does not provide what first
// asks for: a service without a health endpoint is up when its base URL
// answers. Both have the same name. What is not provided is spared only
// while second is up: a 404 may also come from a proxy whose service is away.
//
// Where first was provided once, second proves nothing any more: what answers
// now may be another program that took the port.
//
// path is what second asks for, as people may read it.
func WithFallback(first, second probes.Probe, path string) probes.Probe {
	return &fallback{first: probes.NewSparing(first), second: second, path: path}
}

type fallback struct {
	first    *probes.Sparing
	second   probes.Probe
	path     string // what second asks for
	provided bool   // first was, at some time
}

var _ probes.Probe = (*fallback)(nil)

// Name implements probes.Probe.
func (f *fallback) Name() probes.Name { return f.first.Name() }

// Check implements probes.Probe. Both requests share the one deadline.
func (f *fallback) Check(ctx context.Context) probes.Sample {
	s := f.first.Check(ctx)
	switch {
	case s.Status == probes.Up, s.Status == probes.Degraded, s.Fault.Code == probes.Unhealthy:
		f.provided = true
		return s
	case s.Fault.Code != probes.NotProvided, ctx.Err() != nil:
		return s
	case f.provided:
		f.first.Doubt()
		s.Status, s.Fault = probes.Down, probes.Fault{Code: probes.Withdrawn}
		return s
	}
	second := f.second.Check(ctx)
	if second.Status != probes.Up {
		f.first.Doubt()
	}
	if second.Status == probes.Up || second.Status == probes.Degraded {
		second.Instead = f.path
	}
	second.Latency += s.Latency
	second.Asked = slices.Concat(s.Asked, second.Asked)
	return second
}

// WithWitness asks the witness where a web page answers in place of the JSON
// that first asks for. A server that answers every path with a page has no
// health endpoint; that it is the one that is meant, and up, only something
// that no such page can imitate proves. Where the witness is not up, first's
// own judgement stands. path is what the witness asks for, as people may read it.
func WithWitness(first, witness probes.Probe, path string) probes.Probe {
	return &vouched{first, witness, path}
}

type vouched struct {
	first, witness probes.Probe
	path           string // what the witness asks for
}

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
	witness := v.witness.Check(ctx)
	s.Asked = slices.Concat(s.Asked, witness.Asked)
	if witness.Status != probes.Up {
		return s
	}
	return probes.Sample{Status: probes.Up, Asked: s.Asked, Instead: v.path}.Ended(v.Name(), began)
}
