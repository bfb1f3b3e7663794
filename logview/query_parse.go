package logview

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bedside/logview/raw"
)

const (
	maxQuery = 4096 // bytes
	maxDepth = 50   // parentheses and minus signs within each other
)

// queryParser descends through the text, reading as it goes.
type queryParser struct {
	text   string
	at     int // byte offset of what comes next
	depth  int
	negate bool // what is read now is looked for in order to be left out
	now    time.Time
	key    string
	shown  []*regexp.Regexp
	doubt  []Doubt
}

func (p *queryParser) whole() (test, error) {
	if len(p.text) > maxQuery {
		return nil, p.fail(maxQuery, QueryTooLong)
	}
	if p.skip(); p.at == len(p.text) {
		return nil, nil
	}
	t, err := p.either("OR")
	if err == nil && p.at < len(p.text) {
		err = p.fail(p.at, QueryNoBegin)
	}
	return t, err
}

// either reads terms joined by OR. An error names needs when there is none.
func (p *queryParser) either(needs string) (test, error) {
	tests := []test{}
	for {
		t, err := p.every(needs)
		if err != nil {
			return nil, err
		}
		if tests = append(tests, t); !p.or() {
			return anyOf(tests), nil
		}
		p.at += len("OR")
		needs = "OR"
	}
}

// every reads terms that stand side by side.
func (p *queryParser) every(needs string) (test, error) {
	tests := []test{}
	for p.skip(); p.at < len(p.text) && p.text[p.at] != ')' && !p.or(); p.skip() {
		t, err := p.one()
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	switch {
	case len(tests) > 0:
		return allOf(tests), nil
	case p.or():
		return nil, p.fail(p.at, QueryNoOperand, "OR")
	case p.at < len(p.text) && p.depth == 0:
		return nil, p.fail(p.at, QueryNoBegin)
	}
	return nil, p.fail(p.at, QueryNoOperand, needs)
}

// one reads a term, a group, or either behind a minus sign.
func (p *queryParser) one() (test, error) {
	switch rest := p.text[p.at:]; {
	case rest[0] == '-' && len(rest) > 1 && !endsWord(rest[1:]):
		return p.not()
	case rest[0] == '(':
		return p.group()
	case rest[0] == '"':
		word, err := p.quoted()
		return p.words(word), err
	case rest[0] == '/' && closing(rest) > 0:
		re, err := p.pattern()
		if err != nil {
			return nil, err
		}
		p.show(re)
		return anywhere(func(t raw.Text) bool { return t.Match(re) }), nil
	case rest[0] == '/' && strings.ContainsAny(cutWord(rest), `*+?[{|\^$`):
		return nil, p.fail(p.at, QueryNoEnd, "/")
	}
	return p.bare()
}

func (p *queryParser) not() (test, error) {
	p.at++
	if err := p.enter(); err != nil {
		return nil, err
	}
	p.negate = !p.negate
	t, err := p.one()
	p.negate = !p.negate
	p.depth--
	if err != nil {
		return nil, err
	}
	return func(e *Entry) bool { return !t(e) }, nil
}

func (p *queryParser) group() (test, error) {
	open := p.at
	p.at++
	if err := p.enter(); err != nil {
		return nil, err
	}
	t, err := p.either("( )")
	if err != nil {
		return nil, err
	}
	if p.at == len(p.text) {
		return nil, p.fail(open, QueryNoEnd, "(")
	}
	p.at++
	p.depth--
	return t, nil
}

func (p *queryParser) enter() error {
	if p.depth++; p.depth > maxDepth {
		return p.fail(p.at, QueryTooDeep)
	}
	return nil
}

// bare reads a word, or a field with its operator and value.
func (p *queryParser) bare() (test, error) {
	begin, word := p.at, cutWord(p.text[p.at:])
	name, op := operator(word)
	if op == "" || strings.HasPrefix(word[len(name):], "://") {
		p.at += len(word)
		return p.words(word), nil
	}
	p.at += len(name) + len(op)
	f := field{name: canonical(name), typed: name, op: op, pos: begin}
	if err := p.value(&f); err != nil {
		return nil, err
	}
	return p.fieldTest(f)
}

// value reads what stands behind an operator.
func (p *queryParser) value(f *field) (err error) {
	rest := p.text[p.at:]
	f.valuePos = p.at
	switch {
	case endsWord(rest) || rest[0] == '(':
		return p.fail(p.at, QueryNoValue, raw.Of(f.typed))
	case rest[0] == '"':
		f.value, err = p.quoted()
		f.literal = true
	case rest[0] == '/' && f.op == ":" && closing(rest) > 0:
		f.pattern, err = p.pattern()
	default:
		f.value = cutWord(rest)
		p.at += len(f.value)
	}
	return err
}

// quoted reads a phrase; \" and \\ stand for themselves.
func (p *queryParser) quoted() (string, error) {
	var b strings.Builder
	for i := p.at + 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			p.at = i + 1
			return b.String(), nil
		case c == '\\' && i+1 < len(p.text) && (p.text[i+1] == '"' || p.text[i+1] == '\\'):
			i++
			b.WriteByte(p.text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", p.fail(p.at, QueryNoEnd, `"`)
}

// pattern reads /regexp/ or /regexp/i.
func (p *queryParser) pattern() (*regexp.Regexp, error) {
	end := p.at + closing(p.text[p.at:])
	expr := p.text[p.at+1 : end]
	fold := strings.HasPrefix(p.text[end+1:], "i")
	if fold {
		expr = "(?i)" + expr
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, p.fail(p.at, QueryBadPattern, raw.Of(strings.TrimPrefix(err.Error(), "error parsing regexp: ")))
	}
	p.at = end + 1
	if fold {
		p.at++
	}
	return re, nil
}

// closing is the offset of the slash that closes the pattern at the start of
// s: the first one that ends a word. /chat/stream has none, and is a word, and
// so has /chat in front of another pattern.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '/':
			if i > 1 && endsWord(strings.TrimPrefix(s[i+1:], "i")) {
				return i
			}
			if s[i-1] == ' ' {
				return 0
			}
		}
	}
	return 0
}

// or reports whether the word OR comes next.
func (p *queryParser) or() bool {
	rest, ok := strings.CutPrefix(p.text[p.at:], "OR")
	return ok && (endsWord(rest) || strings.HasPrefix(rest, "("))
}

func (p *queryParser) skip() {
	p.at = len(p.text) - len(strings.TrimLeftFunc(p.text[p.at:], unicode.IsSpace))
}

func (p *queryParser) fail(at int, code string, args ...any) error {
	return &QueryError{Pos: utf8.RuneCountInString(p.text[:min(at, len(p.text))]), Code: code, Args: args}
}

// show keeps a pattern for highlighting, unless it says what to leave out.
func (p *queryParser) show(re *regexp.Regexp) {
	if !p.negate {
		p.shown = append(p.shown, re)
	}
}

// endsWord reports whether a word that stands before s ends there.
func endsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || r == ')' || unicode.IsSpace(r)
}

// cutWord is the word at the start of s.
func cutWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return r == '(' || r == ')' || unicode.IsSpace(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

// operator splits "took>1.5s" into "took" and ">". Without a field's name in
// front there is no operator.
func operator(word string) (name, op string) {
	n := 0
	for n < len(word) && (word[n] == '_' || word[n] == '.' || word[n]|0x20 >= 'a' && word[n]|0x20 <= 'z' || n > 0 && word[n] >= '0' && word[n] <= '9') {
		n++
	}
	for _, op := range [...]string{">=", "<=", ">", "<", ":"} {
		if n > 0 && strings.HasPrefix(word[n:], op) {
			return word[:n], op
		}
	}
	return word, ""
}
