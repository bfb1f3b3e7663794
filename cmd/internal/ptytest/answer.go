package ptytest

import "bytes"

// answers are what a terminal says when a program asks: its background and
// foreground, what it is, where its cursor stands.
var answers = []struct{ question, answer string }{
	{"\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\"},
	{"\x1b]10;?", "\x1b]10;rgb:ffff/ffff/ffff\x1b\\"},
	{"\x1b[c", "\x1b[?62;22c"},
	{"\x1b[>c", "\x1b[>41;377;0c"},
	{"\x1b[6n", "\x1b[1;1R"},
	{"\x1b[5n", "\x1b[0n"},
}

// Answer makes the terminal answer what it is asked from now on. Without, it
// is silent, as some are: a program must not wait for it.
func (s *Session) Answer() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answering = true
}

// reply answers the questions in a part of the output.
func (s *Session) reply(b []byte) {
	s.mu.Lock()
	answering := s.answering
	s.mu.Unlock()
	if !answering {
		return
	}
	for _, a := range answers {
		for range bytes.Count(b, []byte(a.question)) {
			_ = s.Type(a.answer) // a program that has ended needs no answer
		}
	}
}
