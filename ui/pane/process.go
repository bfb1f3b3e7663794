package pane

import (
	"slices"
	"strings"
	"time"

	"bedside/probes"
	"bedside/probes/state"
)

// Process shows what the service's process uses: cpu and memory with their
// past, the other figures as they are.
type Process struct {
	sheet sheet
	shown []shownFigure
	last  cache
}

// coursed are the process' figures with a past.
var coursed = [...]probes.Metric{"process.cpu", "process.memory"}

// View draws the pane.
func (p *Process) View(s *state.Snapshot, w, h int, l *Look) string {
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Process) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.take(s)
	p.title(s, l)
	if len(p.shown) == 0 {
		p.empty(s, l)
	}
	putAiling(b, s, l, state.RoleProcess)
	for i, f := range p.shown {
		if !slices.Contains(coursed[:], f.metric) {
			putFigures(b, s, p.shown[i:], l)
			break
		}
		pastRow(b, s, f, l)
	}
	return b.picture()
}

// take takes the figures of the process' targets: those with a past first.
func (p *Process) take(s *state.Snapshot) {
	p.shown = appendFigures(p.shown[:0], s, coursed[:])
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.Role != state.RoleProcess {
			continue
		}
		for _, v := range t.Values {
			if !slices.Contains(coursed[:], v.Metric) {
				p.shown = append(p.shown, shownFigure{v.Metric, figureOf(s, v)})
			}
		}
	}
	if len(p.shown) == len(coursed) || len(p.shown) == 0 { // no target told: what the page knows
		p.shown = appendFigures(p.shown, s, process[2:])
	}
}

// figureOf is a value as the page judges it.
func figureOf(s *state.Snapshot, v probes.Value) state.Figure {
	if f, ok := s.Figures[v.Metric]; ok {
		return f
	}
	return state.Figure{Value: v, At: s.At}
}

func (p *Process) title(s *state.Snapshot, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("screen.process"), " ")
	for i := range s.Targets {
		if t := &s.Targets[i]; t.Role == state.RoleProcess {
			b.put(l.Dim, string(t.Name), " ")
		}
	}
	b.apart()
	out := ailingIn(s, state.RoleProcess, b.left())
	out.all += p.hidden(b.left() - ailing(s, state.RoleProcess))
	out.belowFigures(b, s, l)
	putAge(b, s, p.shown, l)
	b.line()
}

// hidden is how many figures have no room in so many rows, 0 where one of these
// tells how many.
func (p *Process) hidden(rows int) int {
	past := 0
	for past < len(p.shown) && slices.Contains(coursed[:], p.shown[past].metric) {
		past++
	}
	if rows > past {
		return 0
	}
	return len(p.shown) - max(rows, 0)
}

func (p *Process) empty(s *state.Snapshot, l *Look) {
	if ailing(s, state.RoleProcess) == 0 {
		putMissing(&p.sheet, s, l.Word("page.add-process"), l)
	}
}

// putFigures tells figures beside each other, over as many rows as they take.
// What does not fit says so.
func putFigures(b *sheet, s *state.Snapshot, shown []shownFigure, l *Look) {
	const cell = 26
	columns := max(1, b.width()/cell)
	room := max(0, b.left()*columns)
	rest := len(shown) - room
	if rest > 0 {
		rest++ // its place says how many are missing
		shown = shown[:max(0, room-1)]
	}
	width := b.width() / columns
	for i, f := range shown {
		putFigure(b, s, f, width, l)
		if (i+1)%columns == 0 {
			b.line()
		}
	}
	if rest > 0 {
		b.put(l.Dim, l.Word("screen.more", rest))
	}
	if b.used() > 0 {
		b.line()
	}
}

// putFigure is a name and a number in w cells. The number stands nearer to its
// own name than to the next.
func putFigure(b *sheet, s *state.Snapshot, f shownFigure, w int, l *Look) {
	const number = 9
	apart := max(3, w/5)
	name := l.metric(f.metric)
	if _, ok := l.Lang.Metric(string(f.metric)); !ok {
		name = shortName(f.metric)
	}
	before := b.used()
	b.cell(l.Dim, name, max(0, w-number-apart))
	if isUptime(f) {
		b.put(l.judged(s, f), l.Right(uptime(f), number))
	} else {
		b.figure(l.judged(s, f), formatOf(f.Value), number)
	}
	b.gap(w - (b.used() - before))
}

// putNumber is a number alone, as wide as it is.
func putNumber(b *sheet, s *state.Snapshot, f shownFigure, l *Look) {
	if isUptime(f) {
		b.put(l.judged(s, f), uptime(f))
		return
	}
	b.figure(l.judged(s, f), formatOf(f.Value), 0)
}

func isUptime(f shownFigure) bool {
	return strings.HasSuffix(string(f.metric), ".uptime") && probes.Finite(f.Number)
}

func uptime(f shownFigure) string {
	return spanOf(time.Duration(min(max(f.Number, 0), 1e9) * float64(time.Second)))
}

// shortName is a metric without the part that says whose it is.
func shortName(m probes.Metric) string {
	if _, rest, ok := strings.Cut(string(m), "."); ok {
		return rest
	}
	return string(m)
}
