package wire

import (
	"sync/atomic"
	"time"

	"bedside/logview"
)

// zones is what the readers of all logs know of the service's time zone: what
// one log proves, a single line of another confirms. So the copies of a line in
// two files are never hours apart.
type zones struct{ proven atomic.Pointer[time.Location] }

// clock is how the stamps of one log are read that name no zone.
type clock struct {
	zone   *time.Location
	given  bool // by the configuration: it is not doubted
	watch  logview.ZoneWatch
	others *zones
}

func newClock(given *time.Location, others *zones) clock {
	if given != nil {
		return clock{zone: given, given: true}
	}
	return clock{zone: time.Local, others: others}
}

// see takes entries that have just been written and says what they prove.
func (c *clock) see(entries []logview.Entry) logview.Rezoning {
	if c.given {
		return logview.Rezoning{}
	}
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		if !e.Zoneless {
			continue
		}
		shift, certain := c.watch.See(e.At, e.Arrived)
		if shift == 0 {
			break
		}
		_, east := e.At.In(c.zone).Zone()
		return c.settle(logview.ZoneEast(east+int(shift/time.Second)), certain)
	}
	return logview.Rezoning{}
}

func (c *clock) settle(zone *time.Location, certain bool) logview.Rezoning {
	proven := c.others.proven.Load()
	if zone == nil || !certain && (proven == nil || proven.String() != zone.String()) {
		return logview.Rezoning{}
	}
	r := logview.Rezoning{From: c.zone, To: zone}
	c.zone, c.watch = zone, logview.ZoneWatch{}
	c.others.proven.Store(zone)
	return r
}

// recognised is the name of a zone that nobody told us, "" for none.
func (c *clock) recognised() string {
	if c.given || c.zone == time.Local {
		return ""
	}
	return c.zone.String()
}
