// Package locale reads in the environment which language people at a terminal
// speak, and which characters the terminal understands. It imports as little as
// lang does, for the same reason.
package locale

import "bedside/probes/words/lang"

// Locale is what the environment says of a terminal and the people at it.
type Locale struct {
	// Lang is the language where nobody asked for another.
	Lang lang.Tag
	// Legacy is the name of a locale whose characters are not UTF-8, empty
	// where they are. A terminal in such a locale is written to in ASCII.
	Legacy string
	// Bare says that the terminal has neither box drawing nor the signs of
	// today.
	Bare bool
}

// Of reads the environment as POSIX orders it. Where it names no locale at
// all, as in most containers, the terminal is taken for one of today's.
func Of(env func(string) string) Locale {
	l := Locale{Lang: lang.English, Bare: bare(env("TERM"))}
	if name := firstSet(env, "LC_ALL", "LC_MESSAGES", "LANG"); name != "" {
		l.Lang, _ = lang.Parse(name)
	}
	if name := firstSet(env, "LC_ALL", "LC_CTYPE", "LANG"); name != "" && !speaksUTF8(name) {
		l.Lang, l.Legacy = lang.English, name
	}
	return l
}

func firstSet(env func(string) string, names ...string) string {
	for _, name := range names {
		if value := env(name); value != "" {
			return value
		}
	}
	return ""
}

// bare reports whether TERM names a terminal whose font ends with letters: the
// Linux console, and what a serial line is taken for.
func bare(term string) bool { return term == "linux" || len(term) > 1 && term[:2] == "vt" }

// speaksUTF8 reports whether a locale ("zh_CN.UTF-8", "C.utf8@mine") has UTF-8
// for its characters.
func speaksUTF8(name string) bool {
	var charset []byte
	named := false
	for _, c := range []byte(name) {
		switch {
		case !named:
			named = c == '.'
		case c == '@':
			return string(charset) == "utf8"
		case 'A' <= c && c <= 'Z':
			charset = append(charset, c-'A'+'a')
		case c != '-':
			charset = append(charset, c)
		}
	}
	return string(charset) == "utf8"
}

// Language is what --lang among the arguments says, else the locale.
func (l Locale) Language(args []string) lang.Tag {
	const flag, attached = "--lang", "--lang="
	for i, a := range args {
		name := ""
		switch {
		case a == flag && i+1 < len(args):
			name = args[i+1]
		case len(a) > len(attached) && a[:len(attached)] == attached:
			name = a[len(attached):]
		}
		if tag, ok := lang.Parse(name); ok {
			return tag
		}
	}
	return l.Lang
}
