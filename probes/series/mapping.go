package series

import (
	"fmt"
	"regexp"
	"slices"

	"bedside/probes"
)

// Mapping says how the users' figures are read from a service's own series.
type Mapping struct {
	Requests Requests
	Latency  Histogram
	Stages   Histogram
	// Kinds lists the users' endpoints by kind; every other endpoint is left
	// out. Without kinds every endpoint counts.
	Kinds map[string][]string
	// KindLimits is how long a reply of a kind may take, in seconds.
	KindLimits map[string]float64
}

// Requests names the counter of requests and tells the failed ones.
type Requests struct {
	Counter       string
	Label         string // holds the endpoint
	FailedLabel   string // holds the status
	FailedPattern string // matches the whole status of a failed request: "5..|429"
}

// Histogram names a histogram and the label that divides it.
type Histogram struct {
	Name  string
	Label string
}

// Labels are foreign and may be endless.
const (
	mostEndpoints = 64 // of a mapping without kinds
	mostStages    = 16
	mostBuckets   = 256
)

// plan is a mapping made ready for use.
type plan struct {
	Mapping
	failed    *regexp.Regexp
	open      bool // no kinds: endpoints are taken as they come
	endpoints []endpoint
	index     map[string]int
	kinds     []string
}

type endpoint struct {
	path  string
	kind  string
	limit float64
}

func newPlan(m Mapping) (*plan, error) {
	failed, err := regexp.Compile("^(?:" + m.Requests.FailedPattern + ")$")
	if err != nil {
		return nil, fmt.Errorf("reading the pattern of failed requests: %w", err)
	}
	p := &plan{Mapping: m, failed: failed, open: len(m.Kinds) == 0, index: map[string]int{}}
	for kind := range m.Kinds {
		p.kinds = append(p.kinds, kind)
	}
	slices.Sort(p.kinds)
	for _, kind := range p.kinds {
		for _, path := range m.Kinds[kind] {
			p.add(endpoint{path, kind, m.KindLimits[kind]})
		}
	}
	return p, nil
}

func (p *plan) add(e endpoint) int {
	if i, known := p.index[e.path]; known {
		return i
	}
	p.index[e.path] = len(p.endpoints)
	p.endpoints = append(p.endpoints, e)
	return len(p.endpoints) - 1
}

// endpoint returns the number of a users' endpoint.
func (p *plan) endpoint(path string) (int, bool) {
	i, known := p.index[path]
	if !known && p.open && len(p.endpoints) < mostEndpoints {
		return p.add(endpoint{path: path}), true
	}
	return i, known
}

func (p *plan) hasFailed(s probes.Series) bool {
	return p.failed.MatchString(s.Label(p.Requests.FailedLabel))
}
