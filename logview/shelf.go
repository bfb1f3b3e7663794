package logview

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/klauspost/compress/s2"

	"bedside/logview/raw"
)

// shelf keeps entries as bytes, the oldest of which are let go of first. So
// they take less than half of the room that they take as Entry values, and the
// garbage collector finds nothing in them to follow. All but the newest are
// packed as well: a service repeats itself, and in an incident takes a tenth.
type shelf struct {
	blocks   []*block // oldest first
	gone     int      // entries of the first block that were let go of
	held     int
	bytes    int    // of the blocks
	unpacked int    // and what is in them
	spare    []byte // for the next block
	packing  []byte // buffers
	scanning []byte
	opened   [2]opened // packed blocks that were asked for last, the latest first
	words    []string  // sources and kinds, which are few, by number
}

// block is where entries stand one behind the other.
type block struct {
	data     []byte
	starts   []uint16 // of each entry, unpacked
	packed   bool
	unpacked int // bytes
}

// opened is a packed block and what is in it.
type opened struct {
	block *block
	data  []byte
}

const (
	blockBytes = 32 << 10
	fullBytes  = blockBytes - blockBytes/16 // with which a block takes no more entries: starts have 16 bits
	openBlocks = 2                          // of the newest stay unpacked
	mostWords  = 255
	startBytes = 2  // of an entry's place among starts
	blockCost  = 96 // of a block itself
)

// put adds an entry as the newest. Of a copy, back is how many entries before it
// its original stands, 0 for nowhere.
func (s *shelf) put(e *Entry, back uint64) {
	b := s.room()
	start := len(b.data)
	b.starts = append(b.starts, uint16(start))
	b.data = s.encode(b.data, e, back)
	size := len(b.data) - start
	s.held++
	s.bytes += size + startBytes
	s.unpacked += size
	b.unpacked += size
	if len(b.data) > blockBytes { // one huge entry: unpacked, it would take the room of many others
		s.pack(b)
	}
}

// room is the block that takes the next entry.
func (s *shelf) room() *block {
	n := len(s.blocks)
	if n > 0 && !s.blocks[n-1].packed && len(s.blocks[n-1].data) < fullBytes {
		return s.blocks[n-1]
	}
	if n >= openBlocks {
		s.pack(s.blocks[n-openBlocks])
	}
	b := &block{data: s.spare}
	if s.spare = nil; b.data == nil {
		b.data = make([]byte, 0, blockBytes)
	}
	s.blocks = append(s.blocks, b)
	s.bytes += blockCost
	return b
}

// pack makes a block small.
func (s *shelf) pack(b *block) {
	if b.packed {
		return
	}
	small := s2.Encode(s.packing, b.data)
	if len(b.data) <= 2*blockBytes {
		s.packing = small[:cap(small)]
	}
	s.bytes -= len(b.data) - len(small)
	s.reuse(b.data)
	b.data, b.starts, b.packed = slices.Clone(small), slices.Clone(b.starts), true
}

// unpack returns what is in a packed block, in dst if it has the room. The room
// that a huge entry took is not used again, so that it is let go of.
func (b *block) unpack(dst []byte) []byte {
	if cap(dst) > 2*blockBytes {
		dst = nil
	}
	data, err := s2.Decode(dst[:cap(dst)], b.data)
	if err != nil {
		panic("logview: unpacking what was packed: " + err.Error())
	}
	return data
}

// reuse keeps a block's room for another.
func (s *shelf) reuse(data []byte) {
	if cap(data) == blockBytes {
		s.spare = data[:0]
	}
}

// drop lets go of the oldest entry.
func (s *shelf) drop() {
	b := s.blocks[0]
	s.held--
	if s.gone++; s.gone < len(b.starts) {
		return
	}
	s.bytes -= len(b.data) + startBytes*len(b.starts) + blockCost
	s.unpacked -= b.unpacked
	s.blocks, s.gone = slices.Delete(s.blocks, 0, 1), 0
	if !b.packed {
		s.reuse(b.data)
	}
}

// find is the bytes of the entry i, counted from the oldest held. They hold
// until the next call.
func (s *shelf) find(i int) []byte {
	i += s.gone
	for _, b := range s.blocks {
		if i < len(b.starts) {
			return b.entry(s.entries(b), i)
		}
		i -= len(b.starts)
	}
	return nil
}

// entries is what is in a block.
func (s *shelf) entries(b *block) []byte {
	switch {
	case !b.packed:
		return b.data
	case s.opened[0].block == b:
		return s.opened[0].data
	}
	s.opened[0], s.opened[1] = s.opened[1], s.opened[0]
	if o := &s.opened[0]; o.block != b {
		o.block, o.data = b, b.unpack(o.data)
	}
	return s.opened[0].data
}

// each calls do with the bytes of every entry held, oldest first. They hold
// until do returns.
func (s *shelf) each(do func(i int, data []byte)) {
	n, from := 0, s.gone
	for _, b := range s.blocks {
		data := b.data
		if b.packed {
			s.scanning = b.unpack(s.scanning)
			data = s.scanning
		}
		for i := from; i < len(b.starts); i++ {
			do(n, b.entry(data, i))
			n++
		}
		from = 0
	}
}

// entry is the entry i among those of the block, unpacked.
func (b *block) entry(data []byte, i int) []byte {
	end := len(data)
	if i+1 < len(b.starts) {
		end = int(b.starts[i+1])
	}
	return data[b.starts[i]:end:end]
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
