// Package lang names the languages that bedside speaks. It imports nothing, so
// that whoever wants to be on the screen early need not wait for the catalogue.
package lang

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
	switch {
	case begins(s, "zh"):
		return Chinese, true
	case begins(s, "en"), begins(s, "c") && len(s) == 1, begins(s, "c."), begins(s, "posix") && len(s) == 5:
		return English, true
	}
	return English, false
}

// begins reports whether s begins with the lower-case prefix, in whatever case.
func begins(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if s[i] != prefix[i] && s[i] != prefix[i]-'a'+'A' {
			return false
		}
	}
	return true
}

// Looking is the one sentence that is said before the catalogue is there: the
// verdict of a console that has just begun.
func (t Tag) Looking() string {
	if t == Chinese {
		return "检查中…"
	}
	return "looking…"
}
