package promcheck

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"

	"bedside/probes"
)

// table turns scrapes into series. It remembers the series of the last scrape
// by how they were written, because the next one has the same: a scrape in the
// steady state parses no labels.
type table struct {
	keep    map[string]bool // nil keeps all
	written map[string]*entry
	known   map[string]*entry // by name and sorted labels
	round   uint64
	found   []*entry // of this scrape, in its order
	dropped int
	any     bool // something was scraped, kept or not
}

// entry is one series, its value in the present scrape and in how many lines
// of that scrape it stood.
type entry struct {
	series probes.Series
	round  uint64
	lines  int
}

func newTable(keep map[string]bool) *table {
	return &table{keep: keep, written: map[string]*entry{}, known: map[string]*entry{}}
}

// begin starts a scrape. Labels that change with each scrape would add up, so
// all is forgotten when there is more than two scrapes can hold.
func (t *table) begin() {
	if len(t.written) > 2*maxSeries {
		clear(t.written)
		clear(t.known)
	}
	t.round++
	t.found, t.dropped, t.any = t.found[:0], 0, false
}

// end returns the scrape's series and how many were left out.
func (t *table) end() ([]probes.Series, int) {
	series := make([]probes.Series, 0, len(t.found))
	for _, e := range t.found {
		switch {
		case e.lines > 1:
			t.dropped += e.lines
		case !probes.Finite(e.series.Number):
			t.dropped++
		default:
			series = append(series, e.series)
		}
	}
	return series, t.dropped
}

// addText adds whole lines of the text format, of which the first is line
// number first. It returns how many there were.
func (t *table) addText(block []byte, first int) (int, error) {
	if len(block) == 0 {
		return 0, nil
	}
	if nul := bytes.IndexByte(block, 0); nul >= 0 { // the parser would take it for the end
		return 0, malformed(block[:nul], first, "NUL")
	}
	if block[len(block)-1] != '\n' {
		block = append(block[:len(block):len(block)], '\n')
	}
	p := textparse.NewPromParser(block, labels.NewSymbolTable(), false)
	return bytes.Count(block, []byte{'\n'}), t.add(p, block, first)
}

func (t *table) addOpenMetrics(body []byte) error {
	return t.add(textparse.NewOpenMetricsParser(body, labels.NewSymbolTable()), body, 1)
}

// malformed says on which line something is wrong: the one after before.
func malformed(before []byte, first int, what string) error {
	return probes.Errorf(probes.Unknown, probes.Malformed, "line %d: %s", first+bytes.Count(before, []byte{'\n'}), what)
}

func (t *table) add(p textparse.Parser, block []byte, first int) error {
	at := 0 // where in block the parser stands, for the line of an error
	for {
		kind, err := p.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return malformed(block[:at], first, err.Error())
		}
		var text []byte
		var n float64
		switch kind {
		case textparse.EntrySeries:
			text, _, n = p.Series()
		case textparse.EntryHelp:
			text, _ = p.Help()
		case textparse.EntryType:
			text, _ = p.Type()
		case textparse.EntryComment:
			text = p.Comment()
		}
		if kind != textparse.EntryComment && bytes.IndexByte(text, '\n') >= 0 { // a line that the blocks could cut in two
			return malformed(block[:at], first, "line break in quotes")
		}
		at += max(0, bytes.Index(block[at:], text)) + len(text)
		at += bytes.IndexByte(block[at:], '\n') + 1
		if kind == textparse.EntrySeries {
			t.any = true
			t.set(p, text, n)
		}
	}
}

// set gives a series its value.
func (t *table) set(p textparse.Parser, text []byte, n float64) {
	if name := nameOf(text); t.keep != nil && !t.keep[string(name)] {
		return
	}
	e := t.written[string(text)]
	if e == nil {
		if len(t.found) >= maxSeries {
			t.dropped++
			return
		}
		e = t.learn(p, string(text))
	}
	if e.round == t.round {
		e.lines++
		return
	}
	if len(t.found) >= maxSeries {
		t.dropped++
		return
	}
	e.round, e.lines, e.series.Number = t.round, 1, n
	t.found = append(t.found, e)
}

// learn parses a series that was not in the last scrapes. Written in another
// order of its labels, it is still the same one.
func (t *table) learn(p textparse.Parser, text string) *entry {
	var all labels.Labels
	p.Labels(&all)
	id := all.String()
	e := t.known[id]
	if e == nil {
		e = &entry{series: seriesOf(all)}
		t.known[id] = e
	}
	t.written[text] = e
	return e
}

// seriesOf copies labels, which come sorted.
func seriesOf(all labels.Labels) probes.Series {
	s := probes.Series{Labels: make([]probes.Label, 0, all.Len())}
	all.Range(func(l labels.Label) {
		if l.Name == model.MetricNameLabel {
			s.Name = strings.Clone(l.Value)
			return
		}
		s.Labels = append(s.Labels, probes.Label{Name: strings.Clone(l.Name), Value: strings.Clone(l.Value)})
	})
	return s
}

// nameOf is the metric's name as it stands in front of the labels.
func nameOf(text []byte) []byte {
	if i := bytes.IndexByte(text, '{'); i > 0 {
		return text[:i]
	}
	return text
}
