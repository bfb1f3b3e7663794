package main

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
)

// What is measured, and how: .ci/bench asks for more than a test run can take.
var (
	costProgram = flag.String("cost.program", "", "measure this binary; empty is the test binary as the program")
	costRuns    = flag.Int("cost.runs", 1, "how often everything is measured")
	costSpan    = flag.Duration("cost.span", 4*time.Second, "how long the running console is measured in each run")
	costKeys    = flag.Int("cost.keys", 30, "how many key presses are measured in each run")
	costWarmup  = flag.Duration("cost.warmup", 2*time.Second, "what is left out of the span: a program's first pages, and the growth of its memory")
	costTable   = flag.String("cost.table", "", "measure the peers and the drawing of a frame as well, and write the table to this file")
)

// costSize is the terminal on which costs are measured.
var costSize = ptytest.Size{Width: 200, Height: 50}

const (
	costStarts   = 2                     // of each program and each kind of terminal, in each run
	costPreviews = 3                     // in each run
	keyRest      = 50 * time.Millisecond // between two keys: a program comes to rest
	peerShare    = 6                     // of the console's span is a peer's,
	peerLeast    = 5 * time.Second       // and at least this
	peerWarmup   = 3 * time.Second       // at most is left out of a peer's
)

// TestWhatTheConsoleCosts holds the console to limits that a busy machine
// keeps too; .ci/bench prints the figures of a quiet one, beside those of other
// programs. The runs of all take turns, so that a noisy moment hits all.
func TestWhatTheConsoleCosts(t *testing.T) {
	s := startService(t, "--log-rate", "100")
	m := measuring{programs: []program{ours("-c", s.Watched)}, watched: s.Watched}
	if *costTable != "" {
		m.programs = append(m.programs, peers(t, s)...)
	}
	defer m.report(t)
	for range *costRuns {
		m.starts(t)
		for _, p := range m.programs {
			m.runs(t, p)
		}
		m.flood(t)
	}
	if *costTable != "" {
		m.frames(t)
	}
}

// report writes the table, judges ours, and names what the table lacks.
func (m *measuring) report(t *testing.T) {
	t.Helper()
	names := make([]string, len(m.programs))
	for i, p := range m.programs {
		names[i] = p.name
	}
	table := m.table(names)
	t.Logf("\n%s", table)
	for row, f := range figures {
		if values := m.sheet[row][bedside]; len(values) > 0 && f.of(values) > f.limit {
			t.Errorf("%s: %s is more than %g", f.name, digits(f.of(values)), f.limit)
		}
	}
	if *costTable == "" {
		return
	}
	for _, name := range m.missing(names) {
		t.Errorf("not measured: %s", name)
	}
	if err := os.WriteFile(*costTable, []byte(table), 0o600); err != nil {
		t.Error(err)
	}
}

// measuring is a measurement in progress.
type measuring struct {
	sheet
	programs []program
	watched  string // configuration of the watched service
}

func (m *measuring) took(row int, program string, d time.Duration) {
	m.add(row, program, d.Seconds()*1e3)
}

// starts measures how soon each program is on the screen.
func (m *measuring) starts(t *testing.T) {
	t.Helper()
	for range costStarts {
		for _, p := range m.programs {
			answered := p.sit(t)
			answered.Answer()
			m.took(firstSight, p.name, answered.firstSight(t))
			if p.framed != "" {
				m.took(firstFrame, p.name, answered.first(t, p.framed))
			}
			if answered.console != nil {
				m.took(firstVerdict, p.name, answered.first(t, verdicts...))
			}
			answered.leave(t)
			silent := p.sit(t)
			m.took(firstSightSilent, p.name, silent.firstSight(t))
			silent.leave(t)
		}
	}
}

// runs measures a program at work, then at its keys.
func (m *measuring) runs(t *testing.T, p program) {
	t.Helper()
	s := p.sit(t)
	s.Answer()
	s.firstSight(t)
	span := max(*costSpan/peerShare, peerLeast)
	if s.console != nil {
		s.console.calm(t)
		span = *costSpan
	}
	s.warmsUp(t)
	m.costs(t, s, span)
	m.helps(t, s, keyHelp)
	if s.console != nil {
		m.turnsPages(t, s)
		m.previews(t, s)
		m.pauses(t, s)
	}
	s.leave(t)
}

// costs measures what a program needs over the span.
func (m *measuring) costs(t *testing.T, s *seat, span time.Duration) {
	t.Helper()
	before, sent, began := usage(t, s), s.Bytes(), time.Now()
	lasts(t, s, span)
	after, took := usage(t, s), time.Since(began).Seconds()
	m.add(processor, s.name, 100*(after.CPU-before.CPU).Seconds()/took)
	m.add(output, s.name, float64(s.Bytes()-sent)/1000/took)
	m.add(resident, s.name, float64(after.Resident)/(1<<20))
	m.add(anonymous, s.name, float64(after.Anonymous)/(1<<20))
}

func usage(t *testing.T, s *seat) ptytest.Usage {
	t.Helper()
	u, err := s.Usage()
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// lasts lets a program run for a while, which it must survive.
func lasts(t *testing.T, s *seat, span time.Duration) {
	t.Helper()
	if code, err := s.Wait(span); err == nil {
		t.Fatalf("%s ended by itself with %d", s.name, code)
	}
}

// warmsUp leaves out what only the beginning of a program costs. The console,
// which settles some seconds after its start, gets all the time there is.
func (s *seat) warmsUp(t *testing.T) {
	t.Helper()
	if s.console != nil {
		lasts(t, s, *costWarmup)
		return
	}
	lasts(t, s, min(*costWarmup, peerWarmup))
}

// helps measures from the key to the help.
func (m *measuring) helps(t *testing.T, s *seat, row int) {
	t.Helper()
	keys := *costKeys
	if s.keys > 0 {
		keys = min(keys, s.keys)
	}
	for range keys {
		took, answered := s.asks(t)
		m.took(row, s.name, took)
		if !answered {
			return
		}
		if s.console != nil {
			lasts(t, s, keyRest)
		} else if code, err := s.Wait(keyRest); err == nil {
			t.Logf("%s ended by itself with %d", s.name, code)
			m.took(row, s.name, patience)
			return
		}
	}
}

// turnsPages measures from the key to another page.
func (m *measuring) turnsPages(t *testing.T, s *seat) {
	t.Helper()
	for range *costKeys / 2 {
		m.took(keyPage, s.name, s.effect(t, "6", "╭─ logs"))
		lasts(t, s, keyRest)
		m.took(keyPage, s.name, s.effect(t, "1", "╭─ latency"))
		lasts(t, s, keyRest)
	}
}

// previews measures from the key to an act's preview.
func (m *measuring) previews(t *testing.T, s *seat) {
	t.Helper()
	for range costPreviews {
		m.took(preview, s.name, s.effect(t, "r", "[ Cancel ]"))
		s.press(t, "\x1b")
		s.console.loses(t, patience, "[ Cancel ]")
	}
}

// pauses measures what a paused screen costs.
func (m *measuring) pauses(t *testing.T, s *seat) {
	t.Helper()
	s.press(t, " ")
	s.console.shows(t, patience, "PAUSED")
	lasts(t, s, time.Second/2) // what was on its way arrives
	sent, began := s.Bytes(), time.Now()
	lasts(t, s, *costSpan/peerShare)
	m.add(outputPaused, s.name, float64(s.Bytes()-sent)/1000/time.Since(began).Seconds())
}

// flood measures keys on a log that grows as fast as none should.
func (m *measuring) flood(t *testing.T) {
	t.Helper()
	path, stop := flooded(t)
	for _, p := range m.programs {
		switch p.name {
		case bedside:
			s := ours("-c", m.watched, "--log", path).sit(t)
			s.console.calm(t)
			s.effect(t, "6", "╭─ logs")
			s.warmsUp(t)
			m.helps(t, s, keyFlood)
			s.leave(t)
		case "lnav":
			reader := lnav(path)
			reader.home = p.home
			s := reader.sit(t)
			s.firstSight(t)
			s.warmsUp(t)
			m.helps(t, s, keyFlood)
			s.leave(t)
		}
	}
	if rate := stop(); rate < 0.95*floodRate && *costTable != "" {
		t.Errorf("the flood was %.0f lines a second only", rate)
	}
}

// drawn is a line of the benchmark that draws changed frames.
var drawn = regexp.MustCompile(`(?m)^BenchmarkAChangedFrame/(\w+).*?\s([\d.]+) ns/op.*\s(\d+) allocs/op$`)

// frames measures the drawing of a changed frame.
func (m *measuring) frames(t *testing.T) {
	t.Helper()
	out, err := exec.Command("go", "test", "bedside/ui", "-run", "^$", "-bench", "^BenchmarkAChangedFrame$",
		"-count", strconv.Itoa(*costRuns), "-benchtime", "200ms").CombinedOutput()
	if err != nil {
		t.Fatalf("drawing frames: %v\n%s", err, out)
	}
	rows := map[string][2]int{"overview": {frameOverview, allocationsOverview}, "logs": {frameLogs, allocationsLogs}}
	for _, match := range drawn.FindAllStringSubmatch(string(out), -1) {
		row, ok := rows[match[1]]
		if !ok {
			continue
		}
		for i, scale := range []float64{1e-6, 1} {
			value, err := strconv.ParseFloat(match[2+i], 64)
			if err != nil {
				t.Fatal(err)
			}
			m.add(row[i], bedside, value*scale)
		}
	}
}
