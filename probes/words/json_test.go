package words

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"
)

// screened is what foreign text looks like from here.
type screened struct{ text string }

func (s screened) Screen() string { return s.text }

func TestALineReadBackSpeaksTheSameSentence(t *testing.T) {
	for name, line := range map[string]Line{
		"nothing":                    {},
		"no arguments":               Of("screen.live"),
		"text":                       Of("text", "重启 <后端> & \"x\""),
		"foreign text":               Of("text", screened{"chroma\x1b"}),
		"a length of time":           Of("act.recovered", 252*time.Second),
		"a short length of time":     Of("act.recovered", 11*time.Second+300*time.Millisecond+7*time.Nanosecond),
		"no time at all":             Of("act.recovered", time.Duration(0)),
		"the longest time":           Of("act.recovered", time.Duration(math.MaxInt64)),
		"the longest time ago":       Of("act.recovered", time.Duration(math.MinInt64)),
		"a line inside a line":       Of("journal.outcome", Of("action.restart"), Of("act.proved", 3*time.Second, "health")),
		"a code":                     Of("text", Code("action.restart")),
		"whole numbers":              Of("journal.outcome", -7, uint64(math.MaxUint64)),
		"a large whole number":       Of("text", int64(math.MaxInt64)),
		"a fraction":                 Of("text", 0.1234567),
		"a fraction that is whole":   Of("text", 123456.0),
		"a huge fraction":            Of("text", 1e300),
		"no number":                  Of("journal.outcome", math.NaN(), math.Inf(-1)),
		"a truth":                    Of("text", true),
		"an error":                   Of("text", errors.New("no space left on device")),
		"nothing where something is": Of("text", nil),
	} {
		t.Run(name, func(t *testing.T) { holds(t, line) })
	}
}

// holds writes the line, reads it back, and compares what both say.
func holds(t *testing.T, line Line) {
	t.Helper()
	b, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	var back Line
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	for _, lang := range []Lang{English, Chinese} {
		if got, want := lang.Say(back), lang.Say(line); got != string([]rune(want)) {
			t.Errorf("%s says %q, want %q", b, got, want)
		}
	}
}

func TestALineIsKeptReadable(t *testing.T) {
	b, err := json.Marshal(Of("journal.outcome", Of("action.restart"), Of("act.proved", 3*time.Second, "health")))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"code":"journal.outcome","args":[{"code":"action.restart"},{"code":"act.proved","args":[{"duration":"3s"},"health"]}]}`
	if string(b) != want {
		t.Errorf("kept as %s, want %s", b, want)
	}
}

// What stands in a journal may have been written by anybody.
func FuzzLineFromJSON(f *testing.F) {
	f.Add([]byte(`{"code":"act.recovered","args":[{"duration":"3s"}]}`))
	f.Add([]byte(`{"code":"text","args":[{"code":"x","args":[1,2.5,1e999,null,[1],{"a":1}]}]}`))
	f.Add([]byte(`{"code":"text","args":[-0.0,1e2,123456.0,18446744073709551616]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var line Line
		if json.Unmarshal(b, &line) == nil {
			holds(t, line)
		}
	})
}

func TestAPlainSentenceIsALine(t *testing.T) {
	for kept, want := range map[string]string{`"docker start"`: "docker start", `""`: "", `null`: "", `{"code":"text","args":["x"]}`: "x"} {
		var l Line
		if err := json.Unmarshal([]byte(kept), &l); err != nil || English.Say(l) != want {
			t.Errorf("%s says %q, want %q (%v)", kept, English.Say(l), want, err)
		}
	}
}
