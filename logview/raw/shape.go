package raw

import "strings"

// Lower is the text in small letters.
func (t Text) Lower() Text { return Text{strings.ToLower(t.s)} }

// Tail is the last n bytes, never splitting a rune, and whether anything was
// left off.
func (t Text) Tail(n int) (Text, bool) {
	if len(t.s) <= n {
		return t, false
	}
	i := len(t.s) - n
	for i < len(t.s) && t.s[i]&0xC0 == 0x80 {
		i++
	}
	return Text{t.s[i:]}, true
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// Shape is a number that texts share when they differ in their numbers and
// identifiers alone: every word that holds a digit counts as the same word.
// Texts of different shape share a number by rare accident only.
func (t Text) Shape() uint64 {
	hash := uint64(fnvOffset)
	for i := 0; i < len(t.s); {
		end, digits := word(t.s, i)
		switch {
		case digits:
			hash = (hash ^ '#') * fnvPrime
		case end > i:
			for ; i < end; i++ {
				hash = (hash ^ uint64(t.s[i])) * fnvPrime
			}
		default:
			hash = (hash ^ uint64(t.s[i])) * fnvPrime
			end = i + 1
		}
		i = end
	}
	return hash
}

// word finds the end of the word that begins at i (i itself when none does),
// and whether it holds a digit. Dots and dashes join a word: 1.2s, a UUID.
func word(s string, i int) (end int, digits bool) {
	for end = i; end < len(s); end++ {
		switch c := s[end]; {
		case c >= '0' && c <= '9':
			digits = true
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', end > i && (c == '.' || c == '-'):
		default:
			return end, digits
		}
	}
	return end, digits
}

// LastLine is what stands behind the last line end: of a traceback, the
// exception.
func (t Text) LastLine() Text { return Text{t.s[strings.LastIndexByte(t.s, '\n')+1:]} }
