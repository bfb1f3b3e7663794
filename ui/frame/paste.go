package frame

import (
	"bytes"
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

const pasteEnd = "\x1b[201~"

// paste is a bracketed paste that has begun.
type paste struct {
	began, grew time.Time
	text        []byte
}

func newPaste(now time.Time) *paste { return &paste{began: now, grew: now} }

// deadline is when the paste is given up if its end has not come.
func (p *paste) deadline() time.Time {
	idle, whole := p.grew.Add(pasteIdle), p.began.Add(pasteWait)
	if idle.Before(whole) {
		return idle
	}
	return whole
}

// keep adds to the text as far as there is room.
func (p *paste) keep(b []byte, now time.Time) {
	p.grew = now
	p.text = append(p.text, b[:min(len(b), maxPaste-len(p.text))]...)
}

// message is the paste as a key that matches no binding, nil if it is empty.
// Line ends become \n; other control characters are left out.
func (p *paste) message() tea.Msg {
	var runes []rune
	for text := bytes.ReplaceAll(p.text, []byte("\r\n"), []byte("\n")); len(text) > 0; {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		switch {
		case r == '\r':
			r = '\n'
		case r == '\n', r == '\t':
		case r == utf8.RuneError && n == 1, !unicode.IsGraphic(r):
			continue
		}
		runes = append(runes, r)
	}
	if len(runes) == 0 {
		return nil
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: runes, Paste: true}
}

// nextPaste takes the pending bytes into the paste, up to its end.
func (s *splitter) nextPaste(now time.Time) (tea.Msg, int) {
	b := s.pending
	if end := bytes.Index(b, []byte(pasteEnd)); end >= 0 {
		s.paste.keep(b[:end], now)
		msg := s.paste.message()
		s.paste, s.torn = nil, time.Time{}
		return msg, end + len(pasteEnd)
	}
	n := len(b) - endOverlap(b)
	s.paste.keep(b[:n], now)
	return nil, n
}

// endOverlap is how many bytes at the end of b may be the start of the
// paste's end.
func endOverlap(b []byte) int {
	for n := min(len(b), len(pasteEnd)-1); n > 0; n-- {
		if bytes.HasSuffix(b, []byte(pasteEnd[:n])) {
			return n
		}
	}
	return 0
}
