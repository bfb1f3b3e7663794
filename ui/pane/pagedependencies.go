package pane

import "bedside/probes/state"

// DependenciesPage is the page behind what the service needs: the tree of
// targets, and everything that is known of the selected one.
type DependenciesPage struct {
	Zoom Zoom

	tree   Tree
	detail Detail

	places []place
	rows   []byte // a buffer
	last   cache
}

// The parts of the page.
const (
	treePart ID = iota
	detailPart
	dependencyParts
)

// View draws the page: exactly h lines of exactly w cells.
func (p *DependenciesPage) View(s *state.Snapshot, w, h int, l *Look) string {
	if p.tree.selected != p.tree.drawn || p.Zoom.turned() {
		p.last = cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *DependenciesPage) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	p.tree.grow(s, l)
	p.places = p.Zoom.among(arrangeDependencies(p.places[:0], w, h, len(p.tree.rows)), dependencyParts, w, h)
	p.rows = weave(p.rows[:0], p.places, w, h, func(at place) string {
		if at.id == detailPart {
			return p.detail.View(p.tree.target(), s, at.w, at.h, l)
		}
		return p.tree.View(s, at.w, at.h, l)
	})
	return p.rows
}

// arrangeDependencies sets the details beside a tree of so many rows where there
// is room, else below it.
func arrangeDependencies(dst []place, w, h, rows int) []place {
	switch {
	case w < 1 || h < 1:
		return dst
	case w >= wideColumns:
		tree := max(w*3/5, w-96)
		return append(dst, place{treePart, 0, 0, tree, h}, place{detailPart, tree, 0, w - tree, h})
	}
	return stack(dst, 0, 0, w, h, []need{
		{id: treePart, min: 5, max: rows + 2},
		{id: detailPart, min: 8, max: h, rank: 1, rest: true},
	})
}

// Move selects the target so many targets below, above when negative.
func (p *DependenciesPage) Move(targets int) { p.tree.move(targets) }
