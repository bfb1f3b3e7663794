package xinyu

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatCanWaitIsDoneTogetherAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex // a timer's goroutine writes without an order of its own
		var batches [][]int
		l := newLater(func(_ context.Context, batch []int) {
			mu.Lock()
			defer mu.Unlock()
			batches = append(batches, batch)
		})
		l.add(1)
		l.add(2)
		synctest.Wait()
		mu.Lock()
		if len(batches) != 0 {
			t.Errorf("done at once: %v", batches)
		}
		mu.Unlock()
		time.Sleep(laterEach + beat)
		l.add(3)
		time.Sleep(laterEach + beat)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if !slices.EqualFunc(batches, [][]int{{1, 2}, {3}}, slices.Equal) {
			t.Errorf("batches %v", batches)
		}
	})
}

func TestAFlushLeavesNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var done []int
		l := newLater(func(_ context.Context, batch []int) { done = append(done, batch...) })
		l.add(1)
		l.flush()
		l.flush()
		time.Sleep(2 * laterEach)
		synctest.Wait()
		if !slices.Equal(done, []int{1}) {
			t.Errorf("done %v", done)
		}
	})
}

func TestWhatWaitsIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := 0
		l := newLater(func(_ context.Context, batch []int) { done += len(batch) })
		for i := range maxLater + 1 {
			l.add(i)
		}
		if l.flush(); done != maxLater {
			t.Errorf("%d done, want %d", done, maxLater)
		}
	})
}
