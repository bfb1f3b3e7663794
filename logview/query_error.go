package logview

import "fmt"

// QueryError says where and why a text is no query. Code and Args name a
// sentence of the catalogue that front ends speak from.
type QueryError struct {
	Pos  int // in runes, from 0
	Code string
	Args []any
}

// The codes of QueryError.
const (
	QueryTooLong    = "query.too-long"
	QueryTooDeep    = "query.too-deep"
	QueryNoEnd      = "query.no-end"      // {0}: the quote or bracket that is not closed
	QueryNoBegin    = "query.no-begin"    // a closing bracket without its opening one
	QueryNoOperand  = "query.no-operand"  // {0}: what lacks a side: OR, -, ( )
	QueryNoValue    = "query.no-value"    // {0}: the field
	QueryBadLevel   = "query.bad-level"   // {0}: the word
	QueryBadKind    = "query.bad-kind"    // {0}: the word
	QueryBadNumber  = "query.bad-number"  // {0}: the field, {1}: the word
	QueryNoField    = "query.no-field"    // {0}: the field, {1}: the one that is likely meant
	QueryBadTime    = "query.bad-time"    // {0}: the word
	QueryBadPattern = "query.bad-pattern" // {0}: what is wrong with it
	QueryNoOrder    = "query.no-order"    // {0}: the field
)

// Error is the sentence in English, with the position.
func (e *QueryError) Error() string {
	return fmt.Sprintf("parse the query at position %d: %s", e.Pos+1, e.sentence())
}

func (e *QueryError) sentence() string {
	switch e.Code {
	case QueryTooLong:
		return "it is too long"
	case QueryTooDeep:
		return "too many parentheses"
	case QueryNoEnd:
		return fmt.Sprintf("%v is not closed", e.Args...)
	case QueryNoBegin:
		return "nothing is open that ) could close"
	case QueryNoOperand:
		return fmt.Sprintf("%v needs something to work on", e.Args...)
	case QueryNoValue:
		return fmt.Sprintf("%v needs a value", e.Args...)
	case QueryBadLevel:
		return fmt.Sprintf("no level is called %q", e.Args...)
	case QueryBadKind:
		return fmt.Sprintf("no kind is called %q", e.Args...)
	case QueryBadNumber:
		return fmt.Sprintf("%v is compared with a number, not with %q", e.Args...)
	case QueryNoField:
		return fmt.Sprintf("no field %v: %v?", e.Args...)
	case QueryBadTime:
		return fmt.Sprintf("%q is no time", e.Args...)
	case QueryBadPattern:
		return fmt.Sprintf("the pattern does not compile: %v", e.Args...)
	case QueryNoOrder:
		return fmt.Sprintf("%v has no order: use a colon", e.Args...)
	}
	return e.Code
}
