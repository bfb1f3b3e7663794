package logview

import "time"

// Histogram counts entries by level in equal columns of time, oldest first.
// The zero Histogram counts nothing.
type Histogram struct {
	Begin   time.Time // of the first column
	Step    time.Duration
	Columns []LevelCounts
	Outside LevelCounts // dated before the first column or behind the last
}

// LevelCounts is how many entries of each level there are.
type LevelCounts [Critical + 1]uint32

// Sum is how many entries there are of all levels.
func (c *LevelCounts) Sum() (n uint32) {
	for _, one := range c {
		n += one
	}
	return n
}

// newHistogram makes at most n empty columns of a round length that hold
// everything between two times, or the end of it where the longest are too
// short.
func newHistogram(from, to time.Time, n int) Histogram {
	if n < 1 || from.IsZero() || to.Before(from) {
		return Histogram{}
	}
	h := Histogram{Step: columnLengths[len(columnLengths)-1]}
	for _, step := range columnLengths {
		if to.Sub(from.Truncate(step)) < time.Duration(n)*step {
			h.Step = step
			break
		}
	}
	h.Begin = from.Truncate(h.Step)
	if latest := to.Truncate(h.Step).Add(-h.Step * time.Duration(n-1)); h.Begin.Before(latest) {
		h.Begin = latest
	}
	h.Columns = make([]LevelCounts, int(to.Sub(h.Begin)/h.Step)+1)
	return h
}

// Until is the same counts on an axis that runs on to a moment, in at most n
// columns: longer ones, each of several, where the present ones are too short.
func (h Histogram) Until(at time.Time, n int) Histogram {
	end := h.Begin.Add(h.Step * time.Duration(len(h.Columns)))
	if len(h.Columns) == 0 || !at.After(end) {
		return h
	}
	long := h
	for _, step := range columnLengths {
		if step%h.Step == 0 {
			long.Step, long.Begin = step, h.Begin.Truncate(step)
			if at.Sub(long.Begin) < time.Duration(n)*step {
				break
			}
		}
	}
	long.Columns = make([]LevelCounts, max(min(int(at.Sub(long.Begin)/long.Step)+1, n), 1))
	for i := range h.Columns {
		into := int(h.Begin.Add(h.Step*time.Duration(i)).Sub(long.Begin) / long.Step)
		for level, count := range h.Columns[i] {
			long.Columns[min(into, len(long.Columns)-1)][level] += count
		}
	}
	return long
}

// columnLengths are the lengths that a column may have.
var columnLengths = [...]time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour,
}

// add counts an entry, unless our own polls caused it.
func (h *Histogram) add(e *Entry) {
	if e.Echo || h.Step <= 0 || int(e.Level) >= len(LevelCounts{}) {
		return
	}
	since := e.When().Sub(h.Begin)
	if i := int(since / h.Step); since >= 0 && i < len(h.Columns) {
		h.Columns[i][e.Level]++
		return
	}
	h.Outside[e.Level]++
}

// histogram counts what a question matches over the whole time that is held,
// so that two queries stand on the same axis.
func (w *Window) histogram(q Question, found []uint64) Histogram {
	if q.Columns < 1 {
		return Histogram{}
	}
	var a axis
	w.shelf.each(func(_ int, data []byte) {
		e := w.shelf.head(data)
		a.see(e.When())
	})
	from, to := a.ends()
	h, oldest := newHistogram(from, to, q.Columns), w.oldest()
	w.shelf.each(func(i int, data []byte) {
		if len(found) > 0 && found[0] == oldest+uint64(i) {
			e := w.shelf.head(data)
			h.add(&e)
			found = found[1:]
		}
	})
	return h
}
