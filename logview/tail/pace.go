package tail

import (
	"context"
	"time"
)

// The pace of the looks around a rotation: others may follow at once, and
// rotation removes the oldest file.
const (
	settle   = time.Millisecond       // after a notice: a rotation is several renames
	hurry    = 2 * time.Millisecond   // between two looks
	hurryFor = 500 * time.Millisecond // after the last rotation
)

// run looks at the name until ctx ends, and signals after each look.
func (s *scout) run(ctx context.Context, poll time.Duration, looked chan<- struct{}) {
	w := newWaker(ctx, s.path)
	var rotated time.Time
	for ctx.Err() == nil {
		now := time.Now()
		if s.look(now) {
			rotated = now
		}
		select {
		case looked <- struct{}{}:
		default:
		}
		if now.Sub(rotated) < hurryFor {
			w.wait(ctx, min(hurry, poll))
		} else {
			w.wait(ctx, poll)
		}
	}
}

// pause waits for d, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
