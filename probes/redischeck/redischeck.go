// Package redischeck watches a Redis server: whether it answers PING, and what
// INFO says about its memory, clients and hits. One connection is kept between
// checks; after a failure the next check begins with a new one. Of a reply at
// most 64 KiB are read.
package redischeck

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"bedside/probes"
)

// Options say which server is asked.
type Options struct {
	Addr     string        // host:port
	Password probes.Secret // nil for none
}

// Probe watches one server. With its name in front, its figures are .memory
// (bytes), .clients, .lookups (since the server's start) and .hits (the share of
// them that found something).
type Probe struct {
	name     probes.Name
	o        Options
	session  *session // nil before the first check and after a failure
	password string   // that session logged in with
}

var _ probes.Probe = (*Probe)(nil)

// New makes a probe.
func New(name probes.Name, o Options) *Probe { return &Probe{name: name, o: o} }

// Name returns the target's name.
func (p *Probe) Name() probes.Name { return p.name }

// Check asks PING and INFO in one round trip.
func (p *Probe) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	return p.check(ctx).Ended(p.name, began)
}

func (p *Probe) check(ctx context.Context) probes.Sample {
	password, err := probes.Resolve(p.o.Password)
	if err != nil {
		return probes.Unreachable(err)
	}
	if password != p.password {
		p.Close()
		p.password = password
	}
	kept := p.session != nil
	info, err := p.ask(ctx)
	if kept && hungUp(err) { // as a server may with a connection that was idle
		info, err = p.ask(ctx)
	}
	if err != nil {
		return failure(err)
	}
	return probes.Sample{Status: probes.Up, Values: p.figures(info.text), Dropped: info.over}
}

// ask asks once. The session is kept only while all is well.
func (p *Probe) ask(ctx context.Context) (info reply, err error) {
	if p.session == nil {
		if p.session, err = connect(ctx, p.o.Addr, p.password); err != nil {
			return reply{}, err
		}
	}
	info, err = p.session.ask(ctx)
	if err != nil || info.over > 0 {
		p.Close()
	}
	return info, err
}

// Close ends the kept connection. The probe can be used again.
func (p *Probe) Close() {
	if p.session != nil {
		_ = p.session.conn.Close() // nothing was written that could be lost
		p.session = nil
	}
}

// failure says why PING was not answered with PONG.
func failure(err error) probes.Sample {
	refused := refusal("")
	if !errors.As(err, &refused) {
		return probes.Unreachable(err)
	}
	word, _, _ := strings.Cut(string(refused), " ")
	switch word {
	case "NOAUTH", "WRONGPASS", "NOPERM":
		return probes.Fail(probes.Down, probes.Unauthorized, word)
	case "LOADING", "BUSY", "MASTERDOWN", "MISCONF":
		return probes.Fail(probes.Degraded, probes.Unhealthy, string(refused))
	}
	return probes.Fail(probes.Down, probes.Unhealthy, string(refused))
}

// figures reads what INFO says; a server that says less gives fewer.
func (p *Probe) figures(info string) []probes.Value {
	read := map[string]float64{}
	for line := range strings.Lines(info) {
		key, text, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch key {
		case "used_memory", "connected_clients", "keyspace_hits", "keyspace_misses":
			if n, err := strconv.ParseFloat(text, 64); err == nil && probes.Finite(n) {
				read[key] = n
			}
		}
	}
	var values []probes.Value
	add := func(metric probes.Metric, n float64, unit probes.Unit) {
		values = append(values, probes.Value{Metric: probes.Metric(p.name) + metric, Number: n, Unit: unit})
	}
	if n, there := read["used_memory"]; there {
		add(".memory", n, probes.Bytes)
	}
	if n, there := read["connected_clients"]; there {
		add(".clients", n, probes.None)
	}
	if _, there := read["keyspace_hits"]; !there {
		return values
	}
	asked := read["keyspace_hits"] + read["keyspace_misses"]
	add(".lookups", asked, probes.None)
	if asked > 0 {
		add(".hits", read["keyspace_hits"]/asked, probes.Ratio)
	}
	return values
}
