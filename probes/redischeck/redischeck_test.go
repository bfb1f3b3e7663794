package redischeck

import (
	"bufio"
	"context"
	"errors"
	"math"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"go.uber.org/goleak"

	"bedside/probes"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func check(t *testing.T, p *Probe, d time.Duration) probes.Sample {
	t.Helper()
	t.Cleanup(p.Close)
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	return p.Check(ctx)
}

func TestAServerIsUpAndDownAndUpAgain(t *testing.T) {
	server := miniredis.RunT(t)
	p := New("redis", Options{Addr: server.Addr()})
	for range 3 {
		if s := check(t, p, 5*time.Second); s.Status != probes.Up {
			t.Fatalf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
		}
	}
	server.Close()
	for range 3 {
		if s := check(t, p, 5*time.Second); s.Status != probes.Down || s.Fault.Code != probes.Refused && s.Fault.Code != probes.Reset {
			t.Fatalf("stopped: %v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
		}
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	if s := check(t, p, 5*time.Second); s.Status != probes.Up {
		t.Errorf("the first check after the restart: %v %v", s.Status, s.Fault.Code)
	}
}

func TestPasswords(t *testing.T) {
	server := miniredis.RunT(t)
	server.RequireAuth("right")
	for _, tt := range []struct {
		name     string
		password probes.Secret
		status   probes.Status
		fault    words.Code
	}{
		{"the right one", probes.Plain("right"), probes.Up, ""},
		{"a wrong one", probes.Plain("wrong"), probes.Down, probes.Unauthorized},
		{"none", nil, probes.Down, probes.Unauthorized},
		{"one that cannot be read", probes.SecretFunc(func() (string, error) { return "", errors.New("no file") }), probes.Unknown, probes.NoSecret},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, New("redis", Options{Addr: server.Addr(), Password: tt.password}), 5*time.Second)
			if s.Status != tt.status || s.Fault.Code != tt.fault {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
		})
	}
}

// answering is a server that says the same to everybody.
func answering(t *testing.T, text string) string {
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
				question := make([]byte, 4096)
				for {
					if _, err := conn.Read(question); err != nil {
						return
					}
					if _, err := conn.Write([]byte(text)); err != nil {
						return
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

func TestServersThatTalkDifferently(t *testing.T) {
	for _, tt := range []struct {
		name   string
		says   string
		status probes.Status
		fault  words.Code
	}{
		{"nothing at all", "", probes.Down, probes.TimedOut},
		{"no Redis", "HTTP/1.1 400 Bad Request\r\n\r\n", probes.Down, probes.Malformed},
		{"it loads its data", "-LOADING Redis is loading the dataset in memory\r\n-LOADING x\r\n", probes.Degraded, probes.Unhealthy},
		{"it takes no more clients", "-ERR max number of clients reached\r\n-ERR x\r\n", probes.Down, probes.Unhealthy},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, New("redis", Options{Addr: answering(t, tt.says)}), 300*time.Millisecond)
			if s.Status != tt.status || s.Fault.Code != tt.fault {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
		})
	}
}

func TestAReplyOfAnyLengthTakesNoMoreThanItsLimit(t *testing.T) {
	for _, tt := range []struct {
		name    string
		says    string
		status  probes.Status
		fault   words.Code
		dropped int
	}{
		{"INFO of a megabyte", "+PONG\r\n$1048576\r\nused_memory:7\r\n" + strings.Repeat("x", 1<<20), probes.Up, "", 1<<20 - maxText},
		{"INFO of more bytes than there are", "+PONG\r\n$9223372036854775807\r\nused_memory:7\r\n" + strings.Repeat("x", maxText), probes.Up, "", math.MaxInt64 - maxText},
		{"INFO of fewer than none", "+PONG\r\n$-7\r\n", probes.Down, probes.Malformed, 0},
		{"INFO of a length that is no number", "+PONG\r\n$many\r\n", probes.Down, probes.Malformed, 0},
		{"a line without an end", "+" + strings.Repeat("P", 2*maxLine), probes.Down, probes.Malformed, 0},
		{"INFO that may not be seen", "+PONG\r\n-NOPERM this user has no permissions\r\n", probes.Up, "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := check(t, New("redis", Options{Addr: answering(t, tt.says)}), 2*time.Second)
			if s.Status != tt.status || s.Fault.Code != tt.fault || s.Dropped != tt.dropped {
				t.Errorf("%v %v (%s), dropped %d", s.Status, s.Fault.Code, s.Fault.Detail.Screen(), s.Dropped)
			}
		})
	}
}

func TestAServerThatEndsAnIdleConnectionIsUp(t *testing.T) {
	server := miniredis.RunT(t)
	p := New("redis", Options{Addr: server.Addr()})
	check(t, p, 5*time.Second)
	server.Close()
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	if s := check(t, p, 5*time.Second); s.Status != probes.Up {
		t.Errorf("after a restart between two checks: %v %v", s.Status, s.Fault.Code)
	}
}

func FuzzReply(f *testing.F) {
	for _, says := range []string{"+PONG\r\n", "$3\r\nabc\r\n", "$-1\r\n", "-ERR x\r\n", ":1\r\n", "$99999999999999999999\r\n", "\n", "$4"} {
		f.Add(says)
	}
	f.Fuzz(func(t *testing.T, says string) {
		s := &session{in: bufio.NewReaderSize(strings.NewReader(says), maxLine)}
		for {
			got, err := s.receive()
			if refused := refusal(""); err != nil && !errors.As(err, &refused) {
				return
			}
			if len(got.text) > maxText {
				t.Fatalf("%d bytes were kept", len(got.text))
			}
		}
	})
}

func TestInfoGivesFigures(t *testing.T) {
	p := New("redis", Options{})
	got := p.figures("# Memory\r\nused_memory:1101004\r\n# Clients\r\nconnected_clients:7\r\nkeyspace_hits:30\r\nkeyspace_misses:10\r\nused_memory_human:1.05M\r\n")
	want := []probes.Value{
		{Metric: "redis.memory", Number: 1101004, Unit: probes.Bytes}, {Metric: "redis.clients", Number: 7},
		{Metric: "redis.lookups", Number: 40}, {Metric: "redis.hits", Number: 0.75, Unit: probes.Ratio},
	}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	if got := p.figures("used_memory:nan\r\nconnected_clients\r\n:::\r\n"); len(got) != 0 {
		t.Errorf("noise became %+v", got)
	}
}

func BenchmarkCheck(b *testing.B) {
	server := miniredis.RunT(b)
	p := New("redis", Options{Addr: server.Addr()})
	defer p.Close()
	b.ReportAllocs()
	for b.Loop() {
		if s := p.Check(b.Context()); s.Status != probes.Up {
			b.Fatal(s.Fault.Code)
		}
	}
}
