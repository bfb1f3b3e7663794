package pane

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func TestARecordIsReadToItsEnd(t *testing.T) {
	s := calm()
	steps := make([]state.RunStep, 30)
	for i := range steps {
		steps[i] = state.RunStep{What: words.Of("text", fmt.Sprintf("step-%02d.", i)), Outcome: action.Done, Took: time.Second}
	}
	steps[29].Outcome, steps[29].Said = action.Failed, raw.Of("disk full on /var"+strings.Repeat(" word", 30)+" the-end")
	s.Journal = []state.Record{{Seq: 1, At: now, Kind: recordActEnd, What: words.Of("text", "migrate"), Steps: steps}}
	var p Journal
	draw := func() string { return ansi.Strip(p.View(s, 80, 22, plainLook(words.English))) }
	if strings.Contains(draw(), "disk full") {
		t.Fatal("the record is too short for this test")
	}
	p.Toggle()
	draw()
	p.Move(1 << 20)
	if got := draw(); !strings.Contains(got, "disk full on /var") || !strings.Contains(got, "the-end") || !strings.Contains(got, "step-25.") {
		t.Errorf("at its end stands\n%s", got)
	}
	s.Journal = append(s.Journal, state.Record{Seq: 2, At: now, Kind: recordAlert, What: words.Of("text", "another")})
	p.Move(-1 << 20)
	if got := draw(); !strings.Contains(got, "step-00.") {
		t.Errorf("another record came, and what is read is\n%s", got)
	}
	p.Toggle()
	if got := draw(); !strings.Contains(got, "another") {
		t.Errorf("the list is\n%s", got)
	}
}
