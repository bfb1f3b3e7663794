// Package httpcheck watches a target over HTTP: one request, judged by status,
// by values in its JSON and by a pattern in its body, with figures read out of
// the JSON.
//
// A check holds at most 64 KiB of header and 1 MiB of body, counted after
// decompression. It follows no redirect and keeps no cookie. What it quotes of
// an answer never holds a secret of the request.
package httpcheck

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"bedside/probes"
)

// Limits of one answer, in bytes.
const (
	maxHeader = 64 << 10
	maxBody   = 1 << 20
	maxProof  = 4 << 10 // of the body, kept in the sample
)

// Options say what is asked and what the answer has to be.
type Options struct {
	Method  string // GET when empty
	URL     probes.Secret
	Headers map[string]probes.Secret
	JSON    []byte // the request's body, nil for none
	Expect  Expect
	Values  []Value
	// Clock is the path of the payload's own time. When it stands still from
	// one check to the next, the target is unknown: its answers are frozen.
	Clock    string
	CA       string // a PEM file of authorities to trust beside the system's
	Insecure bool   // accept any certificate
	Optional bool   // a 404 says that this deployment does not have it
}

// Expect is what a target that is up answers. The zero Expect is any 2xx
// status with a body in which the target does not call itself unhealthy.
type Expect struct {
	Status int            // 0 is any 2xx
	JSON   map[string]any // path → the value that stands there
	Body   string         // a pattern, "" for none
}

// Value is one figure and the path in the JSON where it stands. Unit is how it
// is written there: "" or "count", "percent" (0 to 100), "ratio", "ms", "s",
// "B", "KiB", "MiB", "GiB" or "/s".
type Value struct {
	Metric probes.Metric
	Path   string
	Unit   string
}

// Probe watches one target over HTTP.
type Probe struct {
	name   probes.Name
	o      Options
	body   *regexp.Regexp // nil for none
	wanted map[string]bool
	client *http.Client // nil until the first check
	clock  clock
}

var _ probes.Probe = (*Probe)(nil)

// New makes a probe. The error names a pattern or unit that cannot be used.
func New(name probes.Name, o Options) (*Probe, error) {
	p := &Probe{name: name, o: o}
	if o.Method == "" {
		p.o.Method = http.MethodGet
	}
	if o.Expect.Body != "" {
		re, err := regexp.Compile(o.Expect.Body)
		if err != nil {
			return nil, fmt.Errorf("reading the expected body of %s: %w", name, err)
		}
		p.body = re
	}
	for _, v := range o.Values {
		if _, ok := units[v.Unit]; !ok {
			return nil, fmt.Errorf("reading the value %s of %s: unknown unit %q", v.Metric, name, v.Unit)
		}
	}
	p.wanted = wanted(o)
	return p, nil
}

// Name returns the target's name.
func (p *Probe) Name() probes.Name { return p.name }

// Check makes one request and judges the answer.
func (p *Probe) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	return p.check(ctx).Ended(p.name, began)
}

func (p *Probe) check(ctx context.Context) probes.Sample {
	req, hide, failed, ok := p.request(ctx)
	if !ok {
		return failed
	}
	if p.client == nil {
		client, failed, ok := newClient(p.o)
		if !ok {
			return failed
		}
		p.client = client
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return unanswered(err)
	}
	defer resp.Body.Close()
	body, err := read(resp)
	if err != nil {
		return unanswered(err)
	}
	s := p.judge(answer{
		at:       time.Now(),
		status:   resp.StatusCode,
		location: hide.text(resp.Header.Get("Location")),
		body:     hide.text(readable(body)),
	})
	s.Values = append(s.Values, certificate(p.name, resp.TLS)...)
	return s
}

// request makes the request, and the mask of the secrets that went into it.
func (p *Probe) request(ctx context.Context) (*http.Request, mask, probes.Sample, bool) {
	var hide mask
	url, failed, ok := probes.Resolve(p.o.URL)
	if !ok {
		return nil, hide, failed, false
	}
	var body io.Reader
	if p.o.JSON != nil {
		body = bytes.NewReader(p.o.JSON)
	}
	req, err := http.NewRequestWithContext(ctx, p.o.Method, url, body)
	if err != nil {
		return nil, hide, probes.Fail(probes.Unknown, probes.Failed, "the address is not a URL"), false
	}
	hide.url(p.o.URL, req.URL)
	if req.Method != http.MethodGet {
		req.Close = true // a server that just closed an idle connection must not cost a check that cannot be repeated
	}
	req.Header.Set("User-Agent", "bedside")
	req.Header.Set("Accept-Encoding", "identity")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for key, secret := range p.o.Headers {
		value, failed, ok := probes.Resolve(secret)
		if !ok {
			return nil, hide, failed, false
		}
		hide.value(secret, value)
		if strings.EqualFold(key, "Host") {
			req.Host = value
		}
		req.Header.Set(key, value)
	}
	return req, hide, probes.Sample{}, true
}

var errOverLimit = errors.New("1 MiB")

// read returns the body, decompressed, and errOverLimit when it is too long.
func read(resp *http.Response) ([]byte, error) {
	from := io.Reader(resp.Body)
	if strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		unpacked, err := gzip.NewReader(resp.Body)
		if err != nil {
			return nil, fmt.Errorf("unpacking the body: %w", err)
		}
		from = unpacked
	}
	body, err := io.ReadAll(io.LimitReader(from, maxBody+1))
	if len(body) > maxBody {
		return nil, errOverLimit
	}
	return body, err
}

// unanswered says why there is no answer to judge.
func unanswered(err error) probes.Sample {
	text := err.Error()
	switch {
	case errors.Is(err, errOverLimit):
		return probes.Fail(probes.Unknown, probes.OverLimit, errOverLimit.Error())
	case strings.Contains(text, "response headers exceeded"):
		return probes.Fail(probes.Unknown, probes.OverLimit, "64 KiB")
	case errors.Is(err, http.ErrSchemeMismatch):
		return probes.Fail(probes.Down, probes.TLS, "HTTP")
	case strings.Contains(text, "malformed"), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return probes.Fail(probes.Down, probes.Malformed, "HTTP")
	}
	return probes.Unreachable(err)
}
