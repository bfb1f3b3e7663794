package xinyu

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// maxAnswer bounds what we read of a dependency's answer.
const maxAnswer = 1 << 20

// newHTTPClient returns a client with connections of its own. It has no
// time-out: every request carries a context that ends.
func newHTTPClient(dial time.Duration) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dial}).DialContext,
		MaxIdleConns:        64,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     30 * time.Second,
		DisableCompression:  true,
	}}
}

// statusError is an answer of a dependency that is none of 2xx.
type statusError struct {
	Code int
	Body string
}

func (e *statusError) Error() string { return fmt.Sprintf("Error code: %d - %s", e.Code, e.Body) }

// call is one JSON request to a dependency.
type call struct {
	URL    string
	Bearer string // empty: no Authorization header
	Body   any
}

// post sends the call and returns its answer, whose body the caller closes.
// An answer other than 2xx is a *statusError.
func post(ctx context.Context, client *http.Client, c call) (*http.Response, error) {
	body, err := json.Marshal(c.Body)
	if err != nil {
		return nil, fmt.Errorf("encode the request: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if c.Bearer != "" {
		request.Header.Set("Authorization", "Bearer "+c.Bearer)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 != 2 {
		defer response.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(response.Body, 512))
		return nil, &statusError{Code: response.StatusCode, Body: string(bytes.TrimSpace(text))}
	}
	return response, nil
}

// postJSON sends the call and decodes the answer into out.
func postJSON(ctx context.Context, client *http.Client, c call, out any) error {
	response, err := post(ctx, client, c)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if err := json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(out); err != nil {
		return fmt.Errorf("decode the answer: %w", err)
	}
	return nil
}
