package pane

import (
	"strconv"

	"bedside/probes"
	"bedside/probes/state"
)

// tally is how targets are that have no room.
type tally struct{ all, down, unknown int }

func (n *tally) count(t *state.Target) {
	n.all++
	switch {
	case absent(t):
	case t.Status == probes.Down:
		n.down++
	case t.Status != probes.Up || stale(t):
		n.unknown++
	}
}

// below says under the rows what does not follow any more, and how it is.
func (n *tally) below(b *sheet, l *Look) {
	switch {
	case n.all == 0:
	case n.down > 0:
		b.below(l.P2, l.Word("screen.more-down", n.all, n.down), more(n.all)+" "+l.Glyph.Down+strconv.Itoa(n.down))
	case n.unknown > 0:
		b.below(l.Unknown, l.Word("screen.more-unknown", n.all, n.unknown), more(n.all)+" "+l.Glyph.Unknown+strconv.Itoa(n.unknown))
	default:
		b.below(l.Dim, l.Word("screen.more-none", n.all), more(n.all))
	}
}

// above says in the title what was scrolled out of sight.
func (n *tally) above(b *sheet, l *Look) {
	switch {
	case n.all == 0:
	case n.down > 0:
		b.put(l.P2, " ", l.Word("screen.above-down", n.all, n.down), " ")
	case n.unknown > 0:
		b.put(l.Unknown, " ", l.Word("screen.above-unknown", n.all, n.unknown), " ")
	default:
		b.put(l.Dim, " ", l.Word("screen.above", n.all), " ")
	}
}

// more counts what has no room where there is not even room for a word.
func more(n int) string { return "+" + strconv.Itoa(n) }
