package httpcheck

import (
	"time"

	"bedside/probes"
)

// frozenAfter is how long a payload's own time may stand still: stamps may
// count in whole seconds.
const frozenAfter = 1500 * time.Millisecond

// clock is the payload's own time and since when it has been the same.
type clock struct {
	stamp string
	since time.Time
}

// byClock notices answers that are frozen.
func (p *Probe) byClock(a answer) (probes.Sample, bool) {
	stamp := a.doc.text(p.o.Clock)
	if p.o.Clock == "" || stamp == "" {
		return undecided()
	}
	if stamp != p.clock.stamp {
		p.clock = clock{stamp, a.at}
		return undecided()
	}
	if a.at.Sub(p.clock.since) < frozenAfter {
		return undecided()
	}
	return decided(probes.Fail(probes.Unknown, probes.Stale, stamp))
}
