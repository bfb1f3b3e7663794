package xinyu

import (
	"container/list"
	"context"
	"errors"
	"sync"
)

// maxWaiting bounds the queue in front of the gate.
const maxWaiting = 1000

// errGateFull says that the queue in front of the gate is as long as it gets.
var errGateFull = errors.New("too many requests are waiting")

// gate admits a limited number of requests at once, first come first served,
// and its width can be changed while requests wait. It is what
// max_concurrent_requests really limits.
type gate struct {
	mu      sync.Mutex
	width   int
	inside  int
	waiting list.List // of chan struct{}, closed on admission
}

func newGate(width int) *gate {
	return &gate{width: width}
}

// enter waits for its turn until ctx ends. Whoever entered must leave.
func (g *gate) enter(ctx context.Context) error {
	g.mu.Lock()
	if g.inside < g.width && g.waiting.Len() == 0 {
		g.inside++
		g.mu.Unlock()
		return nil
	}
	if g.waiting.Len() >= maxWaiting {
		g.mu.Unlock()
		return errGateFull
	}
	turn := make(chan struct{})
	place := g.waiting.PushBack(turn)
	g.mu.Unlock()

	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		return g.giveUp(ctx, place, turn)
	}
}

// giveUp takes a waiter out of the queue. It may have been admitted in the
// same moment: then its place goes to the next.
func (g *gate) giveUp(ctx context.Context, place *list.Element, turn <-chan struct{}) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-turn:
		g.inside--
		g.admit()
	default:
		g.waiting.Remove(place)
	}
	return ctx.Err()
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	g.admit()
}

// resize changes how many may be inside. Narrowing expels nobody.
func (g *gate) resize(width int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.width = width
	g.admit()
}

// load says how many are inside.
func (g *gate) load() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.inside
}

// admit lets waiters in while there is room. The caller holds the lock.
func (g *gate) admit() {
	for g.inside < g.width {
		first := g.waiting.Front()
		if first == nil {
			return
		}
		g.waiting.Remove(first)
		g.inside++
		close(first.Value.(chan struct{}))
	}
}
