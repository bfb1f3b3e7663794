package doctor

import (
	"bedside/logview/raw"
	"bedside/probes/words"
)

// Screen is what is known of the terminal without asking it.
type Screen struct {
	Interactive   bool // input and output are a terminal
	Term          string
	Placeable     bool // its cursor can be placed
	Colours       int  // 0 for none
	Width, Height int
	Legacy        string // the locale where it is not one of UTF-8
}

// The smallest terminal that shows the verdict and the worst alert.
const minWidth, minHeight = 40, 10

// findings say whether the console can be shown here, and how.
func (s Screen) findings() []Finding {
	if !s.Interactive {
		return []Finding{{Group: Terminal, Grade: Note, Subject: raw.Of("tty"), What: words.Of("doctor.terminal.none")}}
	}
	out := []Finding{
		{Subject: raw.Of("TERM"), What: words.Of("doctor.terminal.term", raw.Of(s.Term), s.colours())},
		{Subject: raw.Of("size"), Name: "doctor.name.size", What: words.Of("doctor.terminal.size", s.Width, s.Height)},
		{Subject: raw.Of("locale"), Name: "doctor.name.locale", What: words.Of("doctor.terminal.utf8")},
	}
	if !s.Placeable {
		out[0].Grade, out[0].What = Mend, words.Of("doctor.terminal.dumb", raw.Of(s.Term))
		out[0].Mend, out[0].Command = words.Of("doctor.mend.term"), "export TERM=xterm-256color"
	}
	if s.Width < minWidth || s.Height < minHeight {
		out[1].Grade, out[1].Mend = Mend, words.Of("doctor.mend.size", minWidth, minHeight)
	}
	if s.Legacy != "" {
		out[2].Grade, out[2].What = Note, words.Of("doctor.terminal.legacy", raw.Of(s.Legacy))
		out[2].Mend, out[2].Command = words.Of("doctor.mend.locale"), "export LC_ALL=C.UTF-8"
	}
	for i := range out {
		out[i].Group = Terminal
	}
	return out
}

func (s Screen) colours() words.Line {
	switch {
	case s.Colours == 0:
		return words.Of("doctor.terminal.no-colour")
	case s.Colours > 256:
		return words.Of("doctor.terminal.true-colour")
	}
	return words.Of("doctor.terminal.colours", s.Colours)
}
