package logview

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"bedside/logview/raw"
)

// test is one node of a query.
type test func(*Entry) bool

func anyOf(tests []test) test {
	if len(tests) == 1 {
		return tests[0]
	}
	return func(e *Entry) bool {
		return slices.ContainsFunc(tests, func(t test) bool { return t(e) })
	}
}

func allOf(tests []test) test {
	if len(tests) == 1 {
		return tests[0]
	}
	return func(e *Entry) bool {
		return !slices.ContainsFunc(tests, func(t test) bool { return !t(e) })
	}
}

// field is a term of a query with an operator: took>1.5s.
type field struct {
	name     string // canonical: user
	typed    string // as it was typed: user_id
	op       string
	value    string
	literal  bool // the value was quoted: | and * mean themselves
	pattern  *regexp.Regexp
	pos      int // byte offset of the term
	valuePos int
}

// canonical gives a field the name that entries carry.
func canonical(name string) string {
	switch name = strings.ToLower(name); name {
	case "user_id":
		return FieldUser
	case "session_id":
		return FieldSession
	case "msg":
		return "message"
	case "logger":
		return "module"
	}
	return name
}

// words is the test for a word or phrase anywhere in an entry. It minds
// capitals only when it holds one.
func (p *queryParser) words(word string) test {
	if word == "" {
		return func(*Entry) bool { return true }
	}
	fold := ""
	if !capitals(word) {
		fold = "(?i)"
	}
	p.show(regexp.MustCompile(fold + regexp.QuoteMeta(strings.ToValidUTF8(word, "\uFFFD"))))
	return anywhere(holds(word))
}

func anywhere(holds func(raw.Text) bool) test {
	return func(e *Entry) bool { return holds(e.Message) || holds(e.Trace) || holds(e.Module) }
}

// holds is the test for a word inside a text.
func holds(word string) func(raw.Text) bool {
	if capitals(word) || strings.ToUpper(word) == word {
		return func(t raw.Text) bool { return t.Has(word) }
	}
	return func(t raw.Text) bool { return t.HasFold(word) }
}

// same is the test for a whole value.
func same(word string) func(raw.Text) bool {
	has := holds(word)
	return func(t raw.Text) bool { return t.Len() == len(word) && has(t) }
}

// like is the test for a whole value in which a * at either end stands for
// anything.
func like(word string) func(raw.Text) bool {
	inner := strings.Trim(word, "*")
	open, shut := strings.HasPrefix(word, "*"), strings.HasSuffix(word, "*")
	has := holds(inner)
	switch {
	case open && shut:
		return has
	case shut:
		return func(t raw.Text) bool { head, _ := t.Cut(len(inner)); return has(head) }
	case open:
		return func(t raw.Text) bool { end, _ := t.Tail(len(inner)); return has(end) }
	}
	return same(word)
}

func capitals(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }

// fieldTest is the test for a term with an operator.
func (p *queryParser) fieldTest(f field) (test, error) {
	if f.said() && !p.negate {
		p.doubt = append(p.doubt, Doubt{f.typed, f.meant()})
	}
	switch {
	case f.name == "since" || f.name == "until":
		return p.timeTest(f)
	case f.pattern != nil:
		return f.test(func(t raw.Text) bool { return t.Match(f.pattern) }), nil
	case f.name == "level":
		return p.levelTest(f)
	case f.op != ":":
		return p.orderTest(f)
	case f.name == "kind":
		return p.kindTest(f)
	}
	tests := []test{}
	for _, word := range f.alternatives() {
		tests = append(tests, f.test(f.alike(word)))
	}
	if !f.known() {
		tests = append(tests, anywhere(holds(f.typed+":"+f.value)))
	}
	return anyOf(tests), nil
}

// alike is the test for one value of the field.
func (f field) alike(word string) func(raw.Text) bool {
	switch {
	case f.within():
		return holds(word)
	case f.literal:
		return same(word)
	}
	return like(word)
}

// within reports whether the value may stand anywhere in what the field names.
func (f field) within() bool { return f.name == "module" || f.name == "message" || f.name == "trace" }

// known reports whether some parser fills the field. A term with another name
// may as well be a piece of text with a colon in it.
func (f field) known() bool {
	return f.within() || f.name == "source" || slices.ContainsFunc(labels, func(l label) bool { return l.name == f.name }) ||
		slices.Contains([]string{FieldMethod, FieldEndpoint, FieldFunction, FieldClient}, f.name)
}

// said reports whether entries have the field only where their lines say it.
func (f field) said() bool {
	return !f.within() && !slices.Contains([]string{"level", "kind", "source", "since", "until"}, f.name)
}

// often are the fields that people ask for most.
var often = [...]string{"level", "module", "kind", FieldUser, FieldSession, FieldTook, "since", "until"}

// meant is the field whose name the typed one likely misspells, "" for none.
func (f field) meant() string {
	if f.known() {
		return ""
	}
	for _, name := range often {
		if f.name != name && oneEdit(f.name, name) {
			return name
		}
	}
	return ""
}

// oneEdit reports whether at most one letter is wrong, missing or too many, or
// two neighbours have changed places.
func oneEdit(a, b string) bool {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

func (f field) alternatives() []string {
	if f.literal {
		return []string{f.value}
	}
	return strings.Split(f.value, "|")
}

// test applies a test of texts to what the field names.
func (f field) test(is func(raw.Text) bool) test {
	switch f.name {
	case "module":
		return func(e *Entry) bool { return is(e.Module) }
	case "message":
		return func(e *Entry) bool { return is(e.Message) }
	case "trace":
		return func(e *Entry) bool { return is(e.Trace) }
	case "source":
		return func(e *Entry) bool { return is(raw.Of(e.Source)) }
	case "kind":
		return func(e *Entry) bool { return is(raw.Of(string(e.Kind))) }
	case "level":
		return func(e *Entry) bool { return is(raw.Of(e.Level.String())) }
	}
	return func(e *Entry) bool {
		value := f.of(e)
		return !value.Empty() && is(value)
	}
}

// of is the entry's value of the field, whose name may be written in capitals
// there: requestId. It is empty where there is none.
func (f field) of(e *Entry) raw.Text {
	for _, one := range e.Fields {
		if strings.EqualFold(one.Name, f.name) {
			return one.Value
		}
	}
	return raw.Text{}
}

func (p *queryParser) levelTest(f field) (test, error) {
	levels := []Level{}
	for _, word := range f.alternatives() {
		level, ok := ParseLevel(word)
		if !ok {
			return nil, p.fail(f.valuePos, QueryBadLevel, raw.Of(word))
		}
		levels = append(levels, level)
	}
	if f.op == ":" {
		return func(e *Entry) bool { return slices.Contains(levels, e.Level) }, nil
	}
	if len(levels) > 1 {
		return nil, p.fail(f.valuePos, QueryBadLevel, raw.Of(f.value))
	}
	return func(e *Entry) bool { return e.Level != NoLevel && f.ordered(cmp.Compare(e.Level, levels[0])) }, nil
}

func (p *queryParser) kindTest(f field) (test, error) {
	kinds := []Kind{}
	for _, word := range f.alternatives() {
		kind := Kind(strings.ToLower(word))
		if !kind.known() {
			return nil, p.fail(f.valuePos, QueryBadKind, raw.Of(word))
		}
		kinds = append(kinds, kind)
	}
	return func(e *Entry) bool { return slices.Contains(kinds, e.Kind) }, nil
}

// orderTest compares numbers and lengths of time.
func (p *queryParser) orderTest(f field) (test, error) {
	if f.within() || f.name == "source" || f.name == "kind" {
		return nil, p.fail(f.pos, QueryNoOrder, raw.Of(f.typed))
	}
	limit, ok := raw.Of(f.value).Measure()
	if meant := f.meant(); !ok && meant != "" {
		return nil, p.fail(f.pos, QueryNoField, raw.Of(f.typed), meant)
	}
	if !ok {
		return nil, p.fail(f.valuePos, QueryBadNumber, raw.Of(f.typed), raw.Of(f.value))
	}
	return func(e *Entry) bool {
		n, ok := f.of(e).Measure()
		return ok && f.ordered(cmp.Compare(n, limit))
	}, nil
}

// ordered applies the operator to the outcome of a comparison.
func (f field) ordered(c int) bool {
	switch f.op {
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "<":
		return c < 0
	default:
		return c <= 0
	}
}

func (p *queryParser) timeTest(f field) (test, error) {
	if f.op != ":" {
		return nil, p.fail(f.pos, QueryNoOrder, raw.Of(f.typed))
	}
	from, to, ok := p.moment(f.value)
	if !ok {
		return nil, p.fail(f.valuePos, QueryBadTime, raw.Of(f.value))
	}
	p.key += " " + from.Format(time.RFC3339Nano)
	if f.name == "since" {
		return func(e *Entry) bool { return !e.When().Before(from) }, nil
	}
	return func(e *Entry) bool { return e.When().Before(to) }, nil
}

// moment reads a time: 10m ago, a time of day, a day, or a day and a time. It
// lasts from its first instant to the first one after it.
func (p *queryParser) moment(s string) (from, to time.Time, ok bool) {
	if ago, ok := duration(s); ok {
		at := p.now.Add(-ago)
		return at, at.Add(1), true
	}
	for _, l := range [...]struct {
		layout string
		lasts  time.Duration
	}{
		{"2006-01-02 15:04:05", time.Second}, {"2006-01-02T15:04:05", time.Second}, {time.RFC3339, time.Second},
		{"2006-01-02 15:04", time.Minute}, {"2006-01-02T15:04", time.Minute}, {"2006-01-02", 24 * time.Hour},
		{"15:04:05", time.Second}, {"15:04", time.Minute},
	} {
		at, err := time.ParseInLocation(l.layout, s, p.now.Location())
		if err != nil {
			continue
		}
		if at.Year() == 0 {
			at = p.lately(at)
		}
		return at, at.Add(l.lasts), true
	}
	return time.Time{}, time.Time{}, false
}

// lately is the last time that a clock showed what at shows.
func (p *queryParser) lately(at time.Time) time.Time {
	year, month, day := p.now.Date()
	today := time.Date(year, month, day, at.Hour(), at.Minute(), at.Second(), 0, p.now.Location())
	if today.After(p.now) {
		return today.AddDate(0, 0, -1)
	}
	return today
}

// duration reads 90s, 1h30m or 7d.
func duration(s string) (time.Duration, bool) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		return time.Duration(n) * 24 * time.Hour, err == nil
	}
	d, err := time.ParseDuration(s)
	return d, err == nil && d >= 0
}
