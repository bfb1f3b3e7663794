package ui

import (
	"unicode"
	"unicode/utf8"
)

// fuzzy scores how well the typed characters are found in text, in their
// order and regardless of case: higher is better, and a run of neighbours or
// the start of a word counts more than scattered hits. The second result is
// false when a character is missing.
func fuzzy(typed, text string) (int, bool) {
	score, run := 0, 0
	boundary := true
	for _, r := range text {
		if typed == "" {
			break
		}
		want, size := utf8.DecodeRuneInString(typed)
		if unicode.ToLower(r) == unicode.ToLower(want) {
			run++
			score += run
			if boundary {
				score += 3
			}
			typed = typed[size:]
		} else {
			run = 0
		}
		boundary = !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return score, typed == ""
}
