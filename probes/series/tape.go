package series

// tape is the newest steps of a track as a row that grows at its end alone:
// whoever was given a stretch of it keeps it while the row goes on. A step that
// is told and changes afterwards makes a new one.
type tape struct {
	cells   []float32
	step    int64 // seconds
	end     int64 // the step behind the last cell
	bridge  int   // of the stretch that was told
	bridged int   // empty steps at the end that the value before them fills
	stale   bool
}

// stretch asks for n steps of so many seconds from one on; a value also fills
// at most so many empty steps behind it.
type stretch struct {
	from, step int64
	n          int
	bridge     int
}

// changed notes that a second has a new value.
func (t *tape) changed(second int64) { t.stale = t.stale || second < t.end*t.step }

// wind returns the stretch of the seconds: of each step the largest.
func (t *tape) wind(seconds *ring[float32], s stretch) []float32 {
	end := s.from + int64(s.n)
	if t.stale || len(t.cells) < s.n || end < t.end || end-t.end > int64(s.n) || t.bridge != s.bridge || t.step != s.step {
		t.begin(seconds, s)
	}
	if need := int(end - t.end); len(t.cells)+need > cap(t.cells) {
		kept := t.cells[len(t.cells)+need-s.n:]
		t.cells = append(make([]float32, 0, room(s.n)), kept...)
	}
	for ; t.end < end; t.end++ {
		t.add(t.highest(seconds, t.end))
	}
	return t.cells[len(t.cells)-s.n : len(t.cells) : len(t.cells)]
}

// room is how long a row of n cells may grow before it is copied.
func room(n int) int { return n + n/4 + 1 }

// begin makes a new row.
func (t *tape) begin(seconds *ring[float32], s stretch) {
	*t = tape{cells: make([]float32, s.n, room(s.n)), step: s.step, end: s.from + int64(s.n), bridge: s.bridge}
	for i := range t.cells {
		t.cells[i] = t.highest(seconds, s.from+int64(i))
	}
	t.bridged = bridge(t.cells, s.bridge)
}

// highest is the largest value of a step.
func (t *tape) highest(seconds *ring[float32], step int64) float32 {
	most := nan
	for second := max(0, step*t.step); second < (step+1)*t.step; second++ {
		most = larger(most, seconds.at(second))
	}
	return most
}

// add writes one more step.
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
