package xinyu

import (
	"context"
	"sync"
	"time"
)

const (
	laterEach    = 500 * time.Millisecond // between two batches
	laterTimeout = time.Second            // for one of them
	maxLater     = 2048                   // waiting; more are lost, as with any full queue
)

// later collects what nobody waits for and does it in batches: one round trip
// for the records of many replies.
type later[T any] struct {
	do   func(context.Context, []T)
	turn sync.Mutex // held while a batch is done: they keep their order

	mu      sync.Mutex
	waiting []T
	timer   *time.Timer // runs while something waits
}

func newLater[T any](do func(context.Context, []T)) *later[T] { return &later[T]{do: do} }

// add leaves x for the next batch.
func (l *later[T]) add(x T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) >= maxLater {
		return
	}
	l.waiting = append(l.waiting, x)
	if l.timer == nil {
		l.timer = time.AfterFunc(onBeat(time.Now(), laterEach), l.flush)
	}
}

// flush does what waits, and returns when all that was added before is done.
func (l *later[T]) flush() {
	l.turn.Lock()
	defer l.turn.Unlock()
	batch := l.take()
	if len(batch) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), laterTimeout)
	defer cancel()
	l.do(ctx, batch)
}

func (l *later[T]) take() []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.timer != nil {
		l.timer.Stop()
	}
	batch := l.waiting
	l.waiting, l.timer = nil, nil
	return batch
}
