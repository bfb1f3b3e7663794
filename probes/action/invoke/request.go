package invoke

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
)

// newClient follows no redirect: an act goes where the preview said.
func newClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			MaxResponseHeaderBytes: 64 << 10,
			DisableKeepAlives:      true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (v *Invoker) request(ctx context.Context, h action.HTTP) (raw.Text, error) {
	timeout := Timeout(action.Step{HTTP: &h})
	deadline, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := v.prepare(deadline, h)
	if err != nil {
		return raw.Text{}, err
	}
	res, err := v.client.Do(req)
	if err != nil {
		return raw.Text{}, requestProblem(ctx, timeout, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, saidLimit+longestSecret))
	said, _ := raw.New(v.secrets.mask(body, false)).Cut(saidLimit)
	if err != nil {
		return said, requestProblem(ctx, timeout, err)
	}
	if h.Status != 0 && res.StatusCode != h.Status || h.Status == 0 && res.StatusCode/100 != 2 {
		return said, problem(nil, BadAnswer, strconv.Itoa(res.StatusCode))
	}
	return said, nil
}

func (v *Invoker) prepare(ctx context.Context, h action.HTTP) (*http.Request, error) {
	target, err := v.resolve(h.URL, nil)
	if err != nil {
		return nil, err
	}
	body, err := v.resolve(string(h.JSON), insideJSON)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method(h), v.url(target), strings.NewReader(body))
	if err != nil {
		return nil, problem(err, Broken, "the request cannot be made from "+v.address(h.URL))
	}
	req.Header.Set("User-Agent", "bedside")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range h.Headers {
		plain, err := v.resolve(value, nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set(name, plain)
	}
	return req, nil
}

func requestProblem(ctx context.Context, timeout time.Duration, err error) error {
	var op *net.OpError
	switch {
	case ctx.Err() != nil:
		return problem(err, Stopped)
	case errors.Is(err, context.DeadlineExceeded):
		return problem(err, TimedOut, timeout)
	case errors.As(err, &op): // without the URL, which may hold a secret
		return problem(err, NoAnswer, op.Err.Error())
	}
	return problem(err, NoAnswer, "the connection broke")
}
