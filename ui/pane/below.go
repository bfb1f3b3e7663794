package pane

import (
	"bedside/logview"
	"bedside/probes/words"
)

// linesBelow says how many lines are folded under an entry's first, and that
// they are a traceback, where they are one and there is room for the word.
func linesBelow(e *logview.Entry, f fullness, l *Look) string {
	n := e.Lines - 1
	word := words.Code("logpage.below")
	if f == inFull && e.Traceback() {
		word = "logpage.traceback"
	}
	if n == 1 {
		word += ".one"
	}
	return l.Word(word, n)
}
