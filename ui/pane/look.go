// Package pane draws the parts of the screen. A pane is a plain struct whose
// View is pure: the same snapshot, size and look give the same bytes, exactly
// h lines of exactly w cells. A pane keeps its last picture and its buffers,
// so it belongs to one goroutine, and drawing it again costs almost nothing.
package pane

import (
	"time"

	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Look is how a screen is drawn: its theme, language and time zone, the moment
// it is drawn for, and whether the pane has the focus.
type Look struct {
	*theme.Theme
	Lang words.Lang
	// Zone is where clocks are read; nil is the local zone.
	Zone *time.Location
	// Now is the moment that ages and clocks count to. The zero time is the
	// snapshot's own moment.
	Now time.Time
	// Focused draws the pane as the one that the keys go to.
	Focused bool
}

// Say speaks a line in the screen's language and glyphs.
func (l *Look) Say(line words.Line) string { return l.Plain7(l.Lang.Say(line)) }

// Word speaks a code with its arguments.
func (l *Look) Word(code words.Code, args ...any) string {
	return l.Plain7(l.Lang.Word(code, args...))
}

// now is the moment that the page is drawn for.
func (l *Look) now(s *state.Snapshot) time.Time {
	if !l.Now.IsZero() || s == nil {
		return l.Now
	}
	return s.At
}

// local is t as clocks here show it.
func (l *Look) local(t time.Time) time.Time {
	if l.Zone == nil {
		return t.Local()
	}
	return t.In(l.Zone)
}

// stamp is a time of day, with its date when that is not the day of now.
func (l *Look) stamp(at, now time.Time) string {
	t := l.local(at)
	if y, d := t.Year(), t.YearDay(); y != l.local(now).Year() || d != l.local(now).YearDay() {
		return t.Format("01-02 15:04:05")
	}
	return t.Format("15:04:05")
}

// minute is a stamp to the minute.
func (l *Look) minute(at, now time.Time) string {
	text := l.stamp(at, now)
	return text[:len(text)-len(":05")]
}

// dated reports whether a moment is not of the day of now, so that its stamp
// has a date.
func (l *Look) dated(at, now time.Time) bool { return len(l.stamp(at, now)) > len("15:04:05") }

// stampBeside is the stamp of one of several moments in cells of the same
// width; dated says that one of them needs its date. Where room is short, dated
// ones are told to the minute.
func (l *Look) stampBeside(at, now time.Time, dated, wide bool) string {
	text, cells := l.stamp(at, now), len("15:04:05")
	switch {
	case dated && wide:
		cells = len("01-02 15:04:05")
	case dated:
		cells = len("01-02 15:04")
		text = text[:min(len(text), cells)]
	}
	return l.Right(text, cells)
}

// since says when something began, nothing when that is not known.
func (l *Look) since(s *state.Snapshot, t time.Time, atLeast bool) string {
	switch {
	case t.IsZero():
		return ""
	case atLeast:
		return l.Word("screen.since-at-least", l.stamp(t, l.now(s)))
	default:
		return l.Word("screen.since", l.stamp(t, l.now(s)))
	}
}
