// Package raw holds bytes that somebody else wrote: log lines, response
// bodies, header values, labels, host names. They are hostile until shown
// otherwise, so a Text cannot be printed by accident: package fmt prints it
// screened, and the only ways out are Screen, JSON and Field, and CopyTo for
// those who asked for the bytes. Questions about a Text (does it hold this
// word?) are asked with Has, Find and Match, which answer without letting the
// bytes out.
package raw

import "unicode/utf8"

// Text is an immutable piece of foreign text. The zero Text is empty.
type Text struct{ s string }

// Of wraps s.
func Of(s string) Text { return Text{s} }

// New wraps a copy of b.
func New(b []byte) Text { return Text{string(b)} }

// Len is the length in bytes.
func (t Text) Len() int { return len(t.s) }

// Empty reports whether the text has no bytes.
func (t Text) Empty() bool { return t.s == "" }

// Cut returns the first n bytes, never splitting a rune, and whether anything
// was left off. Bytes that are no text are cut where they stand.
func (t Text) Cut(n int) (Text, bool) {
	if len(t.s) <= n {
		return t, false
	}
	for back := range utf8.UTFMax {
		if at := n - back; at >= 0 && utf8.RuneStart(t.s[at]) {
			return Text{t.s[:at]}, true
		}
	}
	return Text{t.s[:n]}, true
}
