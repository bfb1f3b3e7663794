package engine

import (
	"errors"
	"testing"
	"testing/synctest"

	"bedside/probes"
	"bedside/probes/journal"
	"bedside/probes/state"
	"bedside/probes/words"
)

// heldUp runs an engine whose disk hangs until release is called.
func heldUp(t *testing.T, targets []Target) (e *Engine, release func()) {
	t.Helper()
	hang := make(chan struct{})
	e = started(t, func(o *Options) {
		o.Targets = targets
		o.Journal = func(func(journal.Record)) (*journal.Journal, journal.Recovery, error) {
			<-hang
			return nil, journal.Recovery{}, errors.New("the disk hung")
		}
	})
	return e, func() { close(hang) }
}

func TestOfTooManyRoundsTheNewestOfEachTargetAreJudgedAndTheRestCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, release := heldUp(t, []Target{{Name: "seldom"}, {Name: "often"}})
		e.Deliver(sample("seldom", probes.Up))
		const beyond = 50
		for range maxRounds - 1 + beyond {
			e.Deliver(sample("often", probes.Up))
		}
		e.inbox.mu.Lock()
		waiting := len(e.inbox.rounds)
		e.inbox.mu.Unlock()
		if waiting != maxRounds {
			t.Errorf("%d rounds wait, want %d", waiting, maxRounds)
		}
		pages := e.Subscribe(t.Context())
		release()
		page := newest(t, pages)
		if page.Targets[0].Status != probes.Up {
			t.Errorf("the target that is seldom checked is %v: its only round was dropped", page.Targets[0].Status)
		}
		if page.Targets[1].Missed != beyond {
			t.Errorf("the other one misses %d rounds, want %d", page.Targets[1].Missed, beyond)
		}
		if !told(page, words.Of("notice.skipped", beyond)) {
			t.Errorf("the notices are %v", page.Notices)
		}
	})
}

func told(page *state.Snapshot, want words.Line) bool {
	for _, n := range page.Notices {
		if words.English.Say(n) == words.English.Say(want) {
			return true
		}
	}
	return false
}

func TestBeyondItsBoundACallIsRefusedInsteadOfWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, release := heldUp(t, nil)
		answers := make(chan error, maxCalls)
		for range maxCalls {
			go func() {
				_, err := e.Query(t.Context(), state.LogQuestion{})
				answers <- err
			}()
		}
		synctest.Wait()
		if _, err := e.Query(t.Context(), state.LogQuestion{}); !errors.Is(err, ErrBusy) {
			t.Errorf("one call too many: %v, want %v", err, ErrBusy)
		}
		release()
		for range maxCalls {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
	})
}
