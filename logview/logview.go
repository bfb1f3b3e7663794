// Package logview holds the words of logs: Level, Entry, Kind, Query, Window,
// and the parsers that turn lines into entries. It is pure: it opens no file
// and asks no clock.
package logview

import (
	"time"

	"bedside/logview/raw"
)

// Level is the severity of an entry, in rising order. The zero Level is
// NoLevel: the line did not say.
type Level uint8

// The levels.
const (
	NoLevel Level = iota
	Debug
	Info
	Warning
	Error
	Critical
)

var levelNames = [...]string{"", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}

// String is the level as Python writes it, "" for NoLevel.
func (l Level) String() string { return levelNames[l] }

// Kind classifies what an entry reports, by its shape. The zero Kind is other.
type Kind string

// The kinds that the parsers recognise.
const (
	Other       Kind = ""
	Startup     Kind = "startup"
	Request     Kind = "request"
	Timing      Kind = "timing"
	Interaction Kind = "interaction"
	Emotion     Kind = "emotion"
	Sensitive   Kind = "sensitive"
	Feedback    Kind = "feedback"
	Database    Kind = "database"
	Degrading   Kind = "degrading"
	Access      Kind = "access"    // an access log's line for one HTTP request
	Complaint   Kind = "complaint" // what a web server found wrong with one
)

// known reports whether a parser gives entries this kind.
func (k Kind) known() bool {
	switch k {
	case Startup, Request, Timing, Interaction, Emotion, Sensitive, Feedback, Database, Degrading, Access, Complaint:
		return true
	}
	return false
}

// Entry is one record of a log: its header line and whatever followed it
// without a header of its own (a traceback).
type Entry struct {
	Seq     uint64    // order of arrival over all sources, from 1; never reused
	Prev    uint64    // Seq of what is told before it where everything is, 0 for nothing; a Page says it
	At      time.Time // as the line says; zero when it says nothing: time is never invented
	Arrived time.Time // when it was read
	Level   Level
	Kind    Kind
	Source  string   // the log's name in the configuration
	Module  raw.Text // the logger's name
	Message raw.Text
	Trace   raw.Text // the continuation lines joined by "\n", bounded
	Lines   int      // lines of the file that the entry stands for, 1 without a trace
	Fields  []Field  // what the message says about itself: user, session, took, …
	Echo    bool     // caused by our own polls: shown, not counted
	Copy    bool     // told before by another file: not told again, not counted
	Back    uint64   // how many entries ago the other file told it, 0 where that is not known
	Cut     bool     // longer than the limit; the rest was counted and dropped
	// Clock is the file's clock that At rests on; zero where the line names its
	// zone.
	Clock Clock
}

// Clock is the number of the clock by which one file is written.
type Clock uint32

// Field is one named value inside a message: "user" → u1, "took" → 1.2s.
type Field struct {
	Name  string
	Value raw.Text
}

// Field returns the value of a field, or an empty Text.
func (e *Entry) Field(name string) raw.Text {
	for _, f := range e.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return raw.Text{}
}

// When is the time that the entry says, or else its arrival.
func (e *Entry) When() time.Time {
	if e.At.IsZero() {
		return e.Arrived
	}
	return e.At
}
