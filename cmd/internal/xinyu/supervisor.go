package xinyu

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// SuperviseOptions say how the supervisor runs the service.
type SuperviseOptions struct {
	Exe      string    // the program to re-execute as the backend; empty: this one
	Dir      string    // the service's root; it is created where it is missing
	Remove   bool      // remove Dir at the end
	Rate     float64   // requests of synthetic users per second; 0 is 20, negative none
	LogRate  float64   // numbered log lines per second on top of the service's own
	Seed     int64     // of the users, the replies and their latencies
	Faults   []Fault   // faults that begin by themselves
	Lifeline io.Reader // the parent's pipe: its end ends the supervisor; may be nil
	Ready    io.Writer // gets the Ready line
}

// Supervise runs the dependencies, the fault proxies, the users, the control
// endpoint and the backend, until ctx or the lifeline ends; then it ends the
// backend, clears away and returns nil.
func Supervise(ctx context.Context, o SuperviseOptions) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer cutWith(cancel, o.Lifeline)()
	if o.Remove {
		defer removeBusy(o.Dir)
	}
	if o.Exe == "" {
		if o.Exe, err = os.Executable(); err != nil {
			return fmt.Errorf("find this program: %w", err)
		}
	}
	s, err := newSupervisor(o)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.begin(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	if err := json.NewEncoder(o.Ready).Encode(s.ready()); err != nil {
		return fmt.Errorf("say that the service is ready: %w", err)
	}
	<-ctx.Done()
	return nil
}

// supervisor owns everything of the demo but the backend's inside.
type supervisor struct {
	opts    SuperviseOptions
	place   layout
	deploy  deployment
	url     string // of the service
	llm     *llmServer
	doors   map[string]*door
	keeper  *keeper
	traffic *traffic
	faults  *injector
	control *controlServer
	work    sync.WaitGroup
	end     context.CancelFunc
	undo    []func() // what close does, last first
}

func newSupervisor(o SuperviseOptions) (*supervisor, error) {
	if o.Rate == 0 {
		o.Rate = defaultRate
	}
	s := &supervisor{opts: o, place: layout{o.Dir}, doors: map[string]*door{}}
	steps := []func() error{s.place.create, s.openDependencies, s.writeSettings, s.prepareBackend, s.openControl}
	for _, step := range steps {
		if err := step(); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

// openDependencies starts the four servers, each behind its door.
func (s *supervisor) openDependencies() error {
	s.deploy.keys = newKeys()
	makers := []struct {
		name string
		make func() (upstream, error)
	}{
		{depLLM, func() (upstream, error) {
			l, err := newLLM(s.deploy.keys, s.opts.Seed)
			s.llm = l
			return l, err
		}},
		{depChroma, func() (upstream, error) { return newChroma(s.opts.Seed) }},
		{depMySQL, func() (upstream, error) { return newMySQL(s.place.tables()) }},
		{depRedis, func() (upstream, error) { return newRedis() }},
	}
	for _, m := range makers {
		u, err := m.make()
		if err != nil {
			return fmt.Errorf("start %s: %w", m.name, err)
		}
		s.undo = append(s.undo, u.Close)
		d, err := openDoor(m.name, u)
		if err != nil {
			return err
		}
		s.undo = append(s.undo, d.Close)
		s.doors[m.name] = d
	}
	return nil
}

func (s *supervisor) writeSettings() error {
	s.deploy.demoToken = secret()
	s.deploy.llm, s.deploy.chroma = s.doors[depLLM].addr, s.doors[depChroma].addr
	s.deploy.mysql, s.deploy.redis = s.doors[depMySQL].addr, s.doors[depRedis].addr
	return s.place.write(s.deploy)
}

func (s *supervisor) prepareBackend() error {
	addr, err := quietAddr()
	if err != nil {
		return err
	}
	s.url = "http://" + addr
	s.keeper = newKeeper(s.opts.Exe, BackendOptions{
		Root: s.opts.Dir, Listen: addr, Seed: s.opts.Seed, LogRate: s.opts.LogRate,
	})
	s.traffic = newTraffic(s.url, s.opts.Rate)
	s.faults = newInjector(s)
	return nil
}

func (s *supervisor) openControl() (err error) {
	s.control, err = newControl(s)
	if err == nil {
		s.undo = append(s.undo, s.control.Close)
	}
	return err
}

// begin starts the backend, waits until it answers, lets the users in and
// schedules the faults.
func (s *supervisor) begin(ctx context.Context) error {
	ctx, s.end = context.WithCancel(ctx)
	s.work.Go(func() { s.keeper.run(ctx) })
	if err := s.awaitBackend(ctx); err != nil {
		return err
	}
	s.work.Go(func() { s.traffic.run(ctx, s.opts.Seed) })
	s.work.Go(func() { s.faults.run(ctx) })
	for _, f := range s.opts.Faults {
		s.work.Go(func() {
			if spend(ctx, f.Delay) == nil {
				_ = s.faults.begin(ctx, f.Scene)
			}
		})
	}
	return nil
}

func (s *supervisor) close() {
	if s.end != nil {
		s.end()
	}
	s.work.Wait()
	for i := len(s.undo) - 1; i >= 0; i-- {
		s.undo[i]()
	}
	s.undo = nil
}

func (s *supervisor) ready() Ready {
	return Ready{
		URL: s.url, Root: s.opts.Dir, Logs: s.place.logs(), State: s.place.state(),
		Control: s.control.url, PID: os.Getpid(), PIDFile: s.place.pidFile(),
		ConfigEnv: s.place.configEnv(), Prompt: s.place.prompt(),
		LLM: "http://" + s.deploy.llm + "/v1", Chroma: s.deploy.chroma,
		MySQL: s.deploy.mysql, Redis: s.deploy.redis,
		MySQLDSN: s.deploy.dsn(), LLMKeys: s.place.keyFiles(),
	}
}

const healthyWithin = 15 * time.Second

// awaitBackend returns when the backend answers that it is healthy.
func (s *supervisor) awaitBackend(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, healthyWithin)
	defer cancel()
	for {
		err := s.askHealth(ctx)
		if err == nil {
			return nil
		}
		if spend(ctx, 30*time.Millisecond) != nil {
			return fmt.Errorf("wait for the backend: %w", err)
		}
	}
}

func (s *supervisor) askHealth(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/health", nil)
	if err != nil {
		return err
	}
	return s.expectOK(q)
}

// tellFilter switches the filter in the running backend.
func (s *supervisor) tellFilter(ctx context.Context, state string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	body := strings.NewReader(`{"enabled":` + state + `}`)
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/demo/filter", body)
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set(demoTokenHeader, s.deploy.demoToken)
	return s.expectOK(q)
}

func (s *supervisor) expectOK(q *http.Request) error {
	q.Close = true // seldom asked: a connection kept would outlive its backend
	resp, err := s.traffic.client.Do(q)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, replyLimit))
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", q.URL.Path, resp.Status)
	}
	return nil
}
