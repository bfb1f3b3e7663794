package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// figure is a row of the table of costs.
type figure struct {
	name string
	of   func([]float64) float64 // what stands for all that was measured
	aim  float64                 // at most
	peer string                  // and at most a part of what this peer needs, 0 is no part
	part float64
	also []string // the peers that have this figure as well
	// limit is what a run of the tests keeps on a busy machine.
	limit float64
}

// The figures, by their rows.
const (
	firstSight = iota
	firstSightSilent
	firstFrame
	firstVerdict
	keyHelp
	keyPage
	keyFlood
	preview
	output
	outputPaused
	processor
	resident
	anonymous
	frameOverview
	frameLogs
	allocationsOverview
	allocationsLogs
)

var (
	everyPeer   = []string{"btop", "htop", "glances", "lnav"}
	logsReader  = []string{"lnav"}
	frameDrawer = []string{"btop"}
)

var figures = [...]figure{
	firstSight:          {name: "start to “looking” in the verdict's place (btop: first box; others: first figure), ms", of: median, aim: 12, peer: "btop", part: 1, also: everyPeer, limit: 200},
	firstSightSilent:    {name: "the same on a silent terminal, ms", of: median, aim: 12, peer: "btop", part: 1, also: everyPeer, limit: 200},
	firstFrame:          {name: "start to the first whole frame (btop: first figure), ms", of: median, aim: 12, also: frameDrawer, limit: 200},
	firstVerdict:        {name: "start to the verdict that the checks give, ms", of: median, aim: 300, limit: 2000},
	keyHelp:             {name: "key to screen: help, ms", of: median, aim: 1, also: everyPeer, limit: 50},
	keyPage:             {name: "key to screen: another page, ms", of: median, aim: 1, limit: 50},
	keyFlood:            {name: "key under 100,000 log lines/s, 99th percentile, ms", of: percentile99, aim: 50, also: logsReader, limit: 1000},
	preview:             {name: "preview of an act, ms", of: median, aim: 50, limit: 200},
	output:              {name: "to the terminal, KB/s", of: median, aim: 3, peer: "btop", part: 1. / 7, also: everyPeer, limit: 9},
	outputPaused:        {name: "to the terminal while paused, KB/s", of: slices.Max[[]float64], aim: 0, limit: 0},
	processor:           {name: "CPU, % of a core", of: median, aim: 0.4, peer: "glances", part: 1. / 5, also: everyPeer, limit: 6},
	resident:            {name: "resident memory, MiB", of: median, aim: 24, also: everyPeer, limit: 78},
	anonymous:           {name: "of which anonymous, MiB", of: median, aim: 9, also: everyPeer, limit: 30},
	frameOverview:       {name: "a changed frame of the overview, ms", of: median, aim: 0.2, limit: 4},
	frameLogs:           {name: "a changed frame of the logs, ms", of: median, aim: 0.2, limit: 4},
	allocationsOverview: {name: "allocations of the one", of: median, aim: 100, limit: 100},
	allocationsLogs:     {name: "allocations of the other", of: median, aim: 100, limit: 100},
}

func median(values []float64) float64       { return quantile(values, 0.5) }
func percentile99(values []float64) float64 { return quantile(values, 0.99) }

// quantile is the smallest value that at least the share q of them does not
// exceed.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}

// sheet is everything that was measured: of each figure, by program.
type sheet [len(figures)]map[string][]float64

func (s *sheet) add(row int, program string, value float64) {
	if s[row] == nil {
		s[row] = map[string][]float64{}
	}
	s[row][program] = append(s[row][program], value)
}

// table is the sheet in Markdown, a column for each program.
func (s *sheet) table(programs []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| figure | aim | %s |\n|%s\n", strings.Join(programs, " | "), strings.Repeat(" --- |", 2+len(programs)))
	for row, f := range figures {
		cells := []string{f.name, f.aimText()}
		for _, p := range programs {
			cells = append(cells, s.cell(row, p))
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return b.String()
}

func (f figure) aimText() string {
	text := fmt.Sprintf("≤ %g", f.aim)
	switch {
	case f.aim == 0:
		return "none"
	case f.part == 1:
		return text + ", before " + f.peer
	case f.part > 0:
		return fmt.Sprintf("%s, 1/%.0f of %s", text, 1/f.part, f.peer)
	}
	return text
}

// cell is a figure of a program and, in parentheses, the least and the most
// that was measured. A cross marks an aim of ours that is missed.
func (s *sheet) cell(row int, program string) string {
	values := s[row][program]
	if len(values) == 0 {
		return "–"
	}
	text := digits(figures[row].of(values))
	if least, most := digits(slices.Min(values)), digits(slices.Max(values)); least != most {
		text += fmt.Sprintf(" (%s–%s)", least, most)
	}
	if program == bedside && s.misses(row) {
		text += " ✗"
	}
	return text
}

// misses reports whether our figure is beyond its aim.
func (s *sheet) misses(row int) bool {
	f := figures[row]
	ours := f.of(s[row][bedside])
	if theirs := s[row][f.peer]; f.part > 0 && len(theirs) > 0 && ours > f.part*f.of(theirs) {
		return true
	}
	return ours > f.aim
}

// digits writes a value with three of them, large ones in full.
func digits(v float64) string {
	switch {
	case v == math.Trunc(v) || v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// missing names the figures that the table should have and has not.
func (s *sheet) missing(programs []string) []string {
	var names []string
	for row, f := range figures {
		for _, p := range programs {
			if (p == bedside || slices.Contains(f.also, p)) && len(s[row][p]) == 0 {
				names = append(names, p+": "+f.name)
			}
		}
	}
	return names
}

func TestTheTableOfCosts(t *testing.T) {
	var s sheet
	for row := range figures {
		s.add(row, bedside, 0)
	}
	for i := range 200 {
		s.add(keyFlood, bedside, float64(i+1))
	}
	s.add(output, "btop", 14)
	for range 2 {
		s.add(output, bedside, 2.5)
	}
	programs := []string{bedside, "btop"}
	table := s.table(programs)
	for _, want := range []string{
		"| figure | aim | bedside | btop |\n| --- | --- | --- | --- |\n",
		"| key under 100,000 log lines/s, 99th percentile, ms | ≤ 50 | 198 (0–200) ✗ | – |\n",
		"| to the terminal, KB/s | ≤ 3, 1/7 of btop | 2.50 (0–2.50) ✗ | 14 |\n",
		"| to the terminal while paused, KB/s | none | 0 | – |\n",
		"| start to “looking” in the verdict's place (btop: first box; others: first figure), ms | ≤ 12, before btop | 0 | – |\n",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("the table has no %q:\n%s", want, table)
		}
	}
	missing := s.missing(programs)
	if want := "btop: " + figures[processor].name; !slices.Contains(missing, want) || slices.Contains(missing, "btop: "+figures[output].name) {
		t.Errorf("missing are %q; want among them %q", missing, want)
	}
}
