package engine

import (
	"slices"
	"sync"
	"time"

	"bedside/logview"
	"bedside/probes/watch"
)

// What waits for the engine while it is held up, by a disk that hangs for
// instance. Of entries and rounds beyond that the oldest are dropped and
// counted; a call beyond it is refused.
const (
	maxEntries = 20_000
	maxRounds  = 1_000
	maxCalls   = 256
)

// inbox is where everything that happens outside waits for the engine's one
// goroutine. Putting never blocks; what came together is taken together, so a
// burst costs one wake-up.
type inbox struct {
	wake chan struct{} // capacity one

	mu      sync.Mutex
	tick    time.Time // when the engine will look anyway, zero for not known
	rounds  []watch.Round
	skipped uint64 // rounds that were dropped
	logs    []LogBatch
	entries int
	dropped uint64 // entries that were
	calls   []call
	steps   []stepEnd
	spare   [][]logview.Entry // of batches that were folded
}

// mail is what was taken out of the inbox at once.
type mail struct {
	rounds  []watch.Round
	skipped uint64
	logs    []LogBatch
	dropped uint64
	calls   []call
	steps   []stepEnd
}

// telling reports whether there is more than log entries, which come in many
// small batches: they are judged with the next check or tick.
func (m mail) telling() bool { return len(m.rounds)+len(m.calls)+len(m.steps) > 0 }

func newInbox() *inbox { return &inbox{wake: make(chan struct{}, 1)} }

func (in *inbox) put(fill func()) {
	in.mu.Lock()
	fill()
	in.mu.Unlock()
	in.rouse()
}

// rouse lets the engine look.
func (in *inbox) rouse() {
	select {
	case in.wake <- struct{}{}:
	default:
	}
}

func (in *inbox) step(s stepEnd) { in.put(func() { in.steps = append(in.steps, s) }) }

// call reports whether the call waits for its answer.
func (in *inbox) call(c call) (waits bool) {
	in.put(func() {
		if waits = len(in.calls) < maxCalls; waits {
			in.calls = append(in.calls, c)
		}
	})
	return waits
}

// gathering is how long before a tick a round waits for it: what was asked at the
// same moment is judged together, and shown by the page that shows its time.
const gathering = answered + 5*time.Millisecond

// expect tells when the next tick comes.
func (in *inbox) expect(tick time.Time) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.tick = tick
}

func (in *inbox) round(r watch.Round) {
	in.mu.Lock()
	in.rounds = append(in.rounds, r)
	if len(in.rounds) > maxRounds {
		in.skip()
	}
	wait := in.tick.Sub(r.Sample.At)
	in.mu.Unlock()
	if wait < 0 || wait > gathering {
		in.rouse()
	}
}

// skip drops the oldest round after which another of its target waits, so that
// the newest of each is judged. That one tells that a round is missing.
func (in *inbox) skip() {
	for i := range in.rounds {
		later := slices.IndexFunc(in.rounds[i+1:], func(r watch.Round) bool { return r.Sample.Target == in.rounds[i].Sample.Target })
		if later < 0 {
			continue
		}
		in.rounds[i+1+later].Missed += in.rounds[i].Missed + 1
		in.rounds = slices.Delete(in.rounds, i, i+1)
		in.skipped++
		return
	}
}

// What logs tell waits for what the others tell of the same moment, to be folded
// in together: so many entries or so long, at most.
const (
	manyEntries  = 600
	logsTogether = 600 * time.Millisecond
)

// batch puts in what a log told. Nobody is woken for it before there is much:
// it is taken with the next check or tick.
func (in *inbox) batch(b LogBatch) {
	in.mu.Lock()
	in.logs = append(in.logs, b)
	in.entries += len(b.Entries)
	in.shed()
	many := in.entries >= manyEntries
	in.mu.Unlock()
	if many {
		in.rouse()
	}
}

// ripe reports whether what the logs told is to be folded in now: at a tick,
// before a question, and when there is much or it has waited.
func (in *inbox) ripe(due bool, now time.Time) bool {
	return due || len(in.calls) > 0 || in.entries >= manyEntries ||
		len(in.logs) > 0 && now.Sub(in.logs[0].At) >= logsTogether
}

// shed drops the oldest entries beyond the limit; what a batch says about its
// source is kept.
func (in *inbox) shed() {
	for i := 0; in.entries > maxEntries && i < len(in.logs); i++ {
		n := min(len(in.logs[i].Entries), in.entries-maxEntries)
		in.logs[i].Entries = in.logs[i].Entries[n:]
		in.entries -= n
		in.dropped += uint64(n)
	}
	if len(in.logs) > 1_000 { // batches emptied by the loop above
		in.logs = compact(in.logs)
	}
}

// compact keeps the newest word about each source and every batch that still
// holds entries.
func compact(batches []LogBatch) []LogBatch {
	last := map[string]int{}
	for i, b := range batches {
		last[b.Source] = i
	}
	kept := batches[:0]
	lost, gaps := map[string]uint64{}, map[string]int{}
	for i, b := range batches {
		lost[b.Source] += b.Lost
		gaps[b.Source] += b.Gaps
		if len(b.Entries) > 0 || last[b.Source] == i || !b.Rezoning.Zero() {
			b.Lost, lost[b.Source] = lost[b.Source], 0
			b.Gaps, gaps[b.Source] = gaps[b.Source], 0
			kept = append(kept, b)
		}
	}
	return kept
}

// take empties the inbox; due says that a tick of time has come.
func (in *inbox) take(due bool, now time.Time) mail {
	in.mu.Lock()
	defer in.mu.Unlock()
	m := mail{rounds: in.rounds, skipped: in.skipped, calls: in.calls, steps: in.steps}
	if in.ripe(due, now) {
		m.logs, m.dropped = in.logs, in.dropped
		in.logs, in.entries, in.dropped = nil, 0, 0
	}
	in.rounds, in.calls, in.steps, in.skipped = nil, nil, nil, 0
	return m
}

// What is kept of folded batches: a calm service writes little at once.
const (
	maxSpare     = 4
	roomStep     = 64 // entries, all room being a multiple: the next batch is hardly ever as large as the last
	maxSpareRoom = 256
)

// room returns an empty slice with room for n entries.
func (in *inbox) room(n int) []logview.Entry {
	in.mu.Lock()
	defer in.mu.Unlock()
	i := slices.IndexFunc(in.spare, func(s []logview.Entry) bool { return cap(s) >= n })
	if i < 0 {
		return make([]logview.Entry, 0, (n+roomStep-1)/roomStep*roomStep)
	}
	found := in.spare[i]
	in.spare = slices.Delete(in.spare, i, i+1)
	return found
}

// folded takes back the room of batches that nobody needs any more.
func (in *inbox) folded(batches []LogBatch) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, b := range batches {
		if c := cap(b.Entries); c > 0 && c <= maxSpareRoom && len(in.spare) < maxSpare {
			clear(b.Entries)
			in.spare = append(in.spare, b.Entries[:0])
		}
	}
}

// LogBatch is what a follower of one log read at once, of one of its files.
type LogBatch struct {
	Source  string
	File    string          // its path
	Entries []logview.Entry // Seq is given by the engine
	At      time.Time       // when it was read
	Backlog bool            // written before bedside looked
	Lost    uint64          // bytes that could not be read any more
	Gaps    int             // files that came and went unread
	State   LogState

	// Rezoning says in which zone all that was read before by a clock is written;
	// Entries are in it already.
	Rezoning logview.Rezoning
}
