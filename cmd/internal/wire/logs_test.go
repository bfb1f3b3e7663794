package wire

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/logview/tail"
	"bedside/probes/engine"
	"bedside/probes/state"
)

func TestANewLineTellsTheZoneAndAnOldOneDoesNot(t *testing.T) {
	for name, row := range map[string]struct {
		backlog    bool
		recognised bool
	}{
		"lines that were just written":  {false, true},
		"lines that were there already": {true, false},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := engine.New(engine.Options{})
			if err != nil {
				t.Fatal(err)
			}
			r := &reader{log: config.Log{Name: "application"}, engine: e, zones: &zones{}, files: map[string]*file{}}
			began := time.Now()
			for second := range 4 {
				at := began.Add(time.Duration(second) * time.Second)
				line := at.Add(-3*time.Hour).Format("2006-01-02 15:04:05,000") + " - main - INFO - x"
				r.deliver(tail.Batch{Path: "a.log", At: at, Backlog: row.backlog, Lines: []tail.Line{{Text: []byte(line)}}, State: tail.State{Condition: tail.Following}})
			}
			if got := r.files["a.log"].clock.recognised(began); (got != "") != row.recognised {
				t.Fatalf("the zone is %q", got)
			}
			entry, _ := r.files["a.log"].parser.Close()
			if off := began.Add(3 * time.Second).Sub(entry.At).Round(time.Minute); (off == 0) != row.recognised {
				t.Errorf("the line that waits is %v off", off)
			}
		})
	}
}

func TestFilesWhoseNamesHoldADateAreForgottenOnceTheyAreGone(t *testing.T) {
	e, err := engine.New(engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{log: config.Log{Name: "daily"}, engine: e, zones: &zones{}, files: map[string]*file{}}
	for day := range 400 {
		path := fmt.Sprintf("day-%d.log", day)
		lines := []tail.Line{{Text: []byte("2026-01-02 03:04:05,678 - a - ERROR - b")}}
		r.deliver(tail.Batch{Path: path, At: time.Now(), Lines: lines, State: tail.State{Condition: tail.Following}})
		r.deliver(tail.Batch{Path: path, At: time.Now(), State: tail.State{Condition: tail.Left}})
	}
	if len(r.files) != 0 {
		t.Errorf("%d files are kept that are gone", len(r.files))
	}
	if r.told != "log.state.waiting" {
		t.Errorf("the log is said to be %s", r.told)
	}
}

func TestEachFileOfALogHasAClockOfItsOwn(t *testing.T) {
	e, err := engine.New(engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{log: config.Log{Name: "all"}, engine: e, zones: &zones{}, files: map[string]*file{}}
	began := time.Now()
	ahead := map[string]time.Duration{"here.log": 0, "there.log": -3 * time.Hour}
	for second := range 8 {
		at := began.Add(time.Duration(second) * time.Second)
		for path, ahead := range ahead {
			line := at.Add(ahead).Format("2006-01-02 15:04:05,000") + " - main - INFO - x"
			r.deliver(tail.Batch{Path: path, At: at, Older: ahead == 0, Lines: []tail.Line{{Text: []byte(line)}}, State: tail.State{Condition: tail.Following}})
		}
	}
	for path := range ahead {
		entry, _ := r.files[path].parser.Close()
		if off := began.Add(7 * time.Second).Sub(entry.At).Abs(); off > time.Minute {
			t.Errorf("the newest line of %s is %v off", path, off)
		}
	}
	_, east := began.Zone()
	zone := logview.ZoneEast(east - 3*60*60).String()
	if s := r.state(tail.Batch{At: began}); s.Zone != zone || s.Mixed || !s.Older {
		t.Errorf("the log is said to be in %q, mixed %v, with older lines %v; want %q, unmixed, with older ones", s.Zone, s.Mixed, s.Older, zone)
	}
}

// TestARushIsMuchText follows a file for real: how much one look brings is for
// the follower to say.
func TestARushIsMuchText(t *testing.T) {
	for name, tt := range map[string]struct {
		line  string
		lines int
		rush  bool
	}{
		"many short lines":                   {"2026-01-02 03:04:05,678 - main - INFO - POST /chat - 200 OK", 5_000, true},
		"few that are very long":             {strings.Repeat("x", 6_000), 40, true},
		"what a busy service writes at once": {"2026-01-02 03:04:05,678 - main - INFO - POST /chat - 200 OK", 500, false},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := engine.New(engine.Options{})
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "a.log")
			if err := os.WriteFile(path, []byte(strings.Repeat(tt.line+"\n", tt.lines)), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			busy, read := 0, 0
			r := &reader{log: config.Log{Name: "a"}, engine: e, busy: func() { busy++ }, zones: &zones{}, files: map[string]*file{}}
			_ = tail.Follow(ctx, tail.Options{Path: path, Poll: time.Millisecond, Backlog: 1 << 20}, func(b tail.Batch) {
				r.deliver(b)
				if read += len(b.Lines); read > 0 && len(b.Lines) == 0 { // a tick: all is read
					cancel()
				}
			})
			if (busy > 0) != tt.rush {
				t.Errorf("told %d times that much is to be done, of %d lines", busy, read)
			}
		})
	}
}

func TestARushIsMuchWithinOneLook(t *testing.T) {
	for name, tt := range map[string]struct {
		apart time.Duration // of two batches
		rush  bool
	}{
		"batches of one look":   {time.Millisecond, true},
		"batches of many looks": {logPoll, false},
	} {
		var l lately
		at, rushed := time.Now(), false
		for range 20 {
			at = at.Add(tt.apart)
			rushed = l.add(tail.Batch{At: at, Lines: []tail.Line{{Text: make([]byte, rush/5)}}}) || rushed
		}
		if rushed != tt.rush {
			t.Errorf("%s: a rush %v", name, rushed)
		}
	}
}

// TestFilesOfAPattern reads several files of one log through the whole way to the
// page: what two of them tell is told once, and what a file held before is old,
// also where that is one record, which more lines might have followed.
func TestFilesOfAPattern(t *testing.T) {
	e, err := engine.New(engine.Options{Logs: []engine.Log{{Name: "logs"}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- e.Run(ctx) }()
	defer func() {
		cancel()
		<-ended
	}()
	r := &reader{log: config.Log{Name: "logs"}, engine: e, busy: func() {}, zones: &zones{}, files: map[string]*file{}}
	following := tail.State{Condition: tail.Following}
	record := func(at time.Time, says string) tail.Line {
		return tail.Line{Text: []byte(at.Format("2006-01-02 15:04:05,000") + " - main - ERROR - " + says)}
	}
	now := time.Now()
	for i := range 8 {
		path := fmt.Sprintf("old-%d.log", i)
		r.deliver(tail.Batch{Path: path, At: now, Backlog: true, State: following, Lines: []tail.Line{record(now.Add(-30*24*time.Hour), path)}})
	}
	for i := range 8 { // the end of a file ends its last record
		r.deliver(tail.Batch{Path: fmt.Sprintf("old-%d.log", i), At: now.Add(time.Millisecond), State: tail.State{Condition: tail.Left}})
	}
	for _, path := range []string{"application.log", "error.log"} {
		r.deliver(tail.Batch{Path: path, At: now, State: following, Lines: []tail.Line{record(now, "refused"), record(now, "ends it")}})
	}
	answer, err := e.Query(ctx, state.LogQuestion{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for _, one := range answer.(state.LogPage).Entries {
		told[one.Message.Screen()]++
	}
	if told["refused"] != 1 {
		t.Errorf("what two files tell stands %d times on the page: %v", told["refused"], told)
	}
	for page := range e.Subscribe(ctx) {
		if page.Logs.Newest > 0 {
			if errors := page.Logs.ErrorRate * 60; errors > 2.5 {
				t.Errorf("%.0f errors count as new, want 2 at most", errors)
			}
			break
		}
	}
}
