package pane

import "slices"

// mostMarks is how many entries may be marked; a further one takes the place
// of the oldest.
const mostMarks = 200

// Mark marks the row under the cursor, or takes its mark away.
func (p *Logs) Mark() {
	if len(p.rows) == 0 {
		return
	}
	r := &p.rows[p.cursor]
	if p.marked(r) {
		p.marks = slices.DeleteFunc(p.marks, r.holds)
	} else {
		if len(p.marks) == mostMarks {
			p.marks = slices.Delete(p.marks, 0, 1)
		}
		i, _ := slices.BinarySearch(p.marks, r.last.Seq)
		p.marks = slices.Insert(p.marks, i, r.last.Seq)
	}
	p.drawn = cache{}
}

// NextMark moves the cursor to the next marked row in direction step, 1 or -1,
// and from the last one round to the first. It reports whether one is here.
func (p *Logs) NextMark(step int) bool {
	if p.seek(step, p.marked) {
		return true
	}
	from := 0
	if step < 0 {
		from = len(p.rows) - 1
	}
	for i := from; i >= 0 && i < len(p.rows); i += step {
		if p.marked(&p.rows[i]) {
			p.jump(i)
			return true
		}
	}
	return false
}

// marked reports whether one of the row's entries is marked.
func (p *Logs) marked(r *logRow) bool {
	return len(p.marks) > 0 && slices.ContainsFunc(p.marks, r.holds)
}

// holds reports whether an entry is one of the row's.
func (r *logRow) holds(seq uint64) bool { return seq >= r.first && seq <= r.last.Seq }
