package pane

import "bedside/probes/state"

// cache keeps a pane's last picture. A snapshot never changes, so the same one
// in the same size and look is not drawn again; and a picture that came out
// the same is the same string, so that nobody downstream has to compare it.
type cache struct {
	snapshot *state.Snapshot
	w, h     int
	look     Look
	picture  string
	drawn    bool
}

// view returns the picture, drawn anew when the input changed.
func (c *cache) view(s *state.Snapshot, w, h int, l *Look, draw func(s *state.Snapshot, w, h int, l *Look) []byte) string {
	if c.drawn && c.snapshot == s && c.w == w && c.h == h && c.look == *l {
		return c.picture
	}
	page := s
	if page == nil {
		page = &state.Snapshot{}
	}
	if fresh := draw(page, w, h, l); !c.drawn || string(fresh) != c.picture {
		c.picture = string(fresh)
	}
	c.snapshot, c.w, c.h, c.look, c.drawn = s, w, h, *l, true
	return c.picture
}
