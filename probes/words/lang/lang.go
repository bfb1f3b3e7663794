// Package lang names the languages that bedside speaks. It imports next to
// nothing, so that whoever wants to be on the screen early need not wait for
// the catalogue.
package lang

import "strings"

// Tag is a language.
type Tag uint8

// The languages.
const (
	English Tag = iota
	Chinese
)

// Parse chooses a language from a locale or a flag: "zh", "zh_CN.UTF-8", "en".
// The second result is false when the text names neither.
func Parse(s string) (Tag, bool) {
	s = strings.ToLower(s)
	switch {
	case strings.HasPrefix(s, "zh"):
		return Chinese, true
	case strings.HasPrefix(s, "en"), s == "c", s == "posix", strings.HasPrefix(s, "c."):
		return English, true
	}
	return English, false
}

// Looking is the one sentence that is said before the catalogue is there: the
// verdict of a console that has just begun.
func (t Tag) Looking() string {
	if t == Chinese {
		return "检查中…"
	}
	return "looking…"
}
