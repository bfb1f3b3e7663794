package engine

import (
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
)

// networkName is the target that stands for our own network.
const networkName probes.Name = "network"

// networkStatus tells our own network's failure from everybody's: it is down
// when everything that is reached over it fails at once in a way that a network
// fails, while something on this machine answers. It takes three targets on two
// peers to say so: with fewer, nothing speaks against it.
//
// Where every address is this machine's own, the dependencies stand for what is
// reached over a network.
func networkStatus(targets []*standing, serviceLocal bool) probes.Status {
	beyond := beyondUs(targets, serviceLocal)
	began := firstFailure(beyond)
	peers, failing, sure := map[string]bool{}, 0, false
	for _, t := range beyond {
		switch {
		case t.latest.At.IsZero(), silent(t.latest.Fault.Code), t.bad == 0 && t.latest.At.Before(began):
			continue // says nothing about the network as it is now
		case !unreachable(t.latest.Fault.Code):
			return probes.Up
		}
		failing++
		peers[t.Host] = true
		sure = sure || t.status == probes.Down
	}
	if failing >= 3 && len(peers) >= 2 && sure && answersHere(targets, serviceLocal) {
		return probes.Down
	}
	return probes.Up
}

// beyondUs are the targets that are reached over a network.
func beyondUs(targets []*standing, serviceLocal bool) []*standing {
	var remote, needed []*standing
	for _, t := range targets {
		if t.Remote {
			remote = append(remote, t)
		}
		if t.Role == state.RoleDependency || t.Role == state.RoleService && !serviceLocal {
			needed = append(needed, t)
		}
	}
	if len(remote) > 0 {
		return remote
	}
	return needed
}

// firstFailure is when the first of the failures that last until now began.
func firstFailure(targets []*standing) time.Time {
	var first time.Time
	for _, t := range targets {
		if t.bad > 0 && unreachable(t.latest.Fault.Code) && (first.IsZero() || t.badSince.Before(first)) {
			first = t.badSince
		}
	}
	return first
}

// answersHere reports whether something on this machine answers, so that it is
// not us who are at fault.
func answersHere(targets []*standing, serviceLocal bool) bool {
	if !serviceLocal {
		return true // the host's own figures need no answer
	}
	for _, t := range targets {
		if t.Role == state.RoleService && !t.Remote && t.status == probes.Up {
			return true
		}
	}
	return false
}

func unreachable(code words.Code) bool {
	switch code {
	case probes.Refused, probes.NoHost, probes.NoRoute, probes.TimedOut, probes.Reset:
		return true
	}
	return false
}

// silent reports whether a check with this fault never reached for the network.
func silent(code words.Code) bool {
	switch code {
	case probes.NoSecret, probes.NotActive, probes.Failed:
		return true
	}
	return false
}
