package dbcheck

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-mysql-org/go-mysql/mysql"
	"github.com/go-mysql-org/go-mysql/server"
	"go.uber.org/goleak"

	"bedside/probes"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// listen takes connections on a free port until the test or the returned
// function ends it, which cuts them all.
func listen(t testing.TB, serve func(net.Conn)) (addr string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var open []net.Conn
	stop = func() {
		l.Close()
		mu.Lock()
		defer mu.Unlock()
		for _, conn := range open {
			conn.Close()
		}
	}
	t.Cleanup(stop)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open = append(open, conn)
			mu.Unlock()
			go func() { defer conn.Close(); serve(conn) }()
		}
	}()
	return l.Addr().String(), stop
}

// answers is a MySQL server that knows one user and answers by a function.
type answers struct {
	server.EmptyHandler
	query func(string) (*mysql.Result, error)
}

func (a answers) UseDB(string) error { return nil }

func (a answers) HandleQuery(query string) (*mysql.Result, error) { return a.query(query) }

func mysqlServer(t testing.TB, query func(string) (*mysql.Result, error)) (addr string, stop func()) {
	protocol := server.NewServer("8.0.36", mysql.DEFAULT_COLLATION_ID, mysql.AUTH_NATIVE_PASSWORD, nil, nil)
	return listen(t, func(conn net.Conn) {
		c, err := protocol.NewConn(conn, "xinyu", "right-password", answers{query: query})
		if err != nil {
			return
		}
		for c.HandleCommand() == nil && !c.Closed() {
		}
	})
}

func row(names []string, values ...any) (*mysql.Result, error) {
	set, err := mysql.BuildSimpleTextResultset(names, [][]any{values})
	return &mysql.Result{Resultset: set}, err
}

// well answers what the probe asks, as a real server does.
func well(query string) (*mysql.Result, error) {
	if strings.HasPrefix(query, "SHOW") {
		return row([]string{"Variable_name", "Value"}, "Threads_connected", "7")
	}
	return row([]string{"1"}, 1)
}

// modest knows no SHOW.
func modest(query string) (*mysql.Result, error) {
	if strings.HasPrefix(query, "SHOW") {
		return nil, errors.New("unknown statement")
	}
	return row([]string{"1"}, 1)
}

func dsn(password, addr string) probes.Secret {
	return probes.Plain("xinyu:" + password + "@tcp(" + addr + ")/emotional_chat")
}

func check(t *testing.T, p probes.Probe, d time.Duration) probes.Sample {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	return p.Check(ctx)
}

func TestMySQLServers(t *testing.T) {
	good, _ := mysqlServer(t, well)
	terse, _ := mysqlServer(t, modest)
	full, _ := mysqlServer(t, func(string) (*mysql.Result, error) {
		return nil, mysql.NewError(mysql.ER_CON_COUNT_ERROR, "Too many connections")
	})
	gone, stop := listen(t, func(net.Conn) {})
	stop()
	hung, _ := listen(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
	web, _ := listen(t, func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n") })
	cut, _ := listen(t, func(net.Conn) {})
	for _, tt := range []struct {
		name    string
		dsn     probes.Secret
		status  probes.Status
		fault   words.Code
		figures int
	}{
		{"well", dsn("right-password", good), probes.Up, "", 1},
		{"well, and without a status", dsn("right-password", terse), probes.Up, "", 0},
		{"a wrong password", dsn("wrong-password", good), probes.Down, probes.Unauthorized, 0},
		{"too many connections", dsn("right-password", full), probes.Down, probes.Unhealthy, 0},
		{"nothing listens", dsn("right-password", gone), probes.Down, probes.Refused, 0},
		{"the name does not exist", dsn("x", "no-such-host.invalid:3306"), probes.Down, probes.NoHost, 0},
		{"it never answers", dsn("right-password", hung), probes.Down, probes.TimedOut, 0},
		{"no MySQL", dsn("right-password", web), probes.Down, probes.Malformed, 0},
		{"it hangs up", dsn("right-password", cut), probes.Down, probes.Reset, 0},
		{"a DSN that is none", probes.Plain("secret-password@nowhere"), probes.Unknown, probes.Failed, 0},
		{"a DSN that cannot be read", probes.SecretFunc(func() (string, error) { return "", os.ErrNotExist }), probes.Unknown, probes.NoSecret, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := NewMySQL("mysql", tt.dsn)
			defer p.Close()
			for range 2 {
				s := check(t, p, 500*time.Millisecond)
				if s.Status != tt.status || s.Fault.Code != tt.fault || len(s.Values) != tt.figures {
					t.Errorf("%v %v (%s), %d figures", s.Status, s.Fault.Code, s.Fault.Detail.Screen(), len(s.Values))
				}
				if s.Fault.Detail.Has("password") && !s.Fault.Detail.Has("using password") && s.Fault.Code != probes.Failed || s.Fault.Detail.Has("secret-") {
					t.Errorf("a secret is told: %s", s.Fault.Detail.Screen())
				}
			}
		})
	}
}

func TestAServerThatWasSlowToTellItsStatusIsAskedAgain(t *testing.T) {
	var asked atomic.Bool
	slow := make(chan struct{})
	addr, _ := mysqlServer(t, func(query string) (*mysql.Result, error) {
		if strings.HasPrefix(query, "SHOW") && !asked.Swap(true) {
			<-slow
		}
		return well(query)
	})
	p := NewMySQL("mysql", dsn("right-password", addr))
	defer p.Close()
	if s := check(t, p, 200*time.Millisecond); s.Status != probes.Up || len(s.Values) != 0 {
		t.Errorf("slow: %v with %v", s.Status, s.Values)
	}
	close(slow)
	if s := check(t, p, 5*time.Second); s.Status != probes.Up || len(s.Values) != 1 {
		t.Errorf("quick again: %v with %v", s.Status, s.Values)
	}
}

func TestAnAnswerOfAnyLengthTakesNoMoreThanItsLimit(t *testing.T) {
	addr, _ := mysqlServer(t, func(string) (*mysql.Result, error) {
		return row([]string{"1"}, strings.Repeat("1", 8<<20))
	})
	p := NewMySQL("mysql", dsn("right-password", addr))
	defer p.Close()
	if s := check(t, p, 5*time.Second); s.Status == probes.Up || s.Fault.Code != probes.OverLimit {
		t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
	}
}

func TestALostConnectionIsMadeAnewByTheNextCheck(t *testing.T) {
	first, stop := mysqlServer(t, well)
	second, _ := mysqlServer(t, well)
	at := first
	p := NewMySQL("mysql", probes.SecretFunc(func() (string, error) { return dsn("right-password", at).Resolve() }))
	defer p.Close()
	if s := check(t, p, 5*time.Second); s.Status != probes.Up {
		t.Fatalf("%v %v", s.Status, s.Fault.Code)
	}
	stop()
	if s := check(t, p, 5*time.Second); s.Status != probes.Down || s.Fault.Code != probes.Refused {
		t.Errorf("stopped: %v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
	}
	at = second
	if s := check(t, p, 5*time.Second); s.Status != probes.Up {
		t.Errorf("with a changed DSN: %v %v", s.Status, s.Fault.Code)
	}
}

func BenchmarkMySQL(b *testing.B) {
	addr, _ := mysqlServer(b, well)
	p := NewMySQL("mysql", dsn("right-password", addr))
	defer p.Close()
	b.ReportAllocs()
	for b.Loop() {
		if s := p.Check(b.Context()); s.Status != probes.Up {
			b.Fatal(s.Fault.Code)
		}
	}
}
