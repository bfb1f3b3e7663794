package wire

import (
	"sync/atomic"
	"time"

	"bedside/logview"
)

// zones is what the readers of all files know of the service's time zone: what
// one file proves, a single line of another confirms. So the copies of a line in
// two files are never hours apart.
type zones struct {
	proven atomic.Pointer[time.Location]
	clocks atomic.Uint32 // that were numbered
}

// clock is how the stamps of one file are read that name no zone.
type clock struct {
	number  logview.Clock
	zone    *time.Location
	given   bool      // by the configuration: it is not doubted
	settled bool      // lines have proven the zone
	changed time.Time // when lines last proved another one than they had
	mixed   bool      // by lines of two writers: no zone is right for all
	watch   logview.ZoneWatch
	others  *zones
}

func newClock(given *time.Location, others *zones) clock {
	if given != nil {
		return clock{zone: given, given: true}
	}
	return clock{number: logview.Clock(others.clocks.Add(1)), zone: time.Local, others: others}
}

// change is how a clock is read from now on. What was read before is corrected
// as well where its zone was never proven.
type change struct {
	logview.Rezoning
	past bool
}

// see takes entries that have just been written and says what they prove.
func (c *clock) see(entries []logview.Entry) change {
	if c.given || c.mixed {
		return change{}
	}
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		if e.Clock == 0 {
			continue
		}
		shift, certain := c.watch.See(e.At, e.Arrived)
		if shift == 0 {
			c.settled = c.settled || certain
			break
		}
		_, east := e.At.In(c.zone).Zone()
		if zone := logview.ZoneEast(east + int(shift/time.Second)); zone != nil && (certain || c.confirmed(zone)) {
			return c.turn(zone, e.Arrived)
		}
		break
	}
	return change{}
}

// confirmed reports whether one line is enough to believe a zone.
func (c *clock) confirmed(zone *time.Location) bool {
	proven := c.others.proven.Load()
	return !c.settled && proven != nil && proven.String() == zone.String()
}

// contradiction is the time within which no service changes its zone twice: two
// writers do, whose lines are in one file.
const contradiction = 24 * time.Hour

func (c *clock) turn(zone *time.Location, now time.Time) change {
	found := change{logview.Rezoning{Clock: c.number, From: c.zone, To: zone}, !c.settled}
	if c.settled {
		c.mixed = !c.changed.IsZero() && now.Sub(c.changed) < contradiction
		c.changed = now
	}
	c.zone, c.settled, c.watch = zone, true, logview.ZoneWatch{}
	if !c.mixed {
		c.others.proven.Store(zone)
	}
	return found
}

// recognised is the name of a zone that nobody told us and that is not the one
// here, "" for none.
func (c *clock) recognised(now time.Time) string {
	_, here := now.Local().Zone()
	_, there := now.In(c.zone).Zone()
	if c.given || here == there {
		return ""
	}
	return c.zone.String()
}
