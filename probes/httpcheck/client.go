package httpcheck

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
func newClient(o Options) (*http.Client, probes.Sample, bool) {
	trust := &tls.Config{InsecureSkipVerify: o.Insecure}
	if o.CA != "" {
		pool, failed, ok := authorities(o.CA)
		if !ok {
			return nil, failed, false
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
	}, probes.Sample{}, true
}

// authorities are the system's and those of a PEM file.
func authorities(file string) (*x509.CertPool, probes.Sample, bool) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, probes.Sample{Status: probes.Unknown, Fault: probes.FaultOf(err)}, false
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, probes.Fail(probes.Unknown, probes.TLS, file+": no certificate in it"), false
	}
	return pool, probes.Sample{}, true
}

// certificate is the figure of how many days the server's certificate lasts.
func certificate(name probes.Name, state *tls.ConnectionState) []probes.Value {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	left := time.Until(state.PeerCertificates[0].NotAfter)
	return []probes.Value{{Metric: probes.Metric(name) + ".tls.days", Number: left.Hours() / 24}}
}
