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

// arrange lays the overview out. The layout depends on the size alone and on
// whether anything is wrong, so that nothing jumps while numbers change: what
// is wrong takes more room when there is something to tell. Panes for which
// there is no room are left out, the least important first.
func arrange(dst []place, w, h int, alarmed bool) []place {
	switch {
	case w < 1 || h < 1:
		return dst
	case w < twoColumns || h < 18:
		return oneColumn(dst, w, h, alarmed)
	default:
		return columnsOfTwo(dst, w, h, alarmed)
	}
}

// need is the room that a pane asks for in a column.
type need struct {
	id       ID
	min, max int // without min rows it is left out
	rank     int // 0 is served first and never left out
}

// oneColumn stacks the panes: what is wrong, the curve, what it needs, the
// machine, the errors.
func oneColumn(dst []place, w, h int, alarmed bool) []place {
	wrong := need{WrongPane, 3, 4, 0}
	if alarmed {
		wrong = need{WrongPane, 3, 7, 0}
	}
	return stack(dst, 0, 0, w, h, []need{
		wrong,
		{LatencyPane, 6, 16, 2},
		{DependenciesPane, 3, 10, 1},
		{HostPane, 4, 7, 4},
		{ErrorsPane, 4, 30, 3},
	})
}

// columnsOfTwo sets curve and what is wrong at the left, dependencies and
// machine at the right, and the errors below over the whole width.
func columnsOfTwo(dst []place, w, h int, alarmed bool) []place {
	right := max(44, w*2/5)
	if w >= wideColumns {
		right = min(max(60, w*2/5), 96)
	}
	errors := max(4, min(h*3/10, 24))
	upper := h - errors
	wrong := need{WrongPane, 4, max(6, upper*2/5), 0}
	if !alarmed {
		wrong.max = max(4, upper/4)
	}
	dst = stack(dst, 0, 0, w-right, upper, []need{
		{LatencyPane, 6, upper, 1},
		wrong,
	})
	dst = stack(dst, w-right, 0, right, upper, []need{
		{DependenciesPane, 4, upper, 0},
		{HostPane, 4, max(5, min(12, upper/3)), 1},
	})
	return append(dst, place{ErrorsPane, 0, upper, w, errors})
}

// stack divides h rows among the needs: each, by rank, gets its smallest size
// or nothing; then each, by rank, grows to its largest; what is left over goes
// to the last one that is shown.
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
	for i := len(needs) - 1; i >= 0 && rest > 0; i-- {
		if rows[i] > 0 {
			rows[i] += rest
			rest = 0
		}
	}
	for i, n := range needs {
		if rows[i] > 0 {
			dst = append(dst, place{n.id, x, y, w, rows[i]})
			y += rows[i]
		}
	}
	return dst
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
