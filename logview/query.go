package logview

import (
	"regexp"
	"slices"
	"time"
)

// Query is a parsed filter. The zero Query matches everything. Queries are
// immutable and safe for concurrent use.
type Query struct {
	text string
	plan *plan
}

// plan is what a query means.
type plan struct {
	test  func(*Entry) bool
	key   string           // equal keys mean equal queries: the text, and the times it was resolved to
	shown []*regexp.Regexp // what it looks for in the text, for highlighting
	doubt []Doubt
}

// QueryOptions resolve what a query leaves to its surroundings.
type QueryOptions struct {
	Now  time.Time      // what since:10m counts from
	Zone *time.Location // of times without one; time.Local when nil
}

// ParseQuery reads the query language: words, "phrases", /regexps/ and
// field:value terms side by side mean and; OR, a leading - and parentheses
// combine them. An empty text is the zero Query. The error is a *QueryError.
func ParseQuery(text string, o QueryOptions) (Query, error) {
	if o.Zone == nil {
		o.Zone = time.Local
	}
	p := queryParser{text: text, now: o.Now.In(o.Zone), key: text}
	test, err := p.whole()
	if err != nil {
		return Query{}, err
	}
	if test == nil {
		return Query{text: text}, nil
	}
	return Query{text: text, plan: &plan{test: test, key: p.key, shown: p.shown, doubt: p.doubt}}, nil
}

// String is the query as it was typed.
func (q Query) String() string { return q.text }

// Match reports whether the entry passes.
func (q Query) Match(e *Entry) bool { return q.plan == nil || q.plan.test(e) }

// All reports whether the query matches everything.
func (q Query) All() bool { return q.plan == nil }

// Doubt is a field that a query asks for. Entries have whatever fields their
// lines name, so that none is wrong; but it may be that no entry has this one.
type Doubt struct {
	Typed string
	Meant string // what it likely misspells, "" for nothing
}

// Having is the query for the entries that have the field.
func (d Doubt) Having() string { return d.Typed + ":*" }

// Doubts are the fields to think of where nothing matches, as they come.
func (q Query) Doubts() []Doubt {
	if q.plan == nil {
		return nil
	}
	return q.plan.doubt
}

// Span is a part of a string, by byte offsets.
type Span struct{ From, To int }

// maxSpans bounds what is highlighted in one string.
const maxSpans = 64

// Highlights finds what the query looks for in a screened string: spans in
// order that do not overlap.
func (q Query) Highlights(screened string) []Span {
	if q.plan == nil {
		return nil
	}
	var found []Span
	for _, re := range q.plan.shown {
		for _, at := range re.FindAllStringIndex(screened, maxSpans) {
			if at[0] < at[1] {
				found = append(found, Span{at[0], at[1]})
			}
		}
	}
	slices.SortFunc(found, func(a, b Span) int { return a.From - b.From })
	return merge(found)
}

func merge(spans []Span) []Span {
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
