package redischeck

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"

	"bedside/probes"
)

// Limits of one reply.
const (
	maxLine = 4 << 10
	maxText = 64 << 10 // INFO has some 8 KiB
)

// session is one connection to a server, spoken to in the second version of
// Redis' protocol. A client library would make room for whatever length a reply
// announces.
type session struct {
	conn net.Conn
	in   *bufio.Reader
}

// connect opens a session and logs in where there is a password.
func connect(ctx context.Context, addr, password string) (*session, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &session{conn, bufio.NewReaderSize(conn, maxLine)}
	if password == "" {
		return s, nil
	}
	err = s.during(ctx, func() error {
		if err := s.send([]string{"AUTH", password}); err != nil {
			return err
		}
		_, err := s.receive()
		return err
	})
	if err != nil {
		_ = conn.Close() // nothing but the login was written
		return nil, err
	}
	return s, nil
}

// ask exchanges PING and INFO in one round trip. A server that lets us not see
// INFO gives an empty one.
func (s *session) ask(ctx context.Context) (info reply, err error) {
	err = s.during(ctx, func() error {
		if err := s.send([]string{"PING"}, []string{"INFO"}); err != nil {
			return err
		}
		pong, err := s.receive()
		switch {
		case err != nil:
			return err
		case pong.text != "PONG":
			return errForeign
		}
		info, err = s.receive()
		if refused := refusal(""); errors.As(err, &refused) {
			return nil
		}
		return err
	})
	return info, err
}

// during lets ctx end every wait of exchange.
func (s *session) during(ctx context.Context, exchange func() error) error {
	if err := s.conn.SetDeadline(time.Time{}); err != nil {
		return err
	}
	giveUp := context.AfterFunc(ctx, func() { _ = s.conn.SetDeadline(time.Unix(1, 0)) })
	err := exchange()
	if !giveUp() && err != nil {
		return ctx.Err()
	}
	return err
}

// send writes commands, each with its arguments, in one go.
func (s *session) send(commands ...[]string) error {
	var b strings.Builder
	for _, words := range commands {
		b.WriteString("*" + strconv.Itoa(len(words)) + "\r\n")
		for _, w := range words {
			b.WriteString("$" + strconv.Itoa(len(w)) + "\r\n" + w + "\r\n")
		}
	}
	_, err := io.WriteString(s.conn, b.String())
	return err
}

// refusal is an error that the server replied: its first word says which.
type refusal string

func (r refusal) Error() string { return string(r) }

// hungUp reports whether the server ended the connection.
func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// errForeign is the error of a reply that Redis would not give.
var errForeign error = probes.Errorf(probes.Down, probes.Malformed, "Redis")

// reply is what the server said to one command.
type reply struct {
	text string
	over int // bytes of it beyond the limit, which are left unread
}

// receive reads one reply. The error is a refusal when the server replied one.
// After a text beyond the limit nothing more can be read.
func (s *session) receive() (reply, error) {
	line, err := s.in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return reply{}, errForeign
	case err != nil:
		return reply{}, err
	}
	text := strings.TrimRight(string(line[1:]), "\r\n")
	switch line[0] {
	case '+', ':':
		return reply{text: text}, nil
	case '-':
		return reply{}, refusal(text)
	case '$':
		return s.text(text)
	}
	return reply{}, errForeign
}

// text reads a text whose length was announced.
func (s *session) text(announced string) (reply, error) {
	const end = len("\r\n")
	n, err := strconv.Atoi(announced)
	switch {
	case err != nil, n < -1:
		return reply{}, errForeign
	case n == -1: // there is no such text
		return reply{}, nil
	}
	kept := min(n, maxText)
	text := make([]byte, kept)
	if _, err := io.ReadFull(s.in, text); err != nil {
		return reply{}, err
	}
	if n > kept {
		return reply{string(text), n - kept}, nil
	}
	_, err = s.in.Discard(end)
	return reply{text: string(text)}, err
}
