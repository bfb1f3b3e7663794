package probes

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestACallThatHangsIsLeftAndItsAnswerIsTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Blocking[int]
		var calls atomic.Int64
		slow := func() int {
			n := int(calls.Add(1))
			time.Sleep(5 * time.Second)
			return n
		}
		patience := func(d time.Duration) (int, error) {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			return b.Do(ctx, slow)
		}
		for range 3 {
			if _, err := patience(time.Second); err == nil {
				t.Fatal("it answered too early")
			}
		}
		if n := calls.Load(); n != 1 {
			t.Errorf("%d calls hang", n)
		}
		if n, err := patience(10 * time.Second); n != 1 || err != nil {
			t.Errorf("the late answer is %d, %v", n, err)
		}
		if n, err := patience(10 * time.Second); n != 2 || err != nil {
			t.Errorf("the next answer is %d, %v", n, err)
		}
	})
}
