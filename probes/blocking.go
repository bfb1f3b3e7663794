package probes

import "context"

// Blocking makes calls that cannot be cancelled, such as those to a file system
// on a dead server, without waiting for them longer than asked. At most one
// call is under way: while one hangs, the next waits for that one instead of
// hanging as well. The zero Blocking is ready; it serves one caller at a time.
type Blocking[T any] struct{ pending chan func() T }

// Do returns what call returns, or ctx's error when ctx ends before. After a
// call that outlived its ctx, the next Do returns that call's late result. A
// call that panics panics here, where the caller can recover.
func (b *Blocking[T]) Do(ctx context.Context, call func() T) (T, error) {
	if b.pending == nil {
		answer := make(chan func() T, 1)
		b.pending = answer
		go func() { answer <- outcome(call) }()
	}
	select {
	case result := <-b.pending:
		b.pending = nil
		return result(), nil
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// outcome makes call, and returns what returns as it did, or panics as it did.
func outcome[T any](call func() T) (result func() T) {
	defer func() {
		if cause := recover(); cause != nil {
			result = func() T { panic(cause) }
		}
	}()
	t := call()
	return func() T { return t }
}
