package pane

import "time"

// axis is the time that the columns of a chart stand for.
type axis struct {
	indent, columns int // cells before a chart's own axis, and after it
	per             int // slots that a column stands for
	step            time.Duration
	end             time.Time
}

// long is the length of time of one column.
func (a axis) long() time.Duration { return a.step * time.Duration(a.per) }

// begin is when the column that t falls into begins.
func (a axis) begin(t time.Time) time.Time {
	since := time.Duration(t.UnixNano()) % a.long()
	return t.Add(-since)
}

// moment is a cursor on an axis of time: charts are read where it stands. The
// zero moment is now.
type moment struct{ at time.Time }

// now reports whether no other moment is read.
func (m moment) now() bool { return m.at.IsZero() }

// key tells moments apart.
func (m moment) key() int64 {
	if m.now() {
		return 0
	}
	return m.at.UnixNano()
}

// move moves by columns, never beyond the axis. The first move goes to its end.
func (m *moment) move(columns int, a axis) {
	long := a.long()
	if long <= 0 {
		return
	}
	last := a.end.Add(-1)
	if m.now() {
		m.at = last
		return
	}
	m.at = m.at.Add(time.Duration(columns) * long)
	if first := last.Add(-time.Duration(a.columns-1) * long); m.at.Before(first) {
		m.at = first
	}
	if m.at.After(last) {
		m.at = last
	}
}

// leave goes back to now and reports whether it was another moment.
func (m *moment) leave() bool {
	had := !m.now()
	*m = moment{}
	return had
}
