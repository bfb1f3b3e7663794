package theme

// Glyphs are the signs of the screen, each one cell wide.
type Glyphs struct {
	Up, Degraded, Down, P3, Unknown string // severities, also told by word and colour
	Live                            string
	Box                             Box
	Spark                           [8]string // rising
	Shade                           [4]string // of a heat map, denser
	Branch, LastBranch              string    // of a tree
	Curve                           Curve
	Limit                           string // a limit's line
	Axis                            Axis
	Full, Mark, Empty               string // of a gauge: filled, the limit's place, not filled
	Dot                             string // between the parts of a sentence
	Times                           string // repeats: ×14
	Ellipsis                        string // something was cut
	Folded, Unfolded                string
	Pointer                         string // the row under the cursor
	Tick, Cross, Running            string // steps of an act
	Dash                            string // stands where there is no figure
	Differs                         string // two sources disagree
	Rising, Falling                 string
	More                            string // on a curve: it is there or higher
}

// Box is the border of a pane.
type Box struct {
	TopLeft, TopRight, BottomLeft, BottomRight string
	Horizontal, Vertical                       string
}

// Curve draws a line chart.
type Curve struct {
	Horizontal, Vertical                 string
	DownRight, DownLeft, UpRight, UpLeft string // corners, by the two ways they open
	Start, End                           string // beside a gap
}

// Axis draws the axes of a chart.
type Axis struct{ Left, Cross, Corner, Horizontal, Tick string }

func glyphs(ascii bool) Glyphs {
	if ascii {
		return sevenBit()
	}
	return Glyphs{
		Up: "✔", Degraded: "▲", Down: "✖", P3: "●", Unknown: "?",
		Live:  "●",
		Box:   Box{"╭", "╮", "╰", "╯", "─", "│"},
		Spark: [8]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		Shade: [4]string{"░", "▒", "▓", "█"}, Branch: "├", LastBranch: "└",
		Curve: Curve{"─", "│", "╭", "╮", "╰", "╯", "╶", "╴"},
		Limit: "╌",
		Axis:  Axis{"┤", "┼", "└", "─", "┬"},
		Full:  "━", Mark: "┃", Empty: "─",
		Dot: "·", Times: "×", Ellipsis: "…",
		Folded: "▸", Unfolded: "▾", Pointer: "▸",
		Tick: "✔", Cross: "✖", Running: "▸",
		Dash: "–", Differs: "≠",
		Rising: "↑", Falling: "↓", More: "↑",
	}
}

func sevenBit() Glyphs {
	return Glyphs{
		Up: "+", Degraded: "!", Down: "X", P3: "*", Unknown: "?",
		Live:  "*",
		Box:   Box{"+", "+", "+", "+", "-", "|"},
		Spark: [8]string{"_", ".", ":", "-", "=", "+", "*", "#"},
		Shade: [4]string{".", ":", "*", "#"}, Branch: "|", LastBranch: "`",
		Curve: Curve{"-", "|", "/", "\\", "\\", "/", "-", "-"},
		Limit: ".",
		Axis:  Axis{"|", "+", "+", "-", "+"},
		Full:  "#", Mark: "|", Empty: "-",
		Dot: "-", Times: "x", Ellipsis: "~",
		Folded: ">", Unfolded: "v", Pointer: ">",
		Tick: "+", Cross: "x", Running: ">",
		Dash: "-", Differs: "~",
		Rising: "^", Falling: "v", More: "^",
	}
}
