package xinyu

import (
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"syscall"
)

// reason says an error of a connection as the service's libraries do, so that
// its log lines carry the words that operators search for.
func reason(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Connection refused"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "Connection timeout"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "Connection reset by peer"
	}
	return err.Error()
}

// pyException names the exception that Python would have raised for err.
func pyException(err error) string {
	switch words := reason(err); words {
	case "Connection refused":
		return "ConnectionRefusedError: [Errno 111] Connection refused"
	case "Connection timeout":
		return "TimeoutError: Connection timeout"
	case "Connection reset by peer":
		return "ConnectionResetError: [Errno 104] Connection reset by peer"
	default:
		return "RuntimeError: " + words
	}
}

// gaveUp says that whoever asked went away, or that we are shutting down: that
// is no failure of a dependency.
func gaveUp(err error) bool { return errors.Is(err, context.Canceled) }

const (
	criticalAfter = 5  // failures in a row until a dependency counts as gone
	criticalEach  = 50 // failures until that is said again
)

// streak counts a dependency's failures in a row.
type streak struct{ failures atomic.Int64 }

func (s *streak) ok() { s.failures.Store(0) }

// failed counts one failure and says whether it is time for a CRITICAL line.
func (s *streak) failed() bool {
	return s.failures.Add(1)%criticalEach == criticalAfter
}
