package triage

import (
	"net"
	"net/netip"
	"slices"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

// ownNetwork: everything at a distance fails at once in a way that a network
// fails, so the fault is on this side.
func ownNetwork(s *sight) []Hypothesis {
	var away, near []Target
	here := 0 // how many answer on this machine itself
	for _, t := range s.Targets {
		switch {
		case t.Role == Service && t.Status == probes.Up && t.local():
			here++
		case t.Role != Dependency || t.Fault.Code == probes.NotProvided || t.Fault.Code == probes.NotActive:
		case t.Status != probes.Up && cutOff(t.Fault):
			away = append(away, t)
		case t.Status == probes.Up:
			near = append(near, t)
		}
	}
	confidence := 0.0
	switch t, _ := s.target("network"); {
	case s.firing("network-down") || t.Status == probes.Down:
		confidence = 0.96
	case len(away) >= 3 && len(near) == 0:
		confidence = 0.9
	default:
		return nil
	}
	h := Hypothesis{
		Cause: words.Of("triage.own-network"), Confidence: confidence, Target: "network",
		Steps:    steps("triage.check-route", "remedy.check-dns", "triage.check-firewall"),
		Explains: s.everything("cpu-high", "memory-high", "disk-high", "filter-failing"),
		Query:    `level>=error (timeout OR timed OR refused OR unreachable OR 超时)`,
	}
	if len(away) > 0 {
		h.Evidence = lines(words.Of("because.all-away", len(away)))
	}
	if here > 0 { // which would look like a contradiction
		h.Evidence = append(h.Evidence, words.Of("because.answers-here", here))
	}
	for _, t := range away {
		h.Evidence = append(h.Evidence, words.Of("because.fault", raw.Of(string(t.Name)), t.Fault.Line()))
	}
	for _, t := range near {
		h.Against = append(h.Against, s.answers(t.Name)...)
	}
	if degrade, _ := s.actions("degrade"); degrade != "" {
		h.Also = []string{degrade} // it cures nothing, and spares users the wait
	}
	return []Hypothesis{h}
}

// local reports whether a target is reached without a network.
func (t Target) local() bool {
	host, _, err := net.SplitHostPort(t.Address)
	if err != nil {
		return false
	}
	at, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && at.IsLoopback()
}

// cutOff reports whether a fault is one that a dead network causes. Refused is
// not: somebody answered.
func cutOff(f probes.Fault) bool {
	return slices.Contains([]words.Code{probes.TimedOut, probes.NoRoute, probes.NoHost}, f.Code)
}
