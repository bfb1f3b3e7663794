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
	never := func(time.Duration) bool { return false }
	for _, row := range []struct {
		name    string
		every   time.Duration
		there   func(time.Duration) bool
		doubted bool
		lasts   time.Duration
		asked   []int
	}{
		{"it is never there", 10 * time.Second, never, false, 260 * time.Second, []int{0, 20, 40, 80, 140, 200, 260}},
		{"it would be asked for often", time.Second, never, false, 40 * time.Second, []int{0, 15, 30}},
		{"it is asked for each minute anyway", time.Minute, never, false, 130 * time.Second, []int{0, 60, 120}},
		{"it appears, and is asked for at its own pace at once", 10 * time.Second, func(t time.Duration) bool { return t > 35*time.Second }, false, 70 * time.Second, []int{0, 20, 40, 50, 60, 70}},
		{"it is lost for a while, and missed no longer than that", time.Second, func(t time.Duration) bool { return t < 2*time.Second || t > 5*time.Second }, false, 9 * time.Second, []int{0, 1, 2, 3, 4, 6, 7, 8, 9}},
		{"it is always there", 10 * time.Second, func(time.Duration) bool { return true }, false, 30 * time.Second, []int{0, 10, 20, 30}},
		{"its absence is doubted", 10 * time.Second, never, true, 30 * time.Second, []int{0, 10, 20, 30}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &endpoint{began: time.Now()}
				p := NewSparing(e)
				for ; time.Since(e.began) <= row.lasts; time.Sleep(row.every) {
					e.absent = !row.there(time.Since(e.began))
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
