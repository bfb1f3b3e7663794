package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"time"

	"bedside/probes"
)

// Authorities are the system's and those of a PEM file; nil, which means the
// system's alone, without a file. The error is a *probes.Error.
func Authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
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
