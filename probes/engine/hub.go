package engine

import (
	"context"
	"sync"

	"bedside/probes/state"
)

// hub hands the newest snapshot to everybody who looks. Nobody is waited for:
// a page that was not taken is replaced by the next.
type hub struct {
	mu      sync.Mutex
	newest  *state.Snapshot
	viewers map[chan *state.Snapshot]struct{}
	closed  bool
}

func newHub(first *state.Snapshot) *hub {
	return &hub{newest: first, viewers: map[chan *state.Snapshot]struct{}{}}
}

func (h *hub) publish(s *state.Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.newest = s
	for ch := range h.viewers {
		offer(ch, s)
	}
}

// offer puts s into a channel of one in place of what was not taken yet. Only
// holders of the hub's lock send, so the second send always finds room.
func offer(ch chan *state.Snapshot, s *state.Snapshot) {
	select {
	case ch <- s:
		return
	default:
	}
	select {
	case <-ch:
	default:
	}
	ch <- s
}

func (h *hub) subscribe(ctx context.Context) <-chan *state.Snapshot {
	ch := make(chan *state.Snapshot, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	ch <- h.newest
	if h.closed {
		close(ch)
		return ch
	}
	h.viewers[ch] = struct{}{}
	context.AfterFunc(ctx, func() { h.leave(ch) })
	return ch
}

func (h *hub) leave(ch chan *state.Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, here := h.viewers[ch]; here {
		delete(h.viewers, ch)
		close(ch)
	}
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for ch := range h.viewers {
		delete(h.viewers, ch)
		close(ch)
	}
}
