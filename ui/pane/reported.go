package pane

import (
	"slices"
	"strings"

	"bedside/probes"
	"bedside/probes/state"
)

// Reported shows what the service reports of its own process and machine.
type Reported struct {
	sheet sheet
	shown []shownFigure
	last  cache
}

// reportedPrefix begins the metrics that are the service's own report.
const reportedPrefix = "service."

// View draws the pane.
func (p *Reported) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Reported) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.take(s)
	b.put(l.Title, " ", l.Word("page.reported"), " ")
	b.apart()
	putAge(b, s, p.shown, l)
	b.line()
	switch {
	case len(p.shown) > 0:
		putFigures(b, s, p.shown, l)
	case !s.Ready:
		b.put(l.Dim, l.Word("screen.awaited"))
		b.line()
	default:
		b.put(l.Dim, l.Word("screen.not-provided"), ": ", l.Word("page.add-reported"))
		b.line()
	}
	return b.picture()
}

func (p *Reported) take(s *state.Snapshot) {
	p.shown = p.shown[:0]
	for m, f := range s.Figures {
		if strings.HasPrefix(string(m), reportedPrefix) && !computedOf(s, m) {
			p.shown = append(p.shown, shownFigure{m, f})
		}
	}
	slices.SortFunc(p.shown, func(a, b shownFigure) int { return strings.Compare(string(a.metric), string(b.metric)) })
}

// computedOf reports whether a metric is what we measured of a target that
// happens to be called "service".
func computedOf(s *state.Snapshot, m probes.Metric) bool {
	name, what, _ := strings.Cut(string(m), ".")
	if what != "latency" && what != "availability" {
		return false
	}
	return slices.ContainsFunc(s.Targets, func(t state.Target) bool { return string(t.Name) == name })
}
