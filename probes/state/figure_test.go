package state_test

import (
	"testing"

	"bedside/probes"
	"bedside/probes/state"
)

func TestALowerBoundAtItsLimitIsBeyondIt(t *testing.T) {
	limit := &state.Limit{Max: 3, HasMax: true}
	for _, row := range []struct {
		name  string
		value probes.Value
		limit *state.Limit
		want  bool
	}{
		{"below", probes.Value{Number: 2.9}, limit, false},
		{"at it", probes.Value{Number: 3}, limit, false},
		{"more than it", probes.Value{Number: 3, AtLeast: true}, limit, true},
		{"more than something below it", probes.Value{Number: 2.5, AtLeast: true}, limit, false},
		{"above", probes.Value{Number: 3.1}, limit, true},
		{"a lower bound above a minimum", probes.Value{Number: 3, AtLeast: true}, &state.Limit{Min: 3, HasMin: true}, false},
		{"without a limit", probes.Value{Number: 3, AtLeast: true}, nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := (state.Figure{Value: row.value, Limit: row.limit}).Beyond(); got != row.want {
				t.Errorf("beyond is %v", got)
			}
		})
	}
}
