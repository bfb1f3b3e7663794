// Package promcheck watches a target by its Prometheus metrics: one scrape of
// text or OpenMetrics, given as the sample's series.
//
// A scrape keeps at most 5,000 series and counts the rest as dropped, reads at
// most 32 MiB and holds 64 KiB of them at a time. Values that are no finite
// numbers are dropped and counted, and so is every series that comes twice in
// one scrape: nobody can tell which one is true.
package promcheck

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"bedside/probes"
	"bedside/probes/fetch"
)

// Limits of one scrape.
const (
	maxSeries = 5000
	maxBody   = 32 << 20 // bytes read
	blockSize = 64 << 10 // bytes held, and the longest line
	maxOpen   = 1 << 20  // bytes of OpenMetrics, which is only valid as a whole
)

// Options say what is scraped.
type Options struct {
	Request fetch.Options
	Keep    map[string]bool // names of the series to keep; nil keeps all
	// Optional says that a 404 only means that this deployment has no metrics.
	Optional bool
}

// Probe watches one target by its metrics.
type Probe struct {
	name     probes.Name
	optional bool
	client   *fetch.Client
	table    *table
	block    []byte // reused by each scrape
}

var _ probes.Probe = (*Probe)(nil)

// New makes a probe.
func New(name probes.Name, o Options) *Probe {
	headers := map[string]probes.Secret{"Accept": probes.Plain("text/plain;version=0.0.4, */*;q=0.1")}
	for key, value := range o.Request.Headers {
		headers[http.CanonicalHeaderKey(key)] = value
	}
	o.Request.Headers = headers
	return &Probe{name: name, optional: o.Optional, client: fetch.New(o.Request), table: newTable(o.Keep)}
}

// Name returns the target's name.
func (p *Probe) Name() probes.Name { return p.name }

// Check makes one scrape.
func (p *Probe) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	s, err := p.scrape(ctx)
	if err != nil {
		s = fetch.Failure(err)
	}
	s.Asked = p.client.Asked()
	return s.Ended(p.name, began)
}

func (p *Probe) scrape(ctx context.Context) (probes.Sample, error) {
	got, err := p.client.Do(ctx)
	if err != nil {
		return probes.Sample{}, err
	}
	defer got.Close()
	status := fetch.Status{Got: got.Status, Want: http.StatusOK, Location: got.Hide(got.Header.Get("Location"))}
	switch {
	case got.Status == http.StatusNotFound && p.optional:
		return probes.Fail(probes.Unknown, probes.NotProvided, ""), nil
	case !status.Expected():
		return status.Refusal(), nil
	}
	p.table.begin()
	if err := p.read(got); err != nil {
		return probes.Sample{}, err
	}
	series, dropped := p.table.end()
	if !p.table.any {
		return probes.Fail(probes.Unknown, probes.EmptyBody, ""), nil
	}
	return probes.Sample{Status: probes.Up, Series: series, Dropped: dropped}, nil
}

func (p *Probe) read(got *fetch.Answer) error {
	if kind, _, err := mime.ParseMediaType(got.Header.Get("Content-Type")); err == nil && kind == "application/openmetrics-text" {
		body, err := got.Read(maxOpen)
		if err != nil {
			return err
		}
		return p.table.addOpenMetrics(body)
	}
	body, err := got.Body()
	if err != nil {
		return err
	}
	return p.readText(body)
}

// readText reads an exposition line by line, a block at a time: the text format
// has no state between its lines.
func (p *Probe) readText(body io.Reader) error {
	if p.block == nil {
		p.block = make([]byte, blockSize)
	}
	held, total, line := 0, 0, 1
	for {
		n, err := body.Read(p.block[held:])
		held, total = held+n, total+n
		end := bytes.LastIndexByte(p.block[:held], '\n') + 1
		if ended := errors.Is(err, io.EOF); ended {
			end = held
		} else if err != nil {
			return err
		}
		lines, bad := p.table.addText(p.block[:end], line)
		switch {
		case bad != nil:
			return bad
		case err != nil:
			return nil
		case total > maxBody:
			return fetch.OverLimit(maxBody)
		case end == 0 && held == len(p.block):
			return probes.Errorf(probes.Unknown, probes.Malformed, "line %d: > %d KiB", line, blockSize>>10)
		}
		held = copy(p.block, p.block[end:held])
		line += lines
	}
}
