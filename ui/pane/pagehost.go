package pane

import (
	"slices"

	"bedside/probes/state"
)

// HostPage is the page behind the machine: its figures over time against
// their limits, the service's process, and what the service reports of itself.
type HostPage struct {
	Zoom Zoom

	machine  Machine
	process  Process
	reported Reported

	places []place
	rows   []byte // a buffer
	last   cache
	drawn  int64 // where the cursor stood
}

// The parts of the page.
const (
	machinePart ID = iota
	processPart
	reportedPart
	hostParts
)

// View draws the page: exactly h lines of exactly w cells.
func (p *HostPage) View(s *state.Snapshot, w, h int, l *Look) string {
	if at := p.machine.cursor.key(); at != p.drawn || p.Zoom.turned() {
		p.drawn, p.last = at, cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *HostPage) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	p.places = p.Zoom.among(arrangeHost(p.places[:0], w, h), hostParts, w, h)
	p.machine.without = without{
		parts:   p.Zoom.left(p.places),
		process: !p.Zoom.alone() && !slices.ContainsFunc(p.places, func(at place) bool { return at.id == processPart }),
	}
	p.rows = weave(p.rows[:0], p.places, w, h, func(at place) string {
		switch at.id {
		case processPart:
			return p.process.View(s, at.w, at.h, l)
		case reportedPart:
			return p.reported.View(s, at.w, at.h, l)
		default:
			return p.machine.View(s, at.w, at.h, l)
		}
	})
	return p.rows
}

// Move moves the cursor by columns of the charts; the first move puts it at
// their end.
func (p *HostPage) Move(columns int) { p.machine.cursor.move(columns, p.machine.axis) }

// Leave takes the cursor away and reports whether there was one.
func (p *HostPage) Leave() bool { return p.machine.cursor.leave() }

// arrangeHost lays the page out by its size alone: the machine above, below it
// the process and the service's report, side by side where there is room.
func arrangeHost(dst []place, w, h int) []place {
	switch {
	case w < 1 || h < 1:
		return dst
	case w < twoColumns:
		return stack(dst, 0, 0, w, h, []need{
			{id: machinePart, min: 6, max: 8, rest: true},
			{id: processPart, min: 4, max: 6, rank: 1},
			{id: reportedPart, min: 4, max: 5, rank: 2},
		})
	case h < 12:
		return append(dst, place{machinePart, 0, 0, w, h})
	}
	below := min(max(7, h/4), 12)
	right := w * 2 / 5
	return append(dst,
		place{machinePart, 0, 0, w, h - below},
		place{processPart, 0, h - below, w - right, below},
		place{reportedPart, w - right, h - below, right, below})
}
