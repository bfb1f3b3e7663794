// Package fetch makes one bounded HTTP exchange for a check. An answer's header
// is at most 64 KiB; its body is decompressed and read within a limit of the
// caller's. No redirect is followed and no cookie kept. The secrets that went
// into the request can be hidden in what came back.
package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"bedside/probes"
)

// maxHeader is the limit of an answer's header in bytes.
const maxHeader = 64 << 10

// Options say what is asked. Secrets are resolved anew for each exchange.
type Options struct {
	Method   string // GET when empty
	URL      probes.Secret
	Headers  map[string]probes.Secret
	JSON     []byte // the request's body, nil for none
	CA       string // a PEM file of authorities to trust beside the system's
	Insecure bool   // accept any certificate
}

// Client makes the same request again and again on one kept connection.
type Client struct {
	o     Options
	http  *http.Client // nil until the first exchange
	asked []string
}

// New makes a client. Nothing is read or connected before the first exchange.
func New(o Options) *Client {
	if o.Method == "" {
		o.Method = http.MethodGet
	}
	return &Client{o: o}
}

// Answer is what came back. It has to be closed.
type Answer struct {
	Status int
	Header http.Header
	TLS    *tls.ConnectionState // nil without TLS
	body   io.ReadCloser
	hide   mask
}

// Do sends the request and returns the answer as soon as its header is there.
// ctx bounds the body too. Every error is for Failure to explain.
func (c *Client) Do(ctx context.Context) (*Answer, error) {
	req, hide, err := c.request(ctx)
	if err != nil {
		c.asked = nil
		return nil, err
	}
	c.note(req.URL.Path)
	if c.http == nil {
		if c.http, err = newClient(c.o); err != nil {
			return nil, err
		}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	return &Answer{Status: resp.StatusCode, Header: resp.Header, TLS: resp.TLS, body: resp.Body, hide: hide}, nil
}

// Asked is the path of the request that Do made last, as Sample.Asked wants it.
func (c *Client) Asked() []string { return c.asked }

func (c *Client) note(path string) {
	if path == "" {
		path = "/"
	}
	if len(c.asked) == 0 || c.asked[0] != path {
		c.asked = []string{path}
	}
}

// Close ends the kept connection. The client can be used again.
func (c *Client) Close() {
	if c.http != nil {
		c.http.CloseIdleConnections()
	}
}

// request makes the request, and the mask of the secrets that went into it.
func (c *Client) request(ctx context.Context) (*http.Request, mask, error) {
	var hide mask
	url, secrets, err := probes.Reveal(c.o.URL)
	if err != nil {
		return nil, hide, err
	}
	var body io.Reader
	if c.o.JSON != nil {
		body = bytes.NewReader(c.o.JSON)
	}
	req, err := http.NewRequestWithContext(ctx, c.o.Method, url, body)
	if err != nil {
		return nil, hide, probes.Errorf(probes.Unknown, probes.Failed, "the address is not a URL")
	}
	hide.url(req.URL, secrets)
	if req.Method != http.MethodGet {
		req.Close = true // a server that just closed an idle connection must not cost a request that cannot be repeated
	}
	req.Header.Set("User-Agent", "bedside")
	req.Header.Set("Accept-Encoding", "identity")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for key, secret := range c.o.Headers {
		value, revealed, err := probes.Reveal(secret)
		if err != nil {
			return nil, hide, err
		}
		if _, open := secret.(probes.Plain); !open {
			hide.value(value, revealed)
		}
		if strings.EqualFold(key, "Host") {
			req.Host = value
		}
		req.Header.Set(key, value)
	}
	return req, hide, nil
}

// Close gives the connection back.
func (a *Answer) Close() error { return a.body.Close() }

// Hide replaces the request's secrets in what the answer says.
func (a *Answer) Hide(text string) string { return a.hide.text(text) }

// Body is the body, decompressed. Reading it may fail at any time; a reader
// that holds what it reads has to set its own limit.
func (a *Answer) Body() (io.Reader, error) {
	if !strings.EqualFold(a.Header.Get("Content-Encoding"), "gzip") {
		return a.body, nil
	}
	unpacked, err := gzip.NewReader(a.body)
	if err != nil {
		return nil, fmt.Errorf("unpacking the body: %w", err)
	}
	return unpacked, nil
}

// Read returns the whole body when it has at most limit bytes.
func (a *Answer) Read(limit int) ([]byte, error) {
	from, err := a.Body()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(from, int64(limit)+1))
	if len(body) > limit {
		return nil, OverLimit(limit)
	}
	return body, err
}

// OverLimit is the error of a body longer than limit bytes.
func OverLimit(limit int) error {
	return probes.Errorf(probes.Unknown, probes.OverLimit, "> %d KiB", limit>>10)
}

// tlsAlert is how package http complains of an answer that begins as an alert
// of TLS does.
const tlsAlert = `malformed HTTP response "\x15\x03`

// Failure is the sample of a check whose exchange failed.
func Failure(err error) probes.Sample {
	text := err.Error()
	switch told := (*probes.Error)(nil); {
	case errors.As(err, &told):
		return probes.Unreachable(told)
	case strings.Contains(text, "response headers exceeded"):
		return probes.Unreachable(OverLimit(maxHeader))
	case errors.Is(err, http.ErrSchemeMismatch):
		return probes.Fail(probes.Down, probes.PlainHTTP, "")
	case strings.Contains(text, tlsAlert):
		return probes.Fail(probes.Down, probes.WantsTLS, "")
	case strings.Contains(text, "malformed"), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return probes.Fail(probes.Down, probes.Malformed, "HTTP")
	}
	return probes.Unreachable(err)
}
