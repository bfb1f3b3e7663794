package pane

import (
	"strconv"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
)

// Wrong answers what is wrong, since when, what it probably is and which key
// to press. When nothing is wrong it says so, and since when.
type Wrong struct {
	Bare bool // without a border, where it has the page for itself

	sheet sheet
	last  cache
}

// View draws the pane.
func (p *Wrong) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Wrong) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	if p.Bare {
		b.begin(w, h, l)
	} else {
		b.beginBox(w, h, l)
		b.put(l.Title, " ", l.Word("pane.wrong"), " ")
		b.line()
	}
	p.run(s, l)
	if worstFiring(s.Verdict) == 0 {
		p.calm(s, l)
	}
	p.blind(s, l)
	p.alerts(s, l)
	p.beyond(s, l)
	p.notices(s, l)
	return b.picture()
}

// blind says that worse than what is wrong cannot be told.
func (p *Wrong) blind(s *state.Snapshot, l *Look) {
	if b := &p.sheet; worstFiring(s.Verdict) != 0 && s.Verdict.Why == alert.Blind {
		b.put(l.Unknown, l.Glyph.Unknown, " ", l.cannotTell(s.Verdict))
		b.line()
	}
}

// calm says that nothing is wrong, or that this is not known yet.
func (p *Wrong) calm(s *state.Snapshot, l *Look) {
	b := &p.sheet
	switch {
	case !s.Ready:
		p.awaited(s, l)
	case s.Verdict.Status == probes.Unknown:
		b.put(l.Unknown, l.Glyph.Unknown, " ", l.cannotTell(s.Verdict))
		b.line()
	case s.Restarting.Under(l.now(s)):
		b.put(l.Strong, l.Glyph.Running, " ")
		if until := l.timeOfDay(s.Restarting.Until); s.Restarting.Of == "" {
			b.put(l.Text, l.Word("screen.restart-expected", until))
		} else {
			b.put(l.Text, l.Word("screen.restart-expected-target", until, string(s.Restarting.Of)))
		}
		b.line()
	default:
		b.put(l.Up, l.Glyph.Up, " ")
		b.put(l.Text, l.Word("screen.all-well"))
		if v := s.Verdict; !v.Since.IsZero() {
			b.put(l.Dim, " ", l.Glyph.Dot, " ", l.since(s, v.Since, v.SinceAtLeast))
		}
		p.without(s, l)
		b.line()
	}
}

// awaited names what has not answered yet.
func (p *Wrong) awaited(s *state.Snapshot, l *Look) {
	b := &p.sheet
	b.put(l.Unknown, l.Glyph.Unknown, " ", l.Word("screen.looking"))
	p.without(s, l)
	b.line()
}

// without adds what has not been looked at yet.
func (p *Wrong) without(s *state.Snapshot, l *Look) {
	if names := awaited(s); len(names) > 0 {
		p.sheet.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("screen.waiting-for", strings.Join(names, l.Word("screen.comma"))))
	}
	putUnjudged(&p.sheet, s, l)
}

// putUnjudged says what nobody can tell where all else is well: how the users fare,
// once that was known.
func putUnjudged(b *sheet, s *state.Snapshot, l *Look) {
	if s.Vitals.Source == state.NoSource && known(s.Trends[charted(s)]) {
		b.put(l.Unknown, " ", l.Glyph.Dot, " ", l.Glyph.Unknown, " ", l.Word("screen.unjudged"))
	}
}

// alerts tells the firing alerts, worst first, each with its cause and keys;
// then those that were resolved just now and those that may fire soon.
func (p *Wrong) alerts(s *state.Snapshot, l *Look) {
	all := troubles(s)
	for i := range all {
		if p.sheet.left() == 1 && i+1 < len(all) {
			p.more(all[i:], l)
			return
		}
		behind := len(all) - i - 1
		answers, next := p.answers(s, &all[i], l)
		if i == 0 {
			behind = min(behind, max(p.sheet.left()-1-min(len(answers), essential), leastBehind(all)))
		}
		p.trouble(s, &all[i], answers, next, behind, l)
	}
	for _, a := range s.Alerts {
		switch {
		case a.State == alert.Resolved:
			p.resolved(s, a, l)
		case a.State == alert.Pending && a.SuppressedBy == "" && likelyToFire(a, l.now(s)):
			p.pending(s, a, l)
		}
	}
}

// essential are the answers about the first alert that go before the headlines
// of less urgent ones: why, and what to do.
const essential = 2

// leastBehind is how many rows the alerts behind the first need at least: all
// that are as urgent as any their headlines, the others a count.
func leastBehind(all []trouble) int {
	most, last := alert.P3, 0
	for i, t := range all {
		if t.Priority < most {
			most = t.Priority
		}
		if t.Priority == most {
			last = i
		}
	}
	return last + 1
}

// more counts the alerts that have no room, by their urgency.
func (p *Wrong) more(rest []trouble, l *Look) {
	b := &p.sheet
	b.put(l.Dim, l.Word("screen.more-alerts", len(rest)))
	for urgency := alert.P1; urgency <= alert.P3; urgency++ {
		n := 0
		for _, t := range rest {
			if t.Priority == urgency {
				n++
			}
		}
		if style, _ := l.urgency(urgency); n > 0 {
			b.ifFits(b.width(), func() { b.put(l.Dim, " ", l.Glyph.Dot, " "); b.put(style, urgency.String(), " ", strconv.Itoa(n)) })
		}
	}
	b.line()
}

func (p *Wrong) resolved(s *state.Snapshot, a alert.Alert, l *Look) {
	b := &p.sheet
	b.put(l.Up, l.Glyph.Up, " ")
	b.put(l.Dim, l.Word("screen.resolved", alert.Title(a), l.spoken(l.now(s).Sub(a.ResolvedAt))))
	b.line()
}

// likelyToFire reports whether an alert has held for a third of its time: a spike
// of a second is no news.
func likelyToFire(a alert.Alert, now time.Time) bool { return now.Sub(a.Seen) >= a.For/3 }

func (p *Wrong) pending(s *state.Snapshot, a alert.Alert, l *Look) {
	b := &p.sheet
	b.put(l.Dim, l.Glyph.Dot, " ", l.Word("screen.pending", a.Priority.String(), alert.Title(a), l.spoken(l.now(s).Sub(a.Since))))
	b.line()
}

// run tells the act that is under way, or how the last one ended.
func (p *Wrong) run(s *state.Snapshot, l *Look) {
	const told = 30 * time.Second
	r, b := s.Run, &p.sheet
	if r == nil {
		return
	}
	if !r.Outcome.Ended() {
		b.put(l.Strong, l.Glyph.Running, " ", l.Say(r.Title))
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("screen.running", l.spoken(l.now(s).Sub(r.Began))))
		b.line()
		return
	}
	if l.now(s).Sub(r.Ended) > told {
		return
	}
	style, glyph := l.ended(r.Outcome)
	b.put(style, glyph, " ")
	b.put(l.Text, l.Say(r.Title))
	if !r.Proof.Zero() {
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Say(r.Proof))
	}
	b.line()
}

// notices tells what the console itself cannot do, in one row: help has the
// rest.
func (p *Wrong) notices(s *state.Snapshot, l *Look) {
	if len(s.Notices) == 0 {
		return
	}
	b := &p.sheet
	b.put(l.Dim, l.Glyph.Dot, " ", l.Say(s.Notices[0]))
	if more := len(s.Notices) - 1; more > 0 {
		b.apart()
		b.put(l.Dim, l.Word("screen.more-notices", more))
	}
	b.line()
}
