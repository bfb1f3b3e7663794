package pane

import (
	"slices"
	"strings"
	"time"

	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// title says what is shown, and how much of what was logged: where room is
// short, the rest of it in fewer words or not at all.
func (p *Logs) title(s *state.Snapshot, l *Look) {
	b := &p.sheet
	p.place(s, l)
	place := slices.Clone(b.lift(0))
	room := b.width() - cells(place) - 2 // with a gap and a piece of the border between
	b.put(l.Title, " ", l.Word("logpage.title"))
	if p.Query != "" {
		b.put(l.Title, "  ", p.Query)
	}
	if p.loaded {
		b.put(l.Title, "  ", p.countWords(l))
	}
	if p.Hit != nil {
		b.put(l.Dim, "  ", p.contextWords(l))
	}
	if wide := p.widthWords(l); wide != "" {
		b.put(l.Dim, "  ", wide)
	}
	if n := len(p.marks); n > 0 {
		b.put(l.Dim, "  ", l.Word("logpage.marked", n))
	}
	zones, gone := p.zoneWords(s, l), p.goneWords(s, l)
	if !b.firstThatFits(room-needed(gone, 1), zones) {
		b.firstThatFits(room-needed(gone, 2), zones)
	}
	b.firstThatFits(room, gone)
	b.gap(1)
	b.apart()
	b.lower(place)
	b.line()
}

// countWords is how many entries match of those that are held.
func (p *Logs) countWords(l *Look) string {
	if p.Query == "" {
		return l.Word("logpage.held", thousands(p.held))
	}
	return l.Word("logpage.matches", thousands(p.matches), thousands(p.held))
}

// goneWords says from when on entries are held, and that older ones stand in
// the files alone: nothing where none do.
func (p *Logs) goneWords(s *state.Snapshot, l *Look) []string {
	older := func(src state.LogSource) bool { return src.Older }
	switch {
	case !p.loaded || p.held == 0:
		return nil
	case p.since.IsZero() && slices.ContainsFunc(s.Logs.Sources, older):
		return []string{l.Word("logpage.older")}
	case p.since.IsZero():
		return nil
	}
	since, gone := l.timeOfDay(p.since), thousands(int(p.gone))
	return []string{
		l.Word("logpage.gone", since, gone), l.Word("logpage.gone.short", since), l.Word("logpage.since", since),
	}
}

// needed is the room that the i-th of some texts takes, each shorter than the
// one before, or the shortest.
func needed(texts []string, i int) int {
	if len(texts) == 0 {
		return 0
	}
	return 2 + theme.Width(texts[min(i, len(texts)-1)])
}

// zoneWords says which logs are written in another zone than the one that their
// times are shown in, or in two at once, so that no zone is right.
func (p *Logs) zoneWords(s *state.Snapshot, l *Look) []string {
	if all := mixedLogs(s, l); all != "" {
		return []string{l.Word("logpage.mixed", all), l.Word("logpage.mixed.short", all)}
	}
	var zones, names []string // names are those of the logs in each zone
	and := l.Word("logpage.zone.and")
	for _, src := range s.Logs.Sources {
		i := slices.Index(zones, src.Zone)
		switch {
		case src.Zone == "":
		case i < 0:
			zones, names = append(zones, src.Zone), append(names, src.Name)
		default:
			names[i] += and + src.Name
		}
	}
	if len(zones) == 0 {
		return nil
	}
	for i := range names {
		names[i] = l.Word("logpage.zone.one", names[i], zones[i])
	}
	in := strings.Join(zones, and)
	return []string{l.Word("logpage.zone", strings.Join(names, and)), l.Word("logpage.zone.short", in), l.Word("logpage.zone.shortest", in)}
}

// mixedLogs names the logs that are written in two zones at once, "" for none.
func mixedLogs(s *state.Snapshot, l *Look) string {
	var mixed []string
	for _, src := range s.Logs.Sources {
		if src.Mixed {
			mixed = append(mixed, src.Name)
		}
	}
	return strings.Join(mixed, l.Word("logpage.zone.and"))
}

// place says where in the log the page stands: at its end, or at which match,
// and what came since. A log that cannot be read goes before the end of others.
func (p *Logs) place(s *state.Snapshot, l *Look) {
	b := &p.sheet
	if !p.loaded {
		return
	}
	if !p.left {
		p.end(s, l)
		return
	}
	if where := p.whereWords(l); where != "" {
		b.put(l.Dim, " ", where, " ")
	}
	if p.fresh > 0 {
		b.put(l.Strong, " ", l.Word("logpage.new", p.fresh), " ")
	}
}

// end says how the end of the log stands: which log cannot be read, that the
// screen stands still, or for how long no line came.
func (p *Logs) end(s *state.Snapshot, l *Look) {
	b := &p.sheet
	for _, src := range s.Logs.Sources {
		if !src.OK && !src.State.Zero() {
			b.put(l.Unknown, " ", l.Glyph.Unknown, " ", src.Name, " ", l.Say(src.State), " ")
			return
		}
	}
	quiet, whole := quietFor(s, l)
	switch {
	case p.paused:
		b.put(l.Strong, " ", l.Word("logpage.paused"), " ")
	case quiet < longQuiet:
		b.put(l.Dim, " ", l.Word("logpage.following"), " ")
	default:
		b.put(l.Strong, " ", l.Word(quietWord(whole), quiet), " ")
	}
}

// quietWord says for how long no line came: since one that was seen, or at
// least as long as somebody looked.
func quietWord(whole bool) words.Code {
	if whole {
		return "logpage.quiet"
	}
	return "logpage.quiet.least"
}

// whereWords say where the cursor is that left the end: nothing where only what
// came since is to be told.
func (p *Logs) whereWords(l *Look) string {
	first, last, known := p.hitNumbers()
	switch {
	case p.rising:
		return l.Word("logpage.rising")
	case known && p.Query != "" && first == last:
		return l.Word("logpage.hit", thousands(last), thousands(p.matches))
	case known && p.Query != "":
		return l.Word("logpage.hits", thousands(first), thousands(last), thousands(p.matches))
	case p.fresh > 0:
		return ""
	case p.cursor == 0 && !p.more:
		return l.Word("logpage.oldest")
	}
	return l.Word("logpage.scrolled")
}

// longQuiet is how long no line comes before that is said: a service that is
// polled writes every few seconds.
const longQuiet = 10 * time.Second

// quietFor is how long no log has had a line. It is not the whole time where it
// is not known of each when it had its last.
func quietFor(s *state.Snapshot, l *Look) (quiet time.Duration, whole bool) {
	var last time.Time
	whole = len(s.Logs.Sources) > 0
	for _, src := range s.Logs.Sources {
		if src.Last.IsZero() {
			src.Last, whole = s.Started, false // since we look it had none
		}
		if src.Last.After(last) {
			last = src.Last
		}
	}
	if last.IsZero() {
		return 0, false
	}
	return max(0, l.now(s).Sub(last)).Truncate(time.Second), whole
}
