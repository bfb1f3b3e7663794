package tail

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"bedside/logview/raw"
)

// Bounds of FollowGlob.
const (
	maxFiles = 64               // followed at once
	rescan   = time.Second      // between two looks for names that match
	forget   = 30 * time.Second // after which a file that is gone is no longer waited for
)

// FollowGlob follows every file whose path matches the pattern Options.Path,
// those included that appear later, which are delivered from their start.
// Names that rotation gives (see Rotated) are not followed as files of their
// own. deliver gets one call at a time; the file is Batch.Path. While nothing
// matches, and where more files match than are followed at once, a batch with
// the pattern as its Path says so. The last batch of a file that has gone has
// the condition Left. It returns an error only where the pattern
// is malformed. A path without *, ? and [ is followed as Follow does.
func FollowGlob(ctx context.Context, o Options, deliver func(Batch)) error {
	if !strings.ContainsAny(o.Path, `*?[`) {
		return Follow(ctx, o, deliver)
	}
	if _, err := filepath.Match(o.Path, ""); err != nil {
		return fmt.Errorf("follow the files of %q: %w", o.Path, err)
	}
	g := &glob{
		options: o.withDefaults(), deliver: deliver,
		followed: map[string]*member{}, renamed: map[string]bool{},
		told: State{Condition: Following},
	}
	defer g.members.Wait()
	for {
		g.scan(ctx, time.Now())
		pause(ctx, rescan)
		if ctx.Err() != nil {
			return nil
		}
	}
}

// glob is a set of followed files. Apart from what mu guards, it belongs to
// one goroutine.
type glob struct {
	options  Options
	began    bool // the first scan is over
	followed map[string]*member
	renamed  map[string]bool // matching names that rotation gave to a followed file
	told     State
	members  sync.WaitGroup

	mu      sync.Mutex
	deliver func(Batch)
}

// member is one followed file.
type member struct {
	scout *scout
	stop  context.CancelFunc
	gone  time.Time // since when its name does not match; zero while it does
}

// scan follows the files that match by now, and leaves those that are gone.
func (g *glob) scan(ctx context.Context, now time.Time) {
	paths, _ := filepath.Glob(g.options.Path)
	present := map[string]bool{}
	over := 0
	for _, path := range paths {
		present[path] = true
		if g.followed[path] != nil || g.renamed[path] || Rotated(filepath.Base(path)) {
			continue
		}
		if len(g.followed) >= maxFiles {
			over++
			continue
		}
		g.meet(ctx, path)
	}
	for path := range g.renamed {
		if !present[path] {
			delete(g.renamed, path)
		}
	}
	g.leave(now, present)
	g.began = true
	g.tell(over)
}

// meet follows a file, unless it is a followed one that has got a new name.
func (g *glob) meet(ctx context.Context, path string) {
	info, err := os.Stat(path)
	if err != nil && os.IsNotExist(err) {
		return // gone again
	}
	for _, m := range g.followed {
		if err == nil && holds(m.scout.files(), info) {
			g.renamed[path] = true
			return
		}
	}
	o := g.options
	o.Path = path
	o.FromStart = o.FromStart || g.began
	while, stop := context.WithCancel(ctx)
	s := newScout(o)
	g.followed[path] = &member{scout: s, stop: stop}
	g.members.Add(1)
	o.Go(func() {
		defer g.members.Done()
		follow(while, s, newReader(o, s, g.one))
		if ctx.Err() == nil {
			g.one(Batch{Path: path, At: time.Now(), State: State{Condition: Left}})
		}
	})
}

// leave stops waiting for files that have been gone for long.
func (g *glob) leave(now time.Time, present map[string]bool) {
	for path, m := range g.followed {
		switch {
		case present[path]:
			m.gone = time.Time{}
		case m.gone.IsZero():
			m.gone = now
		case now.Sub(m.gone) >= forget:
			m.stop()
			delete(g.followed, path)
		}
	}
}

// tell says how things stand with the pattern itself, where that is news. At
// first, it is only where something is amiss.
func (g *glob) tell(over int) {
	state := State{Condition: Following}
	switch {
	case over > 0:
		state = State{Condition: Crowded, Detail: raw.Of(strconv.Itoa(over))}
	case len(g.followed) == 0:
		state = State{Condition: Waiting}
	}
	if state != g.told {
		g.told = state
		g.one(Batch{Path: g.options.Path, At: time.Now(), State: state})
	}
}

// one passes a batch on; the members take turns.
func (g *glob) one(b Batch) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.deliver(b)
}
