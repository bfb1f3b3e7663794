package config

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// Error is one thing that is wrong with a configuration, with its place.
type Error struct {
	File      string // "" for the command line
	Line, Col int    // from 1; 0 when the whole file is meant
	Key       string
	Msg       words.Line
}

// Error is the message as the command line prints it, in English.
func (e *Error) Error() string { return e.In(words.English) }

// In is the message in a language: "file:line:col: key: what is wrong". It is
// screened: it quotes the file, which may hold anything.
func (e *Error) In(l words.Lang) string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, e.Col)
	}
	if e.Key != "" {
		b.WriteString(": " + e.Key)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	return raw.Of(b.String() + l.Say(e.Msg)).Screen()
}

// Errors is everything that was found wrong, in the order of the file.
type Errors []*Error

// Error is the messages, a line each.
func (e Errors) Error() string { return e.In(words.English) }

// In is the messages in a language, a line each.
func (e Errors) In(l words.Lang) string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.In(l)
	}
	return strings.Join(lines, "\n")
}

const (
	maxErrors = 20
	maxNodes  = 20_000 // visited, aliases followed: what an alias bomb runs into
	maxDepth  = 64
)

// decoder walks a document with the values of a grammar.
type decoder struct {
	file   string
	errs   Errors
	nodes  int
	depth  int
	places map[string]place
}

// schema is a part of a JSON schema.
type schema = map[string]any

// value knows how to read one kind of node, and how to describe it to an
// editor. It describes when asked: reading a file should not pay for it.
type value struct {
	schema func() schema
	read   func(d *decoder, n *yaml.Node, key string)
}

func (d *decoder) fail(n *yaml.Node, key string, code words.Code, args ...any) {
	if len(d.errs) < maxErrors {
		d.errs = append(d.errs, &Error{File: d.file, Line: n.Line, Col: n.Column, Key: key, Msg: words.Of(code, args...)})
	}
}

// failed reports whether reading has to stop.
func (d *decoder) full() bool { return len(d.errs) >= maxErrors }

func (d *decoder) read(v value, n *yaml.Node, key string) {
	d.nodes++
	if d.nodes > maxNodes {
		if d.nodes == maxNodes+1 {
			d.fail(n, key, "config.too-large", maxNodes)
		}
		return
	}
	if d.depth >= maxDepth {
		d.fail(n, key, "config.too-deep")
		return
	}
	d.depth++
	defer func() { d.depth-- }()
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	d.places[key] = place{n.Line, n.Column}
	v.read(d, n, key)
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// nearest is the known key that an unknown one was probably meant to be, as a
// sentence's end; "" when none is close.
func nearest(typed string, fields []field) words.Line {
	best, distance := "", 3
	for _, f := range fields {
		if n := edits(typed, f.name); n < distance {
			best, distance = f.name, n
		}
	}
	if best == "" {
		names := make([]string, len(fields))
		for i, f := range fields {
			names[i] = f.name
		}
		return words.Of("config.known-keys", strings.Join(names, ", "))
	}
	return words.Of("config.meant", best)
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
