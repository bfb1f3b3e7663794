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

// clockOrDay is when something happened in eight cells: the time of a day that
// is today, else the day, "26-03-14".
func (l *Look) clockOrDay(t, now time.Time) string {
	t, now = l.local(t), l.local(now)
	if t.YearDay() != now.YearDay() || t.Year() != now.Year() {
		return t.Format("06-01-02")
	}
	return t.Format("15:04:05")
}

// since says when something began, nothing when that is not known.
func (l *Look) since(t time.Time, atLeast bool) string {
	switch clock := l.local(t).Format("15:04:05"); {
	case t.IsZero():
		return ""
	case atLeast:
		return l.Word("screen.since-at-least", clock)
	default:
		return l.Word("screen.since", clock)
	}
}
