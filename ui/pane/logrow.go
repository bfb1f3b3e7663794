package pane

import (
	"time"

	"bedside/logview"
	"bedside/logview/diagnose"
)

// logRow is one line of the log page: an entry and the repeats before it.
type logRow struct {
	last    logview.Entry // the newest of them
	first   uint64        // Seq of the oldest
	prev    uint64        // and of what is told before it
	since   time.Time     // when that was
	count   int           // how many there are
	shape   shape
	finding *diagnose.Finding
	detail  []detailLine // what stands below when unfolded
	open    bool
	hit     bool     // the query matches it; else it is context
	apart   bool     // entries before it are left out
	lines   []string // the message wrapped, nil when it is not yet
}

// shape is the same for entries that differ in numbers and identifiers alone,
// and for all that our own polls caused.
type shape struct {
	level           logview.Level
	echo            bool
	module, message uint64
}

func shapeOf(e *logview.Entry) shape {
	if e.Echo {
		return shape{echo: true}
	}
	return shape{e.Level, false, e.Module.Shape(), e.Message.Shape()}
}

func newLogRow(e logview.Entry, known func(*logview.Entry) (diagnose.Finding, bool)) logRow {
	r := logRow{last: e, first: e.Seq, prev: e.Prev, since: e.At, count: 1, shape: shapeOf(&e)}
	if known != nil && e.Level >= logview.Warning {
		if f, ok := known(&e); ok {
			r.finding = &f
		}
	}
	return r
}

// join takes in the row that follows, if it is the same again. What somebody
// unfolded to read stays as it is.
func (r *logRow) join(next logRow) bool {
	if r.shape != next.shape || r.hit != next.hit || r.open || next.open || next.apart {
		return false
	}
	r.last, r.lines = next.last, nil
	r.count += next.count
	return true
}

// toldBy reports whether another row tells the row's newest record.
func (r *logRow) toldBy(other logRow) bool {
	return r.shape == other.shape && !r.last.At.Before(other.since) && !r.last.At.After(other.last.At)
}
