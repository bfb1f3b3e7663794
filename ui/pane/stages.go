package pane

import (
	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/chart"
)

// Stages shows where a reply's time goes: each stage's mean, its share as a
// bar, and its past on a scale that all share, so that it is seen which one
// grew. The longest one stands out.
type Stages struct {
	sheet sheet
	sum   stagesSum
	last  cache
}

// stagesSum is what a stage is compared with.
type stagesSum struct {
	total float64 // seconds, of all stages
	worst int     // the longest one
	scale float64 // the end of the scale of their past
}

// View draws the pane.
func (p *Stages) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Stages) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	stages := s.Vitals.Stages
	p.sum = sumOf(s)
	p.title(len(stages)-b.left(), l)
	if len(stages) == 0 {
		p.empty(s, l)
		return b.picture()
	}
	for i := range stages {
		p.row(s, i, l)
	}
	return b.picture()
}

func sumOf(s *state.Snapshot) stagesSum {
	var sum stagesSum
	for i, stage := range s.Vitals.Stages {
		sum.total += stage.Mean
		if stage.Mean > s.Vitals.Stages[sum.worst].Mean {
			sum.worst = i
		}
		sum.scale = max(sum.scale, largest(s.Trends[stageMetric(stage)]))
	}
	return sum
}

func stageMetric(stage state.Stage) probes.Metric { return probes.Metric("stage." + stage.Name) }

func (p *Stages) title(rest int, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("page.stages"), " ")
	b.apart()
	if rest > 0 {
		b.put(l.Dim, " ", l.Word("screen.more", rest), " ")
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
	b, stage := &p.sheet, s.Vitals.Stages[i]
	metric, style := stageMetric(stage), l.Text
	if i == p.sum.worst {
		style = l.Strong
	}
	name := min(12, max(5, b.width()-number))
	b.cell(l.Dim, l.metric(metric), name)
	b.figure(style, seconds(stage.Mean), number)
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
		return chart.AppendGauge(dst, stage.Mean/p.sum.total, chart.GaugeOptions{Width: bar, Normal: l.Line, Beyond: l.Line, Rest: l.Border, Glyphs: &l.Glyph})
	})
	b.figure(l.Dim, format{number: stage.Mean / p.sum.total, unit: probes.Ratio}, share)
	if past := rest - bar - 1; past >= 4 {
		b.gap(1)
		b.drawn(past, func(dst []byte) []byte {
			return chart.AppendSpark(dst, series(s.Trends[metric]), chart.SparkOptions{
				Width: past, History: chartHistory, High: p.sum.scale, Normal: l.Spark, Beyond: l.Spark, Glyphs: &l.Glyph,
			})
		})
	}
	b.line()
}
