package ptytest

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// FirstMatch returns when, since Start, the output first satisfied ok.
func (s *Session) FirstMatch(limit time.Duration, ok func(output []byte) bool) (time.Duration, error) {
	if err := s.WaitFor(0, limit, ok); err != nil {
		return 0, fmt.Errorf("waiting for the first frame: %w", err)
	}
	at, found := s.arrival(0, ok)
	if !found {
		return 0, ErrTimeout
	}
	return at, nil
}

// arrival returns when the output from offset from on first satisfied ok.
func (s *Session) arrival(from int, ok func(output []byte) bool) (time.Duration, bool) {
	out := s.Output()
	for _, c := range s.Chunks() {
		if c.End > from && c.End <= len(out) && ok(out[from:c.End]) {
			return c.At, true
		}
	}
	return 0, false
}

// FirstText returns when, since Start, the output first held text.
func (s *Session) FirstText(limit time.Duration, text string) (time.Duration, error) {
	return s.FirstMatch(limit, func(out []byte) bool { return bytes.Contains(out, []byte(text)) })
}

// KeyToScreen types keys and returns how long it took until the output that
// followed satisfied ok.
func (s *Session) KeyToScreen(keys string, limit time.Duration, ok func(output []byte) bool) (time.Duration, error) {
	from := len(s.Output())
	begun := time.Since(s.started)
	if err := s.Type(keys); err != nil {
		return 0, err
	}
	if err := s.WaitFor(from, limit, ok); err != nil {
		return 0, fmt.Errorf("waiting for the effect of %q: %w", keys, err)
	}
	at, found := s.arrival(from, ok)
	if !found {
		return 0, ErrTimeout
	}
	return at - begun, nil
}

// Usage is what a process has cost.
type Usage struct {
	CPU       time.Duration // user and system
	Resident  int64         // bytes
	Anonymous int64         // bytes of it that are no mapped file
}

// Usage reads what the program has cost so far.
func (s *Session) Usage() (Usage, error) { return UsageOf(s.Pid()) }

// UsageOf reads what any process has cost so far.
func UsageOf(pid int) (Usage, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("reading the CPU time of %d: %w", pid, err)
	}
	cpu, err := cpuTime(string(stat))
	if err != nil {
		return Usage{}, fmt.Errorf("reading the CPU time of %d: %w", pid, err)
	}
	rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("reading the memory of %d: %w", pid, err)
	}
	return Usage{CPU: cpu, Resident: kilobytes(rollup, "Rss:"), Anonymous: kilobytes(rollup, "Anonymous:")}, nil
}

// tick is the kernel's unit of CPU time in /proc, the same on every Linux.
const tick = 10 * time.Millisecond

// cpuTime reads utime and stime, the 14th and 15th field of a stat line. The
// second field, a name in parentheses, may hold anything.
func cpuTime(stat string) (time.Duration, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	const user, system = 14 - 3, 15 - 3
	if len(fields) <= system {
		return 0, fmt.Errorf("malformed stat line %q", stat)
	}
	var ticks int64
	for _, f := range []string{fields[user], fields[system]} {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("malformed stat line: %w", err)
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}

// kilobytes reads a line like "Rss:  1234 kB" as bytes, 0 if there is none.
func kilobytes(rollup []byte, name string) int64 {
	for line := range strings.Lines(string(rollup)) {
		if f := strings.Fields(line); len(f) >= 2 && f[0] == name {
			n, _ := strconv.ParseInt(f[1], 10, 64)
			return n << 10
		}
	}
	return 0
}
