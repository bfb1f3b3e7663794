package xinyu

import (
	"sync"
	"time"
)

const (
	touchEach  = time.Minute
	maxTouched = 4096
)

// touched remembers which sessions were dated in the last minute, so that not
// every message costs a statement. It is bounded: beyond that it forgets all.
type touched struct {
	mu sync.Mutex
	at map[string]time.Time
}

func newTouched() *touched { return &touched{at: map[string]time.Time{}} }

func (t *touched) lately(session string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at, found := t.at[session]
	return found && now.Sub(at) < touchEach
}

func (t *touched) note(session string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.at) >= maxTouched {
		clear(t.at)
	}
	t.at[session] = now
}
