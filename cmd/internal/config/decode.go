package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// Error is one thing that is wrong with a configuration, with its place.
type Error struct {
	File      string
	Line, Col int // from 1; 0 when the whole file is meant
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
	return raw.Of(b.String() + ": " + l.Say(e.Msg)).Screen()
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

// scalar makes a value of a plain text.
func scalar(described func() schema, expected words.Code, set func(text string, tag string) error) value {
	return value{described, func(d *decoder, n *yaml.Node, key string) {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
			d.fail(n, key, "config.expected", words.Of(expected), shape(n))
			return
		}
		if err := set(n.Value, n.Tag); err != nil {
			var line lineError
			if errors.As(err, &line) {
				d.fail(n, key, line.Code, line.Args...)
				return
			}
			d.fail(n, key, "config.expected", words.Of(expected), strconv.Quote(n.Value))
		}
	}}
}

// lineError is an error that already has its sentence.
type lineError struct{ words.Line }

func (e lineError) Error() string { return words.English.Say(e.Line) }

var errShape = errors.New("not of the expected form")

// shape says what a node is, for a message.
func shape(n *yaml.Node) words.Line {
	switch {
	case n.Kind == yaml.MappingNode:
		return words.Of("config.kind.mapping")
	case n.Kind == yaml.SequenceNode:
		return words.Of("config.kind.list")
	case n.Tag == "!!null":
		return words.Of("config.kind.nothing")
	}
	return words.Of("config.kind.text", strconv.Quote(n.Value))
}

func text(p *string) value {
	return scalar(func() schema { return schema{"type": "string"} }, "config.kind.string", func(s, tag string) error {
		if tag == "!!bool" || s == "" {
			return errShape
		}
		*p = s
		return nil
	})
}

// sentence is a text that people read on the screen, in the user's own words.
func sentence(p *words.Line) value {
	var s string
	own := text(&s)
	return value{own.schema, func(d *decoder, n *yaml.Node, key string) {
		if own.read(d, n, key); s != "" {
			*p = words.Of("text", raw.Of(s))
		}
	}}
}

// literal is a text, number or truth value as it is written.
func literal(p *string) value {
	return scalar(func() schema { return schema{"type": []string{"string", "number", "boolean"}} }, "config.kind.string", func(s, _ string) error {
		*p = s
		return nil
	})
}

func truth(p *bool) value {
	return scalar(func() schema { return schema{"type": "boolean"} }, "config.kind.bool", func(s, tag string) error {
		if tag != "!!bool" {
			return errShape
		}
		*p = strings.EqualFold(s, "true")
		return nil
	})
}

type span struct{ min, max int }

func integer(p *int, within span) value {
	return scalar(func() schema { return schema{"type": "integer", "minimum": within.min, "maximum": within.max} }, "config.kind.int", func(s, tag string) error {
		n, err := strconv.Atoi(s)
		if err != nil || tag != "!!int" {
			return errShape
		}
		if n < within.min || n > within.max {
			return lineError{words.Of("config.range", within.min, within.max)}
		}
		*p = n
		return nil
	})
}

func choice[T ~string](p *T, options ...T) value {
	return scalar(func() schema { return schema{"enum": options} }, "config.kind.string", func(s, _ string) error {
		for _, o := range options {
			if s == string(o) {
				*p = o
				return nil
			}
		}
		return lineError{words.Of("config.choice", strings.Trim(fmt.Sprint(options), "[]"))}
	})
}

func pattern(p *string) value {
	return scalar(func() schema { return schema{"type": "string", "format": "regex"} }, "config.kind.pattern", func(s, _ string) error {
		if _, err := regexp.Compile(s); err != nil {
			var syntax interface{ Error() string } = err
			return lineError{words.Of("config.pattern", strings.TrimPrefix(syntax.Error(), "error parsing regexp: "))}
		}
		*p = s
		return nil
	})
}

var durationForm = regexp.MustCompile(`^(\d+(?:\.\d+)?(?:ms|s|m|h|d))+$`)

// duration reads "250ms", "2s", "1m30s", "14d". Nought and less make no sense
// anywhere in the file.
func duration(p *time.Duration) value {
	return scalar(func() schema { return schema{"type": "string", "pattern": durationForm.String()} }, "config.kind.duration", func(s, _ string) error {
		d, err := parseDuration(s)
		if err != nil {
			return err
		}
		if d <= 0 {
			return lineError{words.Of("config.positive")}
		}
		*p = d
		return nil
	})
}

// optionalDuration also takes 0s.
func optionalDuration(p *time.Duration) value {
	v := duration(p)
	return value{v.schema, func(d *decoder, n *yaml.Node, key string) {
		if n.Value == "0s" || n.Value == "0" {
			*p = 0
			return
		}
		v.read(d, n, key)
	}}
}

func parseDuration(s string) (time.Duration, error) {
	if !durationForm.MatchString(s) {
		return 0, errShape
	}
	var sum float64
	for s != "" {
		i := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		n, err := strconv.ParseFloat(s[:i], 64)
		if err != nil {
			return 0, errShape
		}
		s = s[i:]
		unit := s[:1]
		if strings.HasPrefix(s, "ms") {
			unit = "ms"
		}
		sum += n * float64(map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[unit])
		s = s[len(unit):]
	}
	if sum > math.MaxInt64/2 {
		return 0, errShape
	}
	return time.Duration(sum), nil
}

var quantityForm = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\s*(%|ms|s|m|h|d|/s|B|KiB|MiB|GiB|)$`)

var units = map[string]float64{"": 1, "%": 0.01, "ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86400, "/s": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

// quantity reads a number with its unit, in the units of package probes: "70%"
// is 0.7, "1.5s" is 1.5.
func quantity(set func(float64)) value {
	return scalar(func() schema { return schema{"type": []string{"string", "number"}} }, "config.kind.quantity", func(s, _ string) error {
		m := quantityForm.FindStringSubmatch(s)
		if m == nil {
			return errShape
		}
		n, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			return errShape
		}
		set(n * units[m[2]])
		return nil
	})
}

// list reads a sequence; a single item may stand without brackets.
func list[T any](p *[]T, item func(*T) value) value {
	described := func() schema { return schema{"type": "array", "items": item(new(T)).schema()} }
	return value{described, func(d *decoder, n *yaml.Node, key string) {
		*p = nil
		nodes := n.Content
		if n.Kind != yaml.SequenceNode {
			d.fail(n, key, "config.expected", words.Of("config.kind.list"), shape(n))
			return
		}
		for i, c := range nodes {
			var one T
			d.read(item(&one), c, fmt.Sprintf("%s[%d]", key, i))
			*p = append(*p, one)
		}
	}}
}

// field is one key of a table.
type field struct {
	name  string
	value value
	must  bool
}

func key(name string, v value) field  { return field{name: name, value: v} }
func must(name string, v value) field { return field{name: name, value: v, must: true} }

// table reads a mapping with these keys and no others.
func table(fields ...field) value {
	described := func() schema { return describe(fields) }
	return value{described, func(d *decoder, n *yaml.Node, at string) {
		seen := map[string]bool{}
		d.pairs(n, at, func(k *yaml.Node, v *yaml.Node) {
			for _, f := range fields {
				if f.name == k.Value {
					seen[f.name] = true
					d.read(f.value, v, join(at, f.name))
					return
				}
			}
			d.fail(k, join(at, k.Value), "config.unknown-key", nearest(k.Value, fields))
		})
		for _, f := range fields {
			if f.must && !seen[f.name] && n.Kind == yaml.MappingNode {
				d.fail(n, at, "config.missing-key", f.name)
			}
		}
	}}
}

// describe is the schema of a table.
func describe(fields []field) schema {
	properties := schema{}
	var required []string
	for _, f := range fields {
		properties[f.name] = f.value.schema()
		if f.must {
			required = append(required, f.name)
		}
	}
	out := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if required != nil {
		out["required"] = required
	}
	return out
}

// oneOf is a table of which exactly one of the alternatives is set, besides
// the common keys.
func oneOf(alternatives []field, common ...field) value {
	all := table(append(append([]field{}, alternatives...), common...)...)
	return value{all.schema, func(d *decoder, n *yaml.Node, at string) {
		all.read(d, n, at)
		if n.Kind != yaml.MappingNode {
			return
		}
		var set, names []string
		for _, a := range alternatives {
			names = append(names, a.name)
		}
		for i := 0; i < len(n.Content); i += 2 {
			for _, name := range names {
				if n.Content[i].Value == name {
					set = append(set, name)
				}
			}
		}
		if len(set) != 1 {
			d.fail(n, at, "config.one-of", strings.Join(names, ", "))
		}
	}}
}

// pairs calls each with every key and value of a mapping, refusing what is no
// mapping and keys that stand twice.
func (d *decoder) pairs(n *yaml.Node, at string, each func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, at, "config.expected", words.Of("config.kind.mapping"), shape(n))
		return
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content) && !d.full() && d.nodes <= maxNodes; i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			d.fail(k, at, "config.expected", words.Of("config.kind.string"), shape(k))
			continue
		}
		if line, twice := first[k.Value]; twice {
			d.fail(k, join(at, k.Value), "config.duplicate", line)
			continue
		}
		first[k.Value] = k.Line
		each(k, v)
	}
}

// maxName is the length of the longest name in characters.
const maxName = 64

// isName reports whether s can be the name of an item: letters and digits of
// any script, and _ . * -.
func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	return n > 0 && n <= maxName && strings.IndexFunc(s, notOfName) < 0
}

func notOfName(r rune) bool {
	return r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_.*-", r)
}

// named reads a mapping of names to items into a list in the order of the
// file. An item whose name the list holds already replaces it.
func named[T any](p *[]T, name func(*T) *string, item func(*T) value) value {
	described := func() schema { return schema{"type": "object", "additionalProperties": item(new(T)).schema()} }
	return value{described, func(d *decoder, n *yaml.Node, at string) {
		d.pairs(n, at, func(k, v *yaml.Node) {
			if !isName(k.Value) {
				d.fail(k, at, "config.name", strconv.Quote(k.Value))
				return
			}
			var one T
			*name(&one) = k.Value
			d.read(item(&one), v, join(at, k.Value))
			put(p, one, name)
		})
	}}
}

// put replaces the item of the same name, or adds it.
func put[T any](p *[]T, one T, name func(*T) *string) {
	for i := range *p {
		if *name(&(*p)[i]) == *name(&one) {
			(*p)[i] = one
			return
		}
	}
	*p = append(*p, one)
}

// settings reads a mapping of names to texts, in the order of the file.
func settings(p *[]Setting, item func(*string) value) value {
	v := named(p, func(s *Setting) *string { return &s.Name }, func(s *Setting) value { return item(&s.Text) })
	return value{v.schema, func(d *decoder, n *yaml.Node, at string) {
		d.pairs(n, at, func(k, v *yaml.Node) {
			one := Setting{Name: k.Value}
			d.read(item(&one.Text), v, join(at, k.Value))
			put(p, one, func(s *Setting) *string { return &s.Name })
		})
	}}
}

// document reads anything and keeps it as JSON.
func document(p *[]byte) value {
	return value{func() schema { return schema{} }, func(d *decoder, n *yaml.Node, at string) {
		if !d.counted(n, 0) {
			d.fail(n, at, "config.too-large", maxNodes)
			return
		}
		var any any
		if err := n.Decode(&any); err != nil {
			d.fail(n, at, "config.expected", words.Of("config.kind.document"), shape(n))
			return
		}
		b, err := json.Marshal(any)
		if err != nil {
			d.fail(n, at, "config.expected", words.Of("config.kind.document"), shape(n))
			return
		}
		*p = b
	}}
}

// counted adds a subtree to what was visited, aliases followed, and reports
// whether it is still within the limits.
func (d *decoder) counted(n *yaml.Node, depth int) bool {
	d.nodes++
	if d.nodes > maxNodes || depth > maxDepth {
		return false
	}
	if n.Kind == yaml.AliasNode {
		return d.counted(n.Alias, depth+1)
	}
	for _, c := range n.Content {
		if !d.counted(c, depth+1) {
			return false
		}
	}
	return true
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
