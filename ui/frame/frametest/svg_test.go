package frametest

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestAPictureHasEverythingInItsCell(t *testing.T) {
	for _, row := range []struct {
		name, in, want string
	}{
		{"a word starts in its cell and is as wide as its cells", " \x1b[1;38;2;255;92;87mred",
			`<text x="21" y="26" textLength="27" fill="#ff5c57" font-weight="bold">red</text>`},
		{"a wide character takes two cells", "心语", `<text x="12" y="26" textLength="36" fill="#d7dbe3">心语</text>`},
		{"a change of width starts a word", "心a", `<text x="30" y="26" textLength="9" fill="#d7dbe3">a</text>`},
		{"foreign text stays text", "<b>&", `>&lt;b&gt;&amp;</text>`},
		{"a colour's parts are no attributes", "\x1b[38;2;1;3;4mx", `fill="#010304">x</text>`},
		{"a line joins its neighbours", "──", `d="M12 21.5h9M21 21.5h9"`},
		{"a corner is an arc between two sides", "╭", `d="M21 21.5Q16.5 21.5 16.5 31"`},
		{"a block stands on the bottom of its cell", "█", `d="M12 12h9v19h-9z"`},
		{"what cannot be seen is said", "", `<title>a &lt;title&gt;</title>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := New(8, 1)
			_, _ = s.Write([]byte(row.in))
			if got := string(s.SVG("a <title>")); !strings.Contains(got, row.want) {
				t.Errorf("the picture lacks %s:\n%s", row.want, got)
			}
		})
	}
}

// FuzzSVG: a picture is XML whatever the screen shows.
func FuzzSVG(f *testing.F) {
	f.Add([]byte("\x1b[38;2;1;2;3m心\u0301<&\"─╭█\x1b[2;3H\x1b[7mx"), uint8(8), uint8(2))
	f.Fuzz(func(t *testing.T, in []byte, w, h uint8) {
		s := New(int(w)%20, int(h)%10)
		_, _ = s.Write(in)
		if err := xml.Unmarshal(s.SVG("title"), new(struct{})); err != nil {
			t.Errorf("%v", err)
		}
	})
}
