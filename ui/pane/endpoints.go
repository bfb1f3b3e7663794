package pane

import (
	"time"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Endpoints lists the users' endpoints, most harm first: how often they are
// asked, how many requests succeed, and how long replies take against the
// limit of their kind.
type Endpoints struct {
	sheet  sheet
	scroll int // endpoints above the first row
	seen   int // how many rows and endpoints there were in the last picture
	count  int
	last   cache
	drawn  int
}

// View draws the pane.
func (p *Endpoints) View(s *state.Snapshot, w, h int, l *Look) string {
	if p.scroll != p.drawn {
		p.drawn, p.last = p.scroll, cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Endpoints) move(rows int) { p.scroll = max(0, min(p.scroll+rows, p.count-p.seen)) }

func (p *Endpoints) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	list := s.Vitals.Endpoints
	p.count, p.seen = len(list), max(0, min(len(list), b.left()-1))
	from := max(0, min(p.scroll, p.count-p.seen))
	p.title(s, list, from, l)
	if len(list) == 0 {
		p.empty(s, l)
		return b.picture()
	}
	c := endpointColumns(b.width(), list)
	p.head(c, l)
	for i := range list[from : from+p.seen] {
		p.row(s, &list[from+i], c, l)
	}
	return b.picture()
}

func (p *Endpoints) title(s *state.Snapshot, list []state.Endpoint, from int, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("page.endpoints"), " ")
	b.apart()
	until := from + p.seen
	if from > 0 {
		style, above := p.beyond(s, list[:from], l.Word("screen.above", from), l)
		b.put(style, " ", above, " ")
	}
	if rest := list[until:]; len(rest) > 0 {
		style, below := p.beyond(s, rest, l.Word("screen.more", len(rest)), l)
		b.below(style, below, more(len(rest)))
	}
	b.line()
}

// beyond adds to the count of endpoints out of sight how many of them are beyond
// their limits.
func (p *Endpoints) beyond(s *state.Snapshot, hidden []state.Endpoint, count string, l *Look) (theme.Style, string) {
	harmed, harms := 0, []probes.Metric{}
	for i := range hidden {
		if e := &hidden[i]; harm(s, e) {
			harmed++
			if slow(e) {
				harms = append(harms, quantileOf(e))
			}
			if failing(s, e) {
				harms = append(harms, "success")
			}
		}
	}
	count += " " + l.Glyph.Dot + " "
	if harmed > 0 {
		return l.beyond(s, harms...), count + l.Word("page.more-beyond", harmed)
	}
	return l.Dim, count + l.Word("page.none-beyond")
}

// harm reports whether an endpoint is slower than its kind may be or fails
// more often than the service may.
func harm(s *state.Snapshot, e *state.Endpoint) bool { return slow(e) || failing(s, e) }

// failing reports whether an endpoint fails more often than the service may.
func failing(s *state.Snapshot, e *state.Endpoint) bool {
	return s.Figures["success"].Limit.Beyond(e.Success)
}

// quantileOf is the metric that an endpoint's times are judged by.
func quantileOf(e *state.Endpoint) probes.Metric { return probes.Metric("latency." + e.Kind + ".p95") }

// slow reports whether an endpoint is slower than its kind may be.
func slow(e *state.Endpoint) bool { return late(e, e.P95) }

// late reports whether a time of an endpoint is longer than its kind may take.
// Behind the reach of its histogram only "more than" is known: that is more
// than a limit which stands there.
func late(e *state.Endpoint, took float64) bool {
	return e.Limit > 0 && (took > e.Limit || e.Reach > 0 && took >= e.Reach && e.Reach >= e.Limit)
}

func (p *Endpoints) empty(s *state.Snapshot, l *Look) {
	b := &p.sheet
	switch {
	case !s.Ready:
		b.put(l.Dim, l.Word("screen.awaited"))
	case s.Vitals.Source == state.NoSource && known(s.Trends[charted(s)]):
		b.put(l.Unknown, l.Word("screen.no-data"))
	case s.Vitals.Source == state.NoSource:
		b.put(l.Dim, l.Word("screen.not-provided"))
	case !s.Vitals.QuietFrom.IsZero():
		b.put(l.Dim, l.Word("screen.quiet", l.now(s).Sub(s.Vitals.QuietFrom).Truncate(time.Second)))
	default:
		b.put(l.Dim, l.Word("screen.awaited"))
	}
	b.line()
}

// endpointWidths are the widths of the table's columns; 0 leaves one out.
type endpointWidths struct{ path, kind, rate, success, mean, p50, p95, limit, p99 int }

// endpointColumns gives the columns that matter most their room first; the
// path takes what is left.
func endpointColumns(w int, list []state.Endpoint) endpointWidths {
	const path = 14
	c := endpointWidths{p95: 9}
	rest := w - path - c.p95 - 2
	for _, more := range []struct {
		column *int
		cells  int
	}{{&c.success, 10}, {&c.rate, 9}, {&c.limit, 9}, {&c.p99, 9}, {&c.mean, 9}, {&c.p50, 9}, {&c.kind, 7}} {
		if rest < more.cells {
			break
		}
		*more.column = more.cells
		rest -= more.cells
	}
	widest := path
	for i := range list {
		widest = max(widest, theme.Width(list[i].Path.Screen())+1)
	}
	c.path = min(path+max(rest, 0), max(widest, 24), max(w-2-c.p95, 0))
	return c
}

// head names the columns.
func (p *Endpoints) head(c endpointWidths, l *Look) {
	b := &p.sheet
	b.gap(2)
	b.cell(l.Dim, l.Word("page.path"), c.path)
	if c.kind > 0 {
		b.cell(l.Dim, l.Word("page.kind"), c.kind)
	}
	for _, column := range [...]struct {
		name  string
		cells int
	}{
		{l.metric("requests"), c.rate}, {l.metric("success"), c.success},
		{l.metric("latency.mean"), c.mean}, {l.metric("latency.p50"), c.p50},
		{l.metric("latency.p95"), c.p95}, {l.Word("screen.limit"), c.limit}, {l.metric("latency.p99"), c.p99},
	} {
		if column.cells > 0 {
			b.put(l.Dim, l.Right(column.name, column.cells))
		}
	}
	b.line()
}

func (p *Endpoints) row(s *state.Snapshot, e *state.Endpoint, c endpointWidths, l *Look) {
	b := &p.sheet
	fails := failing(s, e)
	metric := quantileOf(e)
	style := l.Dim
	switch glyph := l.Glyph.Dot; {
	case fails:
		style = l.beyond(s, "success")
		b.put(style, l.Glyph.Degraded, " ")
	case slow(e):
		style = l.beyond(s, metric)
		b.put(style, l.Glyph.Degraded, " ")
	default:
		b.put(style, glyph, " ")
	}
	b.cell(l.Text, e.Path.Screen(), c.path)
	if c.kind > 0 {
		b.cell(l.Dim, kindWord(e.Kind, l), c.kind)
	}
	number := func(f format, w int, beyond bool, metrics ...probes.Metric) {
		if w == 0 {
			return
		}
		style := l.Text
		if beyond {
			style = l.beyond(s, metrics...)
		}
		b.figure(style, f, w)
	}
	number(format{number: e.Rate, unit: probes.PerSecond}, c.rate, false)
	number(share(e.Success), c.success, fails, "success")
	number(seconds(e.Mean), c.mean, late(e, e.Mean), metric)
	quantile := func(n float64) format {
		return format{number: n, unit: probes.Seconds, atLeast: e.Reach > 0 && n >= e.Reach}
	}
	number(quantile(e.P50), c.p50, late(e, e.P50), metric)
	number(quantile(e.P95), c.p95, slow(e), metric)
	if c.limit > 0 && e.Limit > 0 {
		b.figure(l.Dim, format{number: e.Limit, unit: probes.Seconds, limit: true}, c.limit)
	} else {
		b.gap(c.limit)
	}
	number(quantile(e.P99), c.p99, slow(e), metric)
	b.line()
}

// kindWord is the name of a kind of request, its own when the catalogue has
// none.
func kindWord(kind string, l *Look) string {
	if code := words.Code("kind." + kind); words.Has(code) {
		return l.Word(code)
	}
	return raw.Of(kind).Screen()
}
