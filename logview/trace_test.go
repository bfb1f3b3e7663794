package logview_test

import (
	"strings"
	"testing"

	"bedside/logview"
	"bedside/logview/raw"
)

func TestATracebackIsToldFromOtherLinesBelow(t *testing.T) {
	for name, row := range map[string]struct {
		message, below string
		want           bool
	}{
		"nothing below":              {"boom", "", false},
		"a stray line":               {"started", "hello", false},
		"a binary one":               {"started", "\x00\x01\xff\xfe", false},
		"the rest of a message":      {"the statement was", "SELECT *\n  FROM users\n WHERE at (1)", false},
		"a table":                    {"sizes", "a: 1\nb: 2", false},
		"Python's":                   {"boom", "Traceback (most recent call last):\n  File \"x.py\", line 1, in f\nE: x", true},
		"Python's behind more words": {"boom", strings.Repeat("word\n", 1000) + "Traceback (most recent call last):\n  File \"x.py\"", true},
		"Python's without a header":  {"Traceback (most recent call last):", "  File \"x.py\", line 1, in f\nE: x", true},
		"Java's":                     {"boom", "java.lang.IllegalStateException: x\n\tat com.shop.Api.get(Api.java:12)", true},
		"Node's":                     {"boom", "Error: x\n    at Object.<anonymous> (/srv/app.js:1:7)\n    at node:internal/main:2:3", true},
		"C#'s":                       {"boom", "   at Shop.Api.Get() in /srv/Api.cs:line 12", true},
		"Go's":                       {"panic: boom", "goroutine 1 [running]:\nmain.main()", true},
		"PHP's":                      {"boom", "Stack trace:\n#0 /srv/a.php(12): f()", true},
		"Ruby's":                     {"boom", "/srv/a.rb:12:in `f'\n\tfrom /srv/a.rb:20:in `<main>'", true},
	} {
		t.Run(name, func(t *testing.T) {
			e := logview.Entry{Message: raw.Of(row.message), Trace: raw.Of(row.below)}
			if got := e.Traceback(); got != row.want {
				t.Errorf("a traceback: %v, want %v", got, row.want)
			}
		})
	}
}

func BenchmarkTraceback(b *testing.B) {
	e := logview.Entry{Message: raw.Of("boom"), Trace: raw.Of(strings.Repeat("some words of a message, and more\n", 2000))}
	b.ReportAllocs()
	for b.Loop() {
		e.Traceback()
	}
}
