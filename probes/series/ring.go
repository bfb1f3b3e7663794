package series

// ring keeps the newest cells of an endless row, in chunks that are allocated
// when they are first needed and reused afterwards. A chunk knows which block
// of the row it holds, so that a pause needs no sweeping.
type ring[T any] struct {
	chunks []*chunk[T]
	size   int64 // cells in a chunk
	none   T     // what stands in a cell that was never set
}

type chunk[T any] struct {
	block int64
	cells []T
}

func newRing[T any](chunks, size int, none T) ring[T] {
	return ring[T]{chunks: make([]*chunk[T], chunks), size: int64(size), none: none}
}

// cell returns the cell i for writing, or nil when it has made room for newer
// ones already.
func (r *ring[T]) cell(i int64) *T {
	block := i / r.size
	place := &r.chunks[block%int64(len(r.chunks))]
	switch {
	case *place == nil:
		*place = &chunk[T]{block: -1, cells: make([]T, r.size)}
	case block < (*place).block:
		return nil
	}
	c := *place
	if c.block != block {
		c.block = block
		for i := range c.cells {
			c.cells[i] = r.none
		}
	}
	return &c.cells[i%r.size]
}

// at is the cell i, as far as it is held.
func (r *ring[T]) at(i int64) T {
	if c := r.chunks[i/r.size%int64(len(r.chunks))]; c != nil && c.block == i/r.size {
		return c.cells[i%r.size]
	}
	return r.none
}

// each calls f with every cell of [from, to) that is held.
func (r *ring[T]) each(from, to int64, f func(T)) {
	for from < to {
		block := from / r.size
		end := min(to, (block+1)*r.size)
		if c := r.chunks[block%int64(len(r.chunks))]; c != nil && c.block == block {
			for _, cell := range c.cells[from%r.size : from%r.size+end-from] {
				f(cell)
			}
		}
		from = end
	}
}

// copyTo fills out with the cells from the one on.
func (r *ring[T]) copyTo(out []T, from int64) {
	for len(out) > 0 {
		block, at := from/r.size, from%r.size
		n := min(int64(len(out)), r.size-at)
		if c := r.chunks[block%int64(len(r.chunks))]; c != nil && c.block == block {
			copy(out[:n], c.cells[at:])
		} else {
			for i := range out[:n] {
				out[i] = r.none
			}
		}
		out, from = out[n:], from+n
	}
}

// reach is how many cells back from the newest are surely held.
func (r *ring[T]) reach() int64 { return r.size * int64(len(r.chunks)-1) }
