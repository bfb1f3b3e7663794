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
