package frame

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"bedside/ui/frame/frametest"
	"bedside/ui/frame/tty"
)

// drawn returns a screen on which the views were shown one after the other.
func drawn(t *testing.T, width, height int, views ...string) *frametest.Screen {
	t.Helper()
	screen := frametest.New(width, height)
	var c canvas
	for _, view := range views {
		c.paint(view, width, height)
		_, _ = screen.Write(c.take())
	}
	if v := screen.Violations(); len(v) > 0 {
		t.Fatalf("views %+q are written with what has no place on a terminal: %q", views, v)
	}
	if p := screen.Pending(); len(p) > 0 {
		t.Fatalf("views %+q leave an unfinished sequence %q", views, p)
	}
	return screen
}

func TestAViewIsShownAsItIs(t *testing.T) {
	for _, row := range []struct {
		name, view string
		want       []string
	}{
		{"plain text", "one\ntwo", []string{"one", "two", ""}},
		{"the rows below the screen are left off", "1\n2\n3\n4", []string{"1", "2", "3"}},
		{"a line that is too long is cut", "0123456789abc", []string{"0123456789", "", ""}},
		{"Chinese text takes two cells each", "心语 ok", []string{"心语 ok", "", ""}},
		{"a wide character cut by the edge is left blank", "012345678心", []string{"012345678", "", ""}},
		{"a mark stays on its letter", "e\u0301t\u00e9", []string{"e\u0301té", "", ""}},
		{"two hundred marks become four", "e" + strings.Repeat("\u0301", 200) + "x", []string{"e" + strings.Repeat("\u0301", 4) + "x", "", ""}},
		{"a family is its first member", "a👨\u200d👩\u200d👧b", []string{"a👨b", "", ""}},
		{"a flag is its letters", "\U0001F1E8\U0001F1F3!", []string{"CN!", "", ""}},
		{"a dash of three cells keeps them", "a⸺b", []string{"a�  b", "", ""}},
		{"a variation selector leaves its cell", "❤\ufe0f!", []string{"❤ !", "", ""}},
		{"direction overrides are dropped", "a\u202eb\u2066c", []string{"abc", "", ""}},
		{"a style changes no text", "\x1b[1;38;5;203mred\x1b[0m", []string{"red", "", ""}},
		{"another sequence is text", "a\x1b[2Jb", []string{"a␛[2Jb", "", ""}},
		{"an unfinished sequence hides nothing", "\x1b[31\nb", []string{"␛[31", "b", ""}},
		{"a title sequence is text", "\x1b]0;x\ab", []string{"␛]0;x␇b", "", ""}},
		{"C1 controls become the replacement character", "a\u009bb\x9bc", []string{"a�b�c", "", ""}},
		{"a tab is one blank", "a\tb", []string{"a b", "", ""}},
		{"DOS line ends end lines", "a\r\nb", []string{"a", "b", ""}},
		{"a carriage return elsewhere is visible", "a\rb", []string{"a␍b", "", ""}},
		{"nothing", "", []string{"", "", ""}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := drawn(t, 10, 3, row.view).Lines()
			if fmt.Sprintf("%+q", got) != fmt.Sprintf("%+q", row.want) {
				t.Errorf("shown %+q, want %+q", got, row.want)
			}
		})
	}
}

func TestStylesReachTheirCells(t *testing.T) {
	screen := drawn(t, 20, 2, "\x1b[1;31ma\x1b[22mb\x1b[0mc\x1b[48;2;1;2;3md\x1b[49;4;97me\nf\x1b[5;8mg")
	for x, want := range []string{"1;31", "31", "", "48;2;1;2;3", "4;97"} {
		if got := screen.Cell(x, 0).Style; got != want {
			t.Errorf("column %d has style %q, want %q", x, got, want)
		}
	}
	for x := range 2 {
		if got := screen.Cell(x, 1).Style; got != "4;97" {
			t.Errorf("column %d of the second row has style %q: a style holds beyond the line, and nothing blinks or conceals", x, got)
		}
	}
}

func TestOnlyWhatChangedIsWritten(t *testing.T) {
	for _, row := range []struct {
		name, before, after string
		want                string
	}{
		{"nothing", "a\nb", "a\nb", ""},
		{"one cell", "12:00:01", "12:00:02", "\x1b[1;8H2"},
		{"two cells with a short gap are one run", "a.b", "x.y", "\x1b[Hx.y"},
		{"two cells with a wide gap are two", "a.........b", "x.........y", "\x1b[Hx\x1b[9Cy"},
		{"the end of a line is cleared", "abcdefgh", "ab", "\x1b[1;3H\x1b[K"},
		{"a short end is blanked", "a\n12345678901234567890", "a\n1234567890123456789", "\x1b[2;20H "},
		{"a style ends with its cells", "ab", "\x1b[31ma\x1b[mb", "\x1b[H\x1b[31ma"},
		{"a character of disputed width draws its neighbour again", "ax", "▲x", "\x1b[H \r▲\x1b[1;2Hx"},
		{"and is blanked before", "xax", "x▲x", "\x1b[1;2H \b▲\x1b[1;3Hx"},
		{"after the last column the cursor is placed anew", "1234567890123456789a\nb", "1234567890123456789x\ny", "\x1b[1;20Hx\x1b[2Hy"},
		{"the start of the next line is near", "a\nb\n", "x\ny\n", "\x1b[Hx\r\ny"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var c canvas
			c.paint(row.before, 20, 3)
			c.pen.drift()
			c.take()
			c.paint(row.after, 20, 3)
			got := string(c.take())
			if got != row.want {
				t.Errorf("wrote %q, want %q", got, row.want)
			}
		})
	}
}

func TestNobodySeesALongFrameHalfDrawn(t *testing.T) {
	for _, row := range []struct {
		name string
		view string
		held bool
	}{
		{"a clock", "12:00:01", false},
		{"what a terminal gets in one piece", strings.Repeat("x", 100), false},
		{"a page", strings.Repeat(strings.Repeat("x", 100)+"\n", 50), true},
	} {
		var c canvas
		c.paint("", 100, 50)
		c.take()
		c.paint(row.view, 100, 50)
		out := string(c.take())
		if strings.HasPrefix(out, tty.Hold) != row.held || strings.HasSuffix(out, tty.Release) != row.held {
			t.Errorf("%s: held is to be %v in %.40q", row.name, row.held, out)
		}
		screen := frametest.New(100, 50)
		if _, _ = screen.Write([]byte(out)); screen.Modes().Held {
			t.Errorf("%s: never released", row.name)
		}
	}
}

func TestASmallerFrameLeavesNothingOutsideItself(t *testing.T) {
	screen := frametest.New(20, 5)
	var c canvas
	for _, width := range []int{20, 8, 12} { // of a terminal whose cells stay what they were
		c.paint(strings.Repeat(strings.Repeat("x", width)+"\n", 5), width, width/4)
		_, _ = screen.Write(c.take())
	}
	if got, want := strings.Join(screen.Lines(), "\n"), strings.Repeat(strings.Repeat("x", 12)+"\n", 3)+"\n"; got != want {
		t.Errorf("the screen shows\n%s\nwant\n%s", got, want)
	}
}

func TestNoSizeIsTooStrange(t *testing.T) {
	view := "心语 \x1b[1mok\x1b[0m\n" + strings.Repeat("wide 心 ", 200)
	for _, size := range [][2]int{{0, 0}, {1, 1}, {0, 5}, {5, 0}, {-1, -1}, {2, 1}, {39, 9}, {500, 200}} {
		w, h := max(size[0], 0), max(size[1], 0)
		drawn(t, w, h, view, "", view)
	}
	var c canvas
	c.paint(view, 1<<30, 1<<30)
	if c.width != maxSide || c.height != maxSide {
		t.Errorf("a screen of %d×%d was believed", c.width, c.height)
	}
}

func TestASimpleRuneHasTheWidthThatItsLibraryGivesIt(t *testing.T) {
	for r := rune(' '); r < 0x30000; r++ {
		if width, ok := simple(r); ok && width != ansi.StringWidth(string(r)) {
			t.Errorf("%U is taken for %d wide, x/ansi says %d", r, width, ansi.StringWidth(string(r)))
		}
	}
}

func TestASignIsACharacterByItselfUnlessSomethingJoinsIt(t *testing.T) {
	for r := rune(0xA1); r < 0x3000; r++ {
		var short, long glyphs
		for _, s := range []string{"", "a", " ", "│", "好", "가", "▲", "\u0301", "\ufe0f", "\u200d👧"} {
			for _, s := range []string{string(r) + s, s + string(r)} {
				if first, size := utf8.DecodeRuneInString(s); !unicode.IsControl(first) {
					for range 2 {
						if got, want := short.character(s), long.cluster(s, first, size); got != want {
							t.Fatalf("%+q begins with %+v, want %+v", s, got, want)
						}
					}
				}
			}
		}
	}
}

func TestEveryRuneAtTheEdgeIsHarmless(t *testing.T) {
	var c canvas
	screen := frametest.New(2, 2)
	for r := rune(0); r < 0x20000; r++ {
		view := "x" + string(r) + "\n" + string(r)
		c.paint(view, 2, 2)
		_, _ = screen.Write(c.take())
		if v := screen.Violations(); len(v) > 0 {
			t.Fatalf("%U is written with what has no place on a terminal: %q", r, v)
		}
	}
}

func TestTheStoreOfClustersIsBounded(t *testing.T) {
	var c canvas
	screen := frametest.New(40, 1)
	for i := range 3 * maxClusters {
		view := fmt.Sprintf("%c\u0301 %d", 'a'+i%26, i) + string([]rune{rune('a' + i%20), rune(0x300 + i%48), rune(0x300 + i/48%48)})
		c.paint(view, 40, 1)
		_, _ = screen.Write(c.take())
		if got, want := screen.Lines()[0], strings.TrimRight(view, " "); got != want {
			t.Fatalf("frame %d shows %+q, want %+q", i, got, want)
		}
	}
	if n := len(c.glyphs.clusters); n > maxClusters {
		t.Errorf("%d clusters are kept", n)
	}
}

// FuzzPaint: whatever a view holds, only harmless bytes are written, and what
// the changes lead to is what a fresh drawing shows.
func FuzzPaint(f *testing.F) {
	f.Add("a\x1b[31mb\nc", "a\x1b[1;38;5;9m心\x1b[0m\n", uint8(10), uint8(3))
	f.Add("👨\u200d👩\u200d👧 e\u0301", "\U0001F1E8\U0001F1F3 ☂\ufe0f ☂", uint8(20), uint8(2))
	f.Add("\x1b]52;c;x\a\u009b31m\u202e", "\x1b[4:3m\x1b[38;2;1;2;3m\x90", uint8(7), uint8(2))
	f.Add("\u1100\u1161\u11a8가", "ก้ำ नि ㎏", uint8(5), uint8(1))
	f.Fuzz(func(t *testing.T, before, after string, w, h uint8) {
		width, height := int(w)%100, int(h)%20
		changed := drawn(t, width, height, before, after)
		fresh := drawn(t, width, height, after)
		for y := range height {
			for x := range width {
				if a, b := changed.Cell(x, y), fresh.Cell(x, y); a != b {
					t.Fatalf("%dx%d: after %+q, %+q shows %+q at %d,%d; drawn afresh %+q", width, height, before, after, a, x, y, b)
				}
			}
		}
	})
}

// FuzzPaintASCII: text without surprises is shown letter by letter.
func FuzzPaintASCII(f *testing.F) {
	f.Add("plain text")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.Map(func(r rune) rune { return ' ' + r&0x7F%('~'-' ') }, text)
		text = text[:min(len(text), 80)]
		if got := drawn(t, 80, 1, text).Lines()[0]; got != strings.TrimRight(text, " ") {
			t.Errorf("%q is shown as %q", text, got)
		}
	})
}
