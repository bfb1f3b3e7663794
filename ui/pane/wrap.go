package pane

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"bedside/ui/theme"
)

// rowsOf is a text in rows of at most room cells: a word is split only where no
// row holds it, Chinese, which has no spaces, fills its rows, marks stay with
// what they belong to, and what follows the last colon, a command perhaps, has
// a row of its own where that takes none more.
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

// opening are the marks that no row ends with, closing those that none begins
// with. A straight quote may be either.
const (
	opening = "（【《“‘([{<\"'"
	closing = "，。；：、！？）】》”’…,.;:!?)]}>%\"'"
)

// characterBytes is more than a character takes on a screen, on average: what a
// row is looked for in, so that a long text costs no more for each row.
const characterBytes = 16

// nearby is the beginning of a text that surely holds a row.
func nearby(text string, room int) string {
	most := (room + 1) * characterBytes
	if len(text) <= most {
		return text
	}
	for back := 0; back < utf8.UTFMax && !utf8.RuneStart(text[most]); back++ {
		most--
	}
	return text[:most]
}

// firstRow is the part of a text that fills the first row, the whole text where
// it fits or where not even one character does.
func firstRow(text string, room int) string {
	room = max(room, 1)
	head := nearby(text, room)
	if theme.Width(head) <= room {
		return head
	}
	row, _, _ := strings.Cut(ansi.Hardwrap(head, room, true), "\n")
	if row == "" || len(row) >= len(text) {
		return text
	}
	if at := afterColon(row); at > 0 && len(head) == len(text) && theme.Width(strings.TrimLeft(text[at:], " ")) <= room {
		return text[:at]
	}
	for at := len(row); at > 0; {
		if mayBreak(text, at) {
			return text[:at]
		}
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	if space := strings.LastIndexByte(row, ' '); space > 0 && text[len(row)] != ' ' {
		return row[:space]
	}
	return row
}

// afterColon is where the text goes on after its last colon, 0 when it has none.
func afterColon(text string) int {
	after := 0
	for _, colon := range [...]string{": ", "："} {
		if at := strings.LastIndex(text, colon); at >= 0 {
			after = max(after, at+len(colon))
		}
	}
	return after
}

// mayBreak reports whether a row may end at a byte of the text: at a space,
// unless a number stands before it and its unit behind, or beside a wide
// character.
func mayBreak(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, size := utf8.DecodeRuneInString(text[at:])
	switch {
	case after == ' ':
		unit, _ := utf8.DecodeRuneInString(text[at+size:])
		return !unicode.IsDigit(before) || unicode.IsDigit(unit)
	case before == ' ', strings.ContainsRune(opening, before), strings.ContainsRune(closing, after), theme.Width(string(after)) == 0:
		return false
	}
	return isWide(before) || isWide(after)
}

func isWide(r rune) bool { return theme.Width(string(r)) > 1 }
