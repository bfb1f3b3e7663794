package invoke

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

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
	timeout := h.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
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
	body, err := io.ReadAll(io.LimitReader(res.Body, saidLimit))
	said := raw.New(body)
	if err != nil {
		return said, requestProblem(ctx, timeout, err)
	}
	if h.Status != 0 && res.StatusCode != h.Status || h.Status == 0 && res.StatusCode/100 != 2 {
		return said, problem(nil, BadAnswer, strconv.Itoa(res.StatusCode))
	}
	return said, nil
}

func (v *Invoker) prepare(ctx context.Context, h action.HTTP) (*http.Request, error) {
	address, err := v.Resolve(h.URL)
	if err != nil {
		return nil, problem(err, NoSecret, h.URL)
	}
	method := h.Method
	if method == "" {
		method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, method, v.url(address), bytes.NewReader(h.JSON))
	if err != nil {
		return nil, problem(err, Broken, "the request cannot be made from "+redacted(h.URL))
	}
	req.Header.Set("User-Agent", "bedside")
	if len(h.JSON) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range h.Headers {
		plain, err := v.Resolve(value)
		if err != nil {
			return nil, problem(err, NoSecret, value)
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

// signal sends the signal to the one process it is meant for.
func (v *Invoker) signal(ctx context.Context, s action.Signal) (raw.Text, error) {
	to, err := v.recipient(ctx, s)
	if err != nil {
		return raw.Text{}, err
	}
	if err := killProblem(s, syscall.Kill(to.pid, to.number)); err != nil {
		return raw.Text{}, err
	}
	return raw.Of(fmt.Sprintf("%s → %d", unix.SignalName(to.number), to.pid)), nil
}

// recipient is who gets which signal.
type recipient struct {
	pid    int
	number syscall.Signal
}

func (v *Invoker) recipient(ctx context.Context, s action.Signal) (recipient, error) {
	number := unix.SignalNum("SIG" + strings.TrimPrefix(strings.ToUpper(s.Name), "SIG"))
	if number == 0 {
		return recipient{}, problem(nil, Broken, "there is no signal "+s.Name)
	}
	pid, err := v.pid(ctx, s)
	return recipient{pid, number}, err
}

func killProblem(s action.Signal, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ESRCH):
		return problem(err, NoProcess, whom(s))
	case errors.Is(err, syscall.EPERM):
		return problem(err, NotAllowed, whom(s))
	}
	return problem(err, Broken, err.Error())
}

func (v *Invoker) pid(ctx context.Context, s action.Signal) (int, error) {
	pid := 0
	if s.PIDFile != "" {
		content, err := os.ReadFile(v.path(s.PIDFile))
		if err != nil {
			return 0, problem(err, NoProcess, whom(s))
		}
		if pid, err = strconv.Atoi(strings.TrimSpace(string(content))); err != nil {
			return 0, problem(err, NoProcess, whom(s))
		}
	} else {
		if v.FindPID == nil {
			return 0, problem(nil, NoProcess, whom(s))
		}
		var err error
		if pid, err = v.FindPID(ctx, s); err != nil {
			return 0, problem(err, NoProcess, whom(s))
		}
	}
	// 0, 1 and negative numbers mean groups, everybody, or init.
	if pid <= 1 || pid == os.Getpid() {
		return 0, problem(nil, NoProcess, whom(s))
	}
	return pid, nil
}

func whom(s action.Signal) string {
	switch {
	case s.PIDFile != "":
		return s.PIDFile
	case s.Port != 0:
		return fmt.Sprintf("port %d", s.Port)
	}
	return s.Process
}
