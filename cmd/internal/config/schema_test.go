package config

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
)

// An editor that goes by the schema marks nothing in a file that loads.
func TestSchemaAllowsWhatLoads(t *testing.T) {
	content, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var s any
	if err := json.Unmarshal(content, &s); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"the example": mustRead(t, "testdata/example.yaml"), "the built-in profile": xinyuProfile, "the starter": Starter(),
	} {
		var doc any
		if err := yaml.Unmarshal(file, &doc); err != nil {
			t.Fatal(err)
		}
		for _, complaint := range complaints(s.(map[string]any), doc, "") {
			t.Errorf("%s: %s", name, complaint)
		}
	}
}

// complaints are what a schema says against a document, by those words of JSON
// Schema that ours uses.
func complaints(s schema, doc any, at string) []string {
	if alternatives, ok := s["anyOf"].([]any); ok {
		for _, one := range alternatives {
			if len(complaints(one.(schema), doc, at)) == 0 {
				return nil
			}
		}
		return []string{fmt.Sprintf("%s: %v is none of its alternatives", at, doc)}
	}
	if only, ok := s["const"]; ok && doc != only {
		return []string{fmt.Sprintf("%s: %v is not %v", at, doc, only)}
	}
	var out []string
	switch doc := doc.(type) {
	case string:
		if allowed, ok := s["enum"].([]any); ok && !slices.Contains(allowed, any(doc)) {
			out = append(out, fmt.Sprintf("%s: %q is none of %v", at, doc, allowed))
		}
		if p, ok := s["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(doc) {
			out = append(out, fmt.Sprintf("%s: %q does not match %s", at, doc, p))
		}
	case []any:
		for i, item := range doc {
			if of, ok := s["items"].(schema); ok {
				out = append(out, complaints(of, item, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	case map[string]any:
		for name, value := range doc {
			out = append(out, complaintsOfKey(s, name, value, at+"."+name)...)
		}
	}
	return out
}

func complaintsOfKey(s schema, name string, value any, at string) []string {
	known, _ := s["properties"].(schema)
	if of, ok := known[name].(schema); ok {
		return complaints(of, value, at)
	}
	switch others := s["additionalProperties"].(type) {
	case schema:
		return complaints(others, value, at)
	case bool:
		if !others {
			return []string{at + ": is not known"}
		}
	}
	return nil
}
