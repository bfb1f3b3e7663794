package triage

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

func TestASurgeThatIsPartOfItsOwnMeanIsSeen(t *testing.T) {
	for _, row := range []struct {
		name               string
		requests, quietest float64
		usual              bool
		evidence           string
	}{
		{"ten times what it was, in a mean of mostly that", 84, 8, false, "84 /s requests are served, it was 8 /s"},
		{"what it always is", 20, 18, true, ""},
		{"few after a quiet night", 1.5, 0.1, true, ""},
		{"nothing is held of before", 84, 0, true, ""},
	} {
		p := with(alerts("overload"), figure("streams.load", 1), figure("requests.surge", 1.37))
		p.Figures["requests"] = probes.Value{Number: row.requests, Unit: probes.PerSecond}
		p.Quietest = row.quietest
		h := Judge(p)[0]
		if h.Cause.Code != "triage.overload" {
			t.Fatalf("%s: the cause is %v", row.name, h.Cause)
		}
		var evidence []string
		for _, e := range h.Evidence {
			evidence = append(evidence, words.English.Say(e))
		}
		if usual := len(h.Against) > 0; usual != row.usual || !strings.Contains(strings.Join(evidence, "; "), row.evidence) {
			t.Errorf("%s: against it speaks %v, for it %q", row.name, h.Against, evidence)
		}
	}
}

// TestWhatWasThereBeforeIsNoEffect: a machine that was busy before the requests
// came is not busy because of them.
func TestWhatWasThereBeforeIsNoEffect(t *testing.T) {
	for name, tt := range map[string]struct {
		ahead time.Duration // of the processor before the overload
		want  bool
	}{
		"long before":                       {time.Minute, false},
		"a moment before, by another check": {5 * time.Second, true},
		"after":                             {-20 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := with(alerts("overload", "cpu-high", "slow-replies"), figure("streams.load", 1), figure("requests.surge", 6))
			for i := range p.Alerts {
				p.Alerts[i].Since = now
				if p.Alerts[i].Rule == "cpu-high" {
					p.Alerts[i].Since = now.Add(-tt.ahead)
				}
			}
			h := Judge(p)[0]
			if h.Cause.Code != "triage.overload" || slices.Contains(h.Explains, "cpu-high") != tt.want || !slices.Contains(h.Explains, "slow-replies") {
				t.Errorf("%s explains %v", h.Cause.Code, h.Explains)
			}
		})
	}
}
