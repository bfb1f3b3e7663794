package ptytest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Usage is what a program has cost, together with the processes that it has
// started.
type Usage struct {
	CPU       time.Duration // user and system, of ended children too
	Resident  int64         // bytes
	Anonymous int64         // bytes of it that are no mapped file
}

// Usage reads what the program has cost so far.
func (s *Session) Usage() (Usage, error) {
	family, err := Descendants(s.Pid())
	if err != nil {
		return Usage{}, err
	}
	total, err := usageOf(s.Pid())
	for _, pid := range family {
		u, gone := usageOf(pid)
		if gone != nil {
			continue // a child that has just ended
		}
		total.CPU += u.CPU
		total.Resident += u.Resident
		total.Anonymous += u.Anonymous
	}
	return total, err
}

func usageOf(pid int) (Usage, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("reading the CPU time of %d: %w", pid, err)
	}
	cpu, err := cpuTime(statFields(stat))
	if err != nil {
		return Usage{}, fmt.Errorf("reading the CPU time of %d: %w", pid, err)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("reading the memory of %d: %w", pid, err)
	}
	return Usage{CPU: cpu, Resident: kilobytes(status, "VmRSS:"), Anonymous: kilobytes(status, "RssAnon:")}, nil
}

// statFields splits a stat line behind its second field, a name in parentheses
// that may hold anything: the line's third field is the first here.
func statFields(stat []byte) []string {
	return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
}

// tick is the kernel's unit of CPU time in /proc, the same on every Linux.
const tick = 10 * time.Millisecond

// cpuTime reads utime, stime, cutime and cstime, the 14th to 17th field of a
// stat line.
func cpuTime(fields []string) (time.Duration, error) {
	const first, last = 14 - 3, 17 - 3
	if len(fields) <= last {
		return 0, fmt.Errorf("malformed stat line %q", fields)
	}
	var ticks int64
	for _, f := range fields[first : last+1] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("malformed stat line: %w", err)
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}

// kilobytes reads a line like "VmRSS:  1234 kB" as bytes, 0 if there is none.
func kilobytes(status []byte, name string) int64 {
	for line := range bytes.Lines(status) {
		if f := strings.Fields(string(line)); len(f) >= 2 && f[0] == name {
			n, _ := strconv.ParseInt(f[1], 10, 64)
			return n << 10
		}
	}
	return 0
}

// Descendants are the processes that a process has started, and theirs.
func Descendants(root int) ([]int, error) {
	names, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil, fmt.Errorf("listing processes: %w", err)
	}
	children := map[int][]int{}
	for _, name := range names {
		pid, err := strconv.Atoi(filepath.Base(name))
		if err != nil {
			continue
		}
		if parent, err := parentOf(pid); err == nil {
			children[parent] = append(children[parent], pid)
		}
	}
	family := slices.Clone(children[root])
	for i := 0; i < len(family); i++ {
		family = append(family, children[family[i]]...)
	}
	return family, nil
}

func parentOf(pid int) (int, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("reading the parent of %d: %w", pid, err)
	}
	fields := statFields(stat)
	if len(fields) < 2 {
		return 0, fmt.Errorf("process %d has the state %q", pid, stat)
	}
	return strconv.Atoi(fields[1])
}

// Ended reports whether a process runs no more. What nobody has waited for yet
// runs no more either.
func Ended(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	fields := statFields(stat)
	return len(fields) == 0 || fields[0] == "Z" || fields[0] == "X"
}
