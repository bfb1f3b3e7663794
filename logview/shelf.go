package logview

import (
	"encoding/binary"
	"slices"
	"time"

	"bedside/logview/raw"
)

// shelf keeps entries as bytes, the oldest of which are let go of first. So
// they take less than half of the room that they take as Entry values, and the
// garbage collector finds nothing in them to follow.
type shelf struct {
	blocks []*block // oldest first
	gone   int      // entries of the first block that were let go of
	held   int
	bytes  int // of the entries held
	spare  *block
	words  []string // sources and kinds, which are few, by number
}

// block is where entries stand one behind the other.
type block struct {
	data   []byte
	starts []uint32
}

const (
	blockBytes = 32 << 10
	mostWords  = 255
	startBytes = 4 // of an entry's place among starts
)

// put adds an entry as the newest and returns the bytes that it takes. Of a
// copy, back is how many entries before it its original stands, 0 for nowhere.
func (s *shelf) put(e *Entry, back uint64) int {
	b := s.room()
	start := len(b.data)
	b.starts = append(b.starts, uint32(start))
	b.data = s.encode(b.data, e, back)
	size := len(b.data) - start + startBytes
	s.held++
	s.bytes += size
	return size
}

// room is the block that takes the next entry.
func (s *shelf) room() *block {
	if n := len(s.blocks); n > 0 && len(s.blocks[n-1].data) < blockBytes-blockBytes/16 {
		return s.blocks[n-1]
	}
	b := s.spare
	if s.spare = nil; b == nil {
		b = &block{data: make([]byte, 0, blockBytes)}
	}
	s.blocks = append(s.blocks, b)
	return b
}

// drop lets go of the oldest entry.
func (s *shelf) drop() {
	b := s.blocks[0]
	s.bytes -= len(b.entry(s.gone)) + startBytes
	s.held--
	if s.gone++; s.gone < len(b.starts) {
		return
	}
	s.blocks, s.gone = slices.Delete(s.blocks, 0, 1), 0
	if cap(b.data) == blockBytes {
		b.data, b.starts = b.data[:0], b.starts[:0]
		s.spare = b
	}
}

// find is the bytes of the entry i, counted from the oldest held.
func (s *shelf) find(i int) []byte {
	i += s.gone
	for _, b := range s.blocks {
		if i < len(b.starts) {
			return b.entry(i)
		}
		i -= len(b.starts)
	}
	return nil
}

// each calls do with the bytes of every entry held, oldest first.
func (s *shelf) each(do func(i int, data []byte)) {
	n, from := 0, s.gone
	for _, b := range s.blocks {
		for i := from; i < len(b.starts); i++ {
			do(n, b.entry(i))
			n++
		}
		from = 0
	}
}

func (b *block) entry(i int) []byte {
	end := len(b.data)
	if i+1 < len(b.starts) {
		end = int(b.starts[i+1])
	}
	return b.data[b.starts[i]:end:end]
}

// What an entry's first byte says.
const (
	isEcho = 1 << iota
	isCopy
	isCut
	isTimed // it has a time of its own
)

// fixedBytes stand at the beginning of every entry.
const fixedBytes = 4

// encode appends an entry: its fixed part, and then its texts, each behind its
// length.
func (s *shelf) encode(b []byte, e *Entry, back uint64) []byte {
	var is byte
	for _, mark := range [...]struct {
		set bool
		bit byte
	}{{e.Echo, isEcho}, {e.Copy, isCopy}, {e.Cut, isCut}, {!e.At.IsZero(), isTimed}} {
		if mark.set {
			is |= mark.bit
		}
	}
	b = append(b, is, byte(e.Level), s.number(string(e.Kind)), s.number(e.Source))
	if e.Copy {
		b = binary.AppendUvarint(b, back)
	}
	b = appendTime(b, e.Arrived)
	if is&isTimed != 0 {
		b = appendTime(b, e.At)
	}
	b = binary.AppendUvarint(b, uint64(e.Clock))
	b = binary.AppendUvarint(b, uint64(max(0, e.Lines)))
	b = binary.AppendUvarint(b, uint64(len(e.Fields)))
	b = appendText(b, e.Module)
	b = appendText(b, e.Message)
	b = appendText(b, e.Trace)
	for _, f := range e.Fields {
		b = appendText(b, raw.Of(f.Name))
		b = appendText(b, f.Value)
	}
	return b
}

// number is a word's number, and that of "" when there are too many.
func (s *shelf) number(word string) byte {
	i := slices.Index(s.words, word)
	switch {
	case i >= 0:
		return byte(i + 1)
	case word == "" || len(s.words) == mostWords:
		return 0
	}
	s.words = append(s.words, word)
	return byte(len(s.words))
}

func (s *shelf) word(number byte) string {
	if number == 0 {
		return ""
	}
	return s.words[number-1]
}

// appendTime writes a time of any year.
func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendUvarint(binary.AppendVarint(b, t.Unix()), uint64(t.Nanosecond()))
}

func appendText(b []byte, t raw.Text) []byte {
	return t.AppendTo(binary.AppendUvarint(b, uint64(t.Len())))
}

// back is how many entries before a copy its original stands, 0 for nowhere.
func (s *shelf) back(data []byte) uint64 {
	if data[0]&isCopy == 0 {
		return 0
	}
	n, _ := binary.Uvarint(data[fixedBytes:])
	return n
}

// head reads the fixed part of an entry, without its texts.
func (s *shelf) head(data []byte) Entry {
	r := reader{rest: data}
	return s.readHead(&r)
}

func (s *shelf) readHead(r *reader) Entry {
	is := r.rest[0]
	e := Entry{
		Echo: is&isEcho != 0, Copy: is&isCopy != 0, Cut: is&isCut != 0,
		Level: Level(r.rest[1]), Kind: Kind(s.word(r.rest[2])), Source: s.word(r.rest[3]),
	}
	r.rest = r.rest[fixedBytes:]
	if e.Copy {
		e.Back = r.number()
	}
	e.Arrived = r.time()
	if is&isTimed != 0 {
		e.At = r.time()
	}
	e.Clock = Clock(r.number())
	e.Lines = int(r.number())
	return e
}

// decode reads an entry that encode wrote. Its times are in local time.
func (s *shelf) decode(data []byte) Entry {
	r := reader{rest: data}
	e := s.readHead(&r)
	if n := r.number(); n > 0 {
		e.Fields = make([]Field, n)
	}
	r.text = string(r.rest)
	e.Module, e.Message, e.Trace = raw.Of(r.word()), raw.Of(r.word()), raw.Of(r.word())
	for i := range e.Fields {
		e.Fields[i] = Field{Name: r.word(), Value: raw.Of(r.word())}
	}
	return e
}

// reader takes one part of an entry after another.
type reader struct {
	rest []byte
	text string // the end of rest as a string, for all words to share
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.rest = r.rest[size:]
	return n
}

func (r *reader) time() time.Time {
	seconds, size := binary.Varint(r.rest)
	r.rest = r.rest[size:]
	return time.Unix(seconds, int64(r.number()))
}

func (r *reader) word() string {
	n := int(r.number())
	from := len(r.text) - len(r.rest)
	r.rest = r.rest[n:]
	return r.text[from : from+n]
}
