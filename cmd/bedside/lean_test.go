package main

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

func TestProcessors(t *testing.T) {
	all := runtime.GOMAXPROCS(4)
	t.Cleanup(func() { runtime.GOMAXPROCS(all) })
	synctest.Test(t, func(t *testing.T) {
		after := func(d time.Duration, want int, when string) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if got := runtime.GOMAXPROCS(0); got != want {
				t.Errorf("%s: works on %d processors, want %d", when, got, want)
			}
		}
		l := keepLean()
		after(settled-1, 4, "while it starts")
		after(1, 1, "once it has settled")
		l.busy()
		after(settled/2, 4, "when much is to be done")
		l.busy()
		after(settled/2, 4, "as long as it is")
		after(settled/2, 1, "when that is over")
		l.busy()
		l.end()
		after(2*settled, 4, "after its end")
	})
}
