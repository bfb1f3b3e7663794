package xinyu

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// upstream is a dependency itself, behind its gate.
type upstream interface {
	Addr() string
	Close()
}

// webServer is a dependency that speaks HTTP on loopback.
type webServer struct {
	addr string
	srv  *http.Server
	done chan struct{}
}

func serveLoopback(h http.Handler) (*webServer, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	w := &webServer{
		addr: ln.Addr().String(),
		srv:  &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 32 << 10},
		done: make(chan struct{}),
	}
	go func() {
		defer close(w.done)
		_ = w.srv.Serve(ln)
	}()
	return w, nil
}

// Addr is the server's host:port.
func (w *webServer) Addr() string { return w.addr }

// Close ends the server and cuts its connections.
func (w *webServer) Close() {
	_ = w.srv.Close()
	<-w.done
}
