package pane

import (
	"strconv"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/theme"
)

// tally is how targets are that have no room.
type tally struct {
	all, down, unknown int
	worst              ranked // the most urgent of them, in whose colour all are told
}

func (n *tally) count(r ranked) {
	t := r.Target
	if n.all++; n.all == 1 || moreUrgentFirst(r, n.worst) < 0 {
		n.worst = r
	}
	switch {
	case absent(t):
	case t.Status == probes.Down:
		n.down++
	case t.Status != probes.Up || stale(t):
		n.unknown++
	}
}

// style is that of the worst of them, as its own row would have it.
func (n *tally) style(s *state.Snapshot, l *Look) theme.Style {
	style := l.Dim
	switch {
	case n.down+n.unknown == 0:
	case n.worst.ill != nil:
		style, _ = l.urgency(n.worst.ill.Priority)
	default:
		style, _ = l.believed(s, n.worst.Target)
	}
	return style
}

// below says under the rows what does not follow any more, and how it is.
func (n *tally) below(b *sheet, s *state.Snapshot, l *Look) {
	style := n.style(s, l)
	switch {
	case n.all == 0:
	case n.down > 0:
		b.below(style, l.Word("screen.more-down", n.all, n.down), more(n.all)+" "+l.Glyph.Down+strconv.Itoa(n.down))
	case n.unknown > 0:
		b.below(style, l.Word("screen.more-unknown", n.all, n.unknown), more(n.all)+" "+l.Glyph.Unknown+strconv.Itoa(n.unknown))
	default:
		b.below(style, l.Word("screen.more-none", n.all), more(n.all))
	}
}

// belowFigures is below where most of what does not follow are figures: of those
// nobody asks whether one is down.
func (n *tally) belowFigures(b *sheet, s *state.Snapshot, l *Look) {
	switch {
	case n.all == 0:
	case n.down+n.unknown > 0:
		n.below(b, s, l)
	default:
		b.below(l.Dim, l.Word("screen.more", n.all), more(n.all))
	}
}

// above says in the title what was scrolled out of sight.
func (n *tally) above(b *sheet, s *state.Snapshot, l *Look) {
	style := n.style(s, l)
	switch {
	case n.all == 0:
	case n.down > 0:
		b.put(style, " ", l.Word("screen.above-down", n.all, n.down), " ")
	case n.unknown > 0:
		b.put(style, " ", l.Word("screen.above-unknown", n.all, n.unknown), " ")
	default:
		b.put(style, " ", l.Word("screen.above", n.all), " ")
	}
}

// more counts what has no room where there is not even room for a word.
func more(n int) string { return "+" + strconv.Itoa(n) }
