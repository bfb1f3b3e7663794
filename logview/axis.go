package logview

import "time"

// An axis reaches over what lies no further from most entries than stray times
// the time that they take, an hour at least. What lies further are few: so many
// at each end, and one in fewOf of all, at most.
const (
	few       = 32
	fewOf     = 8
	stray     = 10
	leastAxis = int64(time.Hour / time.Second)
)

// axis finds the stretch of time that entries are counted over, whatever their
// order and whatever clocks wrote them: a few that are dated years away do not
// stretch it.
type axis struct {
	n                int
	earliest, latest [few + 1]int64 // seconds, the furthest first
}

// see takes the time of one entry.
func (a *axis) see(at time.Time) {
	second := at.Unix()
	k := min(a.n, len(a.earliest))
	a.n++
	furthest(a.earliest[:], k, second, func(other int64) bool { return second < other })
	furthest(a.latest[:], k, second, func(other int64) bool { return second > other })
}

// furthest puts a time among the k that are kept, if it lies further than one
// of them or there is room.
func furthest(kept []int64, k int, second int64, further func(other int64) bool) {
	if k == len(kept) {
		if k--; !further(kept[k]) {
			return
		}
	}
	for ; k > 0 && further(kept[k-1]); k-- {
		kept[k] = kept[k-1]
	}
	kept[k] = second
}

// ends are the first and the last second of the axis.
func (a *axis) ends() (from, to time.Time) {
	if a.n == 0 {
		return from, to
	}
	k := min(few, a.n/fewOf)
	reach := max(stray*(a.latest[k]-a.earliest[k]), leastAxis)
	first, last := 0, 0
	for a.earliest[first] < a.earliest[k]-reach {
		first++
	}
	for a.latest[last] > a.latest[k]+reach {
		last++
	}
	return time.Unix(a.earliest[first], 0), time.Unix(a.latest[last], 0)
}
