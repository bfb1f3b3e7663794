package httpcheck

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of one JSON document.
const (
	maxDepth   = 64
	maxRefused = 8
)

// document is what a check keeps of a JSON body. The body is read in one pass,
// and nothing but the wanted scalars is held.
type document struct {
	// leaves are the scalars at the wanted paths: nil, bool, json.Number or
	// string, or nested{} where an object or array stands.
	leaves    map[string]any
	complaint string   // the first non-empty "error" on the two upper levels
	refused   []string // the names that are false: checks that failed
}

type nested struct{}

var errTooDeep = errors.New("nested more than 64 levels deep")

// scan reads a JSON document. A path is the names on the way joined by dots; an
// array's elements are named 0, 1, 2, ….
func scan(body string, wanted map[string]bool) (document, error) {
	w := walk{
		dec:    json.NewDecoder(strings.NewReader(body)),
		wanted: wanted,
		doc:    document{leaves: map[string]any{}},
	}
	w.dec.UseNumber()
	if err := w.value(); err != nil {
		return document{}, fmt.Errorf("reading JSON: %w", err)
	}
	if _, err := w.dec.Token(); !errors.Is(err, io.EOF) {
		return document{}, errors.New("reading JSON: something follows the document")
	}
	return w.doc, nil
}

// walk is one pass over a document. path is where it stands, names where each
// name of the path begins.
type walk struct {
	dec    *json.Decoder
	wanted map[string]bool
	path   []byte
	names  []int
	doc    document
}

func (w *walk) value() error {
	token, err := w.dec.Token()
	if err != nil {
		return err
	}
	open, isDelim := token.(json.Delim)
	if !isDelim {
		w.leaf(token)
		return nil
	}
	if w.wanted[string(w.path)] {
		w.doc.leaves[string(w.path)] = nested{}
	}
	if len(w.names) == maxDepth {
		return errTooDeep
	}
	if err := w.children(open); err != nil {
		return err
	}
	_, err = w.dec.Token() // the closing delimiter
	return err
}

func (w *walk) children(open json.Delim) error {
	for i := 0; w.dec.More(); i++ {
		name := strconv.Itoa(i)
		if open == '{' {
			key, err := w.dec.Token()
			if err != nil {
				return err
			}
			name = key.(string)
		}
		before := len(w.path)
		if before > 0 {
			w.path = append(w.path, '.')
		}
		w.names = append(w.names, len(w.path))
		w.path = append(w.path, name...)
		if err := w.value(); err != nil {
			return err
		}
		w.names = w.names[:len(w.names)-1]
		w.path = w.path[:before]
	}
	return nil
}

func (w *walk) leaf(scalar any) {
	if w.wanted[string(w.path)] {
		w.doc.leaves[string(w.path)] = scalar
	}
	if len(w.names) == 0 {
		return
	}
	name := w.path[w.names[len(w.names)-1]:]
	if text, is := scalar.(string); is && text != "" && string(name) == "error" && len(w.names) <= 2 && w.doc.complaint == "" {
		w.doc.complaint = text
	}
	if scalar == false && len(w.doc.refused) < maxRefused {
		w.doc.refused = append(w.doc.refused, string(name))
	}
}

// text is the scalar at a path as text, or "".
func (d document) text(path string) string {
	switch v := d.leaves[path].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// equal reports whether a scalar of a document is what a configuration names.
// Numbers are compared as numbers, everything else as text.
func equal(scalar, want any) bool {
	switch v := scalar.(type) {
	case nil:
		return want == nil
	case nested:
		return false
	case json.Number:
		have, err := v.Float64()
		wanted, err2 := strconv.ParseFloat(fmt.Sprint(want), 64)
		return err == nil && err2 == nil && have == wanted
	}
	return want != nil && fmt.Sprint(scalar) == fmt.Sprint(want)
}

// wanted are the paths that judging an answer needs.
func wanted(o Options) map[string]bool {
	paths := map[string]bool{"status": true}
	for _, path := range ownWords {
		paths[path] = true
	}
	for path := range o.Expect.JSON {
		paths[path] = true
	}
	for _, v := range o.Values {
		paths[v.Path] = true
	}
	if o.Clock != "" {
		paths[o.Clock] = true
	}
	return paths
}
