// Package triage goes from the whole picture to ranked hypotheses: what is
// probably wrong, the evidence it rests on, what speaks against it, the steps
// and the action that fit. It is pure and deterministic.
package triage

import (
	"bedside/probes"
	"bedside/probes/words"
)

// Hypothesis is one possible cause.
type Hypothesis struct {
	Cause      words.Line   // "ChromaDB is not running"
	Confidence float64      // 0..1, for ranking and for words ("probably", "perhaps")
	Evidence   []words.Line // what it rests on, strongest first
	Against    []words.Line
	Steps      []words.Line // what to do by hand, in order
	Action     string       // the configured action that fits, "" for none
	Also       []string     // further actions worth a key
	Explains   []string     // IDs of the firing alerts that it would explain
	Target     probes.Name  // the target at the root of it, if one is
	Query      string       // the log query that shows its lines
}

// ByHand reports whether no action fits the cause: what the keys can do beside
// what people have to cures nothing.
func (h *Hypothesis) ByHand() bool { return h.Action == "" }

// Mends reports whether the action that fits ends the cause. Degrading spares
// users the wait and ends nothing.
func (h *Hypothesis) Mends() bool { return h.Action != "" && h.Action != "degrade" }
