// Package wire builds everyone and introduces them to each other: from a
// configuration to a running engine with its checks and its followed logs, and
// to the console on top. What it starts it tears down, last in, first out.
package wire

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/engine"
	"bedside/probes/journal"
	"bedside/probes/series"
	"bedside/probes/state"
	"bedside/probes/watch"
	"bedside/probes/words"
)

// Options say how a configuration is put to work.
type Options struct {
	Config   *config.Config
	ReadOnly bool // nobody may act: the engine is built without the means
	Once     bool // the engine runs for a moment: nothing is kept, conditions need not last
	Demo     bool
	Notices  []words.Line // what this console cannot do, besides what its configuration asks in vain
	// Go starts a goroutine; nil is the go statement. A console passes the
	// guard that gives the terminal back when one panics.
	Go func(func())
	// Busy is told when there is much to do for a while; it may be nil.
	Busy func()
}

// System is a running engine with everything around it.
type System struct {
	Engine *engine.Engine

	scheduler *watch.Scheduler
	cancel    context.CancelFunc
	done      chan struct{}
}

// Start builds the system and lets it run until Stop.
func Start(o Options) (*System, error) {
	if o.Go == nil {
		o.Go = func(f func()) { go f() }
	}
	if o.Busy == nil {
		o.Busy = func() {}
	}
	plans, known, err := targets(o.Config)
	if err != nil {
		return nil, fmt.Errorf("build the probes: %w", err)
	}
	requests, err := requestLines(o.Config.Vitals.Request)
	if err != nil {
		return nil, fmt.Errorf("vitals.log.request: %w", err)
	}
	var e *engine.Engine
	scheduler, err := watch.New(plans, func(r watch.Round) { e.Deliver(r) })
	if err != nil {
		return nil, fmt.Errorf("schedule the probes: %w", err)
	}
	e, err = engine.New(engineOptions(o, known, engineEdges{
		requests: requests, check: func(n probes.Name) { scheduler.Now(n) },
	}))
	if err != nil {
		return nil, err
	}
	return run(o, e, scheduler), nil
}

// run starts the engine first and ends it last: what the others deliver while
// they end is still folded.
func run(o Options, e *engine.Engine, scheduler *watch.Scheduler) *System {
	ctx, cancel := context.WithCancel(context.Background())
	inner, stopInner := context.WithCancel(ctx)
	s := &System{Engine: e, scheduler: scheduler, cancel: cancel, done: make(chan struct{})}
	edges := newCrew(o.Go)
	edges.start(func() { _ = scheduler.Run(inner) })
	followLogs(inner, o, edges, e)
	core, stopCore := context.WithCancel(context.Background())
	main := newCrew(o.Go)
	main.start(func() { _ = e.Run(core) })
	o.Go(func() {
		defer close(s.done)
		<-ctx.Done()
		stopInner()
		edges.wait()
		stopCore()
		main.wait()
	})
	return s
}

// Stop ends the system and waits for it.
func (s *System) Stop() {
	s.cancel()
	<-s.done
}

// crew starts goroutines and waits for them.
type crew struct {
	spawn   func(func())
	members []chan struct{}
}

func newCrew(spawn func(func())) *crew { return &crew{spawn: spawn} }

func (c *crew) start(f func()) {
	done := make(chan struct{})
	c.members = append(c.members, done)
	c.spawn(func() {
		defer close(done)
		f()
	})
}

func (c *crew) wait() {
	for _, done := range c.members {
		<-done
	}
}

type engineEdges struct {
	requests *logview.Requests
	check    func(probes.Name)
}

func engineOptions(o Options, known []engine.Target, edges engineEdges) engine.Options {
	c := o.Config
	out := engine.Options{
		Service: state.Service{Name: raw.Of(c.Name), Label: label(c), URL: shown(c.Service), Local: c.Local(), Demo: o.Demo},
		Targets: known, Limits: limits(c), Rules: rules(o), Answer: c.Alerting.Answer,
		Vitals: mapping(c), Requests: edges.requests, Polls: polls(c), Logs: logs(c),
		Notices: append(slices.Clone(o.Notices), c.Inactive()...), Go: o.Go, Refresh: c.Screen.Refresh, Check: edges.check,
	}
	for _, a := range c.Actions {
		out.Actions = append(out.Actions, a.Action) // a cause names its remedy to those, too, who may not act
	}
	if !o.ReadOnly {
		out.Invoker = invoker(c)
	}
	if !o.Once {
		out.Journal = func(each func(journal.Record)) (*journal.Journal, journal.Recovery, error) {
			return journal.Open(stateFolder(c), journal.Options{Newest: keptRecords, Each: each})
		}
	}
	return out
}

// shown is an address without the password that it may hold.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Redacted()
}

// keptRecords is how many records of earlier runs are shown.
const keptRecords = 100

// stateFolder is where the journal lies: the configured folder, or one for each
// service under the user's own.
func stateFolder(c *config.Config) string {
	if c.State != "" {
		return c.State
	}
	base := os.Getenv("XDG_STATE_HOME")
	if base == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = os.TempDir()
		}
		base = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(base, "bedside", folderName(hostOf(c.Service)))
}

// folderName keeps what is safe in the name of a folder.
func folderName(host string) string {
	out := []rune(host)
	for i, r := range out {
		if r == '/' || r == ':' || r == 0 {
			out[i] = '_'
		}
	}
	return string(out)
}

func limits(c *config.Config) map[probes.Metric]state.Limit {
	out := map[probes.Metric]state.Limit{}
	for _, l := range c.Limits {
		out[l.Metric] = state.Limit{Max: l.Max, Min: l.Min, HasMax: l.HasMax, HasMin: l.HasMin}
	}
	return out
}

// rules are the configured ones. An engine that runs for a moment cannot wait
// for a condition to last.
func rules(o Options) []alert.Rule {
	var out []alert.Rule
	for _, r := range o.Config.Rules {
		if o.Once {
			r.For = 0
		}
		out = append(out, r.Rule)
	}
	return out
}

func mapping(c *config.Config) series.Mapping {
	v := c.Vitals
	m := series.Mapping{
		Requests: series.Requests{Counter: v.Requests.Name, Label: v.Requests.Label},
		Latency:  series.Histogram{Name: v.Latency.Name, Label: v.Latency.Label},
		Stages:   series.Histogram{Name: v.Stages.Name, Label: v.Stages.Label},
		Kinds:    map[string][]string{}, KindLimits: map[string]float64{},
	}
	if len(v.Requests.Failed) > 0 {
		m.Requests.FailedLabel, m.Requests.FailedPattern = v.Requests.Failed[0].Name, v.Requests.Failed[0].Text
	}
	for _, k := range v.Kinds {
		m.Kinds[k.Name] = k.Endpoints
		for _, l := range c.Limits {
			if l.HasMax && l.Metric == probes.Metric("latency."+k.Name+".p95") {
				m.KindLimits[k.Name] = l.Max
			}
		}
	}
	return m
}

func requestLines(pattern string) (*logview.Requests, error) {
	if pattern == "" {
		return nil, nil
	}
	return logview.NewRequests(pattern)
}
