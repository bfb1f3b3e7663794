package xinyu

import (
	"errors"
	"fmt"
	"net"
	"sync"
)

const maxGuests = 1024 // connections of one accepter; more are closed at once

// accepter gives every connection that arrives at an address to somebody, and
// can cut them all at once.
type accepter struct {
	ln   net.Listener
	work sync.WaitGroup

	mu     sync.Mutex
	guests map[*guest]struct{} // nil once closed
}

// guest is a connection that its accepter can cut.
type guest struct {
	net.Conn
	of *accepter
}

// listenTo gives each connection to take, in a goroutine of its own. take may
// return before the connection ends; closing it is its own affair.
func listenTo(addr string, take func(net.Conn)) (*accepter, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	a := &accepter{ln: ln, guests: map[*guest]struct{}{}}
	a.work.Go(func() { a.accept(take) })
	return a, nil
}

func (a *accepter) accept(take func(net.Conn)) {
	for {
		c, err := a.ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		if g := a.admit(c); g != nil {
			a.work.Go(func() { take(g) })
		} else {
			_ = c.Close()
		}
	}
}

func (a *accepter) admit(c net.Conn) *guest {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.guests == nil || len(a.guests) >= maxGuests {
		return nil
	}
	g := &guest{Conn: c, of: a}
	a.guests[g] = struct{}{}
	return g
}

// Close closes the connection; its accepter forgets it.
func (g *guest) Close() error {
	g.of.mu.Lock()
	delete(g.of.guests, g)
	g.of.mu.Unlock()
	return g.Conn.Close()
}

// Close cuts every connection and returns when the address is free again.
func (a *accepter) Close() {
	_ = a.ln.Close()
	a.mu.Lock()
	for g := range a.guests {
		_ = g.Conn.Close()
	}
	a.guests = nil
	a.mu.Unlock()
	a.work.Wait()
}
