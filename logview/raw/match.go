package raw

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Equal reports whether both texts are the same bytes.
func (t Text) Equal(u Text) bool { return t == u }

// Is reports whether the text is exactly s.
func (t Text) Is(s string) bool { return t.s == s }

// Starts reports whether the text begins with s.
func (t Text) Starts(s string) bool { return strings.HasPrefix(t.s, s) }

// Has reports whether the text holds word, letter for letter.
func (t Text) Has(word string) bool { return strings.Contains(t.s, word) }

// HasFold reports whether the text holds word, be it in capitals or small
// letters.
func (t Text) HasFold(word string) bool {
	if word == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(word)
	lower, upper := unicode.ToLower(first), unicode.ToUpper(first)
	for i, r := range t.s {
		if (r == lower || r == upper) && startsFold(t.s[i:], word) {
			return true
		}
	}
	return false
}

func startsFold(s, word string) bool {
	for _, want := range word {
		got, size := utf8.DecodeRuneInString(s)
		if size == 0 || got != want && unicode.ToLower(got) != unicode.ToLower(want) {
			return false
		}
		s = s[size:]
	}
	return true
}

// Match reports whether re matches.
func (t Text) Match(re *regexp.Regexp) bool { return re.MatchString(t.s) }

// Find returns the submatches of re as Texts, or nil when it does not match.
func (t Text) Find(re *regexp.Regexp) []Text {
	m := re.FindStringSubmatch(t.s)
	if m == nil {
		return nil
	}
	out := make([]Text, len(m))
	for i, s := range m {
		out[i] = Text{s}
	}
	return out
}
