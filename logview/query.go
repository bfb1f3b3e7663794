package logview

// Query is a parsed filter. The zero Query matches everything.
type Query struct {
	text string
	test func(*Entry) bool
}

// String is the query as it was typed.
func (q Query) String() string { return q.text }

// Match reports whether the entry passes.
func (q Query) Match(e *Entry) bool { return q.test == nil || q.test(e) }
