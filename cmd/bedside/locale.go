package main

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/term"

	"bedside/probes/words"
	"bedside/ui/theme"
)

// locality is what the environment says of the people at this terminal and of
// the characters that it understands.
type locality struct {
	lang words.Lang
	// legacy is the name of a locale whose characters are not UTF-8, empty
	// where they are. A terminal in such a locale is written to in ASCII.
	legacy string
	bare   bool // the terminal has neither box drawing nor the signs of today
}

// locale reads the environment as POSIX orders it. Where it names no locale at
// all, as in most containers, the terminal is taken for one of today's.
func locale(env func(string) string) locality {
	l := locality{lang: words.English, bare: bare(env("TERM"))}
	if name := firstSet(env, "LC_ALL", "LC_MESSAGES", "LANG"); name != "" {
		l.lang, _ = words.Parse(name)
	}
	if name := firstSet(env, "LC_ALL", "LC_CTYPE", "LANG"); name != "" && !speaksUTF8(name) {
		l.lang, l.legacy = words.English, name
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
func bare(term string) bool { return term == "linux" || strings.HasPrefix(term, "vt") }

// speaksUTF8 reports whether a locale ("zh_CN.UTF-8", "C.utf8@mine") has UTF-8
// for its characters.
func speaksUTF8(name string) bool {
	_, charset, _ := strings.Cut(name, ".")
	charset, _, _ = strings.Cut(charset, "@")
	return strings.EqualFold(strings.ReplaceAll(charset, "-", ""), "utf8")
}

// language is what --lang says, else the locale.
func (l locality) language(args []string) words.Lang {
	for i, a := range args {
		if a == "--lang" && i+1 < len(args) {
			a = "--lang=" + args[i+1]
		}
		if name, ok := strings.CutPrefix(a, "--lang="); ok {
			if lang, ok := words.Parse(name); ok {
				return lang
			}
		}
	}
	return l.lang
}

// sevenBit reports whether nothing beyond ASCII may reach the terminal. Whoever
// asks for Chinese knows better than the locale.
func (a app) sevenBit() bool { return a.locale.legacy != "" && a.lang == words.English }

// spelled is w for sentences, which are spelled in ASCII where they have to be.
func (a app) spelled(w io.Writer) io.Writer {
	if a.sevenBit() {
		return speller{w}
	}
	return w
}

// document is standard output for what is a file's content: as it is, unless
// it goes to a terminal.
func (a app) document() io.Writer {
	if term.IsTerminal(a.std.out.Fd()) {
		return a.spelled(a.std.out)
	}
	return a.std.out
}

// speller writes whole texts in ASCII.
type speller struct{ w io.Writer }

func (s speller) Write(p []byte) (int, error) {
	if _, err := io.WriteString(s.w, theme.SevenBit(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
