package tail

import (
	"context"
	"time"
)

// The pace of the looks. Around a rotation others may follow at once, and each
// removes the oldest file: where no notice told of the first, none will tell of
// them.
const (
	settle   = time.Millisecond       // after a notice, unless in a hurry: a rotation is several renames
	hurry    = 2 * time.Millisecond   // between two looks after a rotation without notice
	hurryFor = 500 * time.Millisecond // after the last such rotation
	slow     = 10 * time.Millisecond  // between two looks while a pass takes longer than that
	idle     = time.Second            // between two looks at a file that is at rest and would give notice
)

// follow looks at the name and reads what there is to read, until ctx ends.
func follow(ctx context.Context, s *scout, r *reader) {
	defer s.close()
	w := newWaker(ctx, s.path)
	var noticed bool
	var untold time.Time // when a rotation was found that no notice had told of
	for ctx.Err() == nil {
		now := time.Now()
		pace := r.poll
		if now.Sub(s.changed) > lively && w.arm() { // before the look: nothing falls between
			pace = max(idle, r.poll)
		}
		s.look(now)
		if s.rotated.Equal(now) && !noticed {
			untold = now
		}
		if now.Sub(untold) < hurryFor {
			pace = min(hurry, r.poll)
		}
		pass(ctx, s, r)
		noticed = w.wait(ctx, untilSlot(time.Now(), pace))
	}
}

// pass is a pass of the reader during which the scout goes on looking: the
// consumer may stall, or there may be gigabytes to read. Nothing but the two
// runs meanwhile.
func pass(ctx context.Context, s *scout, r *reader) {
	reading, stop := context.WithCancel(ctx)
	stopped := make(chan struct{})
	looks := time.AfterFunc(slow, func() {
		defer close(stopped)
		for reading.Err() == nil {
			s.look(time.Now())
			pause(reading, slow)
		}
	})
	r.pass(ctx)
	stop()
	if !looks.Stop() {
		<-stopped
	}
}

// untilSlot is how long it is to the next whole multiple of the pace: what
// looks at the same pace wakes the processor once for all.
func untilSlot(now time.Time, pace time.Duration) time.Duration {
	return now.Truncate(pace).Add(pace).Sub(now)
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
