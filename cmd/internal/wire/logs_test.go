package wire

import (
	"fmt"
	"testing"
	"time"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/logview/tail"
	"bedside/probes/engine"
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
			r := &reader{log: config.Log{Name: "application"}, engine: e, clock: newClock(nil, &zones{}), parsers: map[string]*logview.Parser{}, states: map[string]tail.State{}}
			began := time.Now()
			for second := range 4 {
				at := began.Add(time.Duration(second) * time.Second)
				line := at.Add(-3*time.Hour).Format("2006-01-02 15:04:05,000") + " - main - INFO - x"
				r.deliver(tail.Batch{Path: "a.log", At: at, Backlog: row.backlog, Lines: []tail.Line{{Text: []byte(line)}}, State: tail.State{Condition: tail.Following}})
			}
			if got := r.clock.recognised(); (got != "") != row.recognised {
				t.Fatalf("the zone is %q", got)
			}
			entry, _ := r.parsers["a.log"].Close()
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
	r := &reader{log: config.Log{Name: "daily"}, engine: e, clock: newClock(nil, &zones{}), parsers: map[string]*logview.Parser{}, states: map[string]tail.State{}}
	for day := range 400 {
		path := fmt.Sprintf("day-%d.log", day)
		lines := []tail.Line{{Text: []byte("2026-01-02 03:04:05,678 - a - ERROR - b")}}
		r.deliver(tail.Batch{Path: path, At: time.Now(), Lines: lines, State: tail.State{Condition: tail.Following}})
		r.deliver(tail.Batch{Path: path, At: time.Now(), State: tail.State{Condition: tail.Left}})
	}
	if len(r.parsers)+len(r.states) != 0 {
		t.Errorf("%d parsers and %d states are kept of files that are gone", len(r.parsers), len(r.states))
	}
	if r.told != "log.state.waiting" {
		t.Errorf("the log is said to be %s", r.told)
	}
}
