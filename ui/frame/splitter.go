package frame

import (
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// How long the rest of something unfinished is waited for.
const (
	escapeWait   = 25 * time.Millisecond  // after a lone ESC, which is the key
	sequenceWait = 100 * time.Millisecond // inside a sequence or a character
	pasteIdle    = 500 * time.Millisecond // inside a paste, since its last byte
	pasteWait    = 2 * time.Second        // a whole paste
	tornWait     = 5 * time.Second        // after a paste that did not end in time
)

// What is kept of something that goes on and on.
const (
	maxSequence = 1024
	maxPaste    = 64 << 10
)

// splitter turns the bytes that a terminal sends into keys, one message each,
// however they are cut into reads: ten letters in one read are ten keys, and a
// sequence in two reads is one. What it does not know it drops. A paste is one
// message. Time is an argument.
type splitter struct {
	mouse   bool
	pending []byte    // the start of something unfinished
	since   time.Time // when pending began
	paste   *paste    // not nil: inside a bracketed paste
	torn    time.Time // until then what comes in a burst belongs to a paste that was given up
}

// feed takes one read.
func (s *splitter) feed(read []byte, now time.Time) []tea.Msg {
	msgs := s.expire(now)
	if s.paste != nil && string(read) == interrupt {
		return append(append(msgs, s.endPaste()...), controlKey(interrupt[0], 0))
	}
	if s.paste == nil && now.Before(s.torn) && burst(read) {
		s.paste = newPaste(now)
	}
	if len(s.pending) == 0 {
		s.since = now
	}
	s.pending = append(s.pending, read...)
	for len(s.pending) > 0 {
		msg, n := s.next(now)
		if n == 0 {
			break
		}
		s.pending, s.since = s.pending[n:], now
		if msg != nil {
			msgs = append(msgs, msg)
		}
	}
	if len(s.pending) == 0 {
		s.pending = nil // not the array of everything ever read
	}
	return msgs
}

// deadline is when expire should be called if nothing comes before.
func (s *splitter) deadline() (time.Time, bool) {
	switch {
	case s.paste != nil:
		return s.paste.deadline(), true
	case len(s.pending) == 1 && s.pending[0] == esc:
		return s.since.Add(escapeWait), true
	case len(s.pending) > 0:
		return s.since.Add(sequenceWait), true
	}
	return time.Time{}, false
}

// expire gives up waiting for what should have come by now.
func (s *splitter) expire(now time.Time) []tea.Msg {
	deadline, waiting := s.deadline()
	if !waiting || now.Before(deadline) {
		return nil
	}
	if s.paste != nil {
		s.torn = now.Add(tornWait)
		return s.endPaste()
	}
	given := s.pending
	s.pending = nil
	switch {
	case len(given) == 1 && given[0] == esc:
		return []tea.Msg{tea.KeyMsg{Type: tea.KeyEsc}}
	case len(given) == 2 && given[0] == esc:
		return []tea.Msg{runeKey(rune(given[1]), alt)} // Alt-[ and the like
	}
	return nil
}

func (s *splitter) endPaste() []tea.Msg {
	msg := s.paste.message()
	s.paste, s.pending = nil, nil
	if msg == nil {
		return nil
	}
	return []tea.Msg{msg}
}

// burst reports whether a read holds more than a person types at once.
func burst(read []byte) bool {
	return len(read) > 1 && read[0] != esc && utf8.RuneCount(read) > 1
}

const esc = 0x1B

// interrupt is Ctrl-C, which a person types alone: it gets through even where
// a paste has no end.
const interrupt = "\x03"

// next takes one message from the pending bytes: how many bytes it took, 0 if
// it is unfinished, and the message, nil if it is dropped.
func (s *splitter) next(now time.Time) (tea.Msg, int) {
	if s.paste != nil {
		return s.nextPaste(now)
	}
	b := s.pending
	if b[0] == esc {
		return s.escape(now)
	}
	if b[0] < ' ' || b[0] == 0x7F {
		return controlKey(b[0], 0), 1
	}
	return letter(b, 0)
}

// letter takes one rune.
func letter(b []byte, m modifier) (tea.Msg, int) {
	if !utf8.FullRune(b) {
		return nil, 0
	}
	r, n := utf8.DecodeRune(b)
	if r == utf8.RuneError && n == 1 || !unicode.IsGraphic(r) {
		return nil, n
	}
	return runeKey(r, m), n
}

// escape takes what begins with ESC.
func (s *splitter) escape(now time.Time) (tea.Msg, int) {
	b := s.pending
	if len(b) == 1 {
		return nil, 0
	}
	switch c := b[1]; {
	case c == '[':
		return s.controlSequence(now)
	case c == 'O' && len(b) == 2:
		return nil, 0
	case c == 'O' && b[2] > ' ':
		return ss3Key(b[2]), 3
	case c == ']', c == 'P', c == '^', c == '_', c == 'X':
		return nil, controlString(b)
	case c == esc, c == interrupt[0]: // Ctrl-C is Ctrl-C whatever came before
		return tea.KeyMsg{Type: tea.KeyEsc}, 1
	case c < ' ' || c == 0x7F:
		return controlKey(c, alt), 2
	}
	msg, n := letter(b[1:], alt)
	if n == 0 {
		return nil, 0
	}
	return msg, n + 1
}

// controlString returns the length of OSC, DCS and the like: up to BEL or
// ESC \, or to what breaks them off; 0 if the end has not come. They are
// answers that nobody asked for.
func controlString(b []byte) int {
	for i := 2; i < len(b); i++ {
		switch {
		case b[i] == '\a':
			return i + 1
		case b[i] == esc && i+1 == len(b):
			return 0
		case b[i] == esc && b[i+1] == '\\':
			return i + 2
		case b[i] < ' ':
			return i
		}
	}
	if len(b) > maxSequence {
		return len(b)
	}
	return 0
}

// controlSequence takes ESC [ and what belongs to it.
func (s *splitter) controlSequence(now time.Time) (tea.Msg, int) {
	b := s.pending
	if len(b) > 2 && b[2] == '[' {
		return consoleKey(b)
	}
	if len(b) > 2 && b[2] == 'M' {
		return nil, oldMouse(b)
	}
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c >= 0x40 && c <= 0x7E:
			return s.sequence(string(b[2:i]), c, now), i + 1
		case c < ' ' || c > '?':
			return nil, i // broken off: what comes is something else
		}
	}
	if len(b) > maxSequence {
		return nil, len(b)
	}
	return nil, 0
}

// consoleKey takes a function key of the Linux console.
func consoleKey(b []byte) (tea.Msg, int) {
	if len(b) == 3 {
		return nil, 0
	}
	key, ok := console[b[3]]
	if !ok {
		return nil, 3
	}
	return tea.KeyMsg{Type: key}, 4
}

// oldMouse returns the length of a mouse report of the old form, which has
// three bytes after ESC [ M; they are never control characters.
func oldMouse(b []byte) int {
	for i := 3; i < 6; i++ {
		switch {
		case i == len(b):
			return 0
		case b[i] < ' ':
			return i
		}
	}
	return 6
}

func (s *splitter) sequence(params string, final byte, now time.Time) tea.Msg {
	switch {
	case params == "200" && final == '~':
		s.paste = newPaste(now)
		return nil
	case params == "201" && final == '~':
		s.torn = time.Time{}
		return nil
	case params != "" && params[0] == '<' && (final == 'M' || final == 'm'):
		if !s.mouse {
			return nil
		}
		return mouseEvent(params[1:], final)
	}
	return csiKey(params, final)
}
