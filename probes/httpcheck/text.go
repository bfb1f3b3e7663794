package httpcheck

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readable is the body with the characters that JSON wrote as \uXXXX, so that a
// pattern finds 热线 however the service encodes it. ASCII stays escaped, or the
// result would be no JSON any more.
func readable(body []byte) string {
	if !bytes.Contains(body, []byte(`\u`)) {
		return string(body)
	}
	var b strings.Builder
	b.Grow(len(body))
	for i := 0; i < len(body); {
		if body[i] != '\\' || i+1 == len(body) {
			b.WriteByte(body[i])
			i++
			continue
		}
		r, size := escaped(body[i:])
		if size == 0 {
			b.Write(body[i : i+2])
			i += 2
			continue
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

// escaped reads one character beyond ASCII at the beginning of s, written as
// \uXXXX or as a surrogate pair. A size of 0 means there is none.
func escaped(s []byte) (r rune, size int) {
	r, ok := unit(s)
	if !ok || r < utf8.RuneSelf {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	low, ok := unit(s[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

func unit(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(n), err == nil
}

// cut is the beginning of s, at most n bytes and never half a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
