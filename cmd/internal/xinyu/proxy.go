package xinyu

import (
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

const (
	slowToxic = `{"name":"slow","type":"latency","stream":"downstream","attributes":{"latency":3000,"jitter":400}}`
	holeLimit = 1024 // connections that a black hole holds; more are closed
)

// door is the one address under which the service reaches a dependency. What
// it does with connections can be changed at any time; the connections of the
// time before are cut.
type door struct {
	name, addr, upstream string

	mu    sync.Mutex
	now   condition
	proxy *toxiproxy.Proxy // while flowing or slow
	hole  *blackHole       // while hung or dropped
}

func openDoor(name, upstream string) (*door, error) {
	addr, err := quietAddr()
	if err != nil {
		return nil, err
	}
	g := &door{name: name, addr: addr, upstream: upstream}
	if err := g.enter(flowing); err != nil {
		return nil, fmt.Errorf("open the proxy of %s: %w", name, err)
	}
	return g, nil
}

// set changes the condition; it returns when the new one holds.
func (g *door) set(c condition) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c == g.now {
		return nil
	}
	g.clear()
	if err := g.enter(c); err != nil {
		g.now = refused // nobody listens then
		return fmt.Errorf("make %s %s: %w", g.name, c, err)
	}
	g.now = c
	return nil
}

// clear takes everything away: afterwards nobody listens at the address.
func (g *door) clear() {
	if g.hole != nil {
		g.hole.Close()
		g.hole = nil
	}
	if g.proxy != nil {
		g.proxy.Stop()
		g.proxy = nil
	}
}

func (g *door) enter(c condition) (err error) {
	switch c {
	case refused:
	case hung:
		g.hole, err = openHole(g.addr)
	case dropped:
		g.hole, err = openDropHole(g.addr)
	default:
		g.proxy, err = openProxy(g, c)
	}
	return err
}

func openProxy(g *door, c condition) (*toxiproxy.Proxy, error) {
	silent := zerolog.Nop()
	server := &toxiproxy.ApiServer{Metrics: toxiproxy.NewMetricsContainer(nil), Logger: &silent}
	p := toxiproxy.NewProxy(server, g.name, g.addr, g.upstream)
	if c == slow {
		if _, err := p.Toxics.AddToxicJson(strings.NewReader(slowToxic)); err != nil {
			return nil, err
		}
	}
	return p, p.Start()
}

func (g *door) condition() condition {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.now
}

func (g *door) Close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.clear()
	g.now = refused
}

// blackHole takes connections, or not even that, and never answers.
type blackHole struct {
	ln    net.Listener
	stuck net.Conn // fills the backlog of one that drops
	done  sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

func openHole(addr string) (*blackHole, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	h := &blackHole{ln: ln, conns: map[net.Conn]struct{}{}}
	h.done.Go(h.swallow)
	return h, nil
}

// openDropHole listens with a backlog of one connection and fills it itself:
// from then on the kernel drops what asks to connect.
func openDropHole(addr string) (*blackHole, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	raw, err := ln.(*net.TCPListener).SyscallConn()
	if err == nil {
		controlErr := raw.Control(func(fd uintptr) { err = syscall.Listen(int(fd), 0) })
		if err == nil {
			err = controlErr
		}
	}
	if err != nil {
		_ = ln.Close()
		return nil, fmt.Errorf("shrink the backlog: %w", err)
	}
	// When a client was quicker, the backlog is full already and this times out.
	stuck, _ := net.DialTimeout("tcp", addr, 100*time.Millisecond)
	return &blackHole{ln: ln, stuck: stuck}, nil
}

func (h *blackHole) swallow() {
	for {
		c, err := h.ln.Accept()
		if err != nil {
			return
		}
		if !h.keep(c) {
			_ = c.Close()
			continue
		}
		h.done.Go(func() {
			_, _ = io.Copy(io.Discard, c)
			h.drop(c)
		})
	}
}

func (h *blackHole) keep(c net.Conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.conns == nil || len(h.conns) >= holeLimit {
		return false
	}
	h.conns[c] = struct{}{}
	return true
}

func (h *blackHole) drop(c net.Conn) {
	_ = c.Close()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c)
}

// Close cuts every connection and returns when the address is free again.
func (h *blackHole) Close() {
	_ = h.ln.Close()
	if h.stuck != nil {
		_ = h.stuck.Close()
	}
	h.mu.Lock()
	for c := range h.conns {
		_ = c.Close()
	}
	h.conns = nil
	h.mu.Unlock()
	h.done.Wait()
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
