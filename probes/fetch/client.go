package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"time"

	"bedside/probes"
)

// newClient makes the client of one probe. Its connection is kept between
// checks: a new one for each would cost the service more than the request.
func newClient(o Options) (*http.Client, error) {
	trust := &tls.Config{InsecureSkipVerify: o.Insecure}
	if o.CA != "" {
		pool, err := authorities(o.CA)
		if err != nil {
			return nil, err
		}
		trust.RootCAs = pool
	}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment, // which leaves loopback alone
			DialContext:            (&net.Dialer{}).DialContext,
			TLSClientConfig:        trust,
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

// authorities are the system's and those of a PEM file.
func authorities(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, &probes.Error{Status: probes.Unknown, Fault: probes.FaultOf(err)}
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, probes.Errorf(probes.Unknown, probes.TLS, "%s: no certificate in it", file)
	}
	return pool, nil
}

// Certificate is the figure of how many days the server's certificate lasts,
// none without TLS.
func Certificate(name probes.Name, state *tls.ConnectionState) []probes.Value {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	left := time.Until(state.PeerCertificates[0].NotAfter)
	return []probes.Value{{Metric: probes.Metric(name) + ".tls.days", Number: left.Hours() / 24}}
}
