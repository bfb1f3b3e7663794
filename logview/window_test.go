package logview_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

func query(t testing.TB, text string) logview.Query {
	t.Helper()
	q, err := logview.ParseQuery(text, logview.QueryOptions{Now: now, Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func numbered(i int) *logview.Entry {
	e := &logview.Entry{Message: raw.Of(fmt.Sprint("line ", i)), Level: logview.Info, Lines: 1}
	if i%10 == 0 {
		e.Level = logview.Error
	}
	return e
}

func seqs(p logview.Page) []uint64 {
	out := []uint64{}
	for _, e := range p.Entries {
		out = append(out, e.Seq)
	}
	return out
}

func TestPages(t *testing.T) {
	w := logview.NewWindow(logview.WindowOptions{Entries: 50})
	for i := range 100 {
		w.Append(numbered(i + 1))
	}
	for _, test := range []struct {
		name    string
		ask     logview.Question
		want    []uint64
		matches int
		more    bool
	}{
		{"the newest of all", logview.Question{Limit: 3}, []uint64{98, 99, 100}, 50, true},
		{"before one of them", logview.Question{Limit: 3, Before: 99}, []uint64{96, 97, 98}, 50, true},
		{"the oldest held", logview.Question{Limit: 3, Before: 53}, []uint64{51, 52}, 50, false},
		{"before all that is held", logview.Question{Limit: 3, Before: 20}, []uint64{}, 50, false},
		{"after one of them", logview.Question{Limit: 3, After: 60}, []uint64{61, 62, 63}, 50, true},
		{"after one long gone", logview.Question{Limit: 2, After: 3}, []uint64{51, 52}, 50, false},
		{"after the newest", logview.Question{Limit: 2, After: 100}, []uint64{}, 50, true},
		{"after one yet to come", logview.Question{Limit: 2, After: 1000}, []uint64{}, 50, true},
		{"the newest matches", logview.Question{Query: query(t, "level:error"), Limit: 2}, []uint64{90, 100}, 5, true},
		{"matches before", logview.Question{Query: query(t, "level:error"), Limit: 5, Before: 90}, []uint64{60, 70, 80}, 5, false},
		{"matches after", logview.Question{Query: query(t, "level:error"), Limit: 2, After: 60}, []uint64{70, 80}, 5, true},
		{"matches with their context", logview.Question{Query: query(t, "level:error"), Limit: 5, Context: 1}, []uint64{89, 90, 91, 99, 100}, 5, true},
		{"context that meets is told once", logview.Question{Query: query(t, "level:error"), Limit: 50, After: 85, Context: 7}, []uint64{86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100}, 5, true},
		{"context reaches no further than what is held", logview.Question{Query: query(t, "level:error"), Limit: 3, Before: 54, Context: 1 << 40}, []uint64{51, 52, 53}, 5, false},
		{"no match", logview.Question{Query: query(t, "absent"), Limit: 2}, []uint64{}, 0, false},
		{"nothing wanted", logview.Question{}, []uint64{}, 50, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := w.Page(test.ask)
			if got := seqs(p); !slices.Equal(got, test.want) || p.Matches != test.matches || p.More != test.more {
				t.Errorf("got %v of %d, more %v", got, p.Matches, p.More)
			}
			if p.Held != 50 || p.Oldest != 51 || p.Newest != 100 {
				t.Errorf("held %d, %d to %d", p.Held, p.Oldest, p.Newest)
			}
		})
	}
	if p := logview.NewWindow(logview.WindowOptions{}).Page(logview.Question{Query: query(t, "x"), Limit: 9}); p.Held != 0 || p.Entries != nil {
		t.Errorf("an empty window answers %+v", p)
	}
}

// TestMatchesStayTrue compares the kept matches with a look at every entry
// while entries come and go.
func TestMatchesStayTrue(t *testing.T) {
	t.Run("short ones", func(t *testing.T) { matchesStayTrue(t, logview.WindowOptions{Entries: 300, Bytes: 60_000}, "") })
	t.Run("long ones, which are packed", func(t *testing.T) {
		matchesStayTrue(t, logview.WindowOptions{Entries: 300, Bytes: 90_000}, strings.Repeat("  at line\n", 100))
	})
}

func matchesStayTrue(t *testing.T, o logview.WindowOptions, trace string) {
	random := rand.New(rand.NewPCG(1, 2))
	w := logview.NewWindow(o)
	held := []logview.Entry{}
	queries := []logview.Query{}
	for i := range 12 { // more than are kept up to date
		queries = append(queries, query(t, fmt.Sprintf("level:error OR %d", i)))
	}
	for i := range 3000 {
		e := numbered(random.IntN(1000))
		e.Trace = raw.Of(trace)
		w.Append(e)
		held = append(held, *e)
		held = held[len(held)-w.Len():]
		if i%7 != 0 {
			continue
		}
		q := queries[random.IntN(len(queries))]
		want := []uint64{}
		for _, e := range held {
			if q.Match(&e) {
				want = append(want, e.Seq)
			}
		}
		if got := seqs(w.Page(logview.Question{Query: q, Limit: 1000})); !slices.Equal(got, want) {
			t.Fatalf("after %d entries %v gives %v, want %v", i, q, got, want)
		}
	}
}

func TestAWindowStaysWithinItsBytes(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	noise := func(n int) raw.Text { // which packs to nothing less
		b := make([]byte, n)
		_, _ = random.Read(b)
		return raw.New(b)
	}
	w := logview.NewWindow(logview.WindowOptions{Bytes: 100_000})
	for range 1000 {
		w.Append(&logview.Entry{Message: noise(10_000)})
		if w.Bytes() > 100_000 {
			t.Fatalf("holds %d bytes", w.Bytes())
		}
	}
	if w.Append(&logview.Entry{Message: noise(1_000_000)}); w.Len() != 1 {
		t.Errorf("an entry larger than the window: %d held", w.Len())
	}
	if w.Append(numbered(1)); w.Len() != 1 || w.Bytes() > 1000 {
		t.Errorf("%d held, %d bytes", w.Len(), w.Bytes())
	}
}

// TestAWindowHoldsMoreThanItsBytes: what a service in trouble logs repeats
// itself.
func TestAWindowHoldsMoreThanItsBytes(t *testing.T) {
	w := logview.NewWindow(logview.WindowOptions{Entries: 1 << 20, Bytes: 200_000})
	text := 0
	for i := range 20_000 {
		message := fmt.Sprintf("POST /chat - 500 Internal Server Error - user_id=user_%04d, session_id=s%06d, 响应时间: 0.%02ds", i%250, i*7919%1_000_000, i%97)
		text += len(message)
		w.Append(&logview.Entry{Message: raw.Of(message), Arrived: now.Add(time.Duration(i) * 10 * time.Millisecond), Level: logview.Info, Lines: 1})
		if w.Bytes() > 200_000 {
			t.Fatalf("holds %d bytes", w.Bytes())
		}
	}
	if held := text / 20_000 * w.Len(); held < 400_000 {
		t.Errorf("%d entries of %d bytes are held in 200,000", w.Len(), held)
	}
	newest := w.Page(logview.Question{Limit: 1}).Entries[0]
	if oldest := w.Page(logview.Question{Limit: 1, After: w.Newest() - uint64(w.Len())}).Entries[0]; newest.Arrived.Sub(oldest.Arrived) != time.Duration(w.Len()-1)*10*time.Millisecond {
		t.Errorf("%d entries are held, from %v to %v", w.Len(), oldest.Arrived, newest.Arrived)
	}
}

// TestHugeEntriesCostTheOthersNothing: packed they are small, and until then
// they would take the room of many.
func TestHugeEntriesCostTheOthersNothing(t *testing.T) {
	w := logview.NewWindow(logview.WindowOptions{Entries: 1 << 20, Bytes: 200_000})
	for i := range 2000 {
		w.Append(numbered(i))
	}
	for range 2 {
		w.Append(&logview.Entry{Trace: raw.Of(strings.Repeat("  at line of a frame\n", 3000)), Lines: 3000})
		w.Append(numbered(1))
	}
	if w.Len() != 2004 {
		t.Errorf("%d of 2004 entries are held", w.Len())
	}
	newest := w.Page(logview.Question{Limit: 2}).Entries
	if len(newest) != 2 || newest[0].Lines != 3000 || newest[1].Message.Screen() != "line 1" {
		t.Errorf("the newest are %v", newest)
	}
}

// TestWhatPacksToNothingIsBoundedToo: a question reads all that is held.
func TestWhatPacksToNothingIsBoundedToo(t *testing.T) {
	const bytes, each = 100_000, 50_000
	w := logview.NewWindow(logview.WindowOptions{Bytes: bytes})
	for range 1000 {
		w.Append(&logview.Entry{Message: raw.New(make([]byte, each))})
		if held := w.Len() * each; held > 16*bytes {
			t.Fatalf("%d bytes are held, unpacked", held)
		}
	}
	if w.Len() < 16*bytes/each-2 {
		t.Errorf("only %d entries are held", w.Len())
	}
}

// BenchmarkFollow is a screen that follows a rare match while lines come in.
func BenchmarkFollow(b *testing.B) {
	w := logview.NewWindow(logview.WindowOptions{})
	q := query(b, "level>=error refused")
	for i := range 10_000 {
		w.Append(numbered(i))
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := range 100 {
			w.Append(numbered(i))
		}
		w.Page(logview.Question{Query: q, Limit: 50})
	}
}

// TestAnEntryComesBackAsItWas writes entries of every kind and reads them.
func TestAnEntryComesBackAsItWas(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	text := func(most int) raw.Text {
		b := make([]byte, random.IntN(most+1))
		for i := range b {
			b[i] = byte(random.IntN(256))
		}
		return raw.New(b)
	}
	times := []time.Time{
		{}, time.Unix(0, 0), time.Unix(-1, 999_999_999), time.Date(9999, 12, 31, 23, 59, 59, 1, time.UTC), time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC), now,
	}
	w := logview.NewWindow(logview.WindowOptions{Bytes: 1 << 20})
	var want []logview.Entry
	for i := range 2000 {
		e := logview.Entry{
			At: times[random.IntN(len(times))], Arrived: now.Add(time.Duration(i)), Level: logview.Level(random.IntN(6)),
			Kind: []logview.Kind{"", logview.Request, logview.Access}[random.IntN(3)], Source: []string{"", "application", "errors"}[random.IntN(3)],
			Module: text(20), Message: text(300), Lines: random.IntN(2100),
			Echo: random.IntN(2) == 0, Copy: random.IntN(2) == 0, Cut: random.IntN(2) == 0,
		}
		if random.IntN(100) == 0 {
			e.Trace = text(logview.MaxTrace)
		}
		for range random.IntN(4) {
			e.Fields = append(e.Fields, logview.Field{Name: "n" + strconv.Itoa(random.IntN(50)), Value: text(30)})
		}
		w.Append(&e)
		want = append(want, e)
	}
	want = want[len(want)-w.Len():]
	got := w.Page(logview.Question{Limit: 5000}).Entries
	for i := range want {
		a, b := got[i], want[i]
		if !a.At.Equal(b.At) || a.At.IsZero() != b.At.IsZero() || !a.Arrived.Equal(b.Arrived) {
			t.Fatalf("%d of %d: at %v, arrived %v; want %v, %v", i, len(want), a.At, a.Arrived, b.At, b.Arrived)
		}
		a.At, a.Arrived, a.Prev = b.At, b.Arrived, b.Prev
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%d of %d: got\n%#v, want\n%#v", i, len(want), a, b)
		}
	}
}
