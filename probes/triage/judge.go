package triage

import (
	"cmp"
	"slices"
)

// Bounds of a judgement.
const (
	mostHypotheses = 6
	mostEvidence   = 5
	shadow         = 0.6 // what is left of a confidence when a likelier cause explains the same alerts
)

// Judge returns what is probably wrong, the likeliest first; nothing when
// nothing is. The same picture gives the same answer.
func Judge(p Picture) []Hypothesis {
	s := &sight{p}
	var all []Hypothesis
	for _, rule := range rules {
		for _, h := range rule(s) {
			if len(h.Evidence) > mostEvidence {
				h.Evidence = h.Evidence[:mostEvidence]
			}
			all = append(all, h)
		}
	}
	rank(all)
	overshadow(all)
	rank(all)
	return all[:min(len(all), mostHypotheses)]
}

// rules are the causes that are thought of.
var rules = []func(*sight) []Hypothesis{
	ownNetwork, filterFailing, serviceDown, dependencies,
	llmRejects, overload, llmSlow, saturated, diskFilling, oneEndpoint,
	fromLog, recentChange, cacheCold, frontEnd,
}

func rank(all []Hypothesis) {
	slices.SortStableFunc(all, func(a, b Hypothesis) int { return cmp.Compare(b.Confidence, a.Confidence) })
}

// overshadow takes confidence from what a single likelier cause explains as
// well.
func overshadow(all []Hypothesis) {
	for i := range all {
		for j := range i {
			if covers(all[j].Explains, all[i].Explains) {
				all[i].Confidence *= shadow
				break
			}
		}
	}
}

func covers(wide, narrow []string) bool {
	if len(narrow) == 0 {
		return len(wide) > 0
	}
	for _, id := range narrow {
		if !slices.Contains(wide, id) {
			return false
		}
	}
	return true
}
