package probes

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// dialing is the error that a dialer returns for errno.
func dialing(errno syscall.Errno) error {
	return &net.OpError{
		Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 80},
		Err: os.NewSyscallError("connect", errno),
	}
}

func TestErrorsAreNamed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		status Status
		fault  words.Code
		detail string
	}{
		{"nothing listens", dialing(syscall.ECONNREFUSED), Down, Refused, "10.0.0.1:80"},
		{"no way to the network", dialing(syscall.ENETUNREACH), Down, NoRoute, "10.0.0.1:80"},
		{"no way to the host", dialing(syscall.EHOSTUNREACH), Down, NoRoute, "10.0.0.1:80"},
		{"the other side reset", dialing(syscall.ECONNRESET), Down, Reset, "10.0.0.1:80"},
		{"the system gave up", dialing(syscall.ETIMEDOUT), Down, TimedOut, ""},
		{"a firewall of ours forbids it", dialing(syscall.EPERM), Unknown, NoPermission, "10.0.0.1:80"},
		{"we have no files left", dialing(syscall.EMFILE), Unknown, Failed, ""},
		{"we were told to stop", context.Canceled, Unknown, Failed, ""},
		{"the deadline passed", fmt.Errorf("asking: %w", context.DeadlineExceeded), Down, TimedOut, ""},
		{"a read's deadline passed", os.ErrDeadlineExceeded, Down, TimedOut, ""},
		{"the name is unknown", &net.DNSError{Name: "chroma", IsNotFound: true}, Down, NoHost, "chroma"},
		{"the name server is broken", &net.DNSError{Name: "chroma", Err: "server misbehaving"}, Down, NoHost, "chroma"},
		{"the name server is silent", &net.DNSError{Name: "chroma", IsTimeout: true}, Down, TimedOut, ""},
		{"the end came too early", io.ErrUnexpectedEOF, Down, Reset, ""},
		{"the certificate expired", &tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}, Down, TLS, "expired"},
		{"the certificate is for another", x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{"a.test"}}, Host: "b.test"}, Down, TLS, "b.test"},
		{"a port of plain HTTP is asked for TLS", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake", RecordHeader: [5]byte([]byte("HTTP/"))}, Down, PlainHTTP, ""},
		{"a port of something else is asked for TLS", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake", RecordHeader: [5]byte([]byte("-ERR ")), Conn: &net.TCPConn{}}, Down, NoTLS, ""},
		{"a file is missing", &fs.PathError{Op: "open", Path: "/x", Err: fs.ErrNotExist}, Down, NoFile, "/x"},
		{"a file is not ours to read", &fs.PathError{Op: "open", Path: "/x", Err: fs.ErrPermission}, Unknown, NoPermission, "/x"},
		{"something else", errors.New("out of cheese"), Down, Failed, "out of cheese"},
		{"a fault that was named before", fmt.Errorf("asking: %w", Errorf(Degraded, BadBody, "%d", 7)), Degraded, BadBody, "7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Unreachable(tt.err)
			if s.Status != tt.status || s.Fault.Code != tt.fault || !s.Fault.Detail.Has(tt.detail) {
				t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
			if FaultOf(tt.err) != s.Fault {
				t.Errorf("FaultOf says %v, the sample %v", FaultOf(tt.err).Code, s.Fault.Code)
			}
		})
	}
	if f := FaultOf(nil); f != (Fault{}) {
		t.Errorf("no error is %v", f.Code)
	}
}

func TestAnAddressIsLeftOutOfTheDetail(t *testing.T) {
	err := &url.Error{Op: "Get", URL: "https://robot.test/send?access_token=secret", Err: errors.New("out of cheese")}
	if f := FaultOf(err); f.Detail.Has("secret") || !f.Detail.Is("out of cheese") {
		t.Errorf("detail %s", f.Detail.Screen())
	}
}

func TestDetailsAreCut(t *testing.T) {
	s := Fail(Down, BadBody, strings.Repeat("热", 1000))
	if n := s.Fault.Detail.Len(); n > detailMax || !utf8.ValidString(s.Fault.Detail.Screen()) {
		t.Errorf("%d bytes", n)
	}
}

func TestASampleEndsWithItsTimeAndATimeOutSaysHowLong(t *testing.T) {
	s := Unreachable(context.DeadlineExceeded).Ended("health", time.Now().Add(-2*time.Second))
	if s.Target != "health" || s.At.IsZero() || s.Latency < 2*time.Second || !s.Fault.Detail.Is("2 s") {
		t.Errorf("%+v, detail %s", s, s.Fault.Detail.Screen())
	}
	if said := words.Chinese.Say(s.Fault.Line()); said != "2 s 内无响应" {
		t.Errorf("said %q", said)
	}
}

func TestEveryFaultHasItsSentence(t *testing.T) {
	for _, code := range []words.Code{
		Refused, NoHost, NoRoute, TimedOut, Reset, BadStatus, BadBody, Lacks, NotJSON, EmptyBody, Unhealthy, OverLimit, TLS, PlainHTTP, NoTLS, WantsTLS, Expiring,
		Unauthorized, RateLimited, Redirected, Malformed, NotProvided, NoProcess, NoFile, TooOld, TooSmall, NoPermission, NoSecret,
		NotANumber, LowSpace, WrongAddress, Stale, NotActive, Failed,
	} {
		if !words.Has(code) {
			t.Errorf("%s has no sentence", code)
		}
		for _, lang := range []words.Lang{words.English, words.Chinese} {
			if said := lang.Say(Fault{code, raw.Of("x")}.Line()); strings.Contains(said, "{") || said == "" {
				t.Errorf("%s is said as %q", code, said)
			}
		}
	}
}

func TestASecretThatCannotBeReadLeavesTheTargetUnknown(t *testing.T) {
	for _, tt := range []struct {
		name   string
		secret Secret
		want   string
		fails  bool
	}{
		{name: "none", secret: nil},
		{name: "a plain text", secret: Plain("x"), want: "x"},
		{name: "one that is read", secret: SecretFunc(func() (string, error) { return "y", nil }), want: "y"},
		{name: "one that is missing", secret: SecretFunc(func() (string, error) { return "z", errors.New("/etc/key: no such file") }), fails: true},
	} {
		got, err := Resolve(tt.secret)
		if got != tt.want || (err != nil) != tt.fails {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
		if s := Unreachable(err); tt.fails && (s.Status != Unknown || s.Fault.Code != NoSecret) {
			t.Errorf("%s: %v %v", tt.name, s.Status, s.Fault.Code)
		}
	}
}

func TestACutOffCheckTellsItsDeadline(t *testing.T) {
	for took, want := range map[time.Duration]string{
		4 * time.Millisecond: "4 ms", 59 * time.Millisecond: "59 ms", 258 * time.Millisecond: "250 ms",
		1066 * time.Millisecond: "1 s", 2080 * time.Millisecond: "2 s", 8012 * time.Millisecond: "8 s",
	} {
		if got := words.English.Duration(deadline(took)); got != want {
			t.Errorf("after %v it says %q, want %q", took, got, want)
		}
	}
}
