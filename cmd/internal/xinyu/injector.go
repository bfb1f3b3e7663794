package xinyu

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"
)

// injector turns scenes on and off and makes what they break really broken.
type injector struct {
	s *supervisor

	mu     sync.Mutex // held while the world is made to follow
	active map[string]activeScene
	now    effect
}

type activeScene struct {
	scene
	since   time.Time
	revoked string // the LLM key that no longer works; empty: none
}

func newInjector(s *supervisor) *injector {
	return &injector{s: s, active: map[string]activeScene{}, now: combine(nil)}
}

// errUnknown tells a name that nobody knows from a fault that could not be
// injected.
var errUnknown = errors.New("not known")

// begin turns a scene on; one that is on already stays as it is.
func (in *injector) begin(ctx context.Context, name string) error {
	found, ok := scenes()[name]
	if !ok {
		return fmt.Errorf("scene %q: %w", name, errUnknown)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if _, on := in.active[name]; on {
		return nil
	}
	a := activeScene{scene: found, since: time.Now()}
	if found.revokeKey {
		key, err := in.s.place.keyInUse()
		if err != nil {
			return err
		}
		a.revoked = key
	}
	in.active[name] = a
	return in.follow(ctx)
}

// finish turns a scene off.
func (in *injector) finish(ctx context.Context, name string) error {
	if _, ok := scenes()[name]; !ok {
		return fmt.Errorf("scene %q: %w", name, errUnknown)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.active, name)
	return in.follow(ctx)
}

// cure is what a restart of the dependency does: its own faults end.
func (in *injector) cure(ctx context.Context, dep string) error {
	if in.s.doors[dep] == nil {
		return fmt.Errorf("dependency %q: %w", dep, errUnknown)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	for name, a := range in.active {
		if a.curedBy(dep) {
			delete(in.active, name)
		}
	}
	return in.follow(ctx)
}

// restartBackend is what systemctl restart does: it returns when the new
// backend is healthy. A backend that was held down comes up.
func (in *injector) restartBackend(ctx context.Context) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	for name, a := range in.active {
		if a.holdDown {
			delete(in.active, name)
		}
	}
	in.now.holdDown = false
	if err := in.s.keeper.tell(ctx, restart); err != nil {
		return err
	}
	if err := in.s.awaitBackend(ctx); err != nil {
		return err
	}
	return in.remind(ctx)
}

// run reminds every new backend of what is switched off in it, until ctx
// ends.
func (in *injector) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-in.s.keeper.started:
		}
		if in.filterOff() && in.s.awaitBackend(ctx) == nil {
			in.mu.Lock()
			_ = in.remind(ctx)
			in.mu.Unlock()
		}
	}
}

func (in *injector) filterOff() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.now.filterOff
}

func (in *injector) remind(ctx context.Context) error {
	if !in.now.filterOff {
		return nil
	}
	return in.s.tellFilter(ctx, "false")
}

// follow makes the world what the active scenes amount to.
func (in *injector) follow(ctx context.Context) error {
	before := in.now
	var on []scene
	var revoked []string
	for _, a := range in.active {
		on = append(on, a.scene)
		if a.revoked != "" {
			revoked = append(revoked, a.revoked)
		}
	}
	in.now = combine(on)
	var problems []error
	for name, d := range in.s.doors {
		problems = append(problems, d.set(in.now.conditions[name]))
	}
	in.s.llm.revoke(revoked)
	in.s.traffic.multiply(in.now.load)
	if in.now.holdDown != before.holdDown {
		problems = append(problems, in.s.keeper.tell(ctx, holdOrRelease(in.now.holdDown)))
	}
	if in.now.filterOff != before.filterOff && in.s.keeper.pid.Load() != 0 {
		problems = append(problems, in.s.tellFilter(ctx, strconv.FormatBool(!in.now.filterOff)))
	}
	return errors.Join(problems...)
}

func holdOrRelease(down bool) verb {
	if down {
		return hold
	}
	return release
}

// activeFault is one scene that is on, as the control endpoint tells it.
type activeFault struct {
	Scene string    `json:"scene"`
	Since time.Time `json:"since"`
}

// list is what is on, the oldest first.
func (in *injector) list() []activeFault {
	in.mu.Lock()
	defer in.mu.Unlock()
	faults := []activeFault{}
	for name, a := range in.active {
		faults = append(faults, activeFault{name, a.since})
	}
	slices.SortFunc(faults, func(a, b activeFault) int { return a.Since.Compare(b.Since) })
	return faults
}
