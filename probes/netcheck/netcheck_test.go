package netcheck

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"bedside/probes"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func check(t *testing.T, p probes.Probe, d time.Duration) probes.Sample {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	return p.Check(ctx)
}

// silent accepts connections and says nothing.
func silent(t *testing.T) net.Listener {
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
			go func() { defer conn.Close(); _, _ = io.Copy(io.Discard, conn) }()
		}
	}()
	return l
}

func TestPorts(t *testing.T) {
	open := silent(t).Addr().String()
	closed := silent(t)
	closed.Close()
	for _, tt := range []struct {
		name   string
		o      TCPOptions
		status probes.Status
		fault  words.Code
	}{
		{"somebody listens", TCPOptions{Addr: open}, probes.Up, ""},
		{"nobody listens", TCPOptions{Addr: closed.Addr().String()}, probes.Down, probes.Refused},
		{"the name does not exist", TCPOptions{Addr: "no-such-host.invalid:1"}, probes.Down, probes.NoHost},
		{"a server that does not shake hands", TCPOptions{Addr: open, TLS: &TLS{}}, probes.Down, probes.TimedOut},
		{"authorities that are missing", TCPOptions{Addr: open, TLS: &TLS{CA: "/no/such/ca.pem"}}, probes.Unknown, probes.NoFile},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, NewTCP("port", tt.o), 500*time.Millisecond)
			if s.Status != tt.status || s.Fault.Code != tt.fault || s.Target != "port" {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
		})
	}
}

func TestCertificates(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	addr := server.Listener.Addr().String()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(ca, block, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		tls    TLS
		status probes.Status
		fault  words.Code
		says   string
	}{
		{"trusted and for this name", TLS{CA: ca, ServerName: "example.com"}, probes.Up, "", ""},
		{"for another name", TLS{CA: ca, ServerName: "other.test"}, probes.Down, probes.TLS, "other.test"},
		{"of an unknown authority", TLS{ServerName: "example.com"}, probes.Down, probes.TLS, "unknown authority"},
		{"about to expire", TLS{CA: ca, ServerName: "example.com", ExpiresIn: 200 * 365 * 24 * time.Hour}, probes.Degraded, probes.Expiring, " d"},
		{"any will do", TLS{Insecure: true}, probes.Up, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, NewTCP("port", TCPOptions{Addr: addr, TLS: &tt.tls}), 5*time.Second)
			if s.Status != tt.status || s.Fault.Code != tt.fault || !s.Fault.Detail.Has(tt.says) {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
			if answered := s.Status != probes.Down; answered && (len(s.Values) != 1 || s.Values[0].Metric != "port.tls.days") {
				t.Errorf("values %+v", s.Values)
			}
		})
	}
}

func TestDaysLeftAreCounted(t *testing.T) {
	now := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	p := NewTCP("port", TCPOptions{TLS: &TLS{ExpiresIn: 14 * 24 * time.Hour}})
	for days, want := range map[int]probes.Status{15: probes.Up, 13: probes.Degraded, -1: probes.Degraded} {
		s := p.certificate(&x509.Certificate{NotAfter: now.AddDate(0, 0, days)}, now)
		if s.Status != want || s.Values[0].Number != float64(days) {
			t.Errorf("%d days: %v, %v", days, s.Status, s.Values[0].Number)
		}
	}
}

func TestNames(t *testing.T) {
	deaf, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	for _, tt := range []struct {
		name   string
		o      DNSOptions
		status probes.Status
		fault  words.Code
	}{
		{"a name that is known", DNSOptions{Host: "localhost"}, probes.Up, ""},
		{"a name with the right address", DNSOptions{Host: "localhost", Want: []string{"10.0.0.1", "127.0.0.1"}}, probes.Up, ""},
		{"a name with another address", DNSOptions{Host: "localhost", Want: []string{"10.0.0.1"}}, probes.Down, probes.WrongAddress},
		{"a name that nobody has", DNSOptions{Host: "no-such-host.invalid"}, probes.Down, probes.NoHost},
		{"a server that does not answer", DNSOptions{Host: "example.com", Server: deaf.LocalAddr().String()}, probes.Down, probes.TimedOut},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, NewDNS("dns", tt.o), 500*time.Millisecond)
			if s.Status != tt.status || s.Fault.Code != tt.fault {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
			if tt.fault == probes.WrongAddress && !strings.Contains(s.Fault.Detail.Screen(), "127.0.0.1") {
				t.Errorf("the address found is not told: %s", s.Fault.Detail.Screen())
			}
		})
	}
}
