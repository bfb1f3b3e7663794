package pane

import "bedside/probes/state"

// Hint is a key and what it does, already spoken.
type Hint struct{ Key, Words string }

// Footer is the last line: the likeliest keys.
type Footer struct {
	Hints []Hint
}

// View draws the hints that fit, whole, in their order.
func (f *Footer) View(_ *state.Snapshot, w, h int, l *Look) string {
	var line string
	return l.Pad(line, w)
}
