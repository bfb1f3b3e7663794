// Package watch runs probes on time. Everybody is asked at once at the start;
// then each target keeps its own rhythm. The targets are spread over a few
// moments, and one timer wakes for all that are due together, because waking
// is what costs. A slow target delays nobody and never overlaps itself: the
// rounds that it misses are counted.
//
// Rounds are delivered from the goroutines of the checks, at most one at a time
// for each target. A check that ends because Run's context ended is not
// delivered: shutting down is not an outage.
package watch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"bedside/probes"
)

// Limits of a Scheduler.
const (
	// slot is the grid on which rounds are due, so that many are due together,
	// and with whatever else keeps to the parts of the wall clock's second.
	slot = 50 * time.Millisecond
	// perMoment is how many targets share a moment before another is opened.
	perMoment = 10
	// maxRunning is how many checks run at the same time.
	maxRunning = 256
	// longest is the time-out of a check for which none is given and whose
	// rhythm is slower.
	longest = 10 * time.Second
)

// Plan says how often a probe is asked and how long an answer may take. A
// Timeout of 0 is Every, or 10 s when that is longer.
type Plan struct {
	Probe          probes.Probe
	Every, Timeout time.Duration
}

// Round is one check of one target.
type Round struct {
	Sample probes.Sample
	Missed int       // rounds left out since the last one, because that one took too long
	Due    time.Time // when it should have begun
	Began  time.Time // when it did
}

// Scheduler runs the checks of its plans. Make one with New and Run it once.
type Scheduler struct {
	targets []*target
	byName  map[probes.Name]*target
	deliver func(Round)
	running chan struct{} // holds one token for each running check
	asked   chan struct{} // wakes Run after Now
	checks  sync.WaitGroup
}

// target is one plan at work. Run's goroutine alone uses due and missed.
type target struct {
	Plan
	due    time.Time
	missed int
	asked  atomic.Bool
	state  atomic.Int32
}

// The states of a target.
const (
	idle int32 = iota
	checking
	checkingAgain // asked for while checking: one more right after
)

// New makes a scheduler. It delivers each Round by calling deliver, which must
// not block for long. Every must be positive and each probe's name its own.
func New(plans []Plan, deliver func(Round)) (*Scheduler, error) {
	s := &Scheduler{
		byName:  make(map[probes.Name]*target, len(plans)),
		deliver: deliver,
		running: make(chan struct{}, maxRunning),
		asked:   make(chan struct{}, 1),
	}
	for _, p := range plans {
		name := p.Probe.Name()
		if p.Every <= 0 {
			return nil, fmt.Errorf("scheduling %s: it would be checked every %v", name, p.Every)
		}
		if s.byName[name] != nil {
			return nil, fmt.Errorf("scheduling %s: there are two of that name", name)
		}
		if p.Timeout <= 0 {
			p.Timeout = min(p.Every, longest)
		}
		t := &target{Plan: p}
		s.targets, s.byName[name] = append(s.targets, t), t
	}
	return s, nil
}

// Now asks for a check of the target at once, beside its rhythm. When a check
// of it is under way, another begins right after that one. It reports whether
// the target is known.
func (s *Scheduler) Now(name probes.Name) bool {
	t := s.byName[name]
	if t == nil {
		return false
	}
	t.asked.Store(true)
	select {
	case s.asked <- struct{}{}:
	default:
	}
	return true
}

// Run checks until ctx ends and every check that was under way has returned.
// Its error is ctx's cause, or nil when ctx was simply cancelled.
func (s *Scheduler) Run(ctx context.Context) error {
	defer s.checks.Wait()
	began := time.Now()
	grid := began.Add(-began.Sub(began.Truncate(time.Second)))
	for i, t := range s.targets {
		s.begin(ctx, t, began)
		t.due = grid.Add(firstRest(i, len(s.targets), t.Every))
		for t.due.Sub(began) < min(t.Every, slot) {
			t.due = t.due.Add(t.Every)
		}
	}
	timer := time.NewTimer(s.untilNext(began))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
				return cause
			}
			return nil
		case <-s.asked:
			s.beginAsked(ctx, time.Now())
		case <-timer.C:
			s.beginDue(ctx, time.Now())
			timer.Reset(s.untilNext(time.Now()))
		}
	}
}

// firstRest is how long target i of n rests after the common first round. It
// gives targets of the same rhythm different moments on the grid.
func firstRest(i, n int, every time.Duration) time.Duration {
	moments := max(1, (n+perMoment-1)/perMoment)
	moments = min(moments, max(1, int(every/slot)))
	rest := every - every*time.Duration(i%moments)/time.Duration(moments)
	return max(rest.Truncate(slot), min(every, slot))
}

func (s *Scheduler) untilNext(now time.Time) time.Duration {
	next := now.Add(time.Hour)
	for _, t := range s.targets {
		if t.due.Before(next) {
			next = t.due
		}
	}
	return next.Sub(now)
}

func (s *Scheduler) beginDue(ctx context.Context, now time.Time) {
	for _, t := range s.targets {
		if t.due.After(now) {
			continue
		}
		due := t.due
		late := now.Sub(due) / t.Every // whole rounds, when the machine itself stood still
		t.missed += int(late)
		t.due = due.Add((late + 1) * t.Every)
		if !s.begin(ctx, t, due.Add(late*t.Every)) && !t.follow() {
			t.missed++
		}
	}
}

func (s *Scheduler) beginAsked(ctx context.Context, now time.Time) {
	for _, t := range s.targets {
		if !t.asked.Swap(false) || t.state.CompareAndSwap(checking, checkingAgain) {
			continue
		}
		s.begin(ctx, t, now)
	}
}

// begin starts a check of t and reports true, unless one is under way.
func (s *Scheduler) begin(ctx context.Context, t *target, due time.Time) bool {
	if !t.state.CompareAndSwap(idle, checking) {
		return false
	}
	missed := t.missed
	t.missed = 0
	s.checks.Go(func() { s.check(ctx, t, Round{Missed: missed, Due: due}) })
	return true
}

// follow lets a round begin right after the one that is under way, and reports
// whether it will. One that may not take longer than the rhythm ends at this
// moment: to leave a round out would double the time until a silent target is
// down.
func (t *target) follow() bool {
	return t.Timeout <= t.Every && t.state.CompareAndSwap(checking, checkingAgain)
}

// check fills and delivers rounds until nobody asked for another.
func (s *Scheduler) check(ctx context.Context, t *target, r Round) {
	for {
		select {
		case s.running <- struct{}{}:
		case <-ctx.Done():
			return
		}
		r.Began = time.Now()
		r.Sample = sample(ctx, t.Plan)
		<-s.running
		if ctx.Err() != nil {
			return
		}
		s.deliver(r)
		if t.state.CompareAndSwap(checking, idle) {
			return
		}
		t.state.Store(checking)
		r = Round{Due: time.Now()}
	}
}

// sample makes one check. A probe that panics has failed, and only that probe.
func sample(ctx context.Context, p Plan) (s probes.Sample) {
	began := time.Now()
	defer func() {
		if cause := recover(); cause != nil {
			s = probes.Fail(probes.Unknown, probes.Failed, fmt.Sprint("panic: ", cause)).Ended(p.Probe.Name(), began)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	return p.Probe.Check(ctx)
}
