package frame

// These are, with what pen.go writes, all the sequences that ever reach a
// terminal.
const (
	alternate  = "\x1b[?1049h"
	original   = "\x1b[?1049l"
	hideCursor = "\x1b[?25l"
	showCursor = "\x1b[?25h"
	pasteOn    = "\x1b[?2004h"
	pasteOff   = "\x1b[?2004l"
	mouseOn    = "\x1b[?1000h\x1b[?1006h"
	mouseOff   = "\x1b[?1006l\x1b[?1000l"
	wipe       = "\x1b[m\x1b[H\x1b[2J"
	bell       = "\a"
)

// modes are the modes that a session needs.
type modes struct{ mouse bool }

// enter takes the terminal.
func (m modes) enter() string { return alternate + m.again() }

// again takes what another program may have taken meanwhile. The alternate
// screen is left alone: entering it twice forgets where the cursor was.
func (m modes) again() string {
	if m.mouse {
		return hideCursor + pasteOn + mouseOn + wipe
	}
	return hideCursor + pasteOn + wipe
}

// leave gives the terminal back. It wipes first, for terminals without an
// alternate screen.
func (m modes) leave() string {
	if m.mouse {
		return mouseOff + pasteOff + wipe + original + showCursor
	}
	return pasteOff + wipe + original + showCursor
}
