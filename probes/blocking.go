package probes

import "context"

// Blocking makes calls that cannot be cancelled, such as those to a file system
// on a dead server, without waiting for them longer than asked. At most one
// call is under way: while one hangs, the next waits for that one instead of
// hanging as well. The zero Blocking is ready; it serves one caller at a time.
type Blocking[T any] struct{ pending chan T }

// Do returns what call returns, or ctx's error when ctx ends before. After a
// call that outlived its ctx, the next Do returns that call's late result.
func (b *Blocking[T]) Do(ctx context.Context, call func() T) (T, error) {
	if b.pending == nil {
		answer := make(chan T, 1)
		b.pending = answer
		go func() { answer <- call() }()
	}
	select {
	case t := <-b.pending:
		b.pending = nil
		return t, nil
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
