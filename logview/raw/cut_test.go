package raw

import (
	"strings"
	"testing"
)

func TestCutSplitsNoRuneAndKeepsWhatIsNoText(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		n          int
		want       string
	}{
		{"inside a rune", "心语", 4, "心"},
		{"between two", "心语", 3, "心"},
		{"shorter than the limit", "ab", 3, "ab"},
		{"bytes that continue nothing", strings.Repeat("\xbb", 10), 6, strings.Repeat("\xbb", 6)},
		{"nothing", "ab", 0, ""},
	} {
		if got, cut := Of(tt.text).Cut(tt.n); got.s != tt.want || cut != (len(tt.text) > tt.n) {
			t.Errorf("%s: %q, %v; want %q", tt.name, got.s, cut, tt.want)
		}
	}
}
