package httpcheck

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/fetch"
	"bedside/probes/words"
)

// talk accepts connections and lets say speak on each after its request.
func talk(t *testing.T, say func(net.Conn)) probes.Secret {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					say(conn)
				}
			}()
		}
	}()
	return probes.Plain("http://" + l.Addr().String())
}

// slowly writes text one byte every 20 ms until the other side hangs up.
func slowly(conn net.Conn, text string) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for _, b := range []byte(text) {
		if _, err := conn.Write([]byte{b}); err != nil {
			return
		}
		<-tick.C
	}
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestConnectionsThatFailHaveTheirOwnReason(t *testing.T) {
	for _, tt := range []struct {
		name string
		url  string
		want words.Code
	}{
		{"nothing listens", "http://" + closedPort(t), probes.Refused},
		{"the name does not exist", "http://no-such-host.invalid", probes.NoHost},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, probe(t, ask(fetch.Options{URL: probes.Plain(tt.url)})), 5*time.Second)
			if s.Status != probes.Down || s.Fault.Code != tt.want {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
		})
	}
}

func TestSlowAnswersAreCutAtTheDeadline(t *testing.T) {
	for name, say := range map[string]func(net.Conn){
		"never answers":           func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) },
		"header a byte at a time": func(conn net.Conn) { slowly(conn, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X-Pad: y\r\n", 100)) },
		"body a byte at a time": func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
			slowly(conn, strings.Repeat("x", 1000))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := check(t, probe(t, ask(fetch.Options{URL: talk(t, say)})), 150*time.Millisecond)
			if s.Status != probes.Down || s.Fault.Code != probes.TimedOut {
				t.Errorf("%v %v", s.Status, s.Fault.Code)
			}
			if s.Latency > time.Second { // the machine may be busy with other tests
				t.Errorf("it took %v to cut after 150 ms", s.Latency)
			}
			if s.Fault.Detail.Empty() {
				t.Error("the time waited is not told")
			}
		})
	}
}

func TestBodiesWithoutEndStopAtTheLimitAndCostLittleMemory(t *testing.T) {
	megabyte := make([]byte, 1<<20)
	for name, handle := range map[string]http.HandlerFunc{
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(megabyte); err != nil {
					return
				}
			}
		},
		"ten gigabytes announced": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10000000000")
			for {
				if _, err := w.Write(megabyte); err != nil {
					return
				}
			}
		},
		"a bomb": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for range 200 {
				if _, err := z.Write(megabyte); err != nil {
					return
				}
			}
			z.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := probe(t, ask(fetch.Options{URL: probes.Plain(serve(t, handle))}))
			before := live()
			s := check(t, p, 10*time.Second)
			if s.Status != probes.Unknown || s.Fault.Code != probes.OverLimit {
				t.Errorf("%v %v", s.Status, s.Fault.Code)
			}
			if grown := int64(live()) - int64(before); grown > 4<<20 {
				t.Errorf("%d bytes are held after it", grown)
			}
		})
	}
}

func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestBrokenTalkIsAnErrorInWords(t *testing.T) {
	for _, tt := range []struct {
		name   string
		say    func(net.Conn)
		status probes.Status
		want   words.Code
	}{
		{"a header of 1 MiB", func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("y", 1<<20)+"\r\n\r\n")
		}, probes.Unknown, probes.OverLimit},
		{"10,000 headers", func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X-Y: zz\r\n", 10000)+"\r\n")
		}, probes.Unknown, probes.OverLimit},
		{"a reset in the body", func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
			_ = conn.(*net.TCPConn).SetLinger(0)
		}, probes.Down, probes.Reset},
		{"half a body and the end", func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
			_ = conn.(*net.TCPConn).CloseWrite()
		}, probes.Down, probes.Reset},
		{"the end without a word", func(net.Conn) {}, probes.Down, probes.Reset},
		{"no HTTP at all", func(conn net.Conn) { fmt.Fprint(conn, "SSH-2.0-OpenSSH\r\n\r\n") }, probes.Down, probes.Malformed},
		{"a header that is none", func(conn net.Conn) { fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nno colon\r\n\r\n") }, probes.Down, probes.Malformed},
		{"noise that says it is gzip", func(conn net.Conn) {
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 30\r\n\r\n"+strings.Repeat("noise", 6))
		}, probes.Down, probes.Malformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, probe(t, ask(fetch.Options{URL: talk(t, tt.say)})), 5*time.Second)
			if s.Status != tt.status || s.Fault.Code != tt.want {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
		})
	}
}

func TestTLSTroubleIsNamed(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) }))
	secure.Config.ErrorLog = nil
	secure.TLS = &tls.Config{}
	secure.StartTLS()
	t.Cleanup(secure.Close)

	if s := check(t, probe(t, ask(fetch.Options{URL: probes.Plain(secure.URL)})), 5*time.Second); s.Status != probes.Down || s.Fault.Code != probes.TLS {
		t.Errorf("an unknown authority: %v %v", s.Status, s.Fault.Code)
	}
	s := check(t, probe(t, ask(fetch.Options{URL: probes.Plain(secure.URL), Insecure: true})), 5*time.Second)
	if s.Status != probes.Up || len(s.Values) != 1 || s.Values[0].Metric != "target.tls.days" || s.Values[0].Number < 1 {
		t.Errorf("accepted: %v %v, values %+v", s.Status, s.Fault.Code, s.Values)
	}
	if s := check(t, probe(t, ask(fetch.Options{URL: probes.Plain(secure.URL), CA: "/no/such/ca.pem"})), 5*time.Second); s.Status != probes.Unknown || s.Fault.Code != probes.NoFile {
		t.Errorf("a missing CA: %v %v", s.Status, s.Fault.Code)
	}
}

func TestACancelledCheckSaysNothingAboutTheTarget(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if s := probe(t, ask(fetch.Options{URL: probes.Plain("http://127.0.0.1:1")})).Check(ctx); s.Status != probes.Unknown {
		t.Errorf("%v %v", s.Status, s.Fault.Code)
	}
}
