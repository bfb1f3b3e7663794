package series

// tape is the newest seconds of a track as a row that grows at its end alone:
// whoever was given a stretch of it keeps it while the row goes on. A second
// that is told and changes afterwards makes a new one.
type tape struct {
	cells   []float32
	end     int64 // the second behind the last cell
	bridge  int   // of the stretch that was told
	bridged int   // empty seconds at the end that the value before them fills
	stale   bool
}

// stretch asks for n seconds from one on; a value also fills at most so many
// empty seconds behind it.
type stretch struct {
	from   int64
	n      int
	bridge int
}

// changed notes that a second has a new value.
func (t *tape) changed(second int64) { t.stale = t.stale || second < t.end }

// wind returns the stretch of the seconds.
func (t *tape) wind(seconds *ring[float32], s stretch) []float32 {
	end := s.from + int64(s.n)
	if t.stale || len(t.cells) < s.n || end < t.end || end-t.end > int64(s.n) || t.bridge != s.bridge {
		t.begin(seconds, s)
	}
	if need := int(end - t.end); len(t.cells)+need > cap(t.cells) {
		kept := t.cells[len(t.cells)+need-s.n:]
		t.cells = append(make([]float32, 0, room(s.n)), kept...)
	}
	for ; t.end < end; t.end++ {
		t.add(seconds.at(t.end))
	}
	return t.cells[len(t.cells)-s.n : len(t.cells) : len(t.cells)]
}

// room is how long a row of n cells may grow before it is copied.
func room(n int) int { return n + n/4 + 1 }

// begin makes a new row.
func (t *tape) begin(seconds *ring[float32], s stretch) {
	cells := make([]float32, s.n, room(s.n))
	seconds.copyTo(cells, s.from)
	*t = tape{cells: cells, end: s.from + int64(s.n), bridge: s.bridge, bridged: bridge(cells, s.bridge)}
}

// add writes one more second.
func (t *tape) add(v float32) {
	n := len(t.cells)
	switch {
	case v == v:
		t.bridged = 0
	case n > 0 && t.bridged < t.bridge:
		v = t.cells[n-1]
		t.bridged++
	}
	t.cells = append(t.cells, v)
}
