package ptytest

import (
	"bytes"
	"fmt"
	"time"
)

// Arrival waits until the output from offset from on satisfies ok, and returns
// when, since Start, the part came that made it so. ok sees the output grow
// part by part, each once, and may take its time: reading goes on meanwhile.
func (s *Session) Arrival(from int, limit time.Duration, ok func(output []byte) bool) (time.Duration, error) {
	deadline := time.Now().Add(limit)
	for next := 0; ; {
		output, chunks := s.soFar()
		for ; next < len(chunks); next++ {
			if c := chunks[next]; c.End > from && ok(output[from:c.End]) {
				return c.At, nil
			}
		}
		grown := func(now []byte) bool { return len(now) > len(output) }
		if err := s.WaitFor(0, time.Until(deadline), grown); err != nil {
			return 0, err
		}
	}
}

// soFar is the output and how it came. Neither is written to again: what comes
// later is appended.
func (s *Session) soFar() ([]byte, []Chunk) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.output, s.chunks
}

// FirstMatch returns when, since Start, the output first satisfied ok.
func (s *Session) FirstMatch(limit time.Duration, ok func(output []byte) bool) (time.Duration, error) {
	at, err := s.Arrival(0, limit, ok)
	if err != nil {
		return 0, fmt.Errorf("waiting for the first frame: %w", err)
	}
	return at, nil
}

// FirstText returns when, since Start, the output first held text.
func (s *Session) FirstText(limit time.Duration, text string) (time.Duration, error) {
	return s.FirstMatch(limit, func(out []byte) bool { return bytes.Contains(out, []byte(text)) })
}

// Press is keys typed for an effect.
type Press struct {
	Keys  string
	From  int           // where in the output the effect is looked for; what comes later than the keys counts
	Limit time.Duration // how long it may take
}

// KeyToScreen types keys and returns how long it took until the output
// satisfied ok, which sees it grow as Arrival's does.
func (s *Session) KeyToScreen(p Press, ok func(output []byte) bool) (time.Duration, error) {
	begun := time.Since(s.started)
	if err := s.Type(p.Keys); err != nil {
		return 0, err
	}
	at, err := s.Arrival(p.From, p.Limit, ok)
	if err != nil {
		return 0, fmt.Errorf("waiting for the effect of %q: %w", p.Keys, err)
	}
	return at - begun, nil
}
