package chart

import (
	"slices"
	"time"

	"bedside/ui/theme"
)

// TimelineOptions say how events are shown on an axis of time.
type TimelineOptions struct {
	Width   int
	End     time.Time
	Span    time.Duration // how much of the past is shown, at least
	Watched time.Time     // the axis is dashed before it: nobody looked then
	Marks   []Mark        // of those that share a column, the last one shows
	Zone    *time.Location
	Theme   *theme.Theme
}

// Timeline is events on an axis of time. It keeps its last picture and draws
// again only when a column changed. The zero Timeline is ready to draw.
type Timeline struct {
	rows  []string
	drawn TimelineOptions
	first int64
}

// Draw is two rows of exactly o.Width cells: the axis with its marks, and
// the clock below it, nil when there is no room. The rows are shared with the next call
// and must not be changed.
func (t *Timeline) Draw(o TimelineOptions) []string {
	if o.Width < minLineWidth || o.Span <= 0 {
		return nil
	}
	long := (o.Span/time.Duration(o.Width) + time.Second).Truncate(time.Second)
	p := plot{
		width: o.Width, long: long, zone: o.Zone, theme: o.Theme,
		first: floorDiv(o.End.UnixNano(), int64(long)) - int64(o.Width) + 1,
	}
	if t.rows != nil && p.first == t.first && o.same(&t.drawn) {
		return t.rows
	}
	t.drawn, t.first = o, p.first
	t.drawn.Marks = slices.Clone(o.Marks)
	t.rows = p.timeline(o)
	return t.rows
}

// same reports whether two timelines that begin at the same column are the
// same picture.
func (o *TimelineOptions) same(q *TimelineOptions) bool {
	return o.Width == q.Width && o.Span == q.Span && o.Watched.Equal(q.Watched) &&
		o.Zone == q.Zone && o.Theme == q.Theme && slices.Equal(o.Marks, q.Marks)
}

func (p *plot) timeline(o TimelineOptions) []string {
	line, clock := newStrip(p.width), newStrip(p.width)
	p.watched = p.unwatched(o.Watched)
	p.axisLine(line, o.Theme.Line)
	p.mark(line, o.Marks)
	p.times(line, clock)
	return []string{line.String(), clock.String()}
}
