package main

import (
	"regexp"
	"slices"
	"testing"
)

// TestWhoIsInAHurryIsInitialisedEarly reads the order from the runtime's own
// trace: an import more, and "looking" waits for all that is linked in.
func TestWhoIsInAHurryIsInitialisedEarly(t *testing.T) {
	cmd := command(t, "--version")
	cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
	var order []string
	for _, line := range regexp.MustCompile(`(?m)^init (\S+) @`).FindAllStringSubmatch(runsCommand(t, cmd).err, -1) {
		order = append(order, line[1])
	}
	for _, pair := range [][2]string{
		{"bedside/cmd/internal/drowsy", "bedside/cmd/internal/quiet"},
		{"bedside/cmd/internal/quiet", "bedside/cmd/internal/skeleton"},
		{"bedside/cmd/internal/skeleton", "unicode"}, // which strings and bytes wait for
		{"bedside/cmd/internal/skeleton", "compress/flate"},
		{"bedside/cmd/internal/skeleton", "encoding/json"},
		{"bedside/cmd/internal/skeleton", "golang.org/x/sys/unix"},
		{"bedside/cmd/internal/skeleton", "github.com/prometheus/client_golang/prometheus"},
	} {
		first, then := slices.Index(order, pair[0]), slices.Index(order, pair[1])
		if first < 0 || then < 0 || first > then {
			t.Errorf("%s is number %d, %s number %d of %d", pair[0], first, pair[1], then, len(order))
		}
	}
}
