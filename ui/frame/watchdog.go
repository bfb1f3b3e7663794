package frame

import (
	"sync"
	"time"
)

// watchdog bites if it is not put to rest within the time of grace.
type watchdog struct {
	mu    sync.Mutex
	timer *time.Timer
}

// wake starts the time of grace, unless it runs already: then it returns
// false and leaves it alone.
func (w *watchdog) wake(bite func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		return false
	}
	w.timer = time.AfterFunc(grace, bite)
	return true
}

func (w *watchdog) rest() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
	}
}
