package tail

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// The byte order marks, which tell a file's encoding at its very beginning.
var (
	markUTF8    = []byte{0xEF, 0xBB, 0xBF}
	markUTF16LE = []byte{0xFF, 0xFE}
	markUTF16BE = []byte{0xFE, 0xFF}
)

// encoding tells from a file's first bytes how it is encoded: how long its
// mark is, and the decoder that it needs, nil for bytes that pass as they are.
func encoding(head []byte) (mark int, d *decoder) {
	switch {
	case bytes.HasPrefix(head, markUTF8):
		return len(markUTF8), nil
	case bytes.HasPrefix(head, markUTF16LE):
		return len(markUTF16LE), &decoder{order: binary.LittleEndian}
	case bytes.HasPrefix(head, markUTF16BE):
		return len(markUTF16BE), &decoder{order: binary.BigEndian}
	}
	return 0, nil
}

// unfinishedMark reports whether head may be the beginning of a mark whose
// other bytes are still to come.
func unfinishedMark(head []byte) bool {
	return len(head) == 1 && (head[0] == 0xFF || head[0] == 0xFE || head[0] == 0xEF) ||
		len(head) == 2 && bytes.HasPrefix(markUTF8, head)
}

// decoder turns UTF-16 that comes in pieces into UTF-8.
type decoder struct {
	order binary.ByteOrder
	left  []byte // of a code point whose other half is still to come
	out   []byte
}

// decode returns b in UTF-8, valid until the next call.
func (d *decoder) decode(b []byte) []byte {
	in := append(d.left, b...)
	d.out = d.out[:0]
	for len(in) >= 2 {
		r := rune(d.order.Uint16(in))
		size := 2
		if utf16.IsSurrogate(r) {
			if len(in) < 4 && r < 0xDC00 {
				break
			}
			r, size = d.pair(r, in[2:])
		}
		d.out = utf8.AppendRune(d.out, r)
		in = in[size:]
	}
	d.left = append(d.left[:0], in...)
	return d.out
}

// pair joins a surrogate with the one that follows it. A surrogate alone is
// no character.
func (d *decoder) pair(r rune, next []byte) (joined rune, size int) {
	if len(next) >= 2 {
		if joined = utf16.DecodeRune(r, rune(d.order.Uint16(next))); joined != utf8.RuneError {
			return joined, 4
		}
	}
	return utf8.RuneError, 2
}
