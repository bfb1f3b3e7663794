package pane

import (
	"strings"

	"bedside/probes/state"
	"bedside/ui/theme"
)

// ID names a pane of the overview. The zero ID is none.
type ID uint8

// The panes, in the order in which Tab visits them.
const (
	NoPane ID = iota
	LatencyPane
	DependenciesPane
	WrongPane
	HostPane
	RecentPane
	ErrorsPane
	panes
)

// Overview is the first page: every pane that the screen has room for.
type Overview struct {
	Focus ID // the pane that Enter opens, NoPane for none

	latency      Latency
	dependencies Dependencies
	everything   Dependencies
	wrong        Wrong
	host         Host
	recent       Recent
	errors       Errors

	places []place
	rows   []byte // a buffer
	last   cache
	focus  ID // of the last picture
}

// View draws the page: exactly h lines of exactly w cells.
func (o *Overview) View(s *state.Snapshot, w, h int, l *Look) string {
	if o.focus != o.Focus {
		o.focus, o.last = o.Focus, cache{}
	}
	return o.last.view(s, w, h, l, o.draw)
}

func (o *Overview) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	o.places = arrange(o.places[:0], room{w: w, h: h, alarmed: worstFiring(s.Verdict) != 0, watched: watched(s)})
	o.wrong.Bare = len(o.places) == 1
	look := *l
	o.rows = weave(o.rows[:0], o.places, w, h, func(p place) string {
		look.Focused = p.id == o.Focus
		return o.pane(p.id, s, p.w, p.h, &look)
	})
	return o.rows
}

// Pane draws one pane alone, with all that it knows.
func (o *Overview) Pane(id ID, s *state.Snapshot, w, h int, l *Look) string {
	if id == DependenciesPane {
		o.everything.Whole = true
		return o.everything.View(s, w, h, l)
	}
	return o.pane(id, s, w, h, l)
}

func (o *Overview) pane(id ID, s *state.Snapshot, w, h int, l *Look) string {
	switch id {
	case LatencyPane:
		return o.latency.View(s, w, h, l)
	case DependenciesPane:
		return o.dependencies.View(s, w, h, l)
	case WrongPane:
		return o.wrong.View(s, w, h, l)
	case HostPane:
		return o.host.View(s, w, h, l)
	case RecentPane:
		return o.recent.View(s, w, h, l)
	case ErrorsPane:
		return o.errors.View(s, w, h, l)
	default:
		return Box("", "", nil, w, h, l)
	}
}

// Move gives the focus to the pane that is step panes after the present one,
// among those that were drawn last.
func (o *Overview) Move(step int) {
	shown := make([]ID, 0, panes)
	present := -1
	for id := NoPane + 1; id < panes; id++ {
		if !o.shows(id) {
			continue
		}
		if id == o.Focus {
			present = len(shown)
		}
		shown = append(shown, id)
	}
	switch n := len(shown); {
	case n == 0:
		o.Focus = NoPane
	case present < 0 && step < 0:
		o.Focus = shown[n-1]
	case present < 0:
		o.Focus = shown[0]
	default:
		o.Focus = shown[((present+step)%n+n)%n]
	}
}

func (o *Overview) shows(id ID) bool {
	for _, p := range o.places {
		if p.id == id {
			return true
		}
	}
	return false
}

// weave joins panes that cover a page without overlap into its rows. Places
// stand in reading order: by row, then by column.
func weave(dst []byte, places []place, w, h int, draw func(place) string) []byte {
	var rest [panes]string
	for i, p := range places {
		rest[i] = draw(p)
	}
	for y := range h {
		if y > 0 {
			dst = append(dst, '\n')
		}
		x := 0
		for i, p := range places {
			if y < p.y || y >= p.y+p.h {
				continue
			}
			row, more, _ := strings.Cut(rest[i], "\n")
			rest[i] = more
			dst = append(dst, row...)
			x += p.w
		}
		dst = append(dst, theme.Spaces(w-x)...)
	}
	return dst
}
