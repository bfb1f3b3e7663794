package xinyu

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// upstream is a dependency itself, behind its door.
type upstream interface {
	Addr() string       // host:port at which it listens
	Take(conn net.Conn) // serves a connection that arrived elsewhere, and closes it
	Close()             // ends it and cuts its connections
}

var (
	_ upstream = (*webServer)(nil)
	_ upstream = (*mysqlServer)(nil)
	_ upstream = (*redisServer)(nil)
)

// webServer is a dependency that speaks HTTP on loopback.
type webServer struct {
	srv    *http.Server
	own    *accepter
	handed *handedListener
	done   chan struct{}
}

func serveLoopback(h http.Handler) (*webServer, error) {
	w := &webServer{
		srv:    &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 32 << 10},
		handed: &handedListener{conns: make(chan net.Conn), closed: make(chan struct{})},
		done:   make(chan struct{}),
	}
	var err error
	if w.own, err = listenTo("127.0.0.1:0", w.Take); err != nil {
		return nil, err
	}
	go func() {
		defer close(w.done)
		_ = w.srv.Serve(w.handed)
	}()
	return w, nil
}

// Addr is the server's host:port.
func (w *webServer) Addr() string { return w.own.ln.Addr().String() }

// Take serves the connection; it returns at once.
func (w *webServer) Take(conn net.Conn) {
	select {
	case w.handed.conns <- conn:
	case <-w.handed.closed:
		_ = conn.Close()
	}
}

// Close ends the server and cuts its connections.
func (w *webServer) Close() {
	_ = w.srv.Close()
	w.own.Close()
	<-w.done
}

// handedListener accepts what others have accepted already.
type handedListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// Accept returns the next connection that was handed over.
func (l *handedListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (l *handedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is no address: connections come from several.
func (l *handedListener) Addr() net.Addr { return &net.TCPAddr{} }
