package xinyu

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"syscall"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// condition is what a fault proxy does with a dependency's connections, from
// harmless to worst.
type condition int

const (
	flowing condition = iota
	slow              // every answer comes seconds later
	hung              // connections are taken and never answered
	refused           // nobody listens
	dropped           // not even the handshake is answered, as behind a firewall that drops
)

func (c condition) String() string {
	return [...]string{"flowing", "slow", "hung", "refused", "dropped"}[c]
}

const slowToxic = `{"name":"slow","type":"latency","stream":"downstream","attributes":{"latency":3000,"jitter":400}}`

// door is the one address under which the service reaches a dependency. What
// it does with connections can be changed at any time; the connections of the
// time before are cut.
type door struct {
	name, addr string
	behind     upstream

	mu  sync.Mutex
	now condition
	way closer // what stands at the address; nil: nothing
}

type closer interface{ Close() }

func openDoor(name string, behind upstream) (*door, error) {
	addr, err := quietAddr()
	if err != nil {
		return nil, err
	}
	d := &door{name: name, addr: addr, behind: behind, now: refused}
	return d, d.set(flowing)
}

// set changes the condition; it returns when the new one holds.
func (d *door) set(c condition) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c == d.now {
		return nil
	}
	d.clear()
	way, err := d.open(c)
	if err != nil {
		return fmt.Errorf("make %s %s: %w", d.name, c, err)
	}
	d.way, d.now = way, c
	return nil
}

// clear takes everything away: afterwards nobody listens at the address.
func (d *door) clear() {
	if d.way != nil {
		d.way.Close()
	}
	d.way, d.now = nil, refused
}

// open lets a healthy connection through without a second hop: at the pace of
// a demo, a copy of every byte would cost more than what it carries.
func (d *door) open(c condition) (closer, error) {
	switch c {
	case flowing:
		return listenTo(d.addr, d.behind.Take)
	case slow:
		return openToxic(d)
	case hung:
		return listenTo(d.addr, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	case dropped:
		return openDropHole(d.addr)
	}
	return nil, nil
}

func (d *door) condition() condition {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *door) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clear()
}

// toxic is a proxy that spoils what passes through it.
type toxic struct{ proxy *toxiproxy.Proxy }

func openToxic(d *door) (closer, error) {
	silent := zerolog.Nop()
	server := &toxiproxy.ApiServer{Metrics: toxiproxy.NewMetricsContainer(nil), Logger: &silent}
	p := toxiproxy.NewProxy(server, d.name, d.addr, d.behind.Addr())
	if _, err := p.Toxics.AddToxicJson(strings.NewReader(slowToxic)); err != nil {
		return nil, fmt.Errorf("add the toxic: %w", err)
	}
	if err := p.Start(); err != nil {
		return nil, fmt.Errorf("start the proxy: %w", err)
	}
	return toxic{p}, nil
}

func (t toxic) Close() { t.proxy.Stop() }

// dropHole is an address at which not even the handshake is answered.
type dropHole struct {
	ln    net.Listener
	stuck net.Conn // fills the backlog
}

// openDropHole listens with a backlog of one connection and fills it itself:
// from then on the kernel drops what asks to connect.
func openDropHole(addr string) (closer, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if err := shrinkBacklog(ln.(*net.TCPListener)); err != nil {
		_ = ln.Close()
		return nil, fmt.Errorf("shrink the backlog: %w", err)
	}
	// When a client was quicker, the backlog is full already and this times out.
	stuck, _ := net.DialTimeout("tcp", addr, 100*time.Millisecond)
	return dropHole{ln, stuck}, nil
}

func shrinkBacklog(ln *net.TCPListener) error {
	raw, err := ln.SyscallConn()
	if err != nil {
		return err
	}
	var listenErr error
	err = raw.Control(func(fd uintptr) { listenErr = syscall.Listen(int(fd), 0) })
	return errors.Join(err, listenErr)
}

func (h dropHole) Close() {
	_ = h.ln.Close()
	if h.stuck != nil {
		_ = h.stuck.Close()
	}
}

// quietAddr finds a free loopback address below the range from which the
// kernel takes the ports of outgoing connections: so nobody takes it while its
// server is down.
func quietAddr() (string, error) {
	const low, high, tries = 12000, 32000, 200
	var last error
	for range tries {
		addr := fmt.Sprintf("127.0.0.1:%d", low+rand.IntN(high-low))
		ln, err := net.Listen("tcp", addr)
		if err != nil {
			last = err
			continue
		}
		return addr, ln.Close()
	}
	return "", fmt.Errorf("find a free port: %w", last)
}
