//go:build !linux

package tail

import (
	"context"
	"time"
)

// waker paces the looks. Here nothing ends a pause early.
type waker struct{}

func newWaker(context.Context, string) waker { return waker{} }

// arm reports that no notice will come when the file is written.
func (waker) arm() bool { return false }

// wait pauses for d, or until ctx ends, and reports that no notice came.
func (waker) wait(ctx context.Context, d time.Duration) (noticed bool) {
	pause(ctx, d)
	return false
}
