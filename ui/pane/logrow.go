package pane

import (
	"slices"
	"time"

	"bedside/logview"
	"bedside/logview/diagnose"
)

// logRow is one line of the log page: an entry and the repeats before it.
type logRow struct {
	last    logview.Entry // the newest of them
	first   uint64        // Seq of the oldest
	since   time.Time     // when that was
	shape   uint64
	counts  []sourceCount
	finding *diagnose.Finding
	detail  []detailLine // what stands below when unfolded
	open    bool
}

// sourceCount is how often a source wrote the entry. A record that a service
// writes to two files is one event: what counts is the largest.
type sourceCount struct {
	source string
	n      int
}

func newLogRow(e logview.Entry, known func(*logview.Entry) (diagnose.Finding, bool)) logRow {
	r := logRow{
		last: e, first: e.Seq, since: e.At, shape: shape(&e),
		counts: []sourceCount{{e.Source, 1}},
	}
	if known != nil && e.Level >= logview.Warning {
		if f, ok := known(&e); ok {
			r.finding = &f
		}
	}
	return r
}

// repeat takes a younger entry in, if it is the same again.
func (r *logRow) repeat(e logview.Entry) bool {
	if r.shape != shape(&e) || r.last.Echo != e.Echo || r.open {
		return false
	}
	r.last = e
	r.add(e.Source, 1)
	return true
}

// join takes in the row that follows, if it is the same again.
func (r *logRow) join(next logRow) bool {
	if r.shape != next.shape || r.last.Echo != next.last.Echo || r.open || next.open {
		return false
	}
	r.last = next.last
	for _, c := range next.counts {
		r.add(c.source, c.n)
	}
	return true
}

func (r *logRow) add(source string, n int) {
	i := slices.IndexFunc(r.counts, func(c sourceCount) bool { return c.source == source })
	if i < 0 {
		r.counts = append(r.counts, sourceCount{source, n})
		return
	}
	r.counts[i].n += n
}

// count is how many times it happened.
func (r *logRow) count() int {
	most := 0
	for _, c := range r.counts {
		most = max(most, c.n)
	}
	return most
}

// height is how many lines the row takes.
func (r *logRow) height() int {
	if r.open {
		return 1 + len(r.detail)
	}
	return 1
}

// shape is the same for entries that differ in their numbers alone: FNV-1a of
// level, module and message with every run of digits taken as one.
func shape(e *logview.Entry) uint64 {
	h := uint64(14695981039346656037)
	mix := func(b byte) { h = (h ^ uint64(b)) * 1099511628211 }
	text := func(s string) {
		digits := false
		for i := range len(s) {
			if c := s[i]; c < '0' || c > '9' {
				mix(c)
				digits = false
			} else if !digits {
				mix('0')
				digits = true
			}
		}
		mix(0)
	}
	mix(byte(e.Level))
	text(e.Module.Screen())
	text(e.Message.Screen())
	return h
}
