package triage

import (
	"slices"
	"testing"

	"bedside/probes"
	"bedside/probes/words"
)

func TestTheStepsLookWhereTheDependencyIs(t *testing.T) {
	for _, row := range []struct {
		name, address string
		fault         words.Code
		want          string
	}{
		{"redis", "127.0.0.1:6379", probes.Refused, "check that Redis answers: redis-cli ping"},
		{"redis", "", probes.Refused, "check that Redis answers: redis-cli ping"},
		{"redis", "/run/redis.sock", probes.Refused, "check that Redis answers: redis-cli ping"},
		{"redis", "127.0.0.1:6380", probes.Refused, "check that Redis answers: redis-cli -p 6380 ping"},
		{"redis", "[fe80::1]:6379", probes.Refused, "check that Redis answers: redis-cli -h fe80::1 -p 6379 ping"},
		{"llm", "api.openai.com:443", probes.TimedOut, "check the network: ping api.openai.com"},
		{"llm", "llm.corp:8443", probes.TimedOut, "check that it can be reached: nc -vz llm.corp 8443"},
		{"llm", "llm.corp:", probes.TimedOut, "check the network: ping api.openai.com"},
		{"mysql", "db:3306", probes.TimedOut, `look at its connections: mysql -h db -P 3306 -e "SHOW PROCESSLIST;"`},
		{"queue", "mq:5672", probes.Refused, "check that it can be reached: nc -vz mq 5672"},
	} {
		p := with()
		p.Targets = slices.DeleteFunc(p.Targets, func(t Target) bool { return t.Name == probes.Name(row.name) })
		p.Targets = append(p.Targets, Target{
			Name: probes.Name(row.name), Role: Dependency, Status: probes.Down, Fault: probes.Fault{Code: row.fault}, Since: now, Address: row.address,
		})
		var said []string
		for _, h := range Judge(p) {
			for _, step := range h.Steps {
				said = append(said, words.English.Say(step))
			}
		}
		if !slices.Contains(said, row.want) {
			t.Errorf("%s at %q: the steps are %q, want %q among them", row.name, row.address, said, row.want)
		}
	}
}
