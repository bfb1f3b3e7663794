package triage

import (
	"strings"
	"testing"

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
		{"ten times what it was, in a mean of mostly that", 84, 8, false, "84 /s requests come, it was 8 /s"},
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
