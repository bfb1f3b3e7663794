package fetch

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// newClient makes the client of one probe. Its connection is kept between
// checks: a new one for each would cost the service more than the request.
func newClient(o Options) (*http.Client, error) {
	pool, err := Authorities(o.CA)
	if err != nil {
		return nil, err
	}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment, // which leaves loopback alone
			DialContext:            (&net.Dialer{}).DialContext,
			TLSClientConfig:        &tls.Config{RootCAs: pool, InsecureSkipVerify: o.Insecure},
			DisableCompression:     true, // what comes compressed all the same is unpacked within the limit
			MaxResponseHeaderBytes: maxHeader,
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        2 * time.Minute,
			ReadBufferSize:         4 << 10,
			WriteBufferSize:        2 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}
