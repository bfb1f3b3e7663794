package tail

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// splitAll feeds text to a splitter in pieces of the given size.
func splitAll(text []byte, size, limit int) (lines []string, cuts int) {
	s := splitter{max: limit}
	take := func(l Line) {
		lines = append(lines, string(l.Text))
		if l.Cut {
			cuts++
		}
	}
	for piece := range slices.Chunk(text, size) {
		s.split(slices.Clone(piece), take)
	}
	s.end(take)
	return lines, cuts
}

func TestSplit(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
		cuts int
	}{
		"lines end with a newline":               {"a\nb\n", []string{"a", "b"}, 0},
		"the last one may have no end":           {"a\nb", []string{"a", "b"}, 0},
		"a carriage return belongs to the end":   {"a\r\nb\rc\r\n\r\n", []string{"a", "b\rc", ""}, 0},
		"an empty line is a line":                {"\na\n\n", []string{"", "a", ""}, 0},
		"NULs are bytes like others":             {"a\x00b\n\x00\n", []string{"a\x00b", "\x00"}, 0},
		"Latin-1 passes as it is":                {"caf\xe9 zu\n", []string{"caf\xe9 zu"}, 0},
		"as long as the limit is whole":          {"12345678\n1234567\r\n", []string{"12345678", "1234567"}, 0},
		"the carriage return does not count":     {"12345678\r\na\n", []string{"12345678", "a"}, 0},
		"longer is cut and the rest is dropped":  {"123456789\nab\n", []string{"12345678", "ab"}, 1},
		"much longer too":                        {strings.Repeat("x", 1000) + "\nab\n", []string{"xxxxxxxx", "ab"}, 1},
		"a cut does not split a character":       {"1234567心理\nab\n", []string{"1234567", "ab"}, 1},
		"a character that ends at the cut stays": {"12345心理\nab\n", []string{"12345心", "ab"}, 1},
		"a long line may have no end":            {"123456789", []string{"12345678"}, 1},
	} {
		for _, size := range []int{1, 2, 3, 7, 1 << 20} {
			lines, cuts := splitAll([]byte(c.text), size, 8)
			if !slices.Equal(lines, c.want) || cuts != c.cuts {
				t.Errorf("%s, in pieces of %d: got %q, %d of them cut", name, size, lines, cuts)
			}
		}
	}
}

func TestALineOfTenMegabytes(t *testing.T) {
	r := newRig(t, Options{FromStart: true})
	r.write(strings.Repeat("x", 10<<20) + "\nnext\n")
	r.look()
	if len(r.lines) != 2 || len(r.lines[0]) != DefaultMaxLine || r.lines[1] != "next" || r.cut != 1 {
		t.Errorf("%d lines came, %d of them cut, the first of %d bytes", len(r.lines), r.cut, len(r.lines[0]))
	}
	if held := cap(r.scout.files()[0].lines.held); held > 2*DefaultMaxLine {
		t.Errorf("%d bytes are held for it", held)
	}
}

func TestEncodings(t *testing.T) {
	const text = "2026-01-02 启动 𝄞\r\nnext\n"
	units := utf16.Encode([]rune(text))
	le, be := []byte{0xFF, 0xFE}, []byte{0xFE, 0xFF}
	for _, u := range units {
		le = append(le, byte(u), byte(u>>8))
		be = append(be, byte(u>>8), byte(u))
	}
	for name, file := range map[string][]byte{
		"UTF-8": []byte(text), "UTF-8 with a mark": append(slices.Clone(markUTF8), text...),
		"UTF-16 with the small end first": le, "UTF-16 with the big end first": be,
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, Options{})
			r.write("")
			r.look()
			for _, b := range file { // byte by byte, as a slow writer might
				r.write(string([]byte{b}))
				r.look()
			}
			r.want("new", r.lines, "2026-01-02 启动 𝄞", "next")

			whole := newRig(t, Options{Path: r.path, Backlog: 9})
			whole.look()
			whole.want("the end of it", whole.past, "next")
		})
	}
}

func TestHalfACodePoint(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"a first half alone":          {"\x00\xD8a\x00", "\uFFFDa"},
		"a second half alone":         {"\x00\xDCa\x00", "\uFFFDa"},
		"a first half before another": {"\x00\xD8\x34\xD8\x1E\xDD", "\uFFFD𝄞"},
	} {
		_, d := encoding(markUTF16LE)
		if got := string(d.decode([]byte(c.in))); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add([]byte("a\nb\r\n\x00心"), 3, 8)
	f.Add([]byte("\xff\xfea\x00\n\x00"), 1, 4)
	f.Fuzz(func(t *testing.T, text []byte, size, limit int) {
		size, limit = 1+abs(size)%100, 4+abs(limit)%100
		pieces, _ := splitAll(text, size, limit)
		whole, _ := splitAll(text, len(text)+1, limit)
		if !slices.Equal(pieces, whole) {
			t.Errorf("in pieces of %d: %q, at once: %q", size, pieces, whole)
		}
		for _, line := range pieces {
			if len(line) > limit || strings.Contains(line, "\n") {
				t.Errorf("%q is no line of %d bytes at most", line, limit)
			}
		}
		decodesInPieces(t, text, size)
	})
}

func decodesInPieces(t *testing.T, text []byte, size int) {
	t.Helper()
	_, whole := encoding(markUTF16BE)
	_, parts := encoding(markUTF16BE)
	var got []byte
	for piece := range slices.Chunk(text, size) {
		got = append(got, parts.decode(piece)...)
	}
	if want := whole.decode(text); !bytes.Equal(got, want) || !utf8.Valid(got) {
		t.Errorf("decoded in pieces of %d: %q, at once: %q", size, got, want)
	}
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
