package xinyu

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheGateAdmitsInOrderAndNoMoreThanItsWidth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(2)
		admitted := make(chan int, 4)
		for i := range 4 {
			go func() {
				if g.enter(t.Context()) == nil {
					admitted <- i
				}
			}()
			synctest.Wait()
		}
		if len(admitted) != 2 || g.load() != 2 {
			t.Fatalf("%d admitted, %d inside, want 2", len(admitted), g.load())
		}
		g.leave()
		synctest.Wait()
		g.leave()
		synctest.Wait()
		for want := range 4 {
			if got := <-admitted; got != want {
				t.Errorf("admitted %d, want %d", got, want)
			}
		}
	})
}

func TestWhoWaitsTooLongAtTheGateLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1)
		if err := g.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := g.enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		g.leave()
		if g.load() != 0 || g.waiting.Len() != 0 {
			t.Errorf("%d inside, %d waiting", g.load(), g.waiting.Len())
		}
	})
}

func TestAGateMadeWiderAdmitsWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1)
		done := make(chan error, 3)
		for range 3 {
			go func() { done <- g.enter(t.Context()) }()
		}
		synctest.Wait()
		g.resize(3)
		synctest.Wait()
		if len(done) != 3 {
			t.Errorf("%d admitted, want 3", len(done))
		}
		g.resize(1)
		g.leave()
		g.leave()
		if g.load() != 1 {
			t.Errorf("%d inside, want 1", g.load())
		}
	})
}

func TestTheQueueAtTheGateIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		g := newGate(0)
		for range maxWaiting {
			go func() { _ = g.enter(ctx) }()
		}
		synctest.Wait()
		if err := g.enter(ctx); !errors.Is(err, errGateFull) {
			t.Errorf("got %v", err)
		}
		cancel()
	})
}

// An admission and the end of the wait may fall on the same moment: then the
// place must not be lost.
func TestAPlaceThatNobodyTakesGoesToTheNext(t *testing.T) {
	g := newGate(1)
	g.inside = 1
	turn := make(chan struct{})
	place := g.waiting.PushBack(turn)
	g.leave()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.giveUp(ctx, place, turn); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if g.load() != 0 {
		t.Errorf("%d inside, want 0", g.load())
	}
}
