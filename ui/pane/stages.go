package pane

import (
	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Stages shows where a reply's time goes: each stage's mean, its share as a
// bar, and its past on a scale that all share, so that it is seen which one
// grew. The longest one stands out, or the sign of the one that fails.
type Stages struct {
	sheet  sheet
	stages stages
	last   cache
}

// stages are the parts of a reply's mean time.
type stages struct {
	parts []stagePart
	total float64 // seconds, of all parts
	worst int     // the one that stands out: the longest, or what fails
	scale float64 // the end of the scale of their past
}

// stagePart is a stage, or what no stage accounts for.
type stagePart struct {
	metric probes.Metric
	mean   float64       // seconds
	down   *state.Target // what the stage needs, where that is down: its time is that of failing
}

// downUnder is what a stage needs where that is down, nil where it is not.
func downUnder(s *state.Snapshot, stage state.Stage) *state.Target {
	if t := targetNamed(s, stage.Needs); t != nil && t.Status == probes.Down && !stale(t) {
		return t
	}
	return nil
}

// inNoStage is the part of a reply that is in no stage: what it waits for its
// turn, mostly.
const inNoStage probes.Metric = "stage.elsewhere"

// take reads the stages. What is in none is a part of its own where it is too
// long to be the time between two of them: without it the longest stage would
// be blamed for a queue.
func (p *stages) take(s *state.Snapshot) {
	*p = stages{parts: p.parts[:0]}
	for i, stage := range s.Vitals.Stages {
		metric := p.metric(i, stage.Name)
		p.parts = append(p.parts, stagePart{metric, stage.Mean, downUnder(s, stage)})
		p.total += stage.Mean
		p.scale = max(p.scale, largest(s.Trends[metric]))
	}
	if rest := s.Vitals.Mean - p.total; rest > p.total/4 && len(p.parts) > 0 && s.Vitals.Requests > 0 {
		p.parts = append(p.parts, stagePart{inNoStage, rest, nil})
		p.scale = max(p.scale, rest) // beside which the stages are as short as they are
		p.total += rest
	}
	for i := range p.parts {
		if p.rank(i) == 0 {
			p.worst = i
		}
	}
}

// metric is that of stage i, as it was named in the picture before where it is the
// same: they stay as they are.
func (p *stages) metric(i int, stage string) probes.Metric {
	const prefix = "stage."
	if before := p.parts[:cap(p.parts)]; i < len(before) {
		if m := before[i].metric; len(m) == len(prefix)+len(stage) && string(m[:len(prefix)]) == prefix && string(m[len(prefix):]) == stage {
			return m
		}
	}
	return probes.Metric(prefix + stage)
}

// rank is how many parts go before part i where room is short: what fails, then
// the longer ones.
func (p *stages) rank(i int) int {
	n, part := 0, p.parts[i]
	for j, other := range p.parts {
		switch {
		case (other.down != nil) != (part.down != nil):
			if other.down != nil {
				n++
			}
		case other.mean > part.mean, other.mean == part.mean && j < i:
			n++
		}
	}
	return n
}

// style is that of the time of part i. The longest stands out; the time of what
// fails is that of failing, and its sign stands out instead.
func (p *stages) style(i int, l *Look) theme.Style {
	switch {
	case p.parts[i].down != nil:
		return l.Dim
	case i == p.worst:
		return l.Strong
	}
	return l.Text
}

// stageName puts the name of a part into w cells, or as many as it takes for 0,
// with the sign of what it needs where that is down: a stage that fails at once
// is not a quick one.
func (s *sheet) stageName(page *state.Snapshot, part stagePart, w int) {
	const sign = 2
	l := s.look
	name := l.metric(part.metric)
	switch {
	case w == 0:
		w = theme.Width(name)
	case part.down != nil:
		w -= sign
	}
	if s.cell(l.Dim, name, w); part.down == nil {
		return
	}
	style, glyph := l.alarmed(page, part.down)
	s.put(style, " ", glyph)
}

// View draws the pane.
func (p *Stages) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Stages) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.stages.take(s)
	p.title(s, len(p.stages.parts)-b.left(), l)
	if len(p.stages.parts) == 0 {
		p.empty(s, l)
		return b.picture()
	}
	room := b.left()
	for i := range p.stages.parts {
		if p.stages.rank(i) < room { // what fails is kept, then the longest
			p.row(s, i, l)
		}
	}
	return b.picture()
}

func (p *Stages) title(s *state.Snapshot, rest int, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("page.stages"), " ")
	b.apart()
	nothing := func() {}
	failedShare(b, s, l, nothing, nothing)
	if rest > 0 {
		b.below(l.Dim, l.Word("screen.more", rest), more(rest))
	}
	b.line()
}

// empty says why there are no stages.
func (p *Stages) empty(s *state.Snapshot, l *Look) {
	b := &p.sheet
	switch {
	case !s.Ready:
		b.put(l.Dim, l.Word("screen.awaited"))
	case s.Vitals.Source == state.NoSource && known(s.Trends[charted(s)]):
		b.put(l.Unknown, l.Word("screen.no-data"))
	case s.Vitals.Requests <= 0 && s.Vitals.Source != state.NoSource:
		b.put(l.Dim, l.Word("screen.quiet.short"))
	default:
		b.put(l.Dim, l.Word("screen.not-provided"))
		b.line()
		b.put(l.Dim, l.Word("page.add-stages"))
	}
	b.line()
}

// row is one stage: name, mean, bar, share, past.
func (p *Stages) row(s *state.Snapshot, i int, l *Look) {
	const number, share, tight = 8, 6, 12
	b, part, style := &p.sheet, p.stages.parts[i], p.stages.style(i, l)
	of := part.mean / p.stages.total
	name := min(12, max(5, b.width()-number))
	b.stageName(s, part, name)
	b.figure(style, seconds(part.mean), number)
	rest := b.width() - name - number - share - 1
	bar := min(rest, 24)
	if rest > 2*tight {
		bar = tight
	}
	if bar < 4 {
		b.line()
		return
	}
	b.gap(1)
	b.drawn(bar, func(dst []byte) []byte {
		return chart.AppendGauge(dst, of, chart.GaugeOptions{Width: bar, Normal: l.Line, Beyond: l.Line, Rest: l.Border, Glyphs: &l.Glyph})
	})
	b.figure(l.Dim, format{number: of, unit: probes.Ratio}, share)
	if past := rest - bar - 1; past >= 4 {
		b.gap(1)
		b.drawn(past, func(dst []byte) []byte {
			return chart.AppendSpark(dst, series(s.Trends[part.metric]), chart.SparkOptions{
				Width: past, History: chartHistory, High: p.stages.scale, Normal: l.Spark, Beyond: l.Spark, Glyphs: &l.Glyph,
			})
		})
	}
	b.line()
}
