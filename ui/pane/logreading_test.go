package pane

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// oneInFive is a page on which every fifth entry is a hit.
func oneInFive() *Logs {
	p := &Logs{Hit: func(e *logview.Entry) bool { return e.Seq%5 == 0 }, Context: 2}
	p.Resize(80, 12, plainLook(words.English))
	p.Replace(logPage(40, 40))
	return p
}

func logsText(p *Logs, w, h int) string {
	look := plainLook(words.English)
	p.Resize(w, h, look)
	return ansi.Strip(p.View(&state.Snapshot{At: now}, w, h, look))
}

func TestHitsAreVisitedOverTheirContext(t *testing.T) {
	p := oneInFive()
	for _, step := range []struct {
		by   int
		want uint64
	}{{-1, 35}, {-1, 30}, {1, 35}, {1, 40}, {1, 40}} {
		p.NextHit(step.by)
		if got := p.Current(); got != step.want {
			t.Errorf("%+d is entry %d, want %d", step.by, got, step.want)
		}
	}
}

func TestAHitSaysItsNumber(t *testing.T) {
	p := oneInFive()
	p.Query, p.matches = "event", 8 // 5, 10, … 40
	p.NextHit(-1)
	p.NextHit(-1)
	if got := logsText(p, 100, 12); p.Current() != 30 || !strings.Contains(got, "hit 6 of 8") {
		t.Errorf("on entry %d nothing says that it is the sixth hit:\n%s", p.Current(), got)
	}
	p.Move(-1)
	if got := logsText(p, 100, 12); strings.Contains(got, "hit ") || !strings.Contains(got, "scrolled back") {
		t.Errorf("context has a number:\n%s", got)
	}
}

func TestHitsAreCountedThroughTheirRepeats(t *testing.T) {
	p := &Logs{Query: "e"}
	p.Replace(state.LogPage{Matches: 1007, Held: 1007, Entries: []logview.Entry{
		entry(1, "refused 1"), entry(2, "refused 2"), entry(3, "hello"), entry(4, "refused 3"), entry(5, "refused 4"), entry(6, "refused 5"), entry(7, "bye"),
	}})
	for _, step := range []struct {
		by   int
		want string
	}{
		{-1, "hits 1,004-1,006 of 1,007"}, {-1, "hit 1,003 of 1,007"}, {-1, "hits 1,001-1,002 of 1,007"},
		{1, "hit 1,003 of 1,007"}, {1, "hits 1,004-1,006 of 1,007"}, {1, "following"},
	} {
		p.NextHit(step.by)
		if got := logsText(p, 100, 12); !strings.Contains(got, step.want) {
			t.Errorf("%+d does not lead to %q:\n%s", step.by, step.want, got)
		}
	}
}

func TestOnlyHitsCountAsNew(t *testing.T) {
	p := oneInFive()
	p.Move(-10)
	p.Append(logPage(51, 12), 500)
	if p.fresh != 2 {
		t.Errorf("%d new, want the two hits", p.fresh)
	}
	if got := p.rows[len(p.rows)-1].last.Seq; got != 51 {
		t.Errorf("the newest row is %d, want 51", got)
	}
}

func TestAnEntryThatBecomesContextLaterIsNotLost(t *testing.T) {
	p := &Logs{Hit: func(e *logview.Entry) bool { return e.Seq == 10 }, Context: 2}
	first := state.LogPage{Newest: 20, Entries: []logview.Entry{entry(9, letters(9)), entry(10, letters(10))}}
	p.Replace(first)
	p.Append(state.LogPage{Newest: 24, Entries: []logview.Entry{entry(10, letters(10)), entry(11, letters(11)), entry(12, letters(12))}}, 500)
	var got []uint64
	for _, r := range p.rows {
		got = append(got, r.last.Seq)
	}
	if len(got) != 4 || got[3] != 12 {
		t.Errorf("rows are %v, want 9 to 12 once each", got)
	}
}

func TestAHitAndItsContextAreNotFoldedTogether(t *testing.T) {
	p := &Logs{Hit: func(e *logview.Entry) bool { return e.Seq == 2 }}
	p.Replace(state.LogPage{Entries: []logview.Entry{entry(1, "refused 1"), entry(2, "refused 2"), entry(3, "refused 3")}})
	if len(p.rows) != 3 {
		t.Errorf("%d rows, want 3", len(p.rows))
	}
}

func TestContextWidensInSteps(t *testing.T) {
	for _, tt := range []struct{ n, step, want int }{
		{0, 1, 1}, {1, 1, 2}, {25, 1, WholeContext}, {WholeContext, 1, WholeContext}, {WholeContext, -1, 25}, {0, -1, 0}, {7, 1, 7},
	} {
		if got := NextContext(tt.n, tt.step); got != tt.want {
			t.Errorf("%+d from %d is %d, want %d", tt.step, tt.n, got, tt.want)
		}
	}
}

func TestMarksAreVisitedAndRoundTheEnds(t *testing.T) {
	p := logs(40, 40)
	if p.NextMark(1) {
		t.Error("a mark is found where there is none")
	}
	for _, up := range []int{5, 10} {
		p.Move(-up)
		p.Mark()
	}
	for _, want := range []uint64{35, 25, 35} {
		p.NextMark(1)
		if got := p.Current(); got != want {
			t.Errorf("the next mark is entry %d, want %d", got, want)
		}
	}
	text := logsText(p, 80, 12)
	if !strings.Contains(text, "2 marked") || !strings.Contains(text, "▸●") {
		t.Errorf("marks are not seen:\n%s", text)
	}
	p.Mark()
	if p.NextMark(-1); p.Current() != 25 {
		t.Errorf("an unmarked entry is visited: %d", p.Current())
	}
}

func TestMarksAreBounded(t *testing.T) {
	p := logs(mostMarks+50, mostMarks+50)
	for range mostMarks + 20 {
		p.Mark()
		p.Move(-1)
	}
	if len(p.marks) != mostMarks {
		t.Errorf("%d marks, want %d", len(p.marks), mostMarks)
	}
}

func TestTheTimeBetweenEntriesIsShown(t *testing.T) {
	at := func(seq uint64, after time.Duration) logview.Entry {
		e := entry(seq, letters(seq))
		e.At = now.Add(after)
		return e
	}
	p := &Logs{}
	p.ToggleElapsed()
	timeless := at(4, 0)
	timeless.At = time.Time{}
	p.Replace(state.LogPage{Entries: []logview.Entry{at(1, 0), at(2, 300*time.Millisecond), at(3, 2*time.Minute), timeless, at(5, 3*time.Minute)}})
	text := logsText(p, 80, 12)
	for _, want := range []string{"300 ms INFO", "+1m59s INFO"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q:\n%s", want, text)
		}
	}
}

// spreadOver counts so many entries of a level in each second.
func spreadOver(level logview.Level, counts ...uint32) logview.Histogram {
	h := logview.Histogram{Begin: now, Step: time.Second, Columns: make([]logview.LevelCounts, len(counts))}
	for i, n := range counts {
		h.Columns[i][level] = n
	}
	return h
}

func TestMatchesAreSpreadOverTime(t *testing.T) {
	for name, row := range map[string]struct {
		after time.Duration // of the first column's begin
		all   string
		bad   string
		until string
	}{
		"what is over is as high as it was":        {4 * time.Second, "▃ █▅", "▃  ▅", "14:30:09"},
		"a fall of what is not over is not told":   {3500 * time.Millisecond, "▃ █·", "▃  ▅", "14:30:08"},
		"neither is one that nobody can have seen": {time.Second, "▃ █·", "▃  ▅", "14:30:09"},
	} {
		t.Run(name, func(t *testing.T) {
			p := logs(40, 40)
			p.spreadOver = spreadOver(logview.Info, 0, 0, 4, 0)
			p.spreadOver.Columns[0][logview.Warning], p.spreadOver.Columns[3][logview.Error] = 1, 2
			look := plainLook(words.English)
			look.Now = now.Add(row.after)
			p.Resize(103, 20, look)
			lines := strings.Split(ansi.Strip(p.View(&state.Snapshot{At: now}, 103, 20, look)), "\n")
			wide := func(s string) string {
				out := ""
				for _, r := range s {
					out += strings.Repeat(string(r), 13)
				}
				return out
			}
			if want := "│ 14:30:05 " + wide(row.all) + " " + row.until + "  peak 4 lines/s              │"; lines[1] != want {
				t.Errorf("all are\n%s, want\n%s", lines[1], want)
			}
			if want := "│ " + strings.Repeat(" ", 9) + wide(row.bad) + strings.Repeat(" ", 9) + "  warnings+, peak 2/s         │"; lines[2] != want {
				t.Errorf("warnings and errors are\n%s, want\n%s", lines[2], want)
			}
			if strings.Contains(logsText(p, 103, spreadHeight-1), "█") {
				t.Error("a small page gives rows away")
			}
		})
	}
}

func TestTheTitleSaysWhatIsHeldAndSinceWhen(t *testing.T) {
	zoned := func(sources ...state.LogSource) *state.Snapshot {
		return &state.Snapshot{At: now, Logs: state.Logs{Sources: sources}}
	}
	heard := func(ago time.Duration, zone string) *state.Snapshot {
		return &state.Snapshot{At: now, Logs: state.Logs{Sources: []state.LogSource{
			{Name: "application", OK: true, Last: now.Add(-ago), Zone: zone}, {Name: "errors", OK: true, Last: now.Add(-time.Hour), Older: true},
		}}}
	}
	since := now.Add(-11 * time.Second)
	for name, row := range map[string]struct {
		page  state.LogPage
		query string
		s     *state.Snapshot
		w     int
		want  string
	}{
		"none of what was read was let go of": {state.LogPage{Held: 40, Matches: 40}, "", heard(0, ""), 80, " logs  40 lines  older ones in the files ─"},
		"older ones were":                     {state.LogPage{Held: 4844, Matches: 4844, Oldest: 9121, Since: since}, "", heard(0, ""), 80, " logs  4,844 lines  since 14:29:54 · 9,120 older in the files ─"},
		"in few words where room is short":    {state.LogPage{Held: 4844, Matches: 68, Oldest: 9121, Since: since}, "level>=error", heard(0, ""), 84, "68 of 4,844  since 14:29:54 · older in files ─"},
		"in fewer where there is less":        {state.LogPage{Held: 4844, Matches: 68, Oldest: 9121, Since: since}, "level>=error", heard(0, ""), 80, "68 of 4,844  since 14:29:54 ─"},
		"a log that is held whole":            {state.LogPage{Held: 40, Matches: 40}, "", zoned(state.LogSource{Name: "application"}), 80, " logs  40 lines ─"},
		"zones and older ones in 80 cells":    {state.LogPage{Held: 4844, Matches: 4844, Oldest: 9121, Since: since}, "", heard(0, "UTC"), 80, "4,844 lines  UTC→local  since 14:29:54 · older in files ─"},
		"words that all but fit are not cut":  {state.LogPage{Held: 4844, Matches: 4844, Oldest: 9121, Since: since}, "", heard(0, "UTC"), 78, "4,844 lines  UTC shown as local  since 14:29:54 ─"},
		"zones and older ones in 120 cells":   {state.LogPage{Held: 4844, Matches: 4844, Oldest: 9121, Since: since}, "", heard(0, "UTC"), 120, "4,844 lines  application written in UTC, shown in local time  since 14:29:54 · older in files ─"},
		"each zone":                           {state.LogPage{Held: 40, Matches: 40}, "", zoned(state.LogSource{Name: "a", Zone: "UTC"}, state.LogSource{Name: "b", Zone: "UTC+8"}, state.LogSource{Name: "c", Zone: "UTC"}), 120, "40 lines  a, c written in UTC, b written in UTC+8, shown in local time ─"},
		"each zone where room is short":       {state.LogPage{Held: 40, Matches: 40}, "", zoned(state.LogSource{Name: "a", Zone: "UTC"}, state.LogSource{Name: "b", Zone: "UTC+8"}), 80, "40 lines  UTC, UTC+8 shown as local ─"},
		"two writers in one file":             {state.LogPage{Held: 40, Matches: 40}, "", zoned(state.LogSource{Name: "a", Zone: "UTC", Mixed: true}), 120, "40 lines  two time zones in one file of a: some times are hours off ─"},
		"another zone":                        {state.LogPage{Held: 40, Matches: 40}, "", heard(0, "UTC"), 120, "40 lines  application written in UTC, shown in local time  older ones in the files ─"},
		"another zone where room is short":    {state.LogPage{Held: 40, Matches: 40}, "", heard(0, "UTC"), 80, "40 lines  UTC shown as local  older ones in the files ─"},
		"lines come":                          {state.LogPage{Held: 40, Matches: 40}, "", heard(9*time.Second, ""), 80, "─ following ─"},
		"no line comes":                       {state.LogPage{Held: 40, Matches: 40}, "", heard(34*time.Second, ""), 80, "─ no line for 34 s ─"},
		"none since before we looked":         {state.LogPage{Held: 40, Matches: 40}, "", &state.Snapshot{At: now, Started: now.Add(-34 * time.Second), Logs: state.Logs{Sources: []state.LogSource{{OK: true}}}}, 80, "─ no line for 34 s or more ─"},
		"no log is followed":                  {state.LogPage{Held: 40, Matches: 40}, "", &state.Snapshot{At: now, Started: now.Add(-34 * time.Second)}, 80, "─ following ─"},
		"a log whose clock is ahead of ours":  {state.LogPage{Held: 40, Matches: 40}, "", heard(-time.Hour, ""), 80, "─ following ─"},
		"a log that went away":                {state.LogPage{Held: 40, Matches: 40}, "", zoned(state.LogSource{Name: "a", OK: true}, state.LogSource{Name: "b", State: words.Of("gone")}), 80, "─ ? b gone ─"},
		"nothing is known of when lines came": {state.LogPage{Held: 40, Matches: 40}, "", &state.Snapshot{At: now}, 80, "─ following ─"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &Logs{Query: row.query}
			look := plainLook(words.English)
			row.page.Entries = []logview.Entry{entry(1, "event")}
			p.Resize(row.w, 12, look)
			p.Replace(row.page)
			title, _, _ := strings.Cut(ansi.Strip(p.View(row.s, row.w, 12, look)), "\n")
			if !strings.Contains(title, row.want) {
				t.Errorf("the title is\n%s, want in it\n%s", title, row.want)
			}
		})
	}
}

func TestARowGivesUpWhatMattersLeast(t *testing.T) {
	e := entry(1, "数据库连接失败: Connection refused")
	e.Level, e.Module, e.Lines = logview.Error, raw.Of("backend.services.optimized_chat_service"), 9
	e.Trace = raw.Of("Traceback (most recent call last):\n  File \"x.py\", line 1, in f")
	known := func(*logview.Entry) (diagnose.Finding, bool) {
		return diagnose.Finding{Cause: "cause.mysql-refused"}, true
	}
	const whole, cause = "数据库连接失败: Connection refused", "MySQL is not running, or refuses connections"
	for w, want := range map[int][]string{
		120: {"optimized_cha…", "数据库连接失败: Connect", "MySQL is not running, or refuses c", "▸ +8 lines"},
		160: {"optimized_chat_service ", whole, cause, "▸ traceback, 8 lines"},
		220: {"optimized_chat_service ", whole, cause, "▸ traceback, 8 lines"},
	} {
		p := &Logs{Diagnose: known}
		p.Resize(w, 12, plainLook(words.English))
		p.Replace(state.LogPage{Entries: []logview.Entry{e}})
		text := logsText(p, w, 12)
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("in %d cells %q is missing:\n%s", w, part, text)
			}
		}
	}
}

func TestAColumnHasTheColourOfWhatItShows(t *testing.T) {
	l := colouredLook()
	for name, row := range map[string]struct {
		info, warning, err uint32
		all, bad           theme.Style
	}{
		"information alone":          {info: 5, all: l.Spark, bad: l.Spark},
		"a warning among many lines": {info: 5, warning: 1, all: l.Spark, bad: l.P3},
		"errors among many lines":    {info: 5, warning: 1, err: 1, all: l.Spark, bad: l.P2},
		"errors alone":               {err: 3, all: l.P2, bad: l.P2},
	} {
		t.Run(name, func(t *testing.T) {
			var c logview.LevelCounts
			c[logview.Info], c[logview.Warning], c[logview.Error] = row.info, row.warning, row.err
			if columnStyle(&c, c.Sum(), l) != row.all {
				t.Error("all lines have another colour")
			}
			if notable(&c) > 0 && columnStyle(&c, notable(&c), l) != row.bad {
				t.Error("warnings and errors have another colour")
			}
		})
	}
}

func TestAPageWithEverythingHasExactlyItsSize(t *testing.T) {
	p := oneInFive()
	p.ToggleElapsed()
	p.Mark()
	p.rows[3].last.Message, p.rows[3].last.Lines = raw.Of(strings.Repeat("宕机", 300)), 12
	p.spreadOver = spreadOver(logview.Error, make([]uint32, 300)...)
	for _, w := range []int{1, 2, 4, 5, 12, 39, 40, 50, 69, 70, 74, 80, 121, 300, 500} {
		for _, h := range []int{1, 2, 3, 8, 13, 14, 22, 60, 200} {
			look := plainLook(words.Chinese)
			p.Resize(w, h, look)
			exact(t, "logs", p.View(&state.Snapshot{At: now}, w, h, look), w, h)
		}
	}
}

func TestGroupsOfHitsAreSetApart(t *testing.T) {
	p := &Logs{Hit: func(e *logview.Entry) bool { return e.Seq%10 == 0 }, Context: 1}
	look := plainLook(words.English)
	p.Resize(80, 30, look)
	around := func(seqs ...uint64) state.LogPage {
		page := state.LogPage{Newest: seqs[len(seqs)-1], Held: 100, Matches: len(seqs) / 3, More: true}
		for _, seq := range seqs {
			page.Entries = append(page.Entries, entry(seq, letters(seq)))
		}
		return page
	}
	p.Replace(around(49, 50, 51, 59, 60, 61))
	p.Append(around(69, 70, 71), 500)
	p.Prepend(around(29, 30, 31, 39, 40, 41))
	var groups []string
	for line := range strings.Lines(logsText(p, 80, 30)) {
		switch _, word, found := strings.Cut(line, "event "); {
		case strings.Contains(line, "│   ──  "):
			groups = append(groups, "--")
		case found:
			groups = append(groups, strings.Fields(word)[0])
		}
	}
	want := "cj da db -- dj ea eb -- ej fa fb -- fj ga gb -- gj ha hb"
	if got := strings.Join(groups, " "); got != want {
		t.Errorf("the page is %s, want %s", got, want)
	}
	p.Hit = nil
	p.Replace(around(49, 50, 61))
	if strings.Contains(logsText(p, 80, 30), "│   ──  ") {
		t.Error("rows are set apart where there is no context")
	}
}

func TestLongMessagesAreReadWhole(t *testing.T) {
	long := "用户 " + strings.Repeat("word ", 30) + "the end"
	for _, tt := range []struct {
		what string
		do   func(*Logs)
		want string
	}{
		{"wrapped", (*Logs).ToggleWrap, "the end"},
		{"scrolled across", func(p *Logs) { p.Across(1000) }, "the end"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			p := &Logs{}
			p.Resize(80, 12, plainLook(words.English))
			p.Replace(state.LogPage{Entries: []logview.Entry{entry(1, long), entry(2, "short")}})
			before := logsText(p, 80, 12)
			if strings.Contains(before, "the end") {
				t.Fatalf("it is not long:\n%s", before)
			}
			tt.do(p)
			for _, w := range []int{80, 41, 120} {
				p.Resize(w, 12, plainLook(words.English))
				text := p.View(&state.Snapshot{At: now}, w, 12, plainLook(words.English))
				exact(t, tt.what, text, w, 12)
				if plain := strings.ReplaceAll(ansi.Strip(text), "│", ""); !strings.Contains(strings.Join(strings.Fields(plain), " "), tt.want) {
					t.Errorf("at %d its end is not seen:\n%s", w, plain)
				}
			}
			if tt.do(p); tt.what == "wrapped" && logsText(p, 80, 12) != before {
				t.Errorf("cut again it differs:\n%s", logsText(p, 80, 12))
			}
		})
	}
}

func TestTheLabelsOfTheSpreadAreWhole(t *testing.T) {
	for _, lang := range []words.Lang{words.English, words.Chinese} {
		for _, step := range []time.Duration{time.Second, 30 * time.Second, 12 * time.Hour, 7 * 24 * time.Hour} {
			p := logs(40, 40)
			p.spreadOver = spreadOver(logview.Error, 10_000, 10_000)
			p.spreadOver.Step, p.spreadOver.Begin = step, now.Add(-2*step+1)
			look := plainLook(lang)
			p.Resize(98, 20, look)
			lines := strings.Split(ansi.Strip(p.View(&state.Snapshot{At: now}, 98, 20, look)), "\n")
			for i, code := range map[int]words.Code{1: "logpage.peak", 2: "logpage.peak.errors"} {
				amount, unit := perUnit(10_000, step, look)
				if want := look.Word(code, amount, unit); !strings.Contains(lines[i], want) {
					t.Errorf("%q is cut: %s", want, lines[i])
				}
			}
		}
	}
}

func TestTheSpreadSaysWhatIsDatedOutsideIt(t *testing.T) {
	infos := func(n uint32) (c logview.LevelCounts) { c[logview.Info] = n; return c }
	errors := func(n uint32) (c logview.LevelCounts) { c[logview.Error] = n; return c }
	for name, row := range map[string]struct {
		outside logview.LevelCounts
		counts  []uint32 // of errors on the axis
		en, zh  [2]string
	}{
		"nothing":                           {logview.LevelCounts{}, []uint32{0, 0}, [2]string{"peak 0 lines/s", "no warnings, no errors"}, [2]string{"峰值 0 行/秒", "无警告和错误"}},
		"lines that are no errors":          {infos(3), []uint32{0, 0}, [2]string{"peak 0 lines/s, 3 outside", "no warnings, no errors"}, [2]string{"峰值 0 行/秒，时段外 3 行", "无警告和错误"}},
		"errors":                            {errors(12), []uint32{0, 0}, [2]string{"peak 0 lines/s, 12 outside", "warnings+, 12 outside"}, [2]string{"峰值 0 行/秒，时段外 12 行", "警告以上，时段外 12 行"}},
		"errors, and some on the axis":      {errors(12), []uint32{4, 0}, [2]string{"peak 4 lines/s, 12 outside", "warnings+, peak 4/s"}, [2]string{"峰值 4 行/秒，时段外 12 行", "警告以上峰值 4/秒"}},
		"very many":                         {errors(10_000), []uint32{9999, 0}, [2]string{"10,000 outside this span", ""}, [2]string{"10,000 行不在此时段内", ""}},
		"errors in columns without a place": {logview.LevelCounts{}, append([]uint32{7}, make([]uint32, 100)...), [2]string{"peak 0 lines/s, 7 outside", "warnings+, 7 outside"}, [2]string{"峰值 0 行/秒，时段外 7 行", "警告以上，时段外 7 行"}},
	} {
		t.Run(name, func(t *testing.T) {
			for lang, want := range map[words.Lang][2]string{words.English: row.en, words.Chinese: row.zh} {
				p := logs(40, 40)
				p.spreadOver = spreadOver(logview.Error, row.counts...)
				p.spreadOver.Outside = row.outside
				look := plainLook(lang)
				look.Now = now.Add(time.Duration(len(row.counts)) * time.Second)
				p.Resize(98, 20, look)
				lines := strings.Split(ansi.Strip(p.View(&state.Snapshot{At: now}, 98, 20, look)), "\n")
				for i, want := range want {
					if line := strings.TrimRight(lines[i+1], " │"); !strings.HasSuffix(line, want) {
						t.Errorf("line %d is %q, want %q at its end", i, line, want)
					}
				}
			}
		})
	}
}

func TestTheSpreadShowsThatALogIsSilent(t *testing.T) {
	for name, tt := range map[string]struct {
		since  time.Duration // the first of four seconds of lines
		silent int           // seconds
		end    string
	}{
		"four seconds of lines and four of none":   {9500 * time.Millisecond, 4, "14:30:13"},
		"lines that may not have been read so far": {5900 * time.Millisecond, 0, "14:30:09"},
	} {
		t.Run(name, func(t *testing.T) {
			p := logs(40, 40)
			p.spreadOver = spreadOver(logview.Info, 4, 4, 4, 4)
			look := plainLook(words.English)
			look.Now = now.Add(tt.since)
			p.Resize(98, 20, look)
			line := strings.Split(ansi.Strip(p.View(&state.Snapshot{At: now}, 98, 20, look)), "\n")[1]
			columns := p.SpreadColumns()
			lines := columns * 4 / (4 + tt.silent)
			if want := " 14:30:05 " + strings.Repeat("█", lines) + strings.Repeat(" ", columns-lines) + " " + tt.end + " "; !strings.Contains(line, want) {
				t.Errorf("the spread is\n%s, want\n%s", line, want)
			}
		})
	}
}

func TestAPeakIsTheSameFigureAtEveryWidth(t *testing.T) {
	for _, tt := range []struct {
		n    uint32
		step time.Duration
		want string
	}{
		{181, time.Second, "181 s"},
		{745, 5 * time.Second, "149 s"},
		{3, 5 * time.Second, "0.6 s"},
		{0, 5 * time.Second, "0 s"},
		{30_000, time.Minute, "30,000 m"},
		{90, time.Hour, "1.5 m"},
		{600, 10 * time.Minute, "60 m"},
	} {
		amount, unit := perUnit(tt.n, tt.step, plainLook(words.English))
		if got := amount + " " + unit; got != tt.want {
			t.Errorf("%d in %v are %s, want %s", tt.n, tt.step, got, tt.want)
		}
	}
}
