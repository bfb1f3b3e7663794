package config

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"bedside/probes/words"
)

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
