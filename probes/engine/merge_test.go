package engine

import (
	"strings"
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

// lines is what a log told at once: each word is a message, with the second it
// was written in front of it, or none.
func lines(source string, words ...string) LogBatch {
	b := LogBatch{Source: source, At: noon}
	for _, word := range words {
		e := logview.Entry{Source: source, Arrived: noon, Message: raw.Of(word)}
		if second := word[0]; second >= '0' && second <= '9' {
			e.At = noon.Add(time.Duration(second-'0') * time.Second)
		}
		b.Entries = append(b.Entries, e)
	}
	return b
}

// of is a batch of one of a log's files.
func of(file string, b LogBatch) LogBatch {
	b.File = file
	return b
}

func TestLogsThatTellTogetherAreToldInTheOrderOfTime(t *testing.T) {
	for _, tt := range []struct {
		what    string
		batches []LogBatch
		want    string
	}{
		{"errors stand among requests", []LogBatch{lines("a", "1a", "3a", "5a"), lines("b", "2b", "3b", "6b")}, "1a 2b 3a 3b 5a 6b"},
		{"of the same time the first log goes first", []LogBatch{lines("a", "1a", "1c"), lines("b", "1b")}, "1a 1c 1b"},
		{"two looks at one log are one after the other", []LogBatch{lines("a", "1a"), lines("b", "2b"), lines("a"), lines("a", "3a")}, "1a 2b 3a"},
		{"one log keeps its order, whatever its times", []LogBatch{lines("a", "5a", "1a", "6a"), lines("b", "2b", "7b")}, "2b 5a 1a 6a 7b"},
		{"what has no time stands behind the line before it", []LogBatch{lines("a", "2a", "trace", "4a"), lines("b", "1b", "3b")}, "1b 2a trace 3b 4a"},
		{"files of one log are merged as well", []LogBatch{of("x", lines("a", "1a", "5a")), of("y", lines("a", "2a", "3a"))}, "1a 2a 3a 5a"},
		{"nothing", []LogBatch{lines("a"), lines("b")}, ""},
		{"one log", []LogBatch{lines("a", "2a", "1a")}, "2a 1a"},
	} {
		var got []string
		inOrder(tt.batches, func(e *logview.Entry, b *LogBatch) {
			if e.Source != b.Source {
				t.Errorf("%s: %s came with the batch of %s", tt.what, e.Message.Screen(), b.Source)
			}
			got = append(got, e.Message.Screen())
		})
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, s, tt.want)
		}
	}
}

func TestWhatLogsTellWaitsForTheOthers(t *testing.T) {
	for _, tt := range []struct {
		what   string
		fill   func(*inbox)
		due    bool
		after  time.Duration
		folded bool
	}{
		{"a check came", func(*inbox) {}, false, 100 * time.Millisecond, false},
		{"a tick", func(*inbox) {}, true, 0, true},
		{"a question", func(in *inbox) { in.call(call{}) }, false, 0, true},
		{"it waited", func(*inbox) {}, false, logsTogether, true},
		{"there is much", func(in *inbox) { in.batch(LogBatch{At: noon, Entries: make([]logview.Entry, manyEntries)}) }, false, 0, true},
	} {
		in := newInbox()
		in.batch(lines("a", "1a"))
		select {
		case <-in.wake:
			t.Errorf("%s: somebody was woken for one line", tt.what)
		default:
		}
		tt.fill(in)
		if m := in.take(tt.due, noon.Add(tt.after)); (len(m.logs) > 0) != tt.folded {
			t.Errorf("%s: taken are %d batches", tt.what, len(m.logs))
		}
		if m := in.take(true, noon); (len(m.logs) > 0) == tt.folded {
			t.Errorf("%s: then taken are %d batches", tt.what, len(m.logs))
		}
	}
}
