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
