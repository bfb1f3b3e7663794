package pane

import (
	"slices"
	"strconv"
	"strings"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Facts are told in a row each, without a past.
var (
	memoryFacts = [...]probes.Metric{"host.memory.available", "host.memory.cached", "host.memory.total", "host.swap"}
	loadFacts   = [...]probes.Metric{"host.load1", "host.load5", "host.load15", "host.uptime"}
)

// corePrefix begins the metric of one core; its number follows.
const corePrefix = "host.core:"

// takeCores takes the share of each core, in their order.
func (p *Machine) takeCores(s *state.Snapshot) {
	p.cores = p.cores[:0]
	for i := 0; ; i++ {
		f, ok := s.Figures[probes.Metric(corePrefix+strconv.Itoa(i))]
		if !ok {
			return
		}
		p.cores = append(p.cores, f)
	}
}

// facts is how many rows tell what has no chart.
func (p *Machine) facts(s *state.Snapshot) int {
	n := 0
	if len(p.cores) > 0 {
		n++
	}
	for _, list := range [...][]probes.Metric{memoryFacts[:], loadFacts[1:]} {
		if slices.ContainsFunc(list, func(m probes.Metric) bool { _, ok := s.Figures[m]; return ok }) {
			n++
		}
	}
	return n
}

// beside puts what a figure is made of into at most room cells.
func (p *Machine) beside(s *state.Snapshot, m probes.Metric, room int, l *Look) {
	b := &p.sheet
	var facts []probes.Metric
	switch m {
	case "host.cpu":
		label := l.metric("host.cores")
		if cells := theme.Width(label) + 3; len(p.cores) > 0 && room > cells {
			b.put(l.Dim, "  ", label, " ")
			p.glyphs(s, room-cells, l)
		}
		return
	case "host.memory":
		facts = []probes.Metric{"host.memory.available", "host.swap"}
	case "host.load1":
		facts = []probes.Metric{"host.cores", "host.load5", "host.load15"}
	}
	for _, fact := range facts {
		f, ok := s.Figures[fact]
		if !ok {
			continue
		}
		spans, used := len(b.spans), b.used()
		b.put(l.Dim, "  ", l.metric(fact), " ")
		putNumber(b, s, shownFigure{fact, f}, l)
		if room -= b.used() - used; room < 0 {
			b.undo(spans)
			return
		}
	}
}

// glyphs is each core's share as a glyph, as many as there is room for.
func (p *Machine) glyphs(s *state.Snapshot, room int, l *Look) {
	limit := s.Figures["host.cpu"].Limit
	for _, f := range p.cores[:max(0, min(len(p.cores), room))] {
		style := l.Spark
		if limit.Beyond(f.Number) {
			style = l.beyond(s, "host.cpu")
		}
		p.sheet.put(style, chart.Level(f.Number, &l.Glyph))
	}
}

// factRows tell the cores, the parts of the memory and the load.
func (p *Machine) factRows(s *state.Snapshot, l *Look) {
	p.coreRow(s, l)
	p.factRow(s, memoryFacts[:], l)
	p.factRow(s, loadFacts[:], l)
}

// coreRow is each core's share as a glyph, and the busiest one's in numbers.
func (p *Machine) coreRow(s *state.Snapshot, l *Look) {
	if len(p.cores) == 0 {
		return
	}
	b, busiest := &p.sheet, 0
	for i, f := range p.cores {
		if f.Number > p.cores[busiest].Number {
			busiest = i
		}
	}
	b.cell(l.Dim, l.metric("host.cores"), factLabel)
	b.figure(l.Text, format{number: float64(len(p.cores))}, 0)
	b.gap(2)
	p.glyphs(s, b.width()-b.used()-busiestCells, l)
	f := shownFigure{"host.cpu", p.cores[busiest]}
	f.Limit = s.Figures["host.cpu"].Limit
	b.put(l.Dim, "  ", l.Word("page.busiest", busiest), " ")
	b.figure(l.judged(s, f), formatOf(f.Value), 0)
	p.endFacts(l)
}

// endFacts ends a row of facts, which have no past: while charts are read at
// another moment it says that these are of now.
func (p *Machine) endFacts(l *Look) {
	if !p.cursor.now() {
		p.sheet.put(l.Focus, "  ", l.Word("page.now"))
	}
	p.sheet.line()
}

// busiestCells is the room for the busiest core in words.
const busiestCells = 24

// factLabel is the width of the name before facts.
const factLabel = 14

// factRow tells figures beside each other, as many as there is room for, and
// counts the rest.
func (p *Machine) factRow(s *state.Snapshot, metrics []probes.Metric, l *Look) {
	var room [len(memoryFacts)]shownFigure
	b, shown := &p.sheet, appendFigures(room[:0], s, metrics)
	for i, f := range shown {
		before := len(b.spans)
		if i == 0 {
			b.cell(l.Dim, l.metric(groupOf(f.metric)), factLabel)
		} else {
			b.gap(2)
		}
		if f.metric != "host.load1" {
			b.put(l.Dim, l.metric(f.metric), " ")
		}
		putNumber(b, s, f, l)
		if rest := len(shown) - i; b.overfull(rest - 1) {
			b.undo(before)
			b.rest(rest)
			break
		}
	}
	if len(shown) > 0 {
		p.endFacts(l)
	}
}

// groupOf is the figure that a fact is a part of.
func groupOf(m probes.Metric) probes.Metric {
	if strings.HasPrefix(string(m), "host.load") || m == "host.uptime" {
		return "host.load1"
	}
	return "host.memory"
}
