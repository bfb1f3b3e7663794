package tty

import "golang.org/x/sys/unix"

// JobControlled reports whether a shell looks after this process and will
// continue it when it stops: a shell gives each job a process group of its own,
// while what it becomes itself, or what a terminal was opened for, is in the
// session's first.
func JobControlled() bool {
	session, err := unix.Getsid(0)
	return err == nil && session != unix.Getpgrp()
}
