package pane

import (
	"slices"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/ui/chart"
)

// Alerts is the page of the alerts: all of them, worst first, the one under
// the cursor with everything that is known of it, and the day on an axis. The
// cursor stays with its alert while others come and go.
type Alerts struct {
	// Open shows the alert under the cursor alone.
	Open bool

	rule   string        // under the cursor, "" for the first
	at     int           // its row when it was last seen
	top    int           // first row of the list in sight
	scroll int           // rows of the details that are scrolled away
	more   bool          // the details go on below
	alone  bool          // the list is not drawn beside the details
	shown  []alert.Alert // as last drawn

	sheet   sheet
	labels  int   // width of the labels in the details
	depths  []int // buffers
	entries []listed
	marks   []chart.Mark
	line    chart.Line
	strip   chart.Timeline
	places  []place
	rows    []byte
	last    cache
}

// The boxes of the page.
const (
	alertList ID = 1 + iota
	alertDetail
	alertDay
)

// leastAlerts is the height below which a narrow page has no room for a list:
// the one alert that matters most is told instead.
const leastAlerts = 12

// View draws the page: exactly h lines of exactly w cells.
func (p *Alerts) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Alerts) draw(page *state.Snapshot, w, h int, l *Look) []byte {
	ordered := *page
	ordered.Alerts = inOrder(page)
	s := &ordered
	p.shown, p.more = s.Alerts, false
	p.depths, p.entries = depths(p.depths[:0], s.Alerts), p.entries[:0]
	for i := range s.Alerts {
		p.entries = append(p.entries, p.listed(s, i, l))
	}
	p.alone = len(s.Alerts) > 0 && (p.Open || w < twoColumns && h < leastAlerts)
	o := alertsLayout{alone: p.alone, list: p.rowsOfList(w - 4), day: true}
	p.weave(s, w, h, o, l)
	if p.more && !p.alone { // what is to be done matters more than the day
		p.more, o.day = false, false
		p.weave(s, w, h, o, l)
	}
	return p.rows
}

// weave draws the boxes beside and below each other.
func (p *Alerts) weave(s *state.Snapshot, w, h int, o alertsLayout, l *Look) {
	p.places = arrangeAlerts(p.places[:0], w, h, o)
	p.rows = weave(p.rows[:0], p.places, w, h, func(at place) string {
		switch at.id {
		case alertList:
			return string(p.list(s, at.w, at.h, l))
		case alertDetail:
			return string(p.detail(s, at.w, at.h, l))
		}
		return string(p.day(s, at.w, at.h, l))
	})
}

// alertsLayout is what the page has to show.
type alertsLayout struct {
	alone bool // one alert, without the list
	list  int  // rows that the list needs
	day   bool
}

// arrangeAlerts lays the page out: list and details, side by side where there
// is room, and the day below. What has no room is left out, the day first.
func arrangeAlerts(dst []place, w, h int, o alertsLayout) []place {
	const day, leastDetail = 4, 4
	switch {
	case w < 1 || h < 1:
		return dst
	case o.alone:
		return append(dst, place{alertDetail, 0, 0, w, h})
	}
	upper := h
	if o.day && h >= 18 {
		upper -= day
	}
	if left := max(48, w*9/20); w >= twoColumns {
		dst = append(dst, place{alertList, 0, 0, left, upper}, place{alertDetail, left, 0, w - left, upper})
	} else {
		list := min(max(o.list+2, 3), max(upper*2/5, 3), 14)
		if upper-list < leastDetail {
			list = upper
		}
		dst = append(dst, place{alertList, 0, 0, w, list})
		if list < upper {
			dst = append(dst, place{alertDetail, 0, list, w, upper - list})
		}
	}
	if upper < h {
		dst = append(dst, place{alertDay, 0, upper, w, day})
	}
	return dst
}

// Move moves the cursor by n alerts or, while one is open, its text by n rows.
func (p *Alerts) Move(n int) {
	p.last = cache{}
	if p.Open {
		if n < 0 || p.more {
			p.scroll = max(p.scroll+n, 0)
		}
		return
	}
	if len(p.shown) > 0 {
		p.at = min(max(p.cursor(p.shown)+n, 0), len(p.shown)-1)
		p.rule, p.scroll = p.shown[p.at].Rule, 0
	}
}

// Toggle opens the alert under the cursor, or goes back to the list.
func (p *Alerts) Toggle() {
	p.Open, p.scroll = !p.Open && len(p.shown) > 0, 0
	p.last = cache{}
}

// Selected is the alert under the cursor, nil when there is none.
func (p *Alerts) Selected(s *state.Snapshot) *alert.Alert {
	if len(s.Alerts) == 0 {
		return nil
	}
	list := inOrder(s)
	return &list[p.cursor(list)]
}

// cursor is the row of the cursor in a list that is not empty: with its alert,
// or where that stood when it has gone.
func (p *Alerts) cursor(list []alert.Alert) int {
	if p.rule == "" {
		return 0
	}
	if i := slices.IndexFunc(list, func(a alert.Alert) bool { return a.Rule == p.rule }); i >= 0 {
		return i
	}
	return min(p.at, len(list)-1)
}
