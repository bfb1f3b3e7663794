package theme

import "github.com/charmbracelet/lipgloss"

// colour is one colour three times: true, of 256, of 16. The empty colour is
// the terminal's own.
type colour struct{ rgb, c256, c16 string }

func (c colour) complete() lipgloss.TerminalColor {
	if c == (colour{}) {
		return lipgloss.NoColor{}
	}
	return lipgloss.CompleteColor{TrueColor: c.rgb, ANSI256: c.c256, ANSI: c.c16}
}

// palette is the colours by what they mean.
type palette struct {
	dim, title, border, focus colour
	p1, p2, p3, up, unknown   colour
	line, spark, limit, echo  colour
}

func choose(o Options) palette {
	p := dark()
	if o.Light {
		p = light()
	}
	if o.ColourBlind {
		p = p.colourBlind(o.Light)
	}
	return p
}

func dark() palette {
	return palette{
		dim:     colour{"#8b919c", "245", "7"},
		title:   colour{"#b6bcc8", "250", "7"},
		border:  colour{"#454b57", "239", "8"},
		focus:   colour{"#dfe3ea", "254", "15"},
		p1:      colour{"#ff5c57", "203", "9"},
		p2:      colour{"#f2b134", "214", "11"},
		p3:      colour{"#5fb4dd", "74", "14"},
		up:      colour{"#86b38a", "108", "2"},
		unknown: colour{"#b794c9", "140", "13"},
		line:    colour{"#a9b8cc", "152", "7"},
		spark:   colour{"#5d6878", "60", "7"},
		limit:   colour{"#7d8494", "244", "7"},
		echo:    colour{"#626a77", "241", "7"},
	}
}

func light() palette {
	return palette{
		dim:     colour{"#5d6470", "241", "8"},
		title:   colour{"#3b414c", "238", "0"},
		border:  colour{"#b9bec8", "250", "7"},
		focus:   colour{"#1d2129", "234", "0"},
		p1:      colour{"#c4161c", "160", "1"},
		p2:      colour{"#935b00", "94", "3"},
		p3:      colour{"#0b6794", "24", "4"},
		up:      colour{"#35703b", "65", "2"},
		unknown: colour{"#76468f", "96", "5"},
		line:    colour{"#3d4f68", "239", "0"},
		spark:   colour{"#9aa5b5", "247", "7"},
		limit:   colour{"#7b828e", "244", "8"},
		echo:    colour{"#8d939e", "246", "8"},
	}
}

// colourBlind takes the severities from Okabe and Ito's palette, which stays
// apart under every common kind of colour blindness, with lightness to help.
func (p palette) colourBlind(light bool) palette {
	if light {
		p.p1 = colour{"#b34700", "130", "1"}
		p.p2 = colour{"#7a6a00", "94", "3"}
		p.p3 = colour{"#0072b2", "25", "4"}
		p.up = colour{"#4b5563", "240", "8"}
		p.unknown = colour{"#a3487c", "132", "5"}
		return p
	}
	p.p1 = colour{"#ff7a1a", "208", "9"}
	p.p2 = colour{"#f0e442", "227", "11"}
	p.p3 = colour{"#56b4e9", "74", "14"}
	p.up = colour{"#c3cad6", "251", "7"}
	p.unknown = colour{"#cc79a7", "175", "13"}
	return p
}
