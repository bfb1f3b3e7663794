package pane

import (
	"testing"

	"bedside/probes/words"
)

func TestARowKeepsItsRightPartAndCutsItsLeft(t *testing.T) {
	for name, tt := range map[string]struct {
		left, right []string
		w           int
		want        string
	}{
		"both fit":                          {[]string{"ab"}, []string{"yz"}, 8, "ab    yz"},
		"the left part is cut":              {[]string{"abcdefgh"}, []string{"yz"}, 8, "abcd… yz"},
		"blanks at the right give way":      {[]string{"abcdefgh"}, []string{"   ", "yz"}, 12, "abcdefgh  yz"},
		"blanks give way, then it is cut":   {[]string{"abcdefgh"}, []string{"  ", "  yz"}, 9, "abcde… yz"},
		"blanks stay where both fit":        {[]string{"ab"}, []string{"   ", "yz"}, 8, "ab    yz"},
		"blanks inside the right part stay": {[]string{"abcdefgh"}, []string{"y", "   z"}, 9, "ab… y   z"},
		"a cut between two spans is marked": {[]string{"abcd", "efgh"}, nil, 4, "abc…"},
		"spans that just fit are not cut":   {[]string{"ab", "cd"}, nil, 4, "abcd"},
		"no room for both: the right part":  {[]string{"ab"}, []string{"uvwxyz"}, 4, "uvw…"},
		"a wide letter never sticks out":    {[]string{"a心语"}, nil, 4, "a心…"},
		"nothing is blank":                  {nil, nil, 3, "   "},
	} {
		t.Run(name, func(t *testing.T) {
			l := plainLook(words.English)
			var b sheet
			b.begin(tt.w, 1, l)
			for _, text := range tt.left {
				b.put(l.Text, text)
			}
			if tt.right != nil {
				b.apart()
				for _, text := range tt.right {
					b.put(l.Text, text)
				}
			}
			b.line()
			if got := string(b.picture()); got != tt.want {
				t.Errorf("the row is %q, want %q", got, tt.want)
			}
		})
	}
}

func TestABoxHasExactlyItsSize(t *testing.T) {
	l := plainLook(words.English)
	for _, w := range []int{1, 3, 4, 5, 9, 40} {
		for _, h := range []int{1, 2, 3, 8} {
			exact(t, "box", Box("title 标题", "right", []string{"a line that is too long for a narrow box", "心"}, w, h, l), w, h)
			var b sheet
			b.beginBox(w, h, l)
			b.put(l.Title, " title 标题 ")
			b.apart()
			b.put(l.Dim, " right ")
			b.line()
			b.put(l.Text, "心语心语心语心语")
			b.line()
			b.below(l.Dim, "+3 more · 心语 down", "+3")
			exact(t, "sheet", string(b.picture()), w, h)
		}
	}
	if got := Box("t", "", nil, 0, 3, l); got != "" {
		t.Errorf("a box without width is %q", got)
	}
}
