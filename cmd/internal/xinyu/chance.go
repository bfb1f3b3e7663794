package xinyu

import (
	"hash/fnv"
	"math/rand/v2"
)

// newRand gives each part of the demo its own stream of chance, so that one
// part's draws do not move another's.
func newRand(seed int64, part string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(part))
	return rand.New(rand.NewPCG(uint64(seed), h.Sum64()))
}
