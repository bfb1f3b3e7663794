package engine

import (
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestNetworkStatus(t *testing.T) {
	type seen struct {
		role   state.Role
		remote bool
		fault  words.Code // "" is up
		age    time.Duration
	}
	const dep, svc = state.RoleDependency, state.RoleService
	up := words.Code("")
	tests := []struct {
		name    string
		local   bool
		targets []seen
		want    probes.Status
	}{
		{"everything remote refused at once, a local cache answers", true,
			[]seen{{svc, false, up, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.NoRoute, 0}, {dep, true, probes.NoHost, 0}, {dep, false, up, 0}}, probes.Down},
		{"one remote target still answers", true,
			[]seen{{svc, false, up, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, up, 0}}, probes.Up},
		{"the only one that answered did so before the first failed", true,
			[]seen{{svc, false, up, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, up, time.Minute}}, probes.Down},
		{"a target without its secret says nothing", true,
			[]seen{{svc, false, up, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.NoSecret, 0}}, probes.Down},
		{"an error status is an answer", true,
			[]seen{{svc, false, up, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.BadStatus, 0}}, probes.Up},
		{"two targets are too few", true,
			[]seen{{svc, false, up, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}}, probes.Up},
		{"nothing on this machine answers either", true,
			[]seen{{svc, false, probes.Refused, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}, {dep, true, probes.TimedOut, 0}}, probes.Up},
		{"everything on loopback: the dependencies stand for the network", true,
			[]seen{{svc, false, up, 0}, {dep, false, probes.TimedOut, 0}, {dep, false, probes.TimedOut, 0}, {dep, false, probes.TimedOut, 0}}, probes.Down},
		{"nothing is watched beyond us", true, []seen{{svc, false, up, 0}}, probes.Up},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var targets []*standing
			for i, s := range tt.targets {
				one := newStanding(Target{Name: probes.Name(rune('a' + i)), Role: s.role, Remote: s.remote, Host: string(rune('a' + i)), DownAfter: 2})
				one.latest = probes.Sample{At: noon.Add(-s.age), Status: probes.Up}
				one.status = probes.Up
				if s.fault != "" {
					one.latest.Status, one.latest.Fault.Code, one.status = probes.Down, s.fault, probes.Down
					one.bad, one.badSince = 2, noon.Add(-time.Second)
				}
				targets = append(targets, one)
			}
			if got := networkStatus(targets, tt.local); got != tt.want {
				t.Errorf("the network is %v, want %v", got, tt.want)
			}
		})
	}
}
