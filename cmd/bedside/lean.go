package main

import (
	"os"
	"runtime/debug"
	"time"
)

const (
	// settled is how long after its start a console has become what it will be
	// for weeks: every probe has answered, every page was drawn.
	settled = 5 * time.Second
	// gcPercent trades the collector's time, which a calm console hardly
	// needs, for memory, which the service beside it may want.
	gcPercent = 40
)

// keepLean lets the process shrink, once it has settled, to what a running
// console needs. The function that is returned calls that off.
func keepLean() (stop func() bool) {
	return time.AfterFunc(settled, func() {
		if os.Getenv("GOGC") == "" {
			debug.SetGCPercent(gcPercent)
		}
		debug.FreeOSMemory()
		dropProgramPages()
	}).Stop
}
