package wire

import (
	"os"
	"strings"

	"github.com/muesli/termenv"
)

// profile is how many colours may be used.
func profile(o ConsoleOptions) termenv.Profile {
	if o.NoColor {
		return termenv.Ascii
	}
	return shows(os.Getenv)
}

// shows is how many colours the terminal is said to show.
func shows(env func(string) string) termenv.Profile {
	term, colours := env("TERM"), env("COLORTERM")
	direct := colours == "truecolor" || colours == "24bit"
	switch {
	case env("NO_COLOR") != "", strings.HasPrefix(term, "vt"):
		return termenv.Ascii
	case direct && ofScreen(term) && env("TERM_PROGRAM") != "tmux":
		return termenv.ANSI256 // what it says of the terminal around it, GNU screen does not pass on
	case direct, strings.HasSuffix(term, "-direct"):
		return termenv.TrueColor
	case strings.HasSuffix(term, "-256color"):
		return termenv.ANSI256
	}
	return termenv.ANSI
}

// ofScreen reports whether the terminal is GNU screen, or a tmux that calls
// itself so.
func ofScreen(term string) bool {
	return term == "screen" || strings.HasPrefix(term, "screen.") || strings.HasPrefix(term, "screen-")
}
