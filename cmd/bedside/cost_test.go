package main

import (
	"bytes"
	"flag"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
)

// What is measured, and how: .ci/bench asks for more than a test run can take.
var (
	costProgram = flag.String("cost.program", "", "measure this binary; empty is the test binary as the program")
	costSpan    = flag.Duration("cost.span", 5*time.Second, "how long the running console is measured")
	costStarts  = flag.Int("cost.starts", 5, "how many starts are measured")
	costPeers   = flag.String("cost.peers", "", "other full-screen programs to measure as well, separated by commas")
)

// costSize is the terminal on which costs are measured.
var costSize = ptytest.Size{Width: 200, Height: 50}

// warmup is left out of what is measured: the first pages, and the growth of
// the memory that a running console holds.
const warmup = 3 * time.Second

// cost is what a program on a terminal costs.
type cost struct {
	cpu                 float64 // percent of one core
	resident, anonymous float64 // MiB, at the end
	output              float64 // KB/s to the terminal
}

// costOf measures a running program over the span.
func costOf(t *testing.T, s *ptytest.Session, span time.Duration) cost {
	t.Helper()
	before, sent, began := usage(t, s), s.Bytes(), time.Now()
	lasts(t, s, span)
	after, took := usage(t, s), time.Since(began).Seconds()
	return cost{
		cpu:      100 * (after.CPU - before.CPU).Seconds() / took,
		resident: float64(after.Resident) / (1 << 20), anonymous: float64(after.Anonymous) / (1 << 20),
		output: float64(s.Bytes()-sent) / 1000 / took,
	}
}

func usage(t *testing.T, s *ptytest.Session) ptytest.Usage {
	t.Helper()
	u, err := s.Usage()
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// lasts lets a program run for a while, which it must survive.
func lasts(t *testing.T, s *ptytest.Session, span time.Duration) {
	t.Helper()
	if code, err := s.Wait(span); err == nil {
		t.Fatalf("the program ended by itself with %d", code)
	}
}

// costCommand is the measured program.
func costCommand(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := command(t, args...)
	if *costProgram != "" {
		cmd.Path = *costProgram
	}
	return cmd
}

// starts returns the median time from the start of the console until its
// header has a verdict, "looking" included, and until it has judged the
// service.
func starts(t *testing.T, s *service) (seen, judged time.Duration) {
	t.Helper()
	var all, judgements []time.Duration
	for range *costStarts {
		c := startConsoleCommand(t, costSize, costCommand(t, "-c", s.Watched))
		at, err := c.FirstMatch(patience, func(out []byte) bool {
			return bytes.Contains(out, []byte("looking")) || bytes.Contains(out, []byte("● live"))
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, at)
		judgements = append(judgements, at+c.shows(t, patience, "✔ UP"))
		c.press(t, "q")
		if _, err := c.Wait(patience); err != nil {
			t.Fatal(err)
		}
	}
	return median(all), median(judgements)
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// TestWhatTheConsoleCosts holds the console to limits that a busy machine
// keeps too; .ci/bench prints the figures of a quiet one.
func TestWhatTheConsoleCosts(t *testing.T) {
	s := startService(t, "--log-rate", "100")
	seen, judged := starts(t, s)
	t.Logf("verdict on screen after %.1f ms, of the service itself after %.0f ms", seen.Seconds()*1e3, judged.Seconds()*1e3)

	c := startConsoleCommand(t, costSize, costCommand(t, "-c", s.Watched))
	c.calm(t)
	lasts(t, c.Session, warmup)
	running := costOf(t, c.Session, *costSpan)
	t.Logf("%-8s CPU %5.2f %%  resident %5.1f MiB  anonymous %5.1f MiB  output %5.2f KB/s",
		"bedside", running.cpu, running.resident, running.anonymous, running.output)
	c.press(t, " ")
	c.shows(t, patience, "PAUSED")
	lasts(t, c.Session, time.Second/2) // what was on its way arrives
	paused := costOf(t, c.Session, *costSpan/2)
	t.Logf("%-8s CPU %5.2f %%  output %5.2f KB/s", "paused", paused.cpu, paused.output)
	for _, l := range []struct {
		what         string
		value, limit float64
	}{
		{"ms to the verdict on screen", seen.Seconds() * 1e3, 200},
		{"percent of a core", running.cpu, 6},
		{"MiB resident", running.resident, 78},
		{"MiB anonymous", running.anonymous, 30},
		{"KB/s to the terminal", running.output, 9},
		{"KB/s to the terminal while paused", paused.output, 0},
	} {
		if l.value > l.limit {
			t.Errorf("%.2f %s: more than %.2f", l.value, l.what, l.limit)
		}
	}
	for _, name := range strings.FieldsFunc(*costPeers, func(r rune) bool { return r == ',' }) {
		peer(t, name)
	}
}

// peer measures another full-screen program for comparison.
func peer(t *testing.T, line string) {
	t.Helper()
	args := strings.Fields(line)
	s, err := ptytest.Start(exec.Command(args[0], args[1:]...), costSize)
	if err != nil {
		t.Errorf("%s: %v", line, err)
		return
	}
	defer s.Close()
	first, err := s.FirstMatch(patience, func(out []byte) bool { return len(out) > 2000 })
	if err != nil {
		t.Errorf("%s draws nothing: %v", line, err)
		return
	}
	lasts(t, s, warmup)
	u := costOf(t, s, *costSpan)
	t.Logf("%-8s CPU %5.2f %%  resident %5.1f MiB  anonymous %5.1f MiB  output %5.2f KB/s  first frame %.0f ms",
		args[0], u.cpu, u.resident, u.anonymous, u.output, first.Seconds()*1e3)
}
