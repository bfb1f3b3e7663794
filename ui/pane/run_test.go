package pane

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestWhatIsStillWrongIsSaidAfterAnAct(t *testing.T) {
	const still = "▲ still: vector database unreachable"
	later := vectorDBDown()
	for i := range later.Alerts {
		later.Alerts[i].Since = now.Add(time.Second)
	}
	for _, tt := range []struct {
		what    string
		page    *state.Snapshot
		outcome action.Outcome
		want    bool
	}{
		{"proved, and the trouble goes on", vectorDBDown(), action.Done, true},
		{"failed, and the trouble goes on", vectorDBDown(), action.Failed, true},
		{"not over yet", vectorDBDown(), action.Running, false},
		{"proved, and all is well", calm(), action.Done, false},
		{"proved, and the trouble came later", later, action.Done, false},
	} {
		r := &Run{Run: &state.Run{Title: words.Of("text", "degrade"), Began: now.Add(-time.Minute), Ended: now, Outcome: tt.outcome, Proof: words.Of("act.proved", time.Second, "health")}}
		foot := ansi.Strip(strings.Join(r.body(tt.page, 60, plainLook(words.English)).foot, "\n"))
		if strings.Contains(foot, still) != tt.want {
			t.Errorf("%s: it ends\n%s", tt.what, foot)
		}
	}
}
