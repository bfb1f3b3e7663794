package pane

// place is where a pane stands on the page.
type place struct {
	id         ID
	x, y, w, h int
}

// From these widths on, the overview has two columns, and a wide layout.
const (
	twoColumns  = 100
	wideColumns = 160
)

// room is what the layout of the overview depends on. None of it changes while
// numbers do, so that nothing jumps.
type room struct {
	w, h    int
	alarmed bool // what is wrong takes more room when there is something to tell
	watched int  // rows that the dependencies may fill
}

// arrange lays the overview out. Panes for which there is no room are left out,
// the least important first.
func arrange(dst []place, r room) []place {
	switch {
	case r.w < 1 || r.h < 1:
		return dst
	case r.w < twoColumns || r.h < 18:
		return oneColumn(dst, r)
	default:
		return columnsOfTwo(dst, r)
	}
}

// need is the room that a pane asks for in a column.
type need struct {
	id       ID
	min, max int  // without min rows it is left out
	rank     int  // 0 is served first and never left out
	rest     bool // takes the rows that nobody asked for
}

// oneColumn stacks the panes: what is wrong, the curve, what it needs, the
// machine, the errors.
func oneColumn(dst []place, r room) []place {
	wrong := need{id: WrongPane, min: 3, max: 4}
	if r.alarmed {
		wrong.min, wrong.max = 7, 7 // why and what to press go before any other pane
	}
	return stack(dst, 0, 0, r.w, r.h, []need{
		wrong,
		{id: LatencyPane, min: 6, max: 16, rank: 2},
		{id: DependenciesPane, min: 5, max: 10, rank: 1},
		{id: HostPane, min: 4, max: 8, rank: 4},
		{id: ErrorsPane, min: 4, max: 30, rank: 3, rest: true},
	})
}

// columnsOfTwo sets curve and what is wrong at the left, dependencies, machine
// and what happened last at the right, and the errors below over the whole
// width.
func columnsOfTwo(dst []place, r room) []place {
	w, h := r.w, r.h
	right := max(44, w*2/5)
	if w >= wideColumns {
		right = min(max(60, w*2/5), 96)
	}
	errors := max(4, min(h*3/10, 24))
	upper := h - errors
	wrong := need{id: WrongPane, min: 4, max: min(max(8, upper*2/5), 20)}
	if !r.alarmed {
		wrong.max = max(4, upper/4)
	}
	dst = stack(dst, 0, 0, w-right, upper, []need{
		{id: LatencyPane, min: 6, max: 6, rank: 1, rest: true},
		wrong,
	})
	dependencies := need{id: DependenciesPane, min: 4, max: r.watched + 2, rest: true}
	host := need{id: HostPane, min: 4, max: max(5, min(8, upper/3)), rank: 1}
	column := []need{dependencies, host}
	const recent = 5
	if upper >= dependencies.max+host.max+recent { // what is watched comes first
		column = append(column, need{id: RecentPane, min: recent, max: recent, rank: 2, rest: true})
	}
	dst = stack(dst, w-right, 0, right, upper, column)
	return append(dst, place{ErrorsPane, 0, upper, w, errors})
}

// stack divides h rows among the needs: each, by rank, gets its smallest size
// or nothing; then each, by rank, grows to its largest. What is left over goes
// to the one that takes the rest, or to the last one that is shown.
func stack(dst []place, x, y, w, h int, needs []need) []place {
	var rows [panes]int
	rest := h
	byRank(needs, func(i int) {
		if n := needs[i]; n.min <= rest || n.rank == 0 {
			rows[i] = min(n.min, rest)
			rest -= rows[i]
		}
	})
	byRank(needs, func(i int) {
		if rows[i] > 0 {
			more := min(rest, needs[i].max-rows[i])
			rows[i] += max(more, 0)
			rest -= max(more, 0)
		}
	})
	rows[heir(needs, rows[:])] += rest
	for i, n := range needs {
		if rows[i] > 0 {
			dst = append(dst, place{n.id, x, y, w, rows[i]})
			y += rows[i]
		}
	}
	return dst
}

// heir is the need that takes the rest: the last one that wants it, else the
// last one that is shown.
func heir(needs []need, rows []int) int {
	last, wants := 0, false
	for i, n := range needs {
		if rows[i] > 0 && (n.rest || !wants) {
			last, wants = i, n.rest
		}
	}
	return last
}

// byRank visits the needs by rank.
func byRank(needs []need, visit func(i int)) {
	for rank := range int(panes) {
		for i, n := range needs {
			if n.rank == rank {
				visit(i)
			}
		}
	}
}
