package httpcheck

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
)

func TestADocumentTooDeepIsRefused(t *testing.T) {
	for depth, want := range map[int]bool{60: false, 65: true, 100_000: true} {
		_, err := scan(strings.Repeat("[", depth)+strings.Repeat("]", depth), nil)
		if errors.Is(err, errTooDeep) != want {
			t.Errorf("%d levels: %v", depth, err)
		}
	}
}

func TestEqualComparesNumbersAsNumbers(t *testing.T) {
	for _, tt := range []struct {
		scalar, want any
		equal        bool
	}{
		{json.Number("2.0"), 2, true}, {json.Number("2"), 2.0, true}, {json.Number("2"), "2", true},
		{json.Number("2"), 3, false}, {json.Number("1e999"), math.Inf(1), false},
		{"ok", "ok", true}, {"true", true, true}, {true, true, true}, {false, true, false},
		{nil, nil, true}, {nil, "", false}, {"", nil, false}, {nested{}, "{}", false},
	} {
		if equal(tt.scalar, tt.want) != tt.equal {
			t.Errorf("%v and %v: want %v", tt.scalar, tt.want, tt.equal)
		}
	}
}

// FuzzScan holds the one-pass reader against the standard one: it accepts the
// same documents and finds what stands at a path.
func FuzzScan(f *testing.F) {
	for _, body := range []string{
		`{"a":{"b":[1,2,{"c":null}]},"status":"ok"}`, `[]`, `"x"`, `{"a":1}{`, `{"a":}`, `[1,]`, `{"a" 1}`, `nan`, `{"a":1e999}`, `{"a":"\ud800"}`,
	} {
		f.Add(body, "a.b.2.c")
	}
	f.Fuzz(func(t *testing.T, body, path string) {
		doc, err := scan(body, map[string]bool{path: true, "a": true})
		if valid := json.Valid([]byte(body)); valid != (err == nil) && !errors.Is(err, errTooDeep) {
			t.Fatalf("valid JSON: %v, but scan says %v", valid, err)
		}
		if n, ok := number(doc.leaves["a"]); ok && (math.IsNaN(n) || math.IsInf(n, 0)) {
			t.Fatalf("the figure %v is not finite", n)
		}
		var object map[string]any
		if json.Unmarshal([]byte(body), &object) == nil {
			if text, is := object["a"].(string); is && doc.text("a") != text && strings.Count(body, `"a"`) == 1 {
				t.Fatalf("found %q, want %q", doc.text("a"), text)
			}
		}
	})
}

func FuzzReadableKeepsJSON(f *testing.F) {
	f.Add(`{"a":"\u70ed\u7ebf"}`)
	f.Add(`{"a":"\ud83d\ude00\ud800 \\u70ed \u0022"}`)
	f.Fuzz(func(t *testing.T, body string) {
		if json.Valid([]byte(body)) && !json.Valid([]byte(readable([]byte(body)))) {
			t.Fatalf("%q became %q", body, readable([]byte(body)))
		}
	})
}
