package probes

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// endpoint is a probe of something that may be absent, and notes when it was
// asked.
type endpoint struct {
	began  time.Time
	absent bool
	asked  []int // seconds since it began
}

func (e *endpoint) Name() Name { return "metrics" }

func (e *endpoint) Check(context.Context) Sample {
	e.asked = append(e.asked, int(time.Since(e.began).Seconds()))
	s := Sample{Status: Up}
	if e.absent {
		s = Fail(Unknown, NotProvided, "")
	}
	s.Asked = []string{"/metrics"}
	return s.Ended("metrics", time.Now())
}

func TestWhatIsNotProvidedIsAskedForEverMoreSeldom(t *testing.T) {
	for _, row := range []struct {
		name    string
		every   time.Duration
		appears time.Duration // after this; 0 is never
		doubted bool
		lasts   time.Duration
		asked   []int
	}{
		{"it is never there", 10 * time.Second, 0, false, 260 * time.Second, []int{0, 10, 20, 40, 80, 140, 200, 260}},
		{"it is asked for often", time.Second, 0, false, 40 * time.Second, []int{0, 1, 2, 4, 8, 16, 32}},
		{"it is asked for each minute anyway", time.Minute, 0, false, 130 * time.Second, []int{0, 60, 120}},
		{"it appears, and is asked for at its own pace at once", 10 * time.Second, 35 * time.Second, false, 80 * time.Second, []int{0, 10, 20, 40, 50, 60, 70, 80}},
		{"it is always there", 10 * time.Second, time.Nanosecond, false, 30 * time.Second, []int{0, 10, 20, 30}},
		{"its absence is doubted", 10 * time.Second, 0, true, 30 * time.Second, []int{0, 10, 20, 30}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &endpoint{began: time.Now()}
				p := NewSparing(e)
				for ; time.Since(e.began) <= row.lasts; time.Sleep(row.every) {
					e.absent = row.appears == 0 || row.appears > time.Nanosecond && time.Since(e.began) < row.appears
					before := len(e.asked)
					s := p.Check(t.Context())
					if !s.At.Equal(time.Now()) || s.Target != "metrics" {
						t.Errorf("a sample of %q from %v ago", s.Target, time.Since(s.At))
					}
					if asked := len(e.asked) > before; asked != (len(s.Asked) > 0) || !asked && s.Fault.Code != NotProvided {
						t.Errorf("asked: %v; the sample says %v and %q", asked, s.Asked, s.Fault.Code)
					}
					if row.doubted {
						p.Doubt()
					}
				}
				if !slices.Equal(e.asked, row.asked) {
					t.Errorf("asked at %v, want %v", e.asked, row.asked)
				}
			})
		})
	}
}
