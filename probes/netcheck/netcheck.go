// Package netcheck watches the network's own services: a TCP port, the TLS
// certificate behind it, and a name in the DNS.
package netcheck

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"

	"bedside/probes"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

// TCPOptions say which port is watched.
type TCPOptions struct {
	Addr string // host:port
	TLS  *TLS   // nil only connects
}

// TLS says what the port's certificate has to be.
type TLS struct {
	ServerName string        // the name that it is for; "" is the host of the address
	ExpiresIn  time.Duration // with less time left, the target is degraded
	CA         string        // a PEM file of authorities to trust beside the system's
	Insecure   bool          // any certificate will do
}

// TCP watches a port: it connects, and shakes hands when TLS is asked for. With
// TLS it has one figure, NAME.tls.days: how long the certificate lasts.
type TCP struct {
	name probes.Name
	o    TCPOptions
}

var _ probes.Probe = (*TCP)(nil)

// NewTCP makes a probe of a port.
func NewTCP(name probes.Name, o TCPOptions) *TCP { return &TCP{name, o} }

// Name returns the target's name.
func (p *TCP) Name() probes.Name { return p.name }

// Check connects once.
func (p *TCP) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	s, err := p.check(ctx)
	if err != nil {
		s = probes.Unreachable(err)
	}
	return s.Ended(p.name, began)
}

func (p *TCP) check(ctx context.Context) (probes.Sample, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.o.Addr)
	if err != nil {
		return probes.Sample{}, err
	}
	defer conn.Close()
	if p.o.TLS == nil {
		return probes.Sample{Status: probes.Up}, nil
	}
	trust, err := p.trust()
	if err != nil {
		return probes.Sample{}, err
	}
	secure := tls.Client(conn, trust)
	if err := secure.HandshakeContext(ctx); err != nil {
		return probes.Sample{}, err
	}
	return p.certificate(secure.ConnectionState().PeerCertificates[0], time.Now()), nil
}

func (p *TCP) trust() (*tls.Config, error) {
	trust := &tls.Config{ServerName: p.o.TLS.ServerName, InsecureSkipVerify: p.o.TLS.Insecure}
	if trust.ServerName == "" {
		host, _, err := net.SplitHostPort(p.o.Addr)
		if err != nil {
			return nil, err
		}
		trust.ServerName = host
	}
	var err error
	trust.RootCAs, err = fetch.Authorities(p.o.TLS.CA)
	return trust, err
}

// certificate judges how long a certificate still lasts.
func (p *TCP) certificate(c *x509.Certificate, now time.Time) probes.Sample {
	left := c.NotAfter.Sub(now)
	s := probes.Sample{Status: probes.Up}
	if left < p.o.TLS.ExpiresIn {
		s = probes.Fail(probes.Degraded, probes.Expiring, words.English.Duration(left))
	}
	s.Values = []probes.Value{{Metric: probes.Metric(p.name) + ".tls.days", Number: left.Hours() / 24}}
	return s
}
