package alert

import (
	"testing"

	"bedside/probes"
	"bedside/probes/words"
)

func TestAnUnknownVerdictSaysWhy(t *testing.T) {
	quick := Rule{ID: "slow", When: must(t, "m > 1"), Priority: P2}
	trifle := Rule{ID: "warm", When: must(t, "m > 1"), Priority: P3}
	for _, row := range []struct {
		name   string
		rules  []Rule
		see    func(*story)
		status probes.Status
		why    words.Code
	}{
		{"without a rule", nil, func(s *story) { s.is("health", probes.Up) }, probes.Unknown, Unruled},
		{"when a P1 rule cannot be judged", []Rule{down(t)}, func(*story) {}, probes.Unknown, Blind},
		{"not when a minor rule cannot", []Rule{down(t), quick}, func(s *story) { s.is("health", probes.Up) }, probes.Up, ""},
		{"not when a P1 alert fires", []Rule{down(t)}, func(s *story) { s.is("health", probes.Down) }, probes.Down, ""},
		{"what is degraded may be worse", []Rule{down(t), quick}, func(s *story) { s.set("m", 2) }, probes.Degraded, Blind},
		{"a trifle does not stand for it", []Rule{down(t), trifle}, func(s *story) { s.set("m", 2) }, probes.Unknown, Blind},
		{"a trifle alone is degraded", []Rule{down(t), trifle}, func(s *story) { s.is("health", probes.Up); s.set("m", 2) }, probes.Degraded, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := tell(t, row.rules...)
			row.see(s)
			s.pass(3)
			if v := s.book.Verdict(); v.Status != row.status || v.Why != row.why {
				t.Errorf("the verdict is %v because of %q, want %v and %q", v.Status, v.Why, row.status, row.why)
			}
		})
	}
}
