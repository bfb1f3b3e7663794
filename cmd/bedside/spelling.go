package main

import (
	"io"

	"github.com/charmbracelet/x/term"

	"bedside/probes/words"
	"bedside/ui/theme"
)

// sevenBit reports whether nothing beyond ASCII may reach the terminal. Whoever
// asks for Chinese knows better than the locale.
func (a app) sevenBit() bool { return a.locale.Legacy != "" && a.lang == words.English }

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
