package config

import (
	"strings"
	"testing"
)

func TestWhatMayBeAName(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       bool
	}{
		{"a word", "health", true},
		{"marks of names and patterns", "latency.*-p_95", true},
		{"letters and digits of any script", "心语٣", true},
		{"as long as allowed, counted in characters", strings.Repeat("语", maxName), true},
		{"one too long", strings.Repeat("a", maxName+1), false},
		{"nothing", "", false},
		{"a space", "a b", false},
		{"a slash", "../etc", false},
		{"a control character", "a\x1b", false},
		{"bytes that are no text", "a\xff", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := isName(row.text); got != row.want {
				t.Errorf("isName(%q) is %v", row.text, got)
			}
		})
	}
}
