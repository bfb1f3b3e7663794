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
const beat = 50 * time.Millisecond

// onBeat rounds a wait up or down by chance, so that it ends on the grid and
// yet takes on average what it should. A wait that would not reach the next
// beat may become none.
func onBeat(now time.Time, wait time.Duration) time.Duration {
	next := now.Truncate(beat).Add(beat).Sub(now)
	if wait >= next {
		return next + (wait - next + rand.N(beat)).Truncate(beat)
	}
	if rand.N(next) < wait {
		return next
	}
	return 0
}
