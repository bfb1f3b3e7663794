package probes

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestACallThatHangsIsLeftAndItsAnswerIsTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Blocking[int]
		calls := 0
		slow := func() int {
			calls++
			n := calls
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
		if calls != 1 {
			t.Errorf("%d calls hang", calls)
		}
		if n, err := patience(10 * time.Second); n != 1 || err != nil {
			t.Errorf("the late answer is %d, %v", n, err)
		}
		if n, err := patience(10 * time.Second); n != 2 || err != nil {
			t.Errorf("the next answer is %d, %v", n, err)
		}
	})
}
