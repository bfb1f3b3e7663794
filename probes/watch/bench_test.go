package watch

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"bedside/probes"
)

const (
	benchTargets = 100
	benchEvery   = 500 * time.Millisecond
	benchSpan    = 2 * time.Second
)

// cpu is the processor time that this process has used.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func measure(b *testing.B, run func(context.Context)) {
	for range b.N {
		ctx, cancel := context.WithTimeout(context.Background(), benchSpan)
		before := cpu(b)
		run(ctx)
		rounds := float64(benchTargets) * benchSpan.Seconds() / benchEvery.Seconds()
		b.ReportMetric(float64(cpu(b)-before)/rounds, "cpu-ns/round")
		cancel()
	}
}

func BenchmarkScheduler(b *testing.B) {
	var plans []Plan
	for i := range benchTargets {
		plans = append(plans, Plan{Probe: fake{name: probes.Name(fmt.Sprint(i))}, Every: benchEvery})
	}
	measure(b, func(ctx context.Context) {
		s, err := New(plans, func(Round) {})
		if err != nil {
			b.Fatal(err)
		}
		_ = s.Run(ctx) // ends with the deadline of the measurement
	})
}

// BenchmarkTickerEach is the peer: a goroutine and a ticker for each target.
func BenchmarkTickerEach(b *testing.B) {
	measure(b, func(ctx context.Context) {
		var all sync.WaitGroup
		for i := range benchTargets {
			all.Go(func() {
				select {
				case <-time.After(time.Duration(i) * benchEvery / benchTargets):
				case <-ctx.Done():
					return
				}
				tick := time.NewTicker(benchEvery)
				defer tick.Stop()
				for {
					select {
					case <-tick.C:
						sample(ctx, Plan{Probe: fake{name: "x"}, Timeout: time.Second})
					case <-ctx.Done():
						return
					}
				}
			})
		}
		all.Wait()
	})
}
