package dbcheck

import (
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"syscall"
	"time"

	"bedside/probes"
)

// A server's greeting begins with its length in three bytes, the number 0 and
// the version of the protocol, or the mark of an error.
const (
	greetingHead = 5
	maxGreeting  = 4 << 10
	maxAnswer    = 256 << 10 // to one statement; those that are asked take less than 1 KiB
	version      = 10
	refusal      = 0xff
)

// dialer makes connections to servers that greet as MySQL does. The driver
// would take any other server's first bytes for a length, and reserve megabytes.
type dialer struct{ over *atomic.Bool }

func (d dialer) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	head, err := readHead(ctx, conn)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &greeted{Conn: conn, held: head, room: maxAnswer, over: d.over}, nil
}

func readHead(ctx context.Context, conn net.Conn) ([]byte, error) {
	giveUp := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) })
	head := make([]byte, greetingHead)
	_, err := io.ReadFull(conn, head)
	if !giveUp() {
		return nil, ctx.Err()
	}
	length := int(head[0]) | int(head[1])<<8 | int(head[2])<<16
	switch {
	case err != nil:
		return nil, err
	case length > maxGreeting, head[3] != 0, head[4] != version && head[4] != refusal:
		return nil, probes.Errorf(probes.Down, probes.Malformed, "MySQL")
	}
	return head, nil
}

// greeted is a connection of which the first bytes were read already. The
// driver takes an answer of any length; here it has an end.
type greeted struct {
	net.Conn
	held []byte
	room int          // how many more bytes may come before something is written
	over *atomic.Bool // set when more came: the driver does not pass the error on
}

// Read gives the held bytes first.
func (g *greeted) Read(b []byte) (int, error) {
	if len(g.held) > 0 {
		n := copy(b, g.held)
		g.held = g.held[n:]
		return n, nil
	}
	if g.room <= 0 {
		g.over.Store(true)
		return 0, io.ErrShortBuffer
	}
	n, err := g.Conn.Read(b[:min(len(b), g.room)])
	g.room -= n
	return n, err
}

// Write begins a new question, and with it a new answer.
func (g *greeted) Write(b []byte) (int, error) {
	g.room = maxAnswer
	return g.Conn.Write(b)
}

// SyscallConn lets the driver see whether an idle connection is still alive.
func (g *greeted) SyscallConn() (syscall.RawConn, error) {
	if raw, ok := g.Conn.(syscall.Conn); ok {
		return raw.SyscallConn()
	}
	return nil, errors.ErrUnsupported
}
