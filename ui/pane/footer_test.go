package pane

import "testing"

func TestKeysThatFollowEachOtherAreOneSpan(t *testing.T) {
	for want, keys := range map[string][]string{
		"":        nil,
		"1":       {"1"},
		"1-6 9":   {"1", "2", "3", "4", "5", "6", "9"},
		"1 3-4 F": {"1", "3", "4", "F"},
		"1 Tab 2": {"1", "Tab", "2"},
	} {
		var hints []Hint
		for _, key := range keys {
			hints = append(hints, Hint{Key: key})
		}
		if got := keySpan(hints); got != want {
			t.Errorf("%q is the span of %q, want %q", got, keys, want)
		}
	}
}
