package words_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/probes/words"
)

// TestEveryFindingCanBeSpoken looks up the cause and the steps of every known
// failure.
func TestEveryFindingCanBeSpoken(t *testing.T) {
	for _, s := range diagnose.Default().Signatures() {
		for _, key := range append([]string{"cause." + s.ID}, s.Steps...) {
			if !words.Has(words.Code(key)) {
				t.Errorf("%s of %s is not in the catalogue", key, s.ID)
			}
		}
	}
}

// TestBrokenQueriesAreExplainedInBothLanguages speaks the error of one query
// for each way to break it.
func TestBrokenQueriesAreExplainedInBothLanguages(t *testing.T) {
	for _, query := range []string{
		strings.Repeat("a", 5000), strings.Repeat("(", 60), `"a`, ")", "OR", "user:", "level:x", "kind:x", "took>x", "since:x", "/(/", "since>5m",
	} {
		_, err := logview.ParseQuery(query, logview.QueryOptions{Now: time.Now()})
		var bad *logview.QueryError
		if !errors.As(err, &bad) {
			t.Fatalf("%.20q parses", query)
		}
		english := words.English.Word(words.Code(bad.Code), bad.Args...)
		chinese := words.Chinese.Word(words.Code(bad.Code), bad.Args...)
		if english == bad.Code || chinese == english || strings.Contains(english+chinese, "{") {
			t.Errorf("%.20q: %q, %q", query, english, chinese)
		}
	}
}
