package tail

import (
	"errors"
	"io/fs"

	"bedside/logview/raw"
)

// Condition is how things stand with a followed file.
type Condition uint8

// The conditions.
const (
	Waiting   Condition = iota // there is no such file (yet)
	Following                  // it is read
	Denied                     // it, or its folder, may not be read
	NotAFile                   // a folder, a device, a pipe or a socket
	Failed                     // reading fails; State.Detail says how
	Left                       // of a pattern's files: it has been gone for long and is no longer waited for
	Crowded                    // a pattern matches more files than are followed at once; Detail is how many are not
)

var conditionNames = [...]string{"waiting", "following", "denied", "not a file", "failed", "left", "crowded"}

// String is the condition as a word for programs and tests; people read its
// sentence from the catalogue.
func (c Condition) String() string { return conditionNames[c] }

// State is the condition of a file and what the system said about it.
type State struct {
	Condition Condition
	Detail    raw.Text // what the system said; empty where the condition says it all
}

// conditionOf is the condition that an error of opening or reading means.
func conditionOf(err error) Condition {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Waiting
	case errors.Is(err, fs.ErrPermission):
		return Denied
	case errors.Is(err, errNotAFile):
		return NotAFile
	}
	return Failed
}

// reason is what the system says, without the name of the file.
func reason(err error) string {
	if errors.Is(err, errNotAFile) {
		return ""
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	return err.Error()
}
