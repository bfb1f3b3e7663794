package main

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// dropProgramPages takes the pages of the program's file out of the resident
// set: its start has touched far more of the linked libraries than a running
// console does. They stay in the kernel's cache, and what is needed again is
// mapped again. Where the kernel does not let us, nothing is lost.
func dropProgramPages() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(maps)) {
		if start, end, ok := readOnly(line, program); ok {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, start, end-start, unix.MADV_DONTNEED)
		}
	}
}

// readOnly reads a line of /proc/self/maps, such as
//
//	00400000-01600000 r-xp 00000000 fe:00 9987586    /usr/bin/bedside
//
// and reports whether it is a part of the file that nobody can have written.
func readOnly(line, file string) (start, end uintptr, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 6 || strings.Contains(fields[1], "w") || strings.Join(fields[5:], " ") != file {
		return 0, 0, false
	}
	from, to, _ := strings.Cut(fields[0], "-")
	first, errFirst := strconv.ParseUint(from, 16, 64)
	last, errLast := strconv.ParseUint(to, 16, 64)
	return uintptr(first), uintptr(last), errFirst == nil && errLast == nil && first < last
}
