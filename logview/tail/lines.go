package tail

import (
	"bytes"
	"unicode/utf8"
)

// splitter cuts the bytes of one file into lines and keeps the beginning of
// the line whose end has not come yet.
type splitter struct {
	max   int    // the longest line in bytes
	held  []byte // the beginning of a line
	spare []byte // the buffer of a line already emitted, whose bytes are still in use

	skip   bool // drop what comes before the next line end
	hollow bool // drop the NULs that come first: the hole that truncation left
}

// split emits each line that b completes. The lines' bytes are valid until
// the next call.
func (s *splitter) split(b []byte, emit func(Line)) {
	if b = s.wanted(b); len(b) == 0 {
		return
	}
	if len(s.held) > 0 {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			s.hold(b, emit)
			return
		}
		s.held = append(s.held, b[:min(end, s.room())]...)
		s.emitHeld(emit)
		b = b[end+1:]
	}
	for end := bytes.IndexByte(b, '\n'); end >= 0; end = bytes.IndexByte(b, '\n') {
		emit(s.line(b[:end]))
		b = b[end+1:]
	}
	s.hold(b, emit)
}

// end emits the line that never got its end.
func (s *splitter) end(emit func(Line)) {
	if len(s.held) > 0 {
		s.emitHeld(emit)
	}
	s.skip = false
}

// wanted is b without the bytes to drop at its beginning.
func (s *splitter) wanted(b []byte) []byte {
	if s.hollow {
		b = bytes.TrimLeft(b, "\x00")
		s.hollow = len(b) == 0
	}
	if s.skip {
		end := bytes.IndexByte(b, '\n')
		s.skip = end < 0
		if s.skip {
			return nil
		}
		b = b[end+1:]
	}
	return b
}

// room is how many more bytes of a line are worth holding: with the carriage
// return of its end and one byte that shows it to be too long.
func (s *splitter) room() int { return max(0, s.max+2-len(s.held)) }

// hold keeps the beginning of a line; a line that is too long by then is cut
// and emitted at once, for its end may never come.
func (s *splitter) hold(b []byte, emit func(Line)) {
	s.held = append(s.held, b[:min(len(b), s.room())]...)
	if s.room() == 0 {
		s.emitHeld(emit)
		s.skip = true
	}
}

func (s *splitter) emitHeld(emit func(Line)) {
	emit(s.line(s.held))
	s.held, s.spare = s.spare[:0], s.held
}

// line is b as a Line: without its carriage return, and cut to the limit.
func (s *splitter) line(b []byte) Line {
	b = bytes.TrimSuffix(b, []byte{'\r'})
	if len(b) <= s.max {
		return Line{Text: b}
	}
	return Line{Text: wholeRunes(b[:s.max]), Cut: true}
}

// wholeRunes is b without the first bytes of a rune at its end.
func wholeRunes(b []byte) []byte {
	for back := 1; back < utf8.UTFMax && back <= len(b); back++ {
		if start := len(b) - back; utf8.RuneStart(b[start]) {
			if !utf8.FullRune(b[start:]) {
				return b[:start]
			}
			return b
		}
	}
	return b
}
