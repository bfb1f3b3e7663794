package alert

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

// Limits of an expression: far beyond what anybody writes, and little enough
// for a parser that calls itself.
const (
	longest = 4096 // bytes
	deepest = 32   // parentheses and nots inside each other
)

// SyntaxError says where a condition stops making sense.
type SyntaxError struct {
	Pos  int        // in runes, from 0
	Want words.Code // what would have made sense there
	Got  raw.Text   // what stands there, empty at the end
}

// Line is the error as a sentence, without its position.
func (e *SyntaxError) Line() words.Line {
	if e.Got.Empty() {
		return words.Of("condition.ends", words.Of(e.Want))
	}
	return words.Of("condition.got", e.Got, words.Of(e.Want))
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("column %d: %s", e.Pos+1, words.English.Say(e.Line()))
}

var statuses = map[string]probes.Status{
	"down": probes.Down, "degraded": probes.Degraded, "unknown": probes.Unknown, "up": probes.Up,
}

// ParseCondition reads a `when:` expression:
//
//	term { ("and" | "or") term }
//	term = METRIC op NUMBER[UNIT] | TARGET "is" STATUS | METRIC "is absent" | "not" term | "(" … ")"
//
// "and" binds tighter than "or". The error is a *SyntaxError.
func ParseCondition(text string) (Condition, error) {
	if len(text) > longest {
		return nil, &SyntaxError{Pos: utf8.RuneCountInString(text[:longest]), Want: "condition.shorter"}
	}
	p := parser{tokens: scan(text)}
	c, err := p.either()
	if err != nil {
		return nil, err
	}
	if p.next().kind != atEnd {
		return nil, p.want("condition.join")
	}
	return c, nil
}

type parser struct {
	tokens []token
	at     int
	depth  int
}

func (p *parser) next() token { return p.tokens[p.at] }

// take steps over the next token when it is that word or sign.
func (p *parser) take(text string) bool {
	if t := p.next(); t.kind == atEnd || t.text != text {
		return false
	}
	p.at++
	return true
}

func (p *parser) want(what words.Code) error {
	return &SyntaxError{Pos: p.next().pos, Want: what, Got: raw.Of(p.next().text)}
}

func (p *parser) either() (Condition, error) { return p.joined("or", p.both) }

func (p *parser) both() (Condition, error) { return p.joined("and", p.term) }

func (p *parser) joined(word string, part func() (Condition, error)) (Condition, error) {
	j := junction{word: word}
	for {
		term, err := part()
		if err != nil {
			return nil, err
		}
		if inner, same := term.(junction); same && inner.word == word {
			j.terms = append(j.terms, inner.terms...)
		} else {
			j.terms = append(j.terms, term)
		}
		if p.take(word) {
			continue
		}
		if len(j.terms) == 1 {
			return j.terms[0], nil
		}
		return j, nil
	}
}

func (p *parser) term() (Condition, error) {
	if p.depth++; p.depth > deepest {
		return nil, p.want("condition.shallower")
	}
	defer func() { p.depth-- }()
	switch {
	case p.take("not"):
		of, err := p.term()
		return inverse{of}, err
	case p.take("("):
		inside, err := p.either()
		if err == nil && !p.take(")") {
			err = p.want("condition.close")
		}
		return inside, err
	case p.next().kind != aName || reserved(p.next().text):
		return nil, p.want("condition.subject")
	}
	name := p.next().text
	p.at++
	if p.take("is") {
		return p.status(name)
	}
	return p.comparison(name)
}

func reserved(word string) bool {
	return word == "and" || word == "or" || word == "is" || word == "not"
}

func (p *parser) status(name string) (Condition, error) {
	if p.take("absent") {
		return absence{probes.Metric(name)}, nil
	}
	status, known := statuses[p.next().text]
	if !known || p.next().kind != aName {
		return nil, p.want("condition.status")
	}
	p.at++
	return health{probes.Name(name), status}, nil
}

func (p *parser) comparison(name string) (Condition, error) {
	op := p.next()
	if op.kind != anOp {
		return nil, p.want("condition.op")
	}
	p.at++
	n := p.next()
	if n.kind != aNumber {
		return nil, p.want("condition.number")
	}
	digits := n.text[:until(n.text, inDigits)]
	number, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return nil, p.want("condition.number")
	}
	measure, known := probes.MeasureOf(n.text[len(digits):])
	if !known {
		return nil, p.want("condition.unit")
	}
	limit, err := measure.Read(digits)
	if err != nil {
		return nil, p.want("condition.number")
	}
	p.at++
	return comparison{probes.Metric(name), op.text, number, measure, limit}, nil
}

type kind uint8

const (
	atEnd kind = iota
	aName
	aNumber
	anOp
	aSign // a parenthesis, or what has no place here
)

type token struct {
	kind kind
	text string
	pos  int // in runes
}

// scan cuts an expression into tokens. The last one is atEnd.
func scan(text string) []token {
	var tokens []token
	for pos := 0; text != ""; {
		r, size := utf8.DecodeRuneInString(text)
		t := token{kind: aSign, pos: pos}
		switch {
		case unicode.IsSpace(r):
			text, pos = text[size:], pos+1
			continue
		case r == '>' || r == '<':
			t.kind = anOp
			if strings.HasPrefix(text[1:], "=") {
				size++
			}
		case r >= '0' && r <= '9' || r == '-' || r == '.':
			t.kind, size = aNumber, size+until(text[size:], inNumber)
		case unicode.IsLetter(r) || r == '_':
			t.kind, size = aName, until(text, inName)
		}
		t.text = text[:size]
		tokens = append(tokens, t)
		pos += utf8.RuneCountInString(t.text)
		text = text[size:]
	}
	end := 0
	if len(tokens) > 0 {
		last := tokens[len(tokens)-1]
		end = last.pos + utf8.RuneCountInString(last.text)
	}
	return append(tokens, token{kind: atEnd, pos: end})
}

// until is the length of the longest beginning whose runes all belong.
func until(text string, belongs func(rune) bool) int {
	if i := strings.IndexFunc(text, func(r rune) bool { return !belongs(r) }); i >= 0 {
		return i
	}
	return len(text)
}

func inDigits(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == '-' }

func inName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_.-:", r)
}

func inNumber(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '%' || r == '/'
}
