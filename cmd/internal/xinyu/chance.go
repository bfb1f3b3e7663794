package xinyu

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// newRand gives each part of the demo its own stream of chance, so that one
// part's draws do not move another's.
func newRand(seed int64, part string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(part))
	return rand.New(rand.NewPCG(uint64(seed), h.Sum64()))
}

// beat is the grid on which waits end. Both processes share it, so that they
// wake few times for many: on an idle machine waking costs more than the work.
const beat = 20 * time.Millisecond

// onBeat rounds a wait so that it ends on the grid, on average where it would
// have ended; one shorter than half a beat stays as it is.
func onBeat(now time.Time, wait time.Duration) time.Duration {
	if wait < beat/2 {
		return wait
	}
	return max(now.Add(wait+beat/2).Truncate(beat).Sub(now), 0)
}
