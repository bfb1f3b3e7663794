//go:build !linux

package drowsy

// Awake calls start, which starts a command of somebody else's.
func Awake(start func() error) error { return start() }
