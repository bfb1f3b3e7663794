package tail

import "bedside/logview/raw"

// Condition is how things stand with a followed file.
type Condition uint8

// The conditions.
const (
	Waiting   Condition = iota // there is no such file (yet)
	Following                  // it is read
	Denied                     // it, or its folder, may not be read
	NotAFile                   // a folder, a device, a pipe or a socket
	Failed                     // reading fails; State.Detail says how
)

var conditionNames = [...]string{"waiting", "following", "denied", "not a file", "failed"}

// String is the condition as a word for programs and tests; people read its
// sentence from the catalogue.
func (c Condition) String() string { return conditionNames[c] }

// State is the condition of a file and what the system said about it.
type State struct {
	Condition Condition
	Detail    raw.Text // empty while Following
}
