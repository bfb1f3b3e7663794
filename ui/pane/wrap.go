package pane

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"bedside/ui/theme"
)

// rowsOf is a text in rows of at most room cells: Latin words are kept whole
// where a row holds them, Chinese, which has no spaces, fills its rows and
// begins none with a closing mark.
func rowsOf(text string, room int) []string {
	var rows []string
	for part := range strings.SplitSeq(text, "\n") {
		for {
			row := firstRow(part, room)
			rows = append(rows, strings.TrimRight(row, " "))
			if part = strings.TrimLeft(part[len(row):], " "); part == "" {
				break
			}
		}
	}
	return rows
}

// closing are the marks that a row of Chinese does not begin with.
const closing = "，。；：、！？）】》”’"

// characterBytes is more than a character takes on a screen, on average: what a
// row is looked for in, so that a long text costs no more for each row.
const characterBytes = 16

// firstRow is the part of a text that fills the first row, the whole text where
// it fits or where not even one character does.
func firstRow(text string, room int) string {
	room = max(room, 1)
	head := text
	if most := (room + 1) * characterBytes; len(text) > most {
		for back := 0; back < utf8.UTFMax && !utf8.RuneStart(text[most]); back++ {
			most--
		}
		head = text[:most]
	}
	if theme.Width(head) <= room {
		return head
	}
	row, _, _ := strings.Cut(ansi.Hardwrap(head, room, true), "\n")
	if row == "" || len(row) >= len(text) {
		return text
	}
	before, size := utf8.DecodeLastRuneInString(row)
	after, _ := utf8.DecodeRuneInString(text[len(row):])
	space := strings.LastIndexByte(row, ' ')
	switch {
	case strings.ContainsRune(closing, after) && len(row) > size:
		return row[:len(row)-size]
	case space <= 0, after == ' ', isWide(before), isWide(after):
		return row
	}
	return row[:space]
}

func isWide(r rune) bool { return theme.Width(string(r)) > 1 }
