package pane

import (
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Wrong answers what is wrong, since when, what it probably is and which key
// to press. When nothing is wrong it says so, and since when.
type Wrong struct {
	sheet sheet
	last  cache
}

// View draws the pane.
func (p *Wrong) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Wrong) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	b.put(l.Title, " ", l.Word("pane.wrong"), " ")
	b.line()
	p.run(s, l)
	if worstFiring(s.Verdict) == 0 {
		p.calm(s, l)
	}
	p.alerts(s, l)
	p.beyond(s, l)
	p.notices(s, l)
	return b.picture()
}

// calm says that nothing is wrong, or that this is not known yet.
func (p *Wrong) calm(s *state.Snapshot, l *Look) {
	b := &p.sheet
	switch {
	case !s.Ready:
		p.awaited(s, l)
	case s.Verdict.Status == probes.Unknown:
		b.put(l.Unknown, l.Glyph.Unknown, " ", l.Word("screen.cannot-tell"))
		b.line()
	default:
		b.put(l.Up, l.Glyph.Up, " ")
		b.put(l.Text, l.Word("screen.all-well"))
		if v := s.Verdict; !v.Since.IsZero() {
			b.put(l.Dim, " ", l.Glyph.Dot, " ", l.since(v.Since, v.SinceAtLeast))
		}
		b.line()
	}
}

// awaited names what has not answered yet.
func (p *Wrong) awaited(s *state.Snapshot, l *Look) {
	b := &p.sheet
	b.put(l.Unknown, l.Glyph.Unknown, " ", l.Word("screen.looking"))
	var names []string
	for _, t := range s.Targets {
		if t.At.IsZero() {
			names = append(names, string(t.Name))
		}
	}
	if len(names) > 0 {
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("screen.waiting-for", strings.Join(names, ", ")))
	}
	b.line()
}

// alerts tells the firing alerts, worst first, each with its cause and keys;
// then those that were resolved just now and those that may fire soon.
func (p *Wrong) alerts(s *state.Snapshot, l *Look) {
	firing := 0
	for _, a := range s.Alerts {
		if a.State == alert.Firing && a.SuppressedBy == "" {
			firing++
		}
	}
	told := 0
	for _, a := range s.Alerts {
		if a.State != alert.Firing || a.SuppressedBy != "" {
			continue
		}
		if p.sheet.left() == 1 && firing-told > 1 {
			p.more(firing-told, l)
			return
		}
		told++
		p.alert(s, a, firing-told, l)
	}
	for _, a := range s.Alerts {
		switch {
		case a.State == alert.Resolved:
			p.resolved(s, a, l)
		case a.State == alert.Pending && a.SuppressedBy == "":
			p.pending(s, a, l)
		}
	}
}

func (p *Wrong) more(n int, l *Look) {
	p.sheet.put(l.Dim, l.Word("screen.more-alerts", n))
	p.sheet.line()
}

// alert tells one alert. The cause and the keys are left out where they would
// take the room of the alerts that follow.
func (p *Wrong) alert(s *state.Snapshot, a alert.Alert, following int, l *Look) {
	b := &p.sheet
	p.headline(s, a, l)
	h := explanation(s, a)
	if h != nil && b.left() > following {
		p.cause(h, l)
	}
	if b.left() > following {
		p.keys(s, a, h, l)
	}
	if b.left() > following {
		p.folded(s, a, l)
	}
}

func (p *Wrong) headline(s *state.Snapshot, a alert.Alert, l *Look) {
	b := &p.sheet
	style, glyph := l.urgency(a.Priority)
	now := l.now(s)
	b.put(style, glyph, " ", a.Priority.String(), " ", l.Say(alert.Title(a)))
	if b.width() < narrowHeadline { // since when matters more than the whole title
		b.apart()
		b.age(l.Strong, now.Sub(a.Since), a.SinceAtLeast)
		b.line()
		return
	}
	b.put(l.Strong, " ", l.Glyph.Dot, " ")
	b.age(l.Strong, now.Sub(a.Since), a.SinceAtLeast)
	if a.Flapping {
		b.put(l.P3, " ", l.Glyph.Dot, " ", l.Word("screen.flapping", a.Count))
	}
	p.fact(a, l)
	p.due(a, now, style, l)
	b.line()
}

// narrowHeadline is the width below which a headline has room for its clock
// alone.
const narrowHeadline = 50

// due says until when somebody should have answered the alert.
func (p *Wrong) due(a alert.Alert, now time.Time, style theme.Style, l *Look) {
	if a.AnswerDue.IsZero() {
		return
	}
	p.sheet.apart()
	if due := a.AnswerDue.Sub(now); due >= 0 {
		p.sheet.put(l.Dim, l.Word("screen.answer-due", clock(due)))
	} else {
		p.sheet.put(style, l.Word("screen.overdue", clock(-due)))
	}
}

// fact adds the number that the decision rested on, beside its limit.
func (p *Wrong) fact(a alert.Alert, l *Look) {
	for _, f := range a.Reason.Facts {
		if f.Metric == "" || !f.Known {
			continue
		}
		b := &p.sheet
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.metric(f.Metric), " ")
		b.figure(l.Dim, format{number: f.Number, unit: f.Unit}, 0)
		b.put(l.Dim, " ", f.Op, " ")
		b.figure(l.Dim, format{number: f.Limit, unit: f.Unit, limit: true}, 0)
		return
	}
}

// explanation is the likeliest cause of an alert, nil for none.
func explanation(s *state.Snapshot, a alert.Alert) *triage.Hypothesis {
	for i := range s.Triage {
		for _, rule := range s.Triage[i].Explains {
			if rule == a.Rule {
				return &s.Triage[i]
			}
		}
	}
	return nil
}

func (p *Wrong) cause(h *triage.Hypothesis, l *Look) {
	b := &p.sheet
	b.put(l.Dim, "  ", l.Word(likely(h.Confidence)))
	b.put(l.Strong, l.Say(h.Cause))
	for i, e := range h.Evidence {
		if i == 3 {
			break
		}
		separator := ", "
		if i == 0 {
			separator = "  ("
		}
		b.put(l.Dim, separator, l.Say(e))
	}
	if len(h.Evidence) > 0 {
		b.put(l.Dim, ")")
	}
	b.line()
}

// likely is how a confidence is said.
func likely(confidence float64) words.Code {
	switch {
	case confidence >= 0.7:
		return "screen.probably"
	case confidence >= 0.4:
		return "screen.perhaps"
	}
	return "screen.possibly"
}

// keys offers what may be pressed: the action that fits first.
func (p *Wrong) keys(s *state.Snapshot, a alert.Alert, h *triage.Hypothesis, l *Look) {
	b := &p.sheet
	offered := []string{a.Runbook}
	if h != nil {
		offered = append([]string{h.Action}, append(h.Also, a.Runbook)...)
	}
	n := 0
	for i, name := range offered {
		act := find(s.Actions, name)
		if act == nil || act.Key == "" || contains(offered[:i], name) {
			continue
		}
		p.separator(n, l)
		n++
		p.key(act, l)
	}
	if h != nil && h.Query != "" {
		p.separator(n, l)
		b.put(l.Key, "t")
		b.put(l.Text, " ", l.Word("screen.its-lines"))
		n++
	}
	if n > 0 {
		b.line()
	} else {
		b.clear()
	}
}

func (p *Wrong) separator(n int, l *Look) {
	if n == 0 {
		p.sheet.put(l.Dim, "  ", l.Word("screen.press"), "  ")
		return
	}
	p.sheet.put(l.Dim, " ", l.Glyph.Dot, " ")
}

func (p *Wrong) key(act *state.Action, l *Look) {
	b := &p.sheet
	b.put(l.Key, act.Key)
	if act.Refused.Zero() {
		b.put(l.Text, " ", l.Say(act.Title))
		return
	}
	b.put(l.Dim, " ", l.Say(act.Title), " (", l.Say(act.Refused), ")")
}

func find(actions []state.Action, name string) *state.Action {
	for i := range actions {
		if name != "" && actions[i].Name == name {
			return &actions[i]
		}
	}
	return nil
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// folded counts the alerts that this one hides.
func (p *Wrong) folded(s *state.Snapshot, a alert.Alert, l *Look) {
	n := 0
	var names []string
	for _, child := range s.Alerts {
		if child.SuppressedBy == a.Rule && child.State == alert.Firing {
			n++
			names = append(names, l.Say(alert.Title(child)))
		}
	}
	if n == 0 {
		return
	}
	p.sheet.put(l.Dim, "  ", l.Glyph.Folded, " ", l.Word("screen.folded", n), " ", strings.Join(names, ", "))
	p.sheet.line()
}

func (p *Wrong) resolved(s *state.Snapshot, a alert.Alert, l *Look) {
	b := &p.sheet
	b.put(l.Up, l.Glyph.Up, " ")
	b.put(l.Dim, l.Word("screen.resolved", alert.Title(a), clock(l.now(s).Sub(a.ResolvedAt))))
	b.line()
}

func (p *Wrong) pending(s *state.Snapshot, a alert.Alert, l *Look) {
	b := &p.sheet
	b.put(l.Dim, l.Glyph.Dot, " ", l.Word("screen.pending", a.Priority.String(), alert.Title(a), clock(l.now(s).Sub(a.Since))))
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
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("screen.running", clock(l.now(s).Sub(r.Began))))
		b.line()
		return
	}
	if l.now(s).Sub(r.Ended) > told {
		return
	}
	style, glyph := l.Up, l.Glyph.Tick
	if r.Outcome != action.Done {
		style, glyph = l.P2, l.Glyph.Cross
	}
	b.put(style, glyph, " ")
	b.put(l.Text, l.Say(r.Title))
	if !r.Proof.Zero() {
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Say(r.Proof))
	}
	b.line()
}

// beyond names the figures that are beyond their limits without an alert.
func (p *Wrong) beyond(s *state.Snapshot, l *Look) {
	b, n := &p.sheet, 0
	for _, m := range limitedMetrics {
		f, ok := s.Figures[m]
		if !ok || f.Stale || !f.Limit.Beyond(f.Number) || alerted(s, m) {
			continue
		}
		if n++; n == 1 {
			b.put(l.P3, l.Glyph.P3, " ", l.Word("screen.no-alert"))
		}
		b.put(l.Dim, " ", l.Glyph.Dot, " ", l.metric(m), " ")
		b.figure(l.P3, format{number: f.Number, unit: f.Unit, exact: m == "success"}, 0)
		if at, ok := bound(f.Limit); ok {
			b.put(l.Dim, " (")
			b.figure(l.Dim, format{number: at, unit: f.Unit, limit: true}, 0)
			b.put(l.Dim, ")")
		}
	}
	if n > 0 {
		b.line()
	}
}

// limitedMetrics are the figures that stand against a limit on the overview.
var limitedMetrics = [...]probes.Metric{
	"success", "latency.p95", "latency.voice.p95", "host.cpu", "host.memory", "host.disk", "cache.hits",
	"llm.availability", "emotion.accuracy", "personalisation.effective",
}

// alerted reports whether a firing alert rests on the metric.
func alerted(s *state.Snapshot, m probes.Metric) bool {
	for _, a := range s.Alerts {
		for _, f := range a.Reason.Facts {
			if a.State == alert.Firing && f.Metric == m {
				return true
			}
		}
	}
	return false
}

// notices tells what the console itself cannot do.
func (p *Wrong) notices(s *state.Snapshot, l *Look) {
	for _, n := range s.Notices {
		p.sheet.put(l.Dim, l.Glyph.Dot, " ", l.Say(n))
		p.sheet.line()
	}
}
