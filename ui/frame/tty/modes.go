// Package tty says what a terminal has to be, and names the sequences that
// take it and give it back. It imports little, so that whoever wants to be on
// the screen early need not wait for anybody.
package tty

// These are, with what package frame writes for colours and places, all the
// sequences that ever reach a terminal.
const (
	alternate  = "\x1b[?1049h"
	original   = "\x1b[?1049l"
	hideCursor = "\x1b[?25l"
	showCursor = "\x1b[?25h"
	pasteOn    = "\x1b[?2004h"
	pasteOff   = "\x1b[?2004l"
	mouseOn    = "\x1b[?1000h\x1b[?1006h"
	mouseOff   = "\x1b[?1006l\x1b[?1000l"

	// Hold lets a terminal that knows it go on showing what it shows until
	// Release, so that nobody sees a frame half drawn. Others ignore both.
	Hold    = "\x1b[?2026h"
	Release = "\x1b[?2026l"
	// Wipe empties the screen and puts the cursor into its upper left corner.
	Wipe = "\x1b[m\x1b[H\x1b[2J"
	// Bell rings.
	Bell = "\a"
)

// Modes are the modes that a program needs.
type Modes struct{ Mouse bool }

// Enter takes the terminal.
func (m Modes) Enter() string { return alternate + m.Again() }

// Again takes what another program may have taken meanwhile. The alternate
// screen is left alone: entering it twice forgets where the cursor was.
func (m Modes) Again() string {
	if m.Mouse {
		return hideCursor + pasteOn + mouseOn + Wipe
	}
	return hideCursor + pasteOn + Wipe
}

// Leave gives the terminal back. It wipes first, for terminals without an
// alternate screen.
func (m Modes) Leave() string {
	if m.Mouse {
		return mouseOff + pasteOff + Wipe + original + showCursor
	}
	return pasteOff + Wipe + original + showCursor
}
