package tty

import (
	"syscall"
	"unsafe"
)

// What is asked of a terminal, by package syscall alone. golang.org/x/sys is
// initialised after nearly everything that is linked into the program, and
// whoever is on the screen early would wait for it.

func isTerminal(fd uintptr) bool {
	var state syscall.Termios
	return ioctl(fd, syscall.TCGETS, unsafe.Pointer(&state))
}

// width is a terminal's in columns, 0 where it is not known.
func width(fd uintptr) int {
	var size struct{ rows, columns, xPixels, yPixels uint16 }
	if !ioctl(fd, syscall.TIOCGWINSZ, unsafe.Pointer(&size)) {
		return 0
	}
	return int(size.columns)
}

// foreground reports whether our job is the one in front on the terminal.
func foreground(fd uintptr) bool {
	var group int32
	return ioctl(fd, syscall.TIOCGPGRP, unsafe.Pointer(&group)) && int(group) == syscall.Getpgrp()
}

// takes reports whether the terminal takes something now.
func takes(fd uintptr) bool {
	const pollOut = 4
	poll := struct {
		fd             int32
		events, passed int16
	}{fd: int32(fd), events: pollOut}
	var atOnce syscall.Timespec
	n, _, _ := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&poll)), 1, uintptr(unsafe.Pointer(&atOnce)), 0, 0, 0)
	return n == 1 && poll.passed&pollOut != 0
}

func ioctl(fd uintptr, request uintptr, arg unsafe.Pointer) bool {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(arg))
	return errno == 0
}

func sessionID() (int, error) {
	id, _, errno := syscall.RawSyscall(syscall.SYS_GETSID, 0, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(id), nil
}
