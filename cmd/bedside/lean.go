package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// settled is how long after its start, or after much work, a console is
	// what it will be for weeks: every probe has answered, every page was
	// drawn.
	settled = 5 * time.Second
	// gcPercent trades the collector's time, which a calm console hardly
	// needs, for memory, which the service beside it may want.
	gcPercent = 22
)

// lean keeps a running console small. Once it has settled it gives back what
// its start took and works on one processor: handing work from one to the next
// is a fourth of all that a calm console does. While much is to be done it has
// all of them.
type lean struct {
	processors int

	mu    sync.Mutex
	timer *time.Timer
	alone bool // on one processor
	over  bool
}

// keepLean begins. Its end must follow.
func keepLean() *lean {
	l := &lean{processors: runtime.GOMAXPROCS(0)}
	l.timer = time.AfterFunc(settled, l.settle)
	return l
}

func (l *lean) settle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	debug.FreeOSMemory()
	dropProgramPages()
	l.alone = true
	runtime.GOMAXPROCS(1)
}

// busy tells that much is to be done. It may be called from everywhere.
func (l *lean) busy() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return
	}
	if l.alone {
		l.alone = false
		runtime.GOMAXPROCS(l.processors)
	}
	l.timer.Reset(settled)
}

// end calls all that off.
func (l *lean) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	l.timer.Stop()
}
