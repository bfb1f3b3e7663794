package logview

import (
	"fmt"
	"time"
)

// Between these lie the zones that people live in.
const (
	mostWest = -12 * 60 * 60
	mostEast = 14 * 60 * 60
)

// ZoneEast is the zone so many seconds east of UTC under a name that people
// read, "UTC+5:30"; nil where nobody has such a clock.
func ZoneEast(east int) *time.Location {
	if east < mostWest || east > mostEast {
		return nil
	}
	if east == 0 {
		return time.UTC
	}
	sign, minutes := "+", east/60
	if east < 0 {
		sign, minutes = "-", -minutes
	}
	name := fmt.Sprintf("UTC%s%d", sign, minutes/60)
	if minutes%60 != 0 {
		name += fmt.Sprintf(":%02d", minutes%60)
	}
	return time.FixedZone(name, east)
}

// By how much a line's own time may differ from the moment at which it was
// written, and the least by which two zones do.
const (
	zoneTolerance = 10 * time.Second
	zoneLeast     = 30 * time.Minute
	zoneUnit      = 15 * time.Minute
)

// ZoneShift is by how much a clock that says a time at a moment is ahead for no
// other reason than its time zone: a whole number of quarters of an hour, 0 for
// none.
func ZoneShift(says, moment time.Time) time.Duration {
	const widest = (mostEast - mostWest) * time.Second
	ahead := says.Sub(moment)
	shift := ahead.Round(zoneUnit)
	if says.IsZero() || shift.Abs() < zoneLeast || shift.Abs() > widest || (ahead-shift).Abs() > zoneTolerance {
		return 0
	}
	return shift
}

// A zone is certain when so many lines in succession speak for it, each so long
// after the one before: what is copied into a log comes all at once.
const (
	zoneLines = 3
	zonePause = time.Second
)

// ZoneWatch recognises in which time zone a log is written, from lines that were
// read as soon as they were written. The zero
// ZoneWatch has seen none. It is not safe for concurrent use.
type ZoneWatch struct {
	shift time.Duration
	lines int
	last  time.Time
}

// See takes what a new line says and when it was read. It returns by how much
// the log's clock is ahead, 0 for nothing, and whether that is certain. A line
// that is off by no zone tells nothing.
func (w *ZoneWatch) See(says, read time.Time) (shift time.Duration, certain bool) {
	shift = ZoneShift(says, read)
	switch {
	case shift == 0 && says.Sub(read).Abs() > zoneTolerance:
		*w = ZoneWatch{}
	case shift != w.shift || w.lines == 0:
		*w = ZoneWatch{shift: shift, lines: 1, last: read}
	case read.Sub(w.last) >= zonePause:
		w.lines, w.last = min(w.lines+1, zoneLines), read
	}
	return shift, w.lines >= zoneLines
}

// Rezoning says that what rests on a clock was read in one zone and is written
// in another. The zero Rezoning says nothing.
type Rezoning struct {
	Clock    Clock
	From, To *time.Location
}

// Zero reports whether it says nothing.
func (r Rezoning) Zero() bool { return r.To == nil }

// Apply corrects the time of an entry that rests on the clock, and reports
// whether it did.
func (r Rezoning) Apply(e *Entry) bool {
	if r.Zero() || e.Clock != r.Clock || e.At.IsZero() {
		return false
	}
	e.At = r.Time(e.At)
	return true
}

// Time is what the log's clock meant when it was read as t.
func (r Rezoning) Time(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	t = t.In(r.From)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), r.To)
}
