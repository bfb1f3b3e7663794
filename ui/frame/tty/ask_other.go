//go:build !linux

package tty

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

func isTerminal(fd uintptr) bool { return term.IsTerminal(fd) }

func width(fd uintptr) int {
	columns, _, err := term.GetSize(fd)
	if err != nil {
		return 0
	}
	return columns
}

func foreground(fd uintptr) bool {
	front, err := unix.IoctlGetInt(int(fd), unix.TIOCGPGRP)
	return err == nil && front == unix.Getpgrp()
}

func takes(fd uintptr) bool {
	fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n == 1 && fds[0].Revents&unix.POLLOUT != 0
}

func sessionID() (int, error) { return unix.Getsid(0) }
