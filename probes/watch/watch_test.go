package watch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bedside/probes"
)

// fake is a probe whose answer is a function.
type fake struct {
	name  probes.Name
	check func(context.Context) probes.Sample
}

func (f fake) Name() probes.Name { return f.name }

func (f fake) Check(ctx context.Context) probes.Sample {
	if f.check == nil {
		return probes.Sample{Target: f.name, Status: probes.Up}
	}
	return f.check(ctx)
}

// hang answers only when its deadline passes.
func hang(ctx context.Context) probes.Sample {
	<-ctx.Done()
	return probes.Unreachable(ctx.Err())
}

// takes answers after d, whatever the deadline.
func takes(d time.Duration) func(context.Context) probes.Sample {
	return func(context.Context) probes.Sample {
		time.Sleep(d)
		return probes.Sample{Status: probes.Up}
	}
}

// record keeps the rounds that were delivered.
type record struct {
	mu     sync.Mutex
	began  time.Time
	rounds []Round
}

func (r *record) add(round Round) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rounds = append(r.rounds, round)
}

func (r *record) of(name probes.Name) []Round {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(func(yield func(Round) bool) {
		for _, round := range r.rounds {
			if round.Sample.Target == name && !yield(round) {
				return
			}
		}
	})
}

// watchFor runs plans for d of the bubble's time. meanwhile may be nil.
func watchFor(t *testing.T, plans []Plan, d time.Duration, meanwhile func(*Scheduler)) *record {
	t.Helper()
	r := &record{began: time.Now()}
	for i, p := range plans {
		f := p.Probe.(fake)
		check := f.Check
		plans[i].Probe = fake{f.name, func(ctx context.Context) probes.Sample {
			s := check(ctx)
			s.Target = f.name
			return s
		}}
	}
	s, err := New(plans, r.add)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	synctest.Wait()
	if meanwhile != nil {
		meanwhile(s)
	}
	time.Sleep(d - time.Since(r.began))
	cancel()
	if err := <-ended; err != nil {
		t.Fatalf("a cancelled run ended with %v", err)
	}
	return r
}

func TestEverybodyIsAskedAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var plans []Plan
		for i := range 100 {
			plans = append(plans, Plan{Probe: fake{name: probes.Name(fmt.Sprint(i))}, Every: time.Second * time.Duration(1+i%60)})
		}
		r := watchFor(t, plans, time.Millisecond, nil)
		if len(r.rounds) != 100 {
			t.Errorf("%d of 100 targets were asked at once", len(r.rounds))
		}
	})
}

func TestEachTargetKeepsItsRhythm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plans := []Plan{
			{Probe: fake{name: "second"}, Every: time.Second},
			{Probe: fake{name: "odd"}, Every: 330 * time.Millisecond},
			{Probe: fake{name: "minute"}, Every: time.Minute},
		}
		r := watchFor(t, plans, 10*time.Minute+time.Millisecond, nil)
		for name, want := range map[probes.Name]int{"second": 601, "odd": 1819, "minute": 11} {
			rounds := r.of(name)
			if got := len(rounds); got < want-1 || got > want+1 {
				t.Errorf("%s: %d rounds in ten minutes, want about %d", name, got, want)
			}
			for _, round := range rounds {
				if late := round.Began.Sub(round.Due); late != 0 || round.Missed != 0 {
					t.Fatalf("%s: began %v late, missed %d", name, late, round.Missed)
				}
			}
		}
	})
}

func TestATargetIsNeverLeftLongerThanItsRhythm(t *testing.T) {
	for _, n := range []int{1, 5, 12, 100, 1000} {
		for _, every := range []time.Duration{10 * time.Millisecond, 60 * time.Millisecond, time.Second, time.Minute} {
			for i := range n {
				if rest := firstRest(i, n, every); rest <= 0 || rest > every {
					t.Fatalf("target %d of %d, every %v: first rest %v", i, n, every, rest)
				}
			}
		}
	}
}

func TestAThousandTargetsAreNoHerd(t *testing.T) {
	moments := map[time.Duration]int{}
	for i := range 1000 {
		moments[firstRest(i, 1000, time.Second)]++
	}
	for at, n := range moments {
		if n > 60 {
			t.Errorf("%d of 1,000 targets are due together at %v", n, at)
		}
	}
}

func TestAFewTargetsShareMoments(t *testing.T) {
	moments := map[time.Duration]bool{}
	for i := range 19 {
		moments[firstRest(i, 19, time.Second)] = true
	}
	if len(moments) != 2 {
		t.Errorf("19 targets wake the console at %d moments a second, want 2", len(moments))
	}
}

func TestHangingTargetsDelayNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var plans []Plan
		for i := range 100 {
			p := Plan{Probe: fake{name: probes.Name(fmt.Sprint("well", i))}, Every: time.Second, Timeout: 900 * time.Millisecond}
			if i%2 == 1 {
				p.Probe = fake{probes.Name(fmt.Sprint("hung", i)), hang}
			}
			plans = append(plans, p)
		}
		r := watchFor(t, plans, 30*time.Second, nil)
		wells, hungs := 0, 0
		for _, round := range r.rounds {
			if late := round.Began.Sub(round.Due); late > 100*time.Millisecond {
				t.Fatalf("%s began %v late", round.Sample.Target, late)
			}
			if strings.HasPrefix(string(round.Sample.Target), "well") {
				wells++
				continue
			}
			hungs++
			if round.Sample.Fault.Code != probes.TimedOut {
				t.Fatalf("%s: fault %q", round.Sample.Target, round.Sample.Fault.Code)
			}
		}
		if wells < 50*30 || hungs < 50*29 {
			t.Errorf("%d good and %d timed-out rounds in 30 s", wells, hungs)
		}
	})
}

func TestASlowTargetNeverOverlapsItselfAndItsMissedRoundsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		running, most := 0, 0
		slow := takes(2500 * time.Millisecond)
		plans := []Plan{{Every: time.Second, Timeout: 5 * time.Second, Probe: fake{"slow", func(ctx context.Context) probes.Sample {
			running++
			most = max(most, running)
			defer func() { running-- }()
			return slow(ctx)
		}}}}
		r := watchFor(t, plans, 60*time.Second, nil)
		if most != 1 {
			t.Errorf("%d checks of one target at once", most)
		}
		rounds := r.of("slow")
		if len(rounds) < 19 || len(rounds) > 20 {
			t.Errorf("%d rounds of 2.5 s in a minute, want one every 3 s", len(rounds))
		}
		for _, round := range rounds[1:] {
			if round.Missed != 2 {
				t.Fatalf("%d missed rounds counted between two checks, want 2", round.Missed)
			}
		}
	})
}

func TestASilentTargetIsAskedAsOftenAsItsRhythmSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plan := Plan{Probe: fake{"silent", hang}, Every: 2 * time.Second, Timeout: 2 * time.Second}
		rounds := watchFor(t, []Plan{plan}, time.Minute, nil).of("silent")
		if n := len(rounds); n < 29 {
			t.Errorf("%d rounds in a minute, want one every 2 s", n)
		}
		for i := 1; i < len(rounds); i++ {
			if before := rounds[i-1].Sample.At; rounds[i].Began.Before(before) {
				t.Errorf("a round began at %v, before the last one ended", rounds[i].Began)
			}
			if rounds[i].Missed != 0 {
				t.Errorf("%d rounds are said to be missed", rounds[i].Missed)
			}
		}
	})
}

func TestShutdownIsNotAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plans := []Plan{{Probe: fake{"hung", hang}, Every: time.Minute, Timeout: time.Minute}}
		r := watchFor(t, plans, 5*time.Second, nil)
		if len(r.rounds) != 0 {
			t.Errorf("the cut check was delivered: %+v", r.rounds)
		}
	})
}

func TestADeadlineIsTheRunsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := New([]Plan{{Probe: fake{name: "x"}, Every: time.Second}}, func(Round) {})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := s.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("run ended with %v", err)
		}
	})
}

func TestAPanicIsAFailedSampleOfThatTargetAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plans := []Plan{
			{Probe: fake{"broken", func(context.Context) probes.Sample { panic("a nil map") }}, Every: time.Second},
			{Probe: fake{name: "well"}, Every: time.Second},
		}
		s, err := New(plans, func(Round) {})
		if err != nil {
			t.Fatal(err)
		}
		got := sample(t.Context(), s.byName["broken"].Plan)
		if got.Status != probes.Unknown || got.Fault.Code != probes.Failed || got.Target != "broken" {
			t.Errorf("the panic became %+v", got)
		}
		plans[0].Probe = fake{"broken", func(context.Context) probes.Sample { panic("again") }}
		if n := len(watchFor(t, plans[1:], 10*time.Second, nil).of("well")); n < 10 {
			t.Errorf("the other target was asked %d times", n)
		}
	})
}

func TestNowChecksAtOnceBesideTheRhythm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plans := []Plan{{Probe: fake{name: "canary"}, Every: time.Minute}}
		r := watchFor(t, plans, 30*time.Second, func(s *Scheduler) {
			time.Sleep(7 * time.Second)
			if !s.Now("canary") || s.Now("nobody") {
				t.Error("Now knows the wrong targets")
			}
		})
		rounds := r.of("canary")
		if len(rounds) != 2 || rounds[1].Began.Sub(r.began) != 7*time.Second {
			t.Errorf("rounds: %+v", rounds)
		}
	})
}

func TestNowDuringACheckBeginsAnotherRightAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plans := []Plan{{Probe: fake{"slow", takes(3 * time.Second)}, Every: time.Minute}}
		r := watchFor(t, plans, 30*time.Second, func(s *Scheduler) {
			for range 5 {
				time.Sleep(100 * time.Millisecond)
				s.Now("slow")
			}
		})
		rounds := r.of("slow")
		if len(rounds) != 2 || rounds[1].Began.Sub(r.began) != 3*time.Second || rounds[1].Missed != 0 {
			t.Errorf("rounds: %+v", rounds)
		}
	})
}

func TestPlansThatCannotBeRunAreRefused(t *testing.T) {
	for what, plans := range map[string][]Plan{
		"no rhythm":          {{Probe: fake{name: "a"}}},
		"a name given twice": {{Probe: fake{name: "a"}, Every: 1}, {Probe: fake{name: "a"}, Every: 1}},
	} {
		if _, err := New(plans, nil); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
}
