package logview_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

// telling is what one log says of the record i.
func telling(source string, i int) *logview.Entry {
	return &logview.Entry{
		At: now.Add(time.Duration(i) * time.Second), Source: source, Level: logview.Error, Lines: 1,
		Message: raw.Of(fmt.Sprint("record ", i, " in ", i%3)),
	}
}

// TestARecordIsToldOnce asks a window of three logs, in which the records 1
// and 4 stand in two and the record 2 in all three: twice in two of them.
func TestARecordIsToldOnce(t *testing.T) {
	entries := []*logview.Entry{
		telling("app", 1), telling("errors", 1), telling("app", 2), telling("app", 2), telling("errors", 2), telling("errors", 2),
		telling("app", 3), telling("audit", 2), telling("app", 4), telling("errors", 4), telling("errors", 5),
	}
	traced := *telling("errors", 4)
	traced.Trace = raw.Of("Traceback")
	entries[9] = &traced
	for _, test := range []struct {
		name    string
		query   string
		context int
		want    []uint64
		matches int
	}{
		{"everything", "", 0, []uint64{1, 3, 4, 7, 9, 11}, 6},
		{"what the original matches", "record", 0, []uint64{1, 3, 4, 7, 9, 11}, 6},
		{"what it alone matches", "source:app", 0, []uint64{1, 3, 4, 7, 9}, 5},
		{"what a copy alone matches", "source:errors", 0, []uint64{2, 5, 6, 10, 11}, 5},
		{"what a copy of a copy alone matches", "source:audit", 0, []uint64{8}, 1},
		{"what two copies match", "-source:app", 0, []uint64{2, 5, 6, 10, 11}, 5},
		{"what the first and a copy of its copy match", "source:app OR source:audit", 0, []uint64{1, 3, 4, 7, 9}, 5},
		{"what the copy says beside", "Traceback", 0, []uint64{10}, 1},
		{"context is told once as well", `"record 3"`, 1, []uint64{4, 7, 9}, 1},
		{"context around a copy that tells", "Traceback", 1, []uint64{9, 10, 11}, 1},
		{"no match has no context", "absent", 5, []uint64{}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := map[uint64]uint64{1: 0, 2: 1, 3: 1, 4: 3, 5: 4, 6: 4, 7: 4, 8: 7, 9: 7, 10: 9, 11: 9} // of those told by default
			w, copies := logview.NewWindow(logview.WindowOptions{}), logview.NewCopies()
			ask := logview.Question{Query: query(t, test.query), Context: test.context, Limit: 50, Columns: 20}
			for i, e := range entries {
				one := *e
				copies.Mark(&one, "")
				w.Append(&one)
				if i == 0 {
					w.Page(ask) // from now on its matches are kept
				}
			}
			afresh, _ := logview.ParseQuery(test.query+" ", logview.QueryOptions{})
			for _, q := range []logview.Query{ask.Query, afresh} {
				ask.Query = q
				p := w.Page(ask)
				if got := seqs(p); !slices.Equal(got, test.want) || p.Matches != test.matches || p.Held != 6 {
					t.Errorf("got %v of %d, %d held", got, p.Matches, p.Held)
				}
				for _, e := range p.Entries {
					if e.Prev != before[e.Seq] {
						t.Errorf("before %d stands %d, want %d", e.Seq, e.Prev, before[e.Seq])
					}
				}
				counted := uint32(0)
				for i := range p.Histogram.Columns {
					counted += p.Histogram.Columns[i].Sum()
				}
				if counted != uint32(test.matches) {
					t.Errorf("spread over time are %d", counted)
				}
			}
		})
	}
}

// TestNoRecordIsLostWithItsFirstTelling compares the matches with a look at
// every entry while the entries that told a record first are let go of before
// their copies.
func TestNoRecordIsLostWithItsFirstTelling(t *testing.T) {
	t.Run("short ones", func(t *testing.T) { noRecordIsLost(t, logview.WindowOptions{Entries: 100, Bytes: 9000}, "") })
	t.Run("long ones, which are packed", func(t *testing.T) {
		noRecordIsLost(t, logview.WindowOptions{Entries: 200, Bytes: 120_000}, strings.Repeat("  at line\n", 100))
	})
}

func noRecordIsLost(t *testing.T, o logview.WindowOptions, trace string) {
	random := rand.New(rand.NewPCG(5, 6))
	w, copies := logview.NewWindow(o), logview.NewCopies()
	queries := []logview.Query{query(t, ""), query(t, "source:app"), query(t, "source:errors"), query(t, `"in 1"`), query(t, `source:errors OR "in 2"`), query(t, "source:app OR source:audit")}
	var held []logview.Entry
	tell := func(e *logview.Entry) {
		if e.Trace.Empty() {
			e.Trace = raw.Of(trace)
		}
		copies.Mark(e, "")
		w.Append(e)
		held = append(held, *e)
		held = held[len(held)-w.Len():]
	}
	told, audited := 0, 0 // by the logs that tell later
	for i := range 2000 {
		tell(telling("app", i))
		for told < i && random.IntN(120) == 0 || told < i-150 {
			for range random.IntN(i - told + 1) {
				tell(telling("errors", told))
				told++
			}
		}
		for audited < told && random.IntN(40) == 0 {
			tell(telling("audit", audited))
			audited++
		}
		if random.IntN(90) == 0 { // lets go of many at once
			e := telling("app", i+1_000_000)
			e.Trace = raw.New(make([]byte, random.IntN(9000)))
			tell(e)
		}
		asked := queries
		if i%50 == 0 { // one that looks at every entry now
			asked = append(asked[:len(asked):len(asked)], query(t, fmt.Sprintf("source:audit OR never%d", i)))
		}
		for _, q := range asked {
			first := map[int64]bool{}
			want := []uint64{}
			for _, e := range held {
				if q.Match(&e) && !first[e.At.Unix()] {
					first[e.At.Unix()] = true
					want = append(want, e.Seq)
				}
			}
			if p := w.Page(logview.Question{Query: q, Limit: 1000}); !slices.Equal(seqs(p), want) || p.Matches != len(want) {
				t.Fatalf("after %d entries %q gives %v, want %v", i, q, seqs(p), want)
			}
		}
	}
}
