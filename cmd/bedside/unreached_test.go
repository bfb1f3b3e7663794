package main

import (
	"strings"
	"testing"
)

// TestWhyATargetIsNotReachedIsToldApart asks the network itself: connections to
// a multicast group have no route on any machine, with a network or without.
func TestWhyATargetIsNotReachedIsToldApart(t *testing.T) {
	t.Parallel()
	watched := file(t, "bedside.yaml", `
profile: none
service: `+closedPort(t)+`
probes:
  closed: {http: {url: /}}
  unnamed: {http: {url: "http://no-such-host.invalid/"}}
  beyond: {http: {url: "http://224.0.0.1/"}}
  port: {tcp: {addr: "224.0.0.1:443"}}
  cache: {redis: {addr: "no-such-host.invalid:6379"}}
  database: {mysql: {dsn: "u:p@tcp(224.0.0.1:3306)/d"}}
`)
	want := map[string][2]string{
		"closed":   {"fault.refused", "connection refused"},
		"unnamed":  {"fault.no-host", "host name not found: no-such-host.invalid"},
		"beyond":   {"fault.no-route", "no route to host"},
		"port":     {"fault.no-route", "no route to host"},
		"cache":    {"fault.no-host", "host name not found: no-such-host.invalid"},
		"database": {"fault.no-route", "no route to host"},
	}
	targets := statusOf(t, runs(t, "status", "--json", "-c", watched)).list(t, "targets")
	people := runs(t, "status", "-c", watched).out
	for name, reason := range want {
		target := named(targets, "name", name)
		fault, _ := target["fault"].(map[string]any)
		if target["status"] != "down" || fault["code"] != reason[0] {
			t.Errorf("%s is %v, %v; want %s", name, target["status"], fault, reason[0])
		}
		for line := range strings.Lines(people) {
			if strings.HasPrefix(strings.TrimSpace(line), name+" ") && !strings.Contains(line, reason[1]) {
				t.Errorf("people read of %s: %s", name, line)
			}
		}
	}
}
