package pane

import (
	"math"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
)

// Detail tells everything that is known of one target: how it is and since
// when, why, what the service says of it, how it was asked, and every figure
// that it gave, with its limit.
type Detail struct {
	sheet  sheet
	line   chart.Line
	marks  []chart.Mark // a buffer
	target *state.Target
	last   cache
	drawn  probes.Name
}

// View draws the pane for a target of the snapshot; nil is none.
func (p *Detail) View(t *state.Target, s *state.Snapshot, w, h int, l *Look) string {
	name := probes.Name("")
	if p.target = t; t != nil {
		name = t.Name
	}
	if name != p.drawn {
		p.drawn, p.last = name, cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Detail) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b, t := &p.sheet, p.target
	b.beginBox(w, h, l)
	if t == nil {
		b.line()
		return b.picture()
	}
	p.title(s, t, l)
	p.status(s, t, l)
	p.reason(s, t, l)
	seen := !t.At.IsZero() && !absent(t)
	if seen {
		p.asked(t, l)
	}
	p.report(t, l)
	p.alerts(s, t, l)
	if seen {
		p.latency(s, t, l)
		p.lastFault(s, t, l)
	}
	p.values(s, t, l)
	p.curve(s, t, l)
	if b.dropped > 0 {
		b.below(l.Dim, l.Word("logpage.more-lines", b.dropped), more(b.dropped))
	}
	return b.picture()
}

func (p *Detail) title(s *state.Snapshot, t *state.Target, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", string(t.Name), " ")
	if t.Kind != "" && t.Kind != string(t.Name) {
		b.put(l.Dim, t.Kind, " ")
	}
	b.apart()
	switch age := l.now(s).Sub(t.At); {
	case t.At.IsZero():
	case stale(t):
		b.put(l.Unknown, " ", l.Word("screen.age", l.spoken(age)), " ")
	case age >= 2*t.Every && age >= time.Second:
		b.put(l.Dim, " ", l.Word("screen.age", l.spoken(age)), " ")
	}
	b.line()
}

// detailLabel is the width of the labels.
const detailLabel = 13

func (p *Detail) label(code words.Code, l *Look) {
	p.sheet.cell(l.Dim, l.Word(code), min(detailLabel, p.sheet.width()/2))
}

func (p *Detail) status(s *state.Snapshot, t *state.Target, l *Look) {
	b := &p.sheet
	p.label("page.status", l)
	t, ill := asServed(s, t)
	style, glyph := l.believed(s, t)
	if ill != nil {
		style, glyph = l.urgency(ill.Priority)
	}
	b.put(style, glyph)
	b.gap(1)
	switch {
	case t.At.IsZero():
		b.put(l.Dim, l.Word("screen.awaited"))
	case absent(t):
		b.put(l.Dim, l.Word("screen.not-provided"))
	case stale(t):
		b.put(l.Unknown, l.Word(statusWord(probes.Unknown)), " ", l.Glyph.Dot, " ", l.Word("screen.age", l.spoken(l.now(s).Sub(t.At))))
	default:
		if ill != nil && failedAs(ill, t) != probes.Unknown {
			putIll(b, t, ill, b.width(), l)
		} else {
			b.put(style, l.Word(statusWord(t.Status)))
		}
		if !t.Since.IsZero() {
			b.put(l.Dim, " ", l.since(s, t.Since, t.SinceAtLeast), l.Word("screen.lasting"))
			if t.SinceAtLeast {
				b.put(l.Dim, l.Plain7("≥"))
			}
			b.put(l.Dim, l.spoken(l.now(s).Sub(t.Since)))
		}
	}
	b.line()
}

// reason is the fault of the last check, over as many rows as it takes, three
// at most.
func (p *Detail) reason(s *state.Snapshot, t *state.Target, l *Look) {
	if t.Fault.Code == "" || t.At.IsZero() {
		return
	}
	const most = 3
	b := &p.sheet
	room := max(b.width()-min(detailLabel, b.width()/2), 8)
	lines := rowsOf(l.Say(t.Fault.Line()), room)
	for i, line := range lines[:min(len(lines), most)] {
		if i == 0 {
			p.label("page.why", l)
		} else {
			b.gap(min(detailLabel, b.width()/2))
		}
		if i == most-1 && len(lines) > most {
			line = l.Cut(line+" "+l.Glyph.Ellipsis, room)
		}
		b.put(l.Text, line)
		b.line()
	}
	if t.Bad > 0 {
		p.label("page.bad", l)
		b.figure(l.Text, format{number: float64(t.Bad)}, 0)
		b.gap(1)
		b.put(l.Dim, l.Word("page.in-a-row"))
		if served, _ := asServed(s, t); t.Since.Sub(served.Since) > 2*t.Every { // fewer than its trouble is old
			b.put(l.Dim, l.Word("page.answered-between", l.stamp(t.Since, l.now(s))))
		}
		b.line()
	}
}

// report is what the service itself says of the target.
func (p *Detail) report(t *state.Target, l *Look) {
	if t.SaysItself == probes.Unknown {
		return
	}
	b := &p.sheet
	p.label("page.report", l)
	said := words.Of(statusWord(t.SaysItself))
	if disagrees(t) {
		b.put(l.P3, l.Glyph.Differs, " ", l.Word("page.checked-here", said, words.Of(statusWord(t.Status))))
	} else {
		b.put(l.Text, l.Say(said))
	}
	b.line()
}

// alerts are the alerts that fire on the target, and on how the users fare of a
// service that answers.
func (p *Detail) alerts(s *state.Snapshot, t *state.Target, l *Look) {
	b, ill := &p.sheet, illServed(s, t)
	for i := range s.Alerts {
		a := &s.Alerts[i]
		if a.State != alert.Firing || a.Target != t.Name && i != ill {
			continue
		}
		p.label("page.alert", l)
		style, glyph := l.urgency(a.Priority)
		b.put(style, glyph, " ", a.Priority.String(), " ", l.Say(alert.TitleOf(a.Rule)))
		if a.SuppressedBy != "" {
			b.put(l.Dim, " ", l.Glyph.Dot, " ", l.Word("alertpage.under", alert.TitleOf(a.SuppressedBy)))
		}
		b.line()
	}
}

func (p *Detail) latency(s *state.Snapshot, t *state.Target, l *Look) {
	b := &p.sheet
	p.label("page.latency", l)
	latency := t.Latency.Seconds()
	if t.Latest != probes.Up && t.Latest != probes.Degraded {
		latency = math.NaN() // how soon it was refused is no latency
	}
	b.figure(l.Text, seconds(latency), 7)
	if past := min(b.width()-b.used()-1, 60); past >= 4 {
		b.gap(1)
		b.drawn(past, func(dst []byte) []byte {
			return chart.AppendSpark(dst, series(t.Past), chart.SparkOptions{Width: past, High: headroom(t.Past), Normal: l.Spark, Beyond: l.Spark, Glyphs: &l.Glyph})
		})
	}
	b.line()
	served, _ := asServed(s, t)
	if served.Status != probes.Degraded && probes.Finite(t.Availability) {
		p.label("page.availability", l)
		b.figure(l.Text, availability(t), 7)
		b.put(l.Dim, " ", l.Word("page.over", t.Span.Truncate(time.Second)))
		b.line()
	}
}

// curve draws how fast the target answered, with what happened meanwhile, in
// the rows that are left. A failed check is a gap.
func (p *Detail) curve(s *state.Snapshot, t *state.Target, l *Look) {
	b := &p.sheet
	trend := answersOf(s, t.Name)
	if b.left() < leastCurve+2 || trend.Step == 0 {
		return
	}
	b.line()
	b.put(l.Dim, l.Word(pastWords(s, t.Name)))
	b.line()
	p.marks = appendMarks(p.marks[:0], s, l)
	o := answerCourse(s, trend, l)
	o.Width, o.Height, o.Marks, o.Beyond = b.width(), curveRows(b.left()), p.marks, l.P3
	for _, row := range p.line.Draw(series(trend), o) {
		b.drawn(b.width(), func(dst []byte) []byte { return append(dst, row...) })
		b.line()
	}
	b.legend(&p.line)
}

// asked is how often and where the target is checked, and what was lost on the
// way.
func (p *Detail) asked(t *state.Target, l *Look) {
	b := &p.sheet
	p.label("page.asked", l)
	b.put(l.Text, l.Word("page.every", t.Every))
	if !t.Where.Empty() {
		b.put(l.Dim, " ", l.Glyph.Dot, " ", t.Where.Screen())
	}
	if !t.Instead.Empty() {
		b.put(l.Text, " ", l.Glyph.Dot, " ", l.Word("page.instead", t.Instead))
	}
	if t.Missed > 0 {
		b.put(l.P3, " ", l.Glyph.Dot, " ", l.Word("page.missed", t.Missed))
	}
	if t.Dropped > 0 {
		b.put(l.P3, " ", l.Glyph.Dot, " ", l.Word("page.dropped", t.Dropped))
	}
	b.line()
}

// lastFault is what was wrong before, while nothing is.
func (p *Detail) lastFault(s *state.Snapshot, t *state.Target, l *Look) {
	if t.LastFault.Code == "" || t.Fault.Code != "" {
		return
	}
	b := &p.sheet
	p.label("page.last-fault", l)
	b.put(l.Dim, l.stamp(t.LastFaultAt, l.now(s)), " ")
	b.put(l.Text, l.Say(t.LastFault.Line()))
	b.line()
}

// values are the figures of the last check with their limits, in columns where
// there is room. What does not fit says so.
func (p *Detail) values(s *state.Snapshot, t *state.Target, l *Look) {
	const column = 46
	b := &p.sheet
	columns := max(1, b.width()/column)
	room := b.left() * columns
	if len(t.Values) > room {
		room = max(0, (b.left()-1)*columns)
	}
	shown := t.Values[:min(len(t.Values), room)]
	width := b.width() / columns
	for i, v := range shown {
		p.figure(s, v, width, l)
		if (i+1)%columns == 0 || i+1 == len(shown) {
			b.line()
		}
	}
	if rest := len(t.Values) - len(shown); rest > 0 {
		b.put(l.Dim, l.Word("page.more-values", rest))
		b.line()
	}
}

// figure is one value in w cells.
func (p *Detail) figure(s *state.Snapshot, v probes.Value, w int, l *Look) {
	const number = 9
	b, before := &p.sheet, p.sheet.used()
	limit := s.Figures[v.Metric].Limit
	style := l.Text
	switch {
	case stale(p.target):
		style = l.Unknown
	case limit.Beyond(v.Number):
		style = l.beyond(s, v.Metric)
	}
	name := min(max(detailLabel, w/2), max(w-number, 0))
	b.cell(l.Dim, string(v.Metric), name)
	b.figure(style, format{number: v.Number, unit: v.Unit}, number)
	if b.used()-before+limitCells(l) <= w {
		putLimit(b, limit, v.Unit)
	}
	b.gap(w - (b.used() - before))
}
