package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/words"
)

// questionsTo notes each question that reaches the reader.
func questionsTo(questions *[]state.LogQuestion, answer fakeReader) func(*Options) {
	return func(o *Options) {
		o.Reader = fakeReader(func(ctx context.Context, q state.Question) (state.Answer, error) {
			*questions = append(*questions, q.(state.LogQuestion))
			return answer(ctx, q)
		})
	}
}

func queries(questions []state.LogQuestion) []string {
	var list []string
	for _, q := range questions {
		list = append(list, q.Query.String())
	}
	return list
}

func TestAQueryIsAskedWhileItIsWrittenAndTheLastGoodOneStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []state.LogQuestion
		c := start(t, samplePreview(), questionsTo(&asked, sampleReader))
		c.press("/")
		c.play(letters("ab ("))
		c.wait(time.Second)
		if got := queries(asked); !slices.Equal(got, []string{""}) {
			t.Errorf("asked %q, want everything alone while half a word and an open bracket stand there", got)
		}
		if c.logs.query.String() != "" || !strings.Contains(ansi.Strip(c.View()), "^") {
			t.Errorf("query %q, want the last good one and a sign where it went wrong:\n%s", c.logs.query, ansi.Strip(c.View()))
		}
		c.press("enter")
		if c.place() != inQuery {
			t.Error("Enter took a query that does not parse")
		}
		c.play(letters("c)"))
		c.wait(time.Second)
		if got := queries(asked); !slices.Equal(got, []string{"", "ab (c)"}) {
			t.Errorf("asked %q, want the whole query once the keys rest", got)
		}
		c.play(letters(" d", "enter"))
		if got := queries(asked); c.place() != onLogs || got[len(got)-1] != "ab (c) d" {
			t.Errorf("place %v, asked %q, want the query taken", c.place(), got)
		}
		c.press("esc")
		if got := c.logs.query.String(); got != "" || c.page != logsPage {
			t.Errorf("query %q, want Esc to take the filter away first", got)
		}
		c.press("esc")
		if c.page != overviewPage {
			t.Error("Esc did not go back to the overview")
		}
	})
}

func TestEscGoesBackToTheQueryBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press("/")
		c.play(letters("user", "enter"))
		c.press("/")
		c.play(letters("x", "esc"))
		if got := c.logs.query.String(); got != "user" {
			t.Errorf("query %q, want the one before", got)
		}
	})
}

func TestEarlierQueriesComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		for _, q := range []string{"one", "two"} {
			c.press("/", "ctrl+u")
			c.play(letters(q, "enter"))
		}
		c.press("/", "up", "up")
		if got := c.logs.line.String(); got != "one" {
			t.Errorf("two up is %q, want the query before the last", got)
		}
		c.press("up", "down", "down")
		if got := c.logs.line.String(); got != "two" {
			t.Errorf("down is %q, want the way back", got)
		}
	})
}

func TestALateAnswerIsIgnored(t *testing.T) {
	m := still(nil)
	m.goLogs()
	old := m.logs.number
	m.logs.show(m, "ChromaDB")
	fresh := logAnswer{m.logs.number, newestPart, state.LogPage{Held: 9, Matches: 1, Entries: sampleEntries(1, 1)}, nil}
	m.Update(fresh)
	m.Update(logAnswer{old, newestPart, state.LogPage{Held: 9, Matches: 9, Entries: sampleEntries(9, 1)}, nil})
	if got := m.logs.pane.Oldest(); got != 1 {
		t.Errorf("the oldest entry is %d: an old answer replaced the newer one", got)
	}
}

func TestTheEndIsFollowedAndNothingIsAskedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []state.LogQuestion
		newest := uint64(40)
		c := start(t, samplePreview(), questionsTo(&asked, func(_ context.Context, q state.Question) (state.Answer, error) {
			page := state.LogPage{Held: int(newest), Matches: int(newest), Newest: newest}
			for _, e := range sampleEntries(newest, int(newest)) {
				if e.Seq > q.(state.LogQuestion).After {
					page.Entries = append(page.Entries, e)
				}
			}
			return page, nil
		}))
		quiet := samplePage(0)
		c.press("6")
		c.show(quiet)
		c.show(quiet)
		if len(asked) != 1 {
			t.Fatalf("%d questions for an unchanged log, want 1", len(asked))
		}
		newest = 42
		c.show(samplePage(2))
		if len(asked) != 2 || asked[1].After != 40 || !c.logs.pane.Following() {
			t.Errorf("asked %+v, want what came after 40", asked)
		}
		c.press("k")
		newest = 44
		c.show(samplePage(4))
		if !strings.Contains(ansi.Strip(c.View()), "+2 new") {
			t.Errorf("what came while scrolled back is not counted:\n%s", ansi.Strip(c.View()))
		}
		c.press("G")
		if !c.logs.pane.Following() {
			t.Error("G does not follow again")
		}
	})
}

func TestCorrectedTimesAreAskedForAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []state.LogQuestion
		c := start(t, samplePreview(), questionsTo(&asked, func(context.Context, state.Question) (state.Answer, error) {
			return state.LogPage{Held: 40, Matches: 40, Newest: 40, Entries: sampleEntries(40, 40)}, nil
		}))
		c.press("6")
		revised := samplePage(0)
		revised.Logs.Revised = 1
		c.show(revised)
		c.show(revised)
		if len(asked) != 2 || asked[1].After != 0 || asked[1].Before != 0 {
			t.Fatalf("asked %+v, want the end of the log once more", asked)
		}
		c.press("k", "k")
		at := c.logs.pane.Current()
		again := samplePage(0)
		again.Logs.Revised = 2
		c.show(again)
		if len(asked) != 3 || asked[2].Before == 0 || c.logs.pane.Current() != at {
			t.Errorf("asked %+v, on entry %d; want what stands around entry %d", asked, c.logs.pane.Current(), at)
		}
	})
}

// readerOf answers from the newest n sample entries.
func readerOf(n int) fakeReader {
	held := logview.NewWindow(logview.WindowOptions{})
	for _, e := range sampleEntries(uint64(n), n) {
		held.Append(&e)
	}
	return func(_ context.Context, q state.Question) (state.Answer, error) {
		return state.LogPage(held.Page(logview.Question(q.(state.LogQuestion)))), nil
	}
}

func TestOneKeyLeadsToTheOldestEntry(t *testing.T) {
	for query, want := range map[string]struct {
		oldest    uint64 // the newest of its row
		questions int
	}{
		"":               {3, 4},
		"level>=warning": {3, 3},
	} {
		t.Run(query, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var asked []state.LogQuestion
				c := start(t, samplePreview(), questionsTo(&asked, readerOf(1700)))
				c.perform(c.logs.show(c.model, query))
				c.settle()
				c.press("6", "g")
				if got := c.logs.pane.Current(); got != want.oldest || len(asked) != want.questions {
					t.Errorf("on entry %d after %d questions, want %d after %d", got, len(asked), want.oldest, want.questions)
				}
				c.press("j")
				if got := c.logs.pane.Current(); got <= want.oldest || got > want.oldest+2 {
					t.Errorf("on entry %d behind it", got)
				}
			})
		})
	}
}

func TestAnotherKeyStopsOnTheWayToTheOldestEntry(t *testing.T) {
	m := still(nil)
	m.goLogs()
	answer := func(p part, before uint64) { // up to 500 entries
		from := max(before, 501) - 500
		m.Update(logAnswer{m.logs.number, p, state.LogPage{Held: 1700, Matches: 1700, Newest: 1700, More: from > 1, Entries: sampleEntries(before-1, int(before-from))}, nil})
	}
	answer(newestPart, 1701)
	m.logOldest()
	answer(olderPart, 1201)
	if got := m.logs.pane.Current(); got != 701 || !m.logs.waiting {
		t.Fatalf("on entry %d, still reading %v; want the oldest so far, and that it reads on", got, m.logs.waiting)
	}
	m.logDown()
	stood := m.logs.pane.Current()
	answer(olderPart, 701)
	if got := m.logs.pane.Current(); got != stood {
		t.Errorf("the cursor went from entry %d to %d", stood, got)
	}
}

func TestWhoReadsAnEntryKeepsItWithoutTheFilter(t *testing.T) {
	for name, row := range map[string]struct {
		keys []any
		want uint64 // 0 for the end
	}{
		"the end is followed on":                 {letters("level>=warning", "enter", "esc"), 0},
		"the end once nothing matches":           {letters("absent", "enter", "esc"), 0},
		"a hit far back":                         {letters("level>=warning", "enter", "g", "n", "esc"), 5},
		"a hit that is three":                    {letters("level>=warning", "enter", "N", "N", "N", "esc"), 1691},
		"a hit with context":                     {letters("level>=warning", "enter", "+", "N", "N", "esc"), 1694},
		"what was read before the line was left": {[]any{"esc", "k", "k", "k", "/", "a", "b", "esc"}, 1695},
		"what was read with the query before":    {letters("level>=warning", "enter", "N", "/", " ", "x", "esc"), 1694},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := start(t, samplePreview(), func(o *Options) { o.Reader = readerOf(1700) })
				c.press("/")
				for _, key := range row.keys {
					c.play([]any{key, time.Second}) // what is typed is asked
				}
				if row.want == 0 {
					if !c.logs.pane.Following() || c.logs.pane.Current() != 1700 {
						t.Errorf("on entry %d, following %v", c.logs.pane.Current(), c.logs.pane.Following())
					}
					return
				}
				if got := c.logs.pane.Current(); got != row.want || c.logs.pane.Following() {
					t.Errorf("on entry %d, following %v; want %d", got, c.logs.pane.Following(), row.want)
				}
			})
		})
	}
}

func TestAFieldIsNotMissedWhereSomeEntryHasIt(t *testing.T) {
	held := logview.NewWindow(logview.WindowOptions{})
	held.Append(&logview.Entry{Message: raw.Of("by u1"), Fields: []logview.Field{{Name: "user", Value: raw.Of("u1")}}})
	for query, want := range map[string]string{
		"user:nobody":             "",
		"user:nobody session:x":   "no entry has a field “session” ",
		"tok>1 user:nobody":       "no entry has a field “tok”: took?",
		"nowhere -session:x":      "",
		"user:nobody level:error": "",
	} {
		t.Run(query, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := start(t, samplePreview(), func(o *Options) {
					o.Reader = fakeReader(func(_ context.Context, q state.Question) (state.Answer, error) {
						return state.LogPage(held.Page(logview.Question(q.(state.LogQuestion)))), nil
					})
				})
				c.press("/")
				c.play(letters(query, "enter"))
				frame := ansi.Strip(c.View())
				if !strings.Contains(frame, "no entry matches") || want == "" == strings.Contains(frame, "has a field") || !strings.Contains(frame, want) {
					t.Errorf("want it to say %q:\n%s", want, frame)
				}
			})
		})
	}
}

func TestThePauseIsLeftBeforeThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press(" ", "6")
		frame := ansi.Strip(c.View())
		if !strings.Contains(frame, "─ paused ─") || strings.Contains(frame, "following") || !strings.Contains(frame, "Esc go on") {
			t.Errorf("nothing says that the page stands still, or how it goes on:\n%s", frame)
		}
		c.perform(c.logs.show(c.model, "timeout"))
		c.settle()
		c.show(samplePage(9))
		c.press("esc")
		frame = ansi.Strip(c.View())
		if c.paused || !c.logs.filtered() || !strings.Contains(frame, "─ following ─") || strings.Contains(frame, "go on") {
			t.Errorf("paused %v, filtered %v: want the pause alone to be left:\n%s", c.paused, c.logs.filtered(), frame)
		}
		for _, page := range []string{"1", "2", "3", "4", "5", "9"} {
			c.press(page, " ", "esc")
			if at := c.page; c.paused || at.place(false) == onOverview && page != "1" {
				t.Errorf("on page %s paused is %v, and the page is %v", page, c.paused, at)
			}
		}
	})
}

func TestTriageOpensTheLinesOfTheLikeliestCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press("t")
		if got := c.logs.query.String(); c.page != logsPage || got != "ChromaDB" {
			t.Errorf("query %q on page %v, want the hypothesis' own", got, c.page)
		}
		silent := samplePage(2)
		silent.Triage = slices.Clone(silent.Triage)
		for i := range silent.Triage {
			silent.Triage[i].Query = "" // no line speaks for a cause
		}
		c.show(silent)
		c.press("1", "t")
		if got := c.logs.query.String(); c.page != logsPage || got != "" || c.notice.Code != "note.all-lines" {
			t.Errorf("query %q on page %v with %q, want all lines and a word why", got, c.page, c.notice.Code)
		}
		c.press("/", "u", "s", "e", "r", "enter", "t")
		if got := c.logs.query.String(); got != "user" || c.notice.Code != "note.no-lines" {
			t.Errorf("who reads the log loses what is read for %q with %q", got, c.notice.Code)
		}
		calm := samplePage(3)
		calm.Triage = nil
		c.show(calm)
		c.press("1", "t")
		if c.page != overviewPage || c.notice.Code != "note.no-triage" {
			t.Errorf("page %v, notice %v: want a word that nothing is suspected", c.page, c.notice)
		}
	})
}

func TestTheLinesOfACauseAreShownAfresh(t *testing.T) {
	for name, query := range map[string]string{"after another query": "timeout", "after the same one": "ChromaDB"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var asked []state.LogQuestion
				c := start(t, samplePreview(), questionsTo(&asked, func(_ context.Context, q state.Question) (state.Answer, error) {
					page := state.LogPage{Held: 40, Matches: 20, Newest: 40, Entries: sampleEntries(40, 20)}
					for i := range page.Entries {
						page.Entries[i].Message = raw.Of(strings.Repeat("a long message ", 30))
					}
					return page, nil
				}))
				c.press("/")
				c.play(letters(query, "enter"))
				c.press("+", "l", "k", "k")
				if frame := ansi.Strip(c.View()); !strings.Contains(frame, "from column 20") || !strings.Contains(frame, "context ±1") {
					t.Fatalf("the page was not changed at first:\n%s", frame)
				}
				c.press("1", "t")
				if frame := ansi.Strip(c.View()); strings.Contains(frame, "from column") || strings.Contains(frame, "context") || !strings.Contains(frame, "following") {
					t.Errorf("the page is not as new:\n%s", frame)
				}
				if last := asked[len(asked)-1]; last.Context != 0 || last.Query.String() != "ChromaDB" {
					t.Errorf("asked for %q with context %d", last.Query, last.Context)
				}
			})
		})
	}
}

func TestALookInVainIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		more := true
		c := start(t, samplePreview(), func(o *Options) {
			o.Reader = fakeReader(func(_ context.Context, q state.Question) (state.Answer, error) {
				page := state.LogPage{Held: 80, Matches: 80, Newest: 80, Entries: sampleEntries(80, 40), More: more}
				if q.(state.LogQuestion).Before > 0 {
					more = false
					page.Entries, page.More = sampleEntries(40, 40), false
				}
				for i := range page.Entries {
					page.Entries[i].Level = logview.Info
				}
				return page, nil
			})
		})
		c.press("6")
		for _, tt := range []struct {
			what, key string
			want      words.Code
		}{
			{"no hit stands behind the end", "n", "note.no-hit"},
			{"nor an error", "e", "note.no-error"},
			{"none here: older lines are read", "E", "note.reading-on"},
			{"none in those either", "E", "note.no-error.back"},
			{"the oldest line is here", "g", ""},
			{"no hit stands before it", "N", "note.no-hit.back"},
		} {
			if c.press(tt.key); c.notice.Code != tt.want {
				t.Errorf("%s: %s says %q, want %q", tt.what, tt.key, c.notice.Code, tt.want)
			}
		}
	})
}

func TestTheLogPageSaysWhyItIsEmpty(t *testing.T) {
	for name, tt := range map[string]struct {
		answer state.LogPage
		err    error
		query  string
		change func(*state.Snapshot)
		want   string
	}{
		"nothing matches":        {state.LogPage{Held: 1204}, nil, "xyz", nil, "no entry matches, of 1,204 held"},
		"a field is misspelt":    {state.LogPage{Held: 1204}, nil, "modul:main", nil, "no entry has a field “modul”: module?"},
		"a field is unknown":     {state.LogPage{Held: 1204}, nil, "depth>7", nil, "no entry has a field “depth” "},
		"nothing was logged yet": {state.LogPage{}, nil, "", nil, "nothing was logged yet"},
		"no log is followed":     {state.LogPage{}, nil, "", func(s *state.Snapshot) { s.Logs.Sources = nil }, "no log is followed"},
		"the reader failed":      {state.LogPage{}, errors.New("window closed"), "", nil, "it did not work: window closed"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := start(t, samplePreview(), func(o *Options) {
					o.Reader = fakeReader(func(context.Context, state.Question) (state.Answer, error) { return tt.answer, tt.err })
				})
				page := samplePage(3)
				if tt.change != nil {
					tt.change(page)
				}
				c.show(page)
				c.press("6")
				if tt.query != "" {
					c.press("/")
					c.play(letters(tt.query, "enter"))
				}
				if got := ansi.Strip(c.View()); !strings.Contains(got, tt.want) {
					t.Errorf("%q is not said:\n%s", tt.want, got)
				}
			})
		})
	}
}
