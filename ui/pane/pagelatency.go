package pane

import "bedside/probes/state"

// LatencyPage is the page behind the users' figures: their course, where the
// time goes, and which endpoints are slow or fail.
type LatencyPage struct {
	Zoom Zoom

	curves    Curves
	endpoints Endpoints
	stages    Stages

	places []place
	rows   []byte // a buffer
	last   cache
	drawn  latencyInput
}

// latencyInput is the page's own input, besides the snapshot.
type latencyInput struct{ cursor, scroll int64 }

// The parts of the page.
const (
	curvesPart ID = iota
	endpointsPart
	stagesPart
	latencyParts
)

// View draws the page: exactly h lines of exactly w cells.
func (p *LatencyPage) View(s *state.Snapshot, w, h int, l *Look) string {
	if in := (latencyInput{p.curves.cursor.key(), int64(p.endpoints.scroll)}); in != p.drawn || p.Zoom.turned() {
		p.drawn, p.last = in, cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *LatencyPage) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	p.places = p.Zoom.among(arrangeLatency(p.places[:0], w, h), latencyParts, w, h)
	p.curves.left = p.Zoom.left(p.places)
	p.rows = weave(p.rows[:0], p.places, w, h, func(at place) string {
		switch at.id {
		case endpointsPart:
			return p.endpoints.View(s, at.w, at.h, l)
		case stagesPart:
			return p.stages.View(s, at.w, at.h, l)
		default:
			return p.curves.View(s, at.w, at.h, l)
		}
	})
	return p.rows
}

// arrangeLatency lays the page out by its size alone: the curves above,
// endpoints and stages below them, side by side where there is room.
func arrangeLatency(dst []place, w, h int) []place {
	switch {
	case w < 1 || h < 1:
		return dst
	case w < twoColumns:
		return stack(dst, 0, 0, w, h, []need{
			{id: curvesPart, min: 8, max: max(8, h/2), rest: true},
			{id: endpointsPart, min: 5, max: max(6, h/3), rank: 1},
			{id: stagesPart, min: 6, max: 6, rank: 2},
		})
	case h < 14:
		return append(dst, place{curvesPart, 0, 0, w, h})
	}
	stages, below := min(max(40, w/3), 72), min(max(6, h/4), 14)
	return append(dst,
		place{curvesPart, 0, 0, w, h - below},
		place{endpointsPart, 0, h - below, w - stages, below},
		place{stagesPart, w - stages, h - below, stages, below})
}

// Move moves the cursor by columns of the chart; the first move puts it at
// the chart's end.
func (p *LatencyPage) Move(columns int) { p.curves.cursor.move(columns, p.curves.axis) }

// Scrolls reports whether there are more endpoints than were in sight when the
// page was last drawn.
func (p *LatencyPage) Scrolls() bool { return p.endpoints.count > p.endpoints.seen }

// Scroll moves the list of endpoints by rows.
func (p *LatencyPage) Scroll(rows int) { p.endpoints.move(rows) }

// Leave takes the cursor away and reports whether there was one.
func (p *LatencyPage) Leave() bool { return p.curves.cursor.leave() }
