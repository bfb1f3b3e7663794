package pane

import (
	"slices"
	"strconv"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Header is the first line: the verdict, since when, how many alerts, the
// users' figures and the clock. In a narrow line the less important parts are
// left out whole; the verdict never is.
type Header struct {
	Paused bool // the screen stands still by the operator's wish
	// Behind is the verdict behind a paused screen where it is another than the
	// one that is shown, the zero Verdict for none.
	Behind state.Verdict
	// Elsewhere is set where what is wrong is not on the page: then the worst of
	// it is named.
	Elsewhere bool
	ReadOnly  bool // nothing can be done from here
	History   bool // a moment of the past is shown

	sheet  sheet
	parts  []part
	packed []span
	last   cache
	drawn  modes
}

// modes is the header's own input, besides the snapshot.
type modes struct {
	paused, elsewhere, readOnly, history bool
	behind                               state.Verdict
}

// staleAfter is when a page that was not renewed is called stale.
const staleAfter = 3 * time.Second

// View draws the header in one line; further lines are blank.
func (h *Header) View(s *state.Snapshot, w, height int, l *Look) string {
	if m := (modes{h.Paused, h.Elsewhere, h.ReadOnly, h.History, h.Behind}); m != h.drawn {
		h.drawn, h.last = m, cache{}
	}
	return h.last.view(s, w, height, l, h.draw)
}

func (h *Header) draw(s *state.Snapshot, w, height int, l *Look) []byte {
	b := &h.sheet
	b.begin(w, height, l)
	h.parts = h.parts[:0]
	h.add(rankName, false, func() { h.name(s, l) })
	h.add(rankLabel, false, func() { h.label(s, l) })
	h.add(rankVerdict, false, func() { h.verdict(s, l) })
	h.add(rankAwaited, false, func() { h.awaited(s, l) })
	h.marks(s, l)
	h.add(rankCounts, false, func() { h.counts(s, l) })
	h.add(rankTrouble, false, func() { h.trouble(s, l) })
	h.add(rankSuccess, false, func() { h.success(s, l) })
	h.add(rankLatency, false, func() { h.latency(s, l) })
	h.add(rankRate, false, func() { h.rate(s, l) })
	h.add(rankNotices, true, func() { h.notices(s, l) })
	h.add(rankState, true, func() { h.state(s, l) })
	h.add(rankClock, true, func() { h.clock(s, l) })
	h.add(rankZone, true, func() { h.zone(s, l) })
	h.add(rankLive, true, func() { h.live(s, l) })
	h.arrange(w)
	b.line()
	return b.picture()
}

func (h *Header) name(s *state.Snapshot, l *Look) {
	if !s.Service.Name.Empty() {
		h.sheet.put(l.Strong, l.Cut(s.Service.Name.Screen(), 24))
	}
}

func (h *Header) label(s *state.Snapshot, l *Look) {
	if !s.Service.Label.Empty() {
		h.sheet.put(l.Dim, l.Cut(s.Service.Label.Screen(), 20))
	}
}

// steady is the width that the age of the verdict keeps, so that nothing beside
// it jumps.
const steady = len("59m59s")

func (h *Header) verdict(s *state.Snapshot, l *Look) {
	b, v := &h.sheet, s.Verdict
	if !s.Ready && v.Status == probes.Unknown {
		h.looking(s, l)
		return
	}
	style, glyph := l.sign(v.Status)
	switch {
	case h.stale(s, l), v.Status == probes.Up && s.Restarting.OfService(l.now(s)):
		style, glyph = l.Unknown, l.Glyph.Unknown // an old green is a lie
	case v.P1 > 0:
		style = l.Alarm
		glyph = " " + glyph
	case v.Status == probes.Degraded && v.P2 == 0:
		style = l.P3
	}
	b.put(style, glyph, " ", l.Word(verdictWord(v.Status)))
	if since := verdictSince(s); !since.IsZero() {
		b.put(style, " ")
		to := b.used() + steady
		switch {
		case b.width() < 60: // what stands beside it matters more
			to = 0
		case v.SinceAtLeast:
			to++
		}
		b.age(style, l.now(s).Sub(since), v.SinceAtLeast)
		b.put(style, theme.Spaces(max(to-b.used(), 0)))
	}
	if style == l.Alarm {
		b.put(style, " ")
	}
}

// looking stands for a verdict until there is one.
func (h *Header) looking(s *state.Snapshot, l *Look) {
	b := &h.sheet
	b.put(l.Unknown, l.Glyph.Unknown, " ")
	if all := len(s.Targets); all > 0 {
		b.put(l.Unknown, l.Word("screen.looking-at", all-len(awaited(s)), all))
		return
	}
	b.put(l.Unknown, l.Word("screen.looking"))
}

// awaited counts what a verdict was given without.
func (h *Header) awaited(s *state.Snapshot, l *Look) {
	if n := len(awaited(s)); n > 0 && s.Ready {
		h.sheet.put(l.Unknown, l.Word("screen.awaited-of", n, len(s.Targets)))
	}
}

// marks are the states that stand until they are undone, each a part of its own:
// what changes the service first.
func (h *Header) marks(s *state.Snapshot, l *Look) {
	mark := func(text string) {
		h.add(rankMarks, false, func() { h.sheet.put(l.Banner, " ", text, " ") })
	}
	for _, m := range s.Marks {
		mark(l.Say(m))
	}
	switch {
	case s.Restarting.OfService(l.now(s)):
		mark(l.Word("screen.restarting"))
	case s.Restarting.Under(l.now(s)):
		mark(l.Word("screen.restarting-target", string(s.Restarting.Of)))
	}
	if unrecorded(s) {
		mark(l.Word("screen.unrecorded"))
	}
	if h.ReadOnly {
		mark(l.Word("screen.read-only"))
	}
}

// unrecorded reports whether no record is kept of what happens and what is done.
func unrecorded(s *state.Snapshot) bool {
	return slices.ContainsFunc(s.Notices, func(n words.Line) bool { return n.Code == journalNotice })
}

func (h *Header) counts(s *state.Snapshot, l *Look) {
	if !s.Ready && s.Verdict.Status == probes.Unknown {
		return
	}
	b := &h.sheet
	for i, n := range [...]int{s.Verdict.P1, s.Verdict.P2, s.Verdict.P3} {
		if i > 0 {
			b.gap(1)
		}
		p := alert.P1 + alert.Priority(i)
		style := l.Dim
		if n > 0 {
			style, _ = l.urgency(p)
		}
		b.put(style, p.String(), " ", strconv.Itoa(n))
	}
}

// trouble names the worst of what is wrong.
func (h *Header) trouble(s *state.Snapshot, l *Look) {
	if !h.Elsewhere {
		return
	}
	if all := troubles(s); len(all) > 0 {
		style, _ := l.urgency(all[0].Priority)
		h.sheet.put(style, l.Say(alert.Title(*all[0].Alert)))
	}
}

func (h *Header) success(s *state.Snapshot, l *Look) {
	if v := s.Vitals; v.Requests > 0 {
		h.vital(s, l, "success", share(v.Success), 8)
	}
}

func (h *Header) latency(s *state.Snapshot, l *Look) {
	v := s.Vitals
	switch {
	case v.Requests <= 0:
	case probes.Finite(v.P95) && !(s.Figures["latency.p95"].AtLeast && v.Mean > v.P95): // then the mean tells how long it really is
		f := seconds(v.P95)
		f.atLeast = s.Figures["latency.p95"].AtLeast
		h.vital(s, l, "latency.p95", f, 6)
	default:
		h.vital(s, l, "latency.mean", seconds(v.Mean), 6)
	}
}

// vital is a figure of the users' with its name, coloured beyond its limit.
func (h *Header) vital(s *state.Snapshot, l *Look, m probes.Metric, f format, w int) {
	h.sheet.put(l.Dim, l.metric(m))
	h.sheet.gap(1)
	h.sheet.figure(l.present(s, m), f, w)
}

func (h *Header) rate(s *state.Snapshot, l *Look) {
	v := s.Vitals
	switch {
	case !v.QuietFrom.IsZero():
		h.sheet.put(l.Dim, l.Word("screen.quiet.short"))
	case v.Source != state.NoSource && s.Ready:
		h.sheet.figure(l.Text, format{number: v.Rate}, 3)
		h.sheet.put(l.Dim, " ", l.Word("screen.per-second"))
	}
}

// notices counts what else the console itself cannot do; help tells it in full.
func (h *Header) notices(s *state.Snapshot, l *Look) {
	n := len(s.Notices)
	if unrecorded(s) {
		n--
	}
	switch n {
	case 0:
	case 1:
		h.sheet.put(l.Dim, l.Word("screen.notice"))
	default:
		h.sheet.put(l.Dim, l.Word("screen.notices", n))
	}
}

// state is what the screen itself does instead of following.
func (h *Header) state(s *state.Snapshot, l *Look) {
	b := &h.sheet
	switch {
	case h.History:
		b.put(l.Banner, " ", l.Word("screen.history"), " ")
	case h.Paused:
		b.put(l.Banner, " ", l.Word("screen.paused"), " ")
		h.behind(l)
	case h.stale(s, l):
		b.put(l.Banner, " ", l.Word("screen.stale"), " ", elapsed(l.now(s).Sub(s.At)), " ")
	}
}

// behind is what has become of the service behind a paused screen: an old
// green is a lie.
func (h *Header) behind(l *Look) {
	if h.Behind == (state.Verdict{}) {
		return
	}
	style, glyph := l.sign(h.Behind.Status)
	if h.Behind.P1 > 0 {
		style = l.Alarm
	}
	h.sheet.gap(1)
	h.sheet.put(style, " ", l.Word("screen.now"), " ", glyph, " ", l.Word(verdictWord(h.Behind.Status)), " ")
}

// stale reports whether the page should have been renewed long ago.
func (h *Header) stale(s *state.Snapshot, l *Look) bool {
	return !h.Paused && !h.History && !s.At.IsZero() && l.now(s).Sub(s.At) > staleAfter
}

func (h *Header) clock(s *state.Snapshot, l *Look) {
	if now := l.now(s); !now.IsZero() {
		h.sheet.put(l.Text, l.local(now).Format("15:04:05"))
	}
}

func (h *Header) zone(s *state.Snapshot, l *Look) {
	if now := l.now(s); !now.IsZero() {
		name, _ := l.local(now).Zone()
		h.sheet.put(l.Dim, l.Cut(name, 6))
	}
}

func (h *Header) live(s *state.Snapshot, l *Look) {
	if h.Paused || h.History || !s.Ready || h.stale(s, l) {
		return
	}
	h.sheet.put(l.Up, l.Glyph.Live)
	h.sheet.put(l.Dim, " ", l.Word("screen.live"))
}

// TooSmall is the one readable line of a screen with no room for a page.
func TooSmall(s *state.Snapshot, w, h int, l *Look) string {
	if s == nil {
		s = &state.Snapshot{}
	}
	var line Header
	line.sheet.begin(w, h, l)
	line.verdict(s, l)
	if w > line.sheet.used()+12 {
		line.sheet.put(theme.Style{}, "  ")
		line.counts(s, l)
	}
	line.sheet.line()
	return string(line.sheet.picture())
}
