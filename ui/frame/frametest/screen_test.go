package frametest

import (
	"fmt"
	"strings"
	"testing"
)

func TestAScreenShowsWhatATerminalShows(t *testing.T) {
	for _, row := range []struct {
		name, in string
		want     []string
	}{
		{"text", "ab\r\ncd", []string{"ab", "cd"}},
		{"the cursor is placed", "\x1b[2;3Hx\x1b[Hy\x1b[2Hz", []string{"y", "z x"}},
		{"the cursor goes forward", "a\x1b[Cb\x1b[3Cc", []string{"a b   c", ""}},
		{"the cursor goes back", "ab\bc", []string{"ac", ""}},
		{"a line is cleared from the cursor on", "abcdef\x1b[1;3H\x1b[K", []string{"ab", ""}},
		{"the screen is cleared", "ab\r\ncd\x1b[2J", []string{"", ""}},
		{"wide characters take two cells", "心a\x1b[1;3Hb", []string{"心b", ""}},
		{"half of a wide character is none", "心心\x1b[1;2Hx", []string{" x心", ""}},
		{"clearing half of a wide character takes all", "心\x1b[1;2H\x1b[K", []string{"", ""}},
		{"a mark joins the character before it", "e\u0301x", []string{"e\u0301x", ""}},
		{"a sequence in two writes", "\x1b[2;|1Hx", []string{"", "x"}},
		{"a character in two writes", "\xe5\xbf|\x83", []string{"心", ""}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := New(8, 2)
			for part := range strings.SplitSeq(row.in, "|") {
				_, _ = s.Write([]byte(part))
			}
			if got := s.Lines(); fmt.Sprintf("%+q", got) != fmt.Sprintf("%+q", row.want) {
				t.Errorf("shown %+q, want %+q", got, row.want)
			}
			if v := s.Violations(); len(v) > 0 {
				t.Errorf("judged %q", v)
			}
		})
	}
}

func TestWhatHasNoPlaceOnATerminalIsNoted(t *testing.T) {
	for name, in := range map[string]string{
		"a title":                        "\x1b]0;x\a",
		"a copy to the clipboard":        "\x1b]52;c;eA==\x1b\\",
		"a question":                     "\x1b[6n",
		"a question for the background":  "\x1b]11;?\x1b\\",
		"a scroll region":                "\x1b[1;2r",
		"a reset":                        "\x1bc",
		"a device string":                "\x1bP+q\x1b\\",
		"a C1 control":                   "\u009b2J",
		"an invalid byte":                "\x9b",
		"a backspace at the edge":        "a\r\b",
		"a backspace after the last":     "12345678\b",
		"a tab":                          "\t",
		"a shift out":                    "\x0e",
		"blinking":                       "\x1b[5mx",
		"concealing":                     "\x1b[8mx",
		"an unknown mode":                "\x1b[?1h",
		"a colour out of range":          "\x1b[38;5;256mx",
		"a place outside":                "\x1b[3;1H",
		"the cursor beyond the edge":     "\x1b[8C",
		"clearing backwards":             "\x1b[1K",
		"a line feed at the bottom":      "\x1b[2H\n",
		"a line that wraps":              "123456789",
		"a wide character cut":           "1234567心",
		"a direction override":           "\u202e",
		"a joiner":                       "a\u200d",
		"a variation selector":           "❤\ufe0f",
		"a tag character":                "a\U000E0041",
		"too many marks":                 "e" + strings.Repeat("\u0301", 5),
		"a mark alone":                   "\u0301",
		"a sequence with text inside it": "\x1b[1\x1b[m",
	} {
		t.Run(name, func(t *testing.T) {
			s := New(8, 2)
			_, _ = s.Write([]byte(in))
			if len(s.Violations()) == 0 {
				t.Errorf("%+q passes", in)
			}
		})
	}
}

func TestStylesAndModesAreKept(t *testing.T) {
	s := New(4, 1)
	_, _ = s.Write([]byte("\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[1;38;5;9ma\x1b[48;2;1;2;3mb\x1b[39;49mc\x1b[md\a"))
	for x, want := range []string{"1;38;5;9", "1;38;5;9;48;2;1;2;3", "1", ""} {
		if got := s.Cell(x, 0); got.Style != want {
			t.Errorf("column %d has style %q, want %q", x, got.Style, want)
		}
	}
	if got, want := s.Modes(), (Modes{Alternate: true, CursorHidden: true, Paste: true}); got != want {
		t.Errorf("modes are %+v, want %+v", got, want)
	}
	if s.Bells() != 1 || len(s.Violations()) > 0 {
		t.Errorf("%d bells, violations %q", s.Bells(), s.Violations())
	}
}

func TestResizingKeepsWhatFits(t *testing.T) {
	s := New(4, 2)
	_, _ = s.Write([]byte("abcd\r\x1b[2Hefg"))
	s.Resize(2, 3)
	if got := fmt.Sprintf("%q", s.Lines()); got != `["ab" "ef" ""]` {
		t.Error(got)
	}
}

// FuzzScreen: no bytes are too strange.
func FuzzScreen(f *testing.F) {
	f.Add([]byte("\x1b[2;3Hx\x1b[K心\u0301\x1b[2J\x1b[999999999999C"), uint8(8), uint8(2))
	f.Fuzz(func(t *testing.T, in []byte, w, h uint8) {
		s := New(int(w)%20, int(h)%10)
		_, _ = s.Write(in)
		if len(s.Pending()) > maxSequence+2 {
			t.Errorf("%d bytes are waited on", len(s.Pending()))
		}
		_ = s.Lines()
	})
}
