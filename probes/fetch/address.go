package fetch

import (
	"fmt"
	"net/url"
)

// Below is the address that ref names when service is the base URL of a
// service: what names no host of its own lies below the service's own path,
// for a service may stand behind a prefix of a shared host.
func Below(service, ref string) (*url.URL, error) {
	base, err := url.Parse(service)
	if err != nil {
		return nil, fmt.Errorf("read the base URL: %w", err)
	}
	u, err := url.Parse(ref)
	if err != nil {
		return nil, fmt.Errorf("read the address: %w", err)
	}
	if u.Scheme != "" || u.Host != "" {
		return base.ResolveReference(u), nil
	}
	below := base.JoinPath(u.EscapedPath())
	below.RawQuery, below.Fragment = u.RawQuery, ""
	return below, nil
}
