package netcheck

import (
	"context"
	"net"
	"slices"
	"strings"
	"time"

	"bedside/probes"
)

// DNSOptions say which name is looked up.
type DNSOptions struct {
	Host   string
	Server string   // host:port of the server that is asked; "" asks as this machine does
	Want   []string // addresses of which one has to be among the answers; none: any answer will do
}

// DNS watches a name.
type DNS struct {
	name     probes.Name
	o        DNSOptions
	resolver *net.Resolver
}

var _ probes.Probe = (*DNS)(nil)

// NewDNS makes a probe of a name.
func NewDNS(name probes.Name, o DNSOptions) *DNS {
	resolver := net.DefaultResolver
	if o.Server != "" {
		resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, o.Server)
		}}
	}
	return &DNS{name, o, resolver}
}

// Name returns the target's name.
func (p *DNS) Name() probes.Name { return p.name }

// Check looks the name up once.
func (p *DNS) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	return p.check(ctx).Ended(p.name, began)
}

func (p *DNS) check(ctx context.Context) probes.Sample {
	found, err := p.resolver.LookupHost(ctx, p.o.Host)
	if err != nil {
		return probes.Unreachable(err)
	}
	wanted := func(address string) bool { return slices.Contains(p.o.Want, address) }
	if len(p.o.Want) > 0 && !slices.ContainsFunc(found, wanted) {
		return probes.Fail(probes.Down, probes.WrongAddress, strings.Join(found, ", "))
	}
	return probes.Sample{Status: probes.Up}
}
