// Package httpcheck watches a target over HTTP: one request, judged by status,
// by values in its JSON and by a pattern in its body, with figures read out of
// the JSON.
//
// A check holds at most 64 KiB of header and 1 MiB of body, counted after
// decompression. It follows no redirect and keeps no cookie. What it quotes of
// an answer never holds a secret of the request.
package httpcheck

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"bedside/probes"
	"bedside/probes/fetch"
)

// Limits of one answer, in bytes.
const (
	maxBody  = 1 << 20
	maxProof = 4 << 10 // of the body, kept in the sample
)

// Options say what is asked and what the answer has to be.
type Options struct {
	Request fetch.Options
	Expect  Expect
	Values  []Value
	// Clock is the path of the payload's own time. When it stands still from
	// one check to the next, the target is unknown: its answers are frozen.
	Clock    string
	Optional bool // a 404 says that this deployment does not have it
	// PageIsAbsence says the same of a web page where JSON is wanted: some
	// servers answer every path with one.
	PageIsAbsence bool
}

// Expect is what a target that is up answers. The zero Expect is any 2xx
// status with a body in which the target does not call itself unhealthy.
type Expect struct {
	Status int            // 0 is any 2xx
	JSON   map[string]any // path → the value that stands there
	Body   string         // a pattern, "" for none
}

// Value is one figure and the path in the JSON where it stands. Unit is how it
// is written there: "count", "percent", "ratio" or the name of a probes.Measure.
type Value struct {
	Metric probes.Metric
	Path   string
	Unit   string
}

// Probe watches one target over HTTP.
type Probe struct {
	name     probes.Name
	o        Options
	body     *regexp.Regexp // nil for none
	sentence string         // that the target has to answer to, "" for none
	wanted   map[string]bool
	client   *fetch.Client
	clock    clock
}

var _ probes.Probe = (*Probe)(nil)

// New makes a probe. The error names a pattern or unit that cannot be used.
func New(name probes.Name, o Options) (*Probe, error) {
	p := &Probe{name: name, o: o, wanted: wanted(o), sentence: sentence(o.Request.JSON), client: fetch.New(o.Request)}
	if o.Expect.Body != "" {
		re, err := regexp.Compile(o.Expect.Body)
		if err != nil {
			return nil, fmt.Errorf("reading the expected body of %s: %w", name, err)
		}
		p.body = re
	}
	for _, v := range o.Values {
		if _, ok := measureOf(v.Unit); !ok {
			return nil, fmt.Errorf("reading the value %s of %s: unknown unit %q", v.Metric, name, v.Unit)
		}
	}
	return p, nil
}

// Name returns the target's name.
func (p *Probe) Name() probes.Name { return p.name }

// Check makes one request and judges the answer.
func (p *Probe) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	s := p.check(ctx)
	s.Asked = p.client.Asked()
	return s.Ended(p.name, began)
}

func (p *Probe) check(ctx context.Context) probes.Sample {
	got, err := p.client.Do(ctx)
	if err != nil {
		return fetch.Failure(err)
	}
	defer got.Close()
	body, err := got.Read(maxBody)
	if err != nil {
		return fetch.Failure(err)
	}
	s := p.judge(answer{
		at:       time.Now(),
		status:   got.Status,
		location: got.Hide(got.Header.Get("Location")),
		body:     got.Hide(readable(body)),
	})
	s.Values = append(s.Values, fetch.Certificate(p.name, got.TLS)...)
	return s
}
