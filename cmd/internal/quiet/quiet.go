// Package quiet keeps our libraries from talking to the terminal while the
// program starts.
//
// bubbletea asks the terminal for its background colour in its package init
// and waits up to five seconds for the answer; it does not ask where CI is
// set. go-runewidth decides in its init, by the locale, whether ambiguous
// characters are two cells wide; ours are one. Go initialises packages in the
// order of their paths as far as their imports allow, so this package, which
// imports only os and runtime and sorts before "github.com", comes first. A
// program imports it for that effect and calls Restore at the start of main.
package quiet

import (
	"os"
	"runtime"
)

// Nobody reads a profile of the allocations, whose table takes 1.4 MiB as soon
// as the first is sampled.
func init() { runtime.MemProfileRate = 0 }

// variable is an environment variable as it was before this package set it.
type variable struct {
	name, value string
	set         bool
}

var before = [...]variable{
	override("CI", "1"),
	override("RUNEWIDTH_EASTASIAN", "0"),
}

func override(name, value string) variable {
	old, set := os.LookupEnv(name)
	_ = os.Setenv(name, value)
	return variable{name, old, set}
}

// Restore gives the environment back as the program got it, so that it is
// what child processes inherit.
func Restore() {
	for _, v := range before {
		if v.set {
			_ = os.Setenv(v.name, v.value)
		} else {
			_ = os.Unsetenv(v.name)
		}
	}
}
