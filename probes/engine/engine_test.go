package engine

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"bedside/logview"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/action/invoke"
	"bedside/probes/alert"
	"bedside/probes/journal"
	"bedside/probes/state"
	"bedside/probes/watch"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func sample(name probes.Name, s probes.Status) watch.Round {
	now := time.Now()
	return watch.Round{Sample: probes.Sample{Target: name, At: now, Status: s}, Began: now}
}

// started runs an engine with one target until the test ends.
func started(t *testing.T, change func(*Options)) *Engine {
	t.Helper()
	o := Options{
		Targets: []Target{{Name: "health", Role: state.RoleService, Every: time.Second, Timeout: time.Second, DownAfter: 2}},
		Rules:   []alert.Rule{{ID: "service-down", When: condition(t, "health is down"), Priority: alert.P1}},
		Check:   func(probes.Name) {},
	}
	if change != nil {
		change(&o)
	}
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := e.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return e
}

func newest(t *testing.T, pages <-chan *state.Snapshot) *state.Snapshot {
	t.Helper()
	synctest.Wait()
	select {
	case s := <-pages:
		return s
	default:
		t.Fatal("no page is there")
		return nil
	}
}

func TestSubscribingDeliversTheCurrentPageAtOnceAndLaterTheNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := started(t, nil)
		ctx, leave := context.WithCancel(t.Context())
		pages := e.Subscribe(ctx)
		first := newest(t, pages)
		if first.Verdict.Status != probes.Unknown {
			t.Errorf("before any check the verdict is %v", first.Verdict.Status)
		}
		time.Sleep(5 * time.Second) // nobody takes the pages of these seconds
		if s := newest(t, pages); s.Seq < first.Seq+4 {
			t.Errorf("after five seconds page %d waits, the first was %d", s.Seq, first.Seq)
		}
		leave()
		synctest.Wait()
		for range pages { //nolint:revive // drained until it is closed
		}
	})
}

func TestTheFirstVerdictWaitsForWhatTheRulesNameAndNotForASlowCheck(t *testing.T) {
	named := func(o *Options) {
		o.Targets = append(o.Targets, Target{Name: "canary", Every: 5 * time.Second, Timeout: 4 * time.Second}, Target{Name: "deep", Every: time.Minute, Timeout: 8 * time.Second})
		o.Rules = append(o.Rules,
			alert.Rule{ID: "filter-failing", When: condition(t, "canary is degraded"), Priority: alert.P1},
			alert.Rule{ID: "llm-down", When: condition(t, "health.llm < 1"), Priority: alert.P2})
	}
	synctest.Test(t, func(t *testing.T) {
		e := started(t, named)
		pages := e.Subscribe(t.Context())
		e.Deliver(sample("health", probes.Up))
		if s := newest(t, pages); s.Ready || s.Verdict.Status != probes.Unknown || s.Targets[0].Status != probes.Up {
			t.Errorf("with health alone: ready %v, %v, health %v", s.Ready, s.Verdict.Status, s.Targets[0].Status)
		}
		time.Sleep(firstLook)
		if s := newest(t, pages); s.Ready || s.Verdict.Status != probes.Unknown {
			t.Errorf("without the canary: ready %v, %v", s.Ready, s.Verdict.Status)
		}
		e.Deliver(sample("canary", probes.Up))
		if s := newest(t, pages); !s.Ready || s.Verdict.Status != probes.Up || !s.Targets[2].At.IsZero() {
			t.Errorf("without the deep check: ready %v, %v, deep at %v", s.Ready, s.Verdict.Status, s.Targets[2].At)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		e := started(t, named)
		pages := e.Subscribe(t.Context())
		e.Deliver(sample("health", probes.Up))
		e.Deliver(sample("canary", probes.Up))
		if s := newest(t, pages); s.Ready {
			t.Error("what answers quickly was not waited for")
		}
		time.Sleep(firstLook)
		if s := newest(t, pages); !s.Ready || s.Verdict.Status != probes.Up {
			t.Errorf("after %v: ready %v, %v", firstLook, s.Ready, s.Verdict.Status)
		}
	})
}

func TestAnAlertIsPublishedWithoutWaitingForTheTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := started(t, nil)
		pages := e.Subscribe(t.Context())
		time.Sleep(100 * time.Millisecond)
		e.Deliver(sample("health", probes.Down))
		e.Deliver(sample("health", probes.Down))
		if s := newest(t, pages); s.Verdict.Status != probes.Down || s.Verdict.P1 != 1 {
			t.Errorf("the verdict is %+v", s.Verdict)
		}
	})
}

func TestWhatIsAnsweredShortlyBeforeATickIsJudgedWithIt(t *testing.T) {
	for before, waits := range map[time.Duration]bool{gathering: true, time.Millisecond: true, gathering + time.Millisecond: false} {
		synctest.Test(t, func(t *testing.T) {
			e := started(t, nil)
			pages := e.Subscribe(t.Context())
			time.Sleep(2*time.Second + answered - before)
			newest(t, pages)
			e.Deliver(sample("health", probes.Down))
			e.Deliver(sample("health", probes.Down))
			synctest.Wait()
			if waited := len(pages) == 0; waited != waits {
				t.Errorf("%v before the tick: waited %v, want %v", before, waited, waits)
			}
			time.Sleep(before)
			if s := newest(t, pages); s.Verdict.Status != probes.Down {
				t.Errorf("%v before the tick: with it the verdict is %v", before, s.Verdict.Status)
			}
		})
	}
}

func TestTransitionsAreOnDiskBeforeTheyAreShown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	onDisk := func() int {
		n, err := journal.Verify(dir)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	synctest.Test(t, func(t *testing.T) {
		e := started(t, func(o *Options) {
			o.Journal = func(each func(journal.Record)) (*journal.Journal, journal.Recovery, error) {
				return journal.Open(dir, journal.Options{Newest: 10, Each: each})
			}
		})
		pages := e.Subscribe(t.Context())
		for range 2 {
			e.Deliver(sample("health", probes.Down))
		}
		s := newest(t, pages)
		if s.Verdict.P1 != 1 {
			t.Fatalf("the verdict is %+v", s.Verdict)
		}
		if shown := len(s.Journal); shown == 0 || onDisk() < shown {
			t.Errorf("%d records are shown and %d are on disk", shown, onDisk())
		}
	})
}

func TestWithoutAJournalAlertingGoesOnAndSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := started(t, func(o *Options) {
			o.Journal = func(func(journal.Record)) (*journal.Journal, journal.Recovery, error) {
				return nil, journal.Recovery{}, journal.ErrLocked
			}
		})
		pages := e.Subscribe(t.Context())
		e.Deliver(sample("health", probes.Down))
		e.Deliver(sample("health", probes.Down))
		s := newest(t, pages)
		if s.Verdict.P1 != 1 || len(s.Notices) != 1 || s.Notices[0].Code != "notice.journal" {
			t.Errorf("verdict %+v, notices %v", s.Verdict, s.Notices)
		}
	})
}

func TestABurstOfEntriesDropsTheOldestAndCountsThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := started(t, func(o *Options) { o.Logs = []Log{{Name: "application"}} })
		const each, batches = 1000, maxEntries/1000 + 5
		e.inbox.mu.Lock() // the engine cannot take the mail meanwhile
		for range batches {
			e.inbox.logs = append(e.inbox.logs, LogBatch{Source: "application", State: LogState{OK: true}, Entries: make([]logview.Entry, each)})
			e.inbox.entries += each
			e.inbox.shed()
		}
		e.inbox.mu.Unlock()
		time.Sleep(1100 * time.Millisecond)
		s := newest(t, e.Subscribe(t.Context()))
		if s.Logs.Dropped != 5*each || s.Logs.Seen != maxEntries {
			t.Errorf("%d dropped and %d seen, want %d and %d", s.Logs.Dropped, s.Logs.Seen, 5*each, maxEntries)
		}
		if !s.Logs.Sources[0].OK {
			t.Error("the state of the log went with its entries")
		}
	})
}

// An engine that is ended while a step is carried out waits for the step's end
// and records it.
func TestTheEndOfAnActIsRecordedEvenWhenTheConsoleIsLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	e, err := New(Options{
		Targets: []Target{{Name: "health", Every: time.Second}},
		Actions: []action.Action{{Name: "hang", Title: words.Of("text", "hang"), Steps: []action.Step{{Run: &action.Run{Argv: []string{"sleep", "60"}}}}}},
		Invoker: invoke.New(invoke.Options{}), Check: func(probes.Name) {},
		Journal: func(each func(journal.Record)) (*journal.Journal, journal.Recovery, error) {
			return journal.Open(dir, journal.Options{Newest: 10, Each: each})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- e.Run(ctx) }()
	answer, err := e.Do(t.Context(), state.Ask{Ref: action.Ref{Name: "hang"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Do(t.Context(), state.Act{Ticket: answer.(state.Preview).Ticket, By: "alice"}); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	j, rec, err := journal.Open(dir, journal.Options{Newest: 10})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	var kinds []string
	for _, r := range rec.Newest {
		kinds = append(kinds, r.Kind)
	}
	if want := []string{kindStart, kindIntent, kindOutcome, kindStop}; !slices.Equal(kinds, want) {
		t.Errorf("the records are of the kinds %v, want %v", kinds, want)
	}
	if _, err := e.Query(t.Context(), state.LogQuestion{}); !errors.Is(err, ErrEnded) {
		t.Errorf("an engine that has stopped answers %v", err)
	}
}

func BenchmarkTurn(b *testing.B) {
	e, err := New(Options{Targets: []Target{{Name: "health", Every: time.Second}}, Check: func(probes.Name) {}})
	if err != nil {
		b.Fatal(err)
	}
	k := &keeper{}
	b.ReportAllocs()
	for b.Loop() {
		e.Deliver(sample("health", probes.Up))
		e.core.due = true
		e.turn(b.Context(), k)
	}
}
