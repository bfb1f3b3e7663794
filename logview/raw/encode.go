package raw

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Format implements fmt.Formatter: whatever the verb, what is printed is the
// screened text. It takes width, precision and flags as a string does.
func (t Text) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, fmt.FormatString(f, verb), t.Screen())
}

// Field is the text as one token of structured output (name=value): itself
// when it is one plain word, else quoted as Go quotes, so that
// strconv.Unquote gives the bytes back.
func (t Text) Field() string {
	if t.s != "" && cleanPrefix(t.s) == len(t.s) && !strings.ContainsAny(t.s, " \"=\\\u3000") {
		return t.s
	}
	return strconv.Quote(t.s)
}

// MarshalJSON implements json.Marshaler. Characters that do not print are
// written as \u escapes, so that the line is safe on a terminal and loses
// nothing; a byte that is not UTF-8 becomes U+FFFD, for JSON has no other way
// that every reader understands. CopyTo yields the bytes themselves.
func (t Text) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, len(t.s)+2)
	b = append(b, '"')
	for _, r := range t.s {
		b = appendJSON(b, r)
	}
	return append(b, '"'), nil
}

func appendJSON(b []byte, r rune) []byte {
	switch {
	case r == '"' || r == '\\':
		return append(b, '\\', byte(r))
	case r == '\n':
		return append(b, `\n`...)
	case r == '\t':
		return append(b, `\t`...)
	case common(r) || unicode.IsPrint(r) && !unicode.Is(unicode.M, r) && !unicode.Is(unsteady, r):
		return utf8.AppendRune(b, r)
	case r <= 0xFFFF:
		return fmt.Appendf(b, `\u%04x`, r)
	default:
		high, low := utf16.EncodeRune(r)
		return fmt.Appendf(b, `\u%04x\u%04x`, high, low)
	}
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &t.s); err != nil {
		return fmt.Errorf("read foreign text from JSON: %w", err)
	}
	return nil
}

// CopyTo writes the bytes as they came. They must not reach a terminal: it is
// for pipes and files whose reader asked for them.
func (t Text) CopyTo(w io.Writer) error {
	_, err := io.WriteString(w, t.s)
	return err
}

// AppendTo appends the bytes as they came, for somebody who keeps them and
// gives them back to Of. Like those of CopyTo they must not reach a terminal.
func (t Text) AppendTo(b []byte) []byte { return append(b, t.s...) }
