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
	"syscall"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// detailMax is how many bytes of somebody else's words a fault quotes.
const detailMax = 240

// Fail is the sample of a check that did not find its target up. The detail is
// cut to a length that fits a line.
func Fail(status Status, code words.Code, detail string) Sample {
	text, _ := raw.Of(detail).Cut(detailMax)
	return Sample{Status: status, Fault: Fault{Code: code, Detail: text}}
}

// Error is a fault on its way to a sample, with the status that it means.
type Error struct {
	Status Status
	Fault  Fault
}

// Errorf makes an Error of a code and its detail.
func Errorf(status Status, code words.Code, format string, args ...any) *Error {
	return &Error{status, Fail(status, code, fmt.Sprintf(format, args...)).Fault}
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %v", e.Fault.Code, e.Fault.Detail)
}

// Unreachable is the sample of a check that err ended before an answer came.
// Unless err is an Error that says otherwise, the target is down; when the
// reason lies with us, nothing is known.
func Unreachable(err error) Sample {
	if e := (*Error)(nil); errors.As(err, &e) {
		return Sample{Status: e.Status, Fault: e.Fault}
	}
	fault := FaultOf(err)
	status := Down
	if ours(err) || fault.Code == NoPermission {
		status = Unknown
	}
	return Sample{Status: status, Fault: fault}
}

// ours reports whether the console itself could not ask: it was told to stop,
// or has no files, memory or ports left.
func ours(err error) bool {
	for _, own := range []error{context.Canceled, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EADDRNOTAVAIL} {
		if errors.Is(err, own) {
			return true
		}
	}
	return false
}

// FaultOf names the reason why a connection, a request or a file operation
// failed. A time-out has no detail: Sample.Ended adds the time that was waited.
// URLs are left out of the detail, because they may hold secrets.
func FaultOf(err error) Fault {
	if err == nil {
		return Fault{}
	}
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Fault
	}
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	for _, named := range []func(error) (words.Code, string){ofName, ofTime, ofTLS, ofConnection, ofFile} {
		if code, detail := named(err); code != "" {
			return Fail(Down, code, detail).Fault
		}
	}
	return Fail(Down, Failed, err.Error()).Fault
}

func ofName(err error) (words.Code, string) {
	dns := (*net.DNSError)(nil)
	switch {
	case !errors.As(err, &dns):
		return "", ""
	case dns.IsTimeout && !dns.IsNotFound:
		return TimedOut, ""
	}
	return NoHost, dns.Name
}

func ofTime(err error) (words.Code, string) {
	late := net.Error(nil)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &late) && late.Timeout() {
		return TimedOut, ""
	}
	return "", ""
}

func ofTLS(err error) (words.Code, string) {
	var (
		invalid  x509.CertificateInvalidError
		hostname x509.HostnameError
		unknown  x509.UnknownAuthorityError
		verify   *tls.CertificateVerificationError
		alert    tls.AlertError
		record   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &invalid):
		return TLS, invalid.Error()
	case errors.As(err, &hostname):
		return TLS, hostname.Error()
	case errors.As(err, &unknown):
		return TLS, unknown.Error()
	case errors.As(err, &verify):
		return TLS, verify.Error()
	case errors.As(err, &alert):
		return TLS, alert.Error()
	case errors.As(err, &record) && string(record.RecordHeader[:]) == "HTTP/":
		return PlainHTTP, ""
	case errors.As(err, &record) && record.Conn != nil:
		return NoTLS, ""
	case errors.As(err, &record):
		return TLS, record.Msg
	}
	return "", ""
}

// byErrno names the reasons for which the system itself ends a connection.
func byErrno(errno syscall.Errno) words.Code {
	switch errno {
	case syscall.ECONNREFUSED:
		return Refused
	case syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN:
		return NoRoute
	case syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE:
		return Reset
	case syscall.ETIMEDOUT:
		return TimedOut
	}
	return ""
}

func ofConnection(err error) (words.Code, string) {
	address := ""
	if op := (*net.OpError)(nil); errors.As(err, &op) && op.Addr != nil {
		address = op.Addr.String()
	}
	if errno := syscall.Errno(0); errors.As(err, &errno) {
		if code := byErrno(errno); code != "" {
			return code, address
		}
		if errors.Is(errno, fs.ErrPermission) && address != "" {
			return NoPermission, address
		}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return Reset, address
	}
	return "", ""
}

func ofFile(err error) (words.Code, string) {
	path := err.Error()
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		path = p.Path
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return NoFile, path
	case errors.Is(err, fs.ErrPermission):
		return NoPermission, path
	}
	return "", ""
}
