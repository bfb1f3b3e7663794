package logview

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"bedside/logview/raw"
)

// Limits of one entry, and how long it waits for more lines. What exceeds a
// limit is counted in Lines and marked by Cut.
const (
	MaxMessage = 64 << 10 // bytes of a header line
	MaxTrace   = 64 << 10 // bytes of the lines below it
	MaxLines   = 2000     // lines below it

	Quiet  = 200 * time.Millisecond // an entry is complete when nothing follows for so long
	MaxAge = 2 * time.Second        // or when it has waited so long in all
)

// ParserOptions describe a log.
type ParserOptions struct {
	Source string         // its name in the configuration
	Format Format         // Auto when zero
	Zone   *time.Location // of stamps that name none; time.Local when nil
	Clock  Clock          // that such stamps rest on
}

// Arrival says how a line came.
type Arrival struct {
	At  time.Time // when it was read
	Cut bool      // it was longer than the reader's limit
}

// Parser turns the lines of one file into entries, and folds the lines that
// follow a header without one of their own — a traceback, a message of several
// lines — into its entry. It keeps the order of arrival and changes no time:
// stamps that run back stay as they are. It is not safe for concurrent use.
type Parser struct {
	source string
	format Format
	clock  calendar
	number Clock
	fields fieldReader

	held    Entry // the entry that may still grow
	holding bool
	open    bool // it takes any line without a header
	began   time.Time
	touched time.Time
	trace   []byte
}

// NewParser returns a Parser for one file.
func NewParser(o ParserOptions) *Parser {
	zone := o.Zone
	if zone == nil {
		zone = time.Local
	}
	return &Parser{source: o.Source, format: o.Format, clock: calendar{zone: zone}, number: o.Clock}
}

// Line takes one line without its line end and returns the entry that it
// completes, if any. The line's bytes are not kept.
func (p *Parser) Line(line []byte, a Arrival) (Entry, bool) {
	line = bytes.TrimSuffix(line, []byte("\r"))
	h, ok := p.header(line)
	if !ok && p.continues(line) {
		p.extend(line, a)
		return Entry{}, false
	}
	done, had := p.Close()
	if ok || len(line) > 0 {
		p.begin(h, a)
	}
	return done, had
}

// Rezone reads stamps that name no zone in another one, from the entry on that
// waits for more lines.
func (p *Parser) Rezone(r Rezoning) {
	p.clock = calendar{zone: r.To}
	r.Apply(&p.held)
}

// Flush returns the entry that waits for more lines once none has come for
// Quiet, or once it has waited for MaxAge. Call it a few times a second.
func (p *Parser) Flush(now time.Time) (Entry, bool) {
	if !p.holding || now.Sub(p.touched) < Quiet && now.Sub(p.began) < MaxAge {
		return Entry{}, false
	}
	return p.Close()
}

// Close returns the entry that waits for more lines: none will come.
func (p *Parser) Close() (Entry, bool) {
	if !p.holding {
		return Entry{}, false
	}
	done := p.held
	done.Trace = raw.New(bytes.TrimRight(p.trace, "\n"))
	p.held, p.holding, p.trace = Entry{}, false, p.trace[:0]
	return done, true
}

// header reads the line as the first of an entry. The second result is false
// when it shows no header; the first is then the line as it stands.
func (p *Parser) header(line []byte) (header, bool) {
	if len(line) == 0 || p.format == Plain {
		return header{message: string(line)}, len(line) > 0
	}
	digit, capital := line[0] >= '0' && line[0] <= '9', line[0] >= 'A' && line[0] <= 'Z'
	if p.open && p.holding && !digit && !capital {
		return header{}, false
	}
	s := string(line)
	if digit && p.format.stamped() {
		if h, ok := p.clock.header(s); ok {
			return h, true
		}
	}
	if capital && p.format.prefixed() {
		if h, ok := prefixed(s); ok {
			return h, true
		}
	}
	return p.bare(s), false
}

// bare is a line that opens an entry without a header. An exception that
// nobody logged is printed that way.
func (p *Parser) bare(s string) header {
	h := header{message: s}
	if strings.HasPrefix(s, pythonTrace) {
		h.level, h.open = Error, true
	}
	return h
}

// continues reports whether a line without a header belongs to the entry held.
func (p *Parser) continues(line []byte) bool {
	if !p.holding || p.format == Plain {
		return false
	}
	return p.open || len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
}

func (p *Parser) begin(h header, a Arrival) {
	message, cut := raw.Of(h.message).Cut(MaxMessage)
	p.held = Entry{
		At: h.at, Arrived: a.At, Level: h.level, Source: p.source,
		Module: raw.Of(h.module), Message: message, Lines: 1, Cut: a.Cut || cut,
	}
	if h.zoneless {
		p.held.Clock = p.number
	}
	p.holding, p.open, p.began, p.touched = true, h.open, a.At, a.At
	if p.format != Plain {
		p.held.Kind, p.held.Fields = p.fields.read(h)
	}
}

func (p *Parser) extend(line []byte, a Arrival) {
	p.touched = a.At
	p.held.Lines++
	room := MaxTrace - len(p.trace) - 1
	if room <= 0 || p.held.Lines > MaxLines+1 {
		p.held.Cut = true
		return
	}
	if p.held.Cut = p.held.Cut || a.Cut || len(line) > room; len(line) > room {
		for room > 0 && !utf8.RuneStart(line[room]) {
			room--
		}
		line = line[:room]
	}
	p.trace = append(append(p.trace, line...), '\n')
}
