package xinyu

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// dice is a seeded source of chance that many requests may use at once.
type dice struct {
	mu sync.Mutex
	r  *rand.Rand
}

func newDice(seed int64) *dice {
	return &dice{r: newRand(seed, "backend")}
}

// unit returns a number in [0, 1).
func (d *dice) unit() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.r.Float64()
}

func (d *dice) between(low, high time.Duration) time.Duration {
	return low + time.Duration(d.unit()*float64(high-low))
}

// spend waits for the duration, rounded to the beat, or less where ctx ends
// before.
func spend(ctx context.Context, d time.Duration) error {
	d = onBeat(time.Now(), d)
	if d == 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
