package tty

import (
	"errors"
	"os"
	"syscall"
)

// What Check finds.
var (
	ErrNoTerminal = errors.New("standard input or output is not a terminal")
	ErrDumb       = errors.New("the terminal cannot place its cursor (TERM is dumb or not set)")
)

// Check says whether the console can be shown on in and out: nil,
// ErrNoTerminal, or ErrDumb.
func Check(in, out *os.File) error {
	if !isTerminal(in.Fd()) || !isTerminal(out.Fd()) {
		return ErrNoTerminal
	}
	if t := os.Getenv("TERM"); t == "" || t == "dumb" {
		return ErrDumb
	}
	return nil
}

// Willing reports whether the terminal is ours, has so many columns and takes
// something now. One that has been stopped does not; one on which another job
// is in front stops whoever writes to it.
func Willing(terminal *os.File, columns int) bool {
	fd := terminal.Fd()
	return foreground(fd) && width(fd) >= columns && takes(fd)
}

// JobControlled reports whether a shell looks after this process and will
// continue it when it stops: a shell gives each job a process group of its own,
// while what it becomes itself, or what a terminal was opened for, is in the
// session's first.
func JobControlled() bool {
	session, err := sessionID()
	return err == nil && session != syscall.Getpgrp()
}
