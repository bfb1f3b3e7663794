package pane

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// entry is the record seq, one a second.
func entry(seq uint64, message string) logview.Entry {
	return logview.Entry{
		Seq: seq, Prev: seq - 1, At: now.Add(time.Duration(seq) * time.Second), Level: logview.Info,
		Source: "application", Module: raw.Of("main"), Message: raw.Of(message), Lines: 1,
	}
}

// logPage is a page of n distinct entries up to newest.
func logPage(newest uint64, n int) state.LogPage {
	page := state.LogPage{Held: int(newest), Matches: int(newest), Oldest: 1, Newest: newest}
	for seq := newest - uint64(n) + 1; seq <= newest; seq++ {
		page.Entries = append(page.Entries, entry(seq, letters(seq)))
	}
	page.More = page.Entries[0].Seq > 1
	return page
}

// letters is a word of its own for each number: digits alone would fold.
func letters(n uint64) string {
	word := ""
	for _, d := range fmt.Sprint(n) {
		word += string('a' + d - '0')
	}
	return "event " + word
}

func logs(newest uint64, n int) *Logs {
	p := &Logs{}
	p.Resize(80, 12, plainLook(words.English)) // 10 rows of log
	p.Replace(logPage(newest, n))
	return p
}

func inSight(p *Logs) []string {
	var list []string
	for line := range strings.Lines(ansi.Strip(p.View(&state.Snapshot{At: now}, 80, 12, plainLook(words.English)))) {
		if at := strings.Index(line, "event "); at >= 0 {
			list = append(list, strings.Fields(line[at:])[1])
		}
	}
	return list
}

func TestRepeatsAreFolded(t *testing.T) {
	p := &Logs{}
	p.Replace(state.LogPage{Entries: []logview.Entry{
		entry(1, "refused 1"), entry(2, "refused 2"), entry(3, "hello"), entry(4, "pool exhausted after 30 s"), entry(5, "pool exhausted after 31 s"), entry(6, "bye"),
	}})
	var got []string
	for _, r := range p.rows {
		got = append(got, fmt.Sprintf("%s ×%d", r.last.Message.Screen(), r.count))
	}
	want := "refused 2 ×2, hello ×1, pool exhausted after 31 s ×2, bye ×1"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("rows are %s, want %s", s, want)
	}
}

func TestOwnPollsInARowAreOneRow(t *testing.T) {
	p := &Logs{}
	poll := func(seq uint64, level logview.Level, module, message string) logview.Entry {
		e := entry(seq, message)
		e.Level, e.Module, e.Echo = level, raw.Of(module), true
		return e
	}
	p.Replace(state.LogPage{Entries: []logview.Entry{
		poll(1, logview.Error, "performance", "cache"), poll(2, logview.Error, "optimizer", "metrics"), poll(3, logview.Info, "uvicorn", "GET /metrics"),
		entry(5, "the service's own"), poll(6, logview.Error, "performance", "cache"),
	}})
	var got []string
	for _, r := range p.rows {
		got = append(got, fmt.Sprintf("%s ×%d", r.last.Message.Screen(), r.count))
	}
	want := "GET /metrics ×3, the service's own ×1, cache ×1"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("rows are %s, want %s", s, want)
	}
}

func TestTheEndStaysInSightWhileItIsFollowed(t *testing.T) {
	p := logs(20, 20)
	p.Append(logPage(23, 3), 500)
	if got := inSight(p); len(got) != 10 || got[9] != "cd" {
		t.Errorf("in sight is %v, want ten rows up to the newest", got)
	}
	if !p.Following() || p.fresh != 0 {
		t.Errorf("following %v, %d new: want none that are out of sight", p.Following(), p.fresh)
	}
}

func TestWhatIsReadStandsStillWhileTheLogGoesOn(t *testing.T) {
	p := logs(40, 40)
	p.Move(-15)
	before := inSight(p)
	p.Append(logPage(45, 5), 500)
	if after := inSight(p); strings.Join(before, " ") != strings.Join(after, " ") {
		t.Errorf("it moved from %v to %v", before, after)
	}
	if p.fresh != 5 {
		t.Errorf("%d new, want 5", p.fresh)
	}
	p.Move(100)
	if !p.Following() || p.fresh != 0 {
		t.Error("the last row does not follow again")
	}
}

func TestOlderEntriesComeInAboveWhatIsRead(t *testing.T) {
	p := logs(40, 20)
	p.Move(-19)
	if !p.NearOldest() {
		t.Fatal("the first row is not near the oldest")
	}
	p.Prepend(logPage(20, 20))
	if p.cursor != 20 || p.Oldest() != 1 || p.NearOldest() {
		t.Errorf("cursor %d, oldest %d: want the same row under the cursor and nothing more above", p.cursor, p.Oldest())
	}
}

func TestTheOldestIsReachedWhereverItStands(t *testing.T) {
	p := logs(1300, 500)
	p.Top()
	for _, row := range []struct {
		what   string
		page   state.LogPage
		oldest uint64
		title  string
	}{
		{"the oldest row here", logPage(800, 500), 301, "reading on to the oldest…"},
		{"what stands before it", logPage(300, 300), 1, "at the oldest"},
	} {
		if p.Prepend(row.page); p.Current() != row.oldest || !p.NearOldest() == p.more {
			t.Errorf("behind %s the cursor is on %d, want %d", row.what, p.Current(), row.oldest)
		}
		if got := logsText(p, 100, 12); !strings.Contains(got, row.title) {
			t.Errorf("behind %s it does not say %q:\n%s", row.what, row.title, got)
		}
	}
	p.Move(1)
	if got := logsText(p, 100, 12); !strings.Contains(got, "scrolled back") {
		t.Errorf("the second row is told as\n%s", got)
	}
}

func TestWhoMovesOnTheWayToTheOldestStaysThere(t *testing.T) {
	for name, move := range map[string]func(*Logs){
		"down":              func(p *Logs) { p.Move(3) },
		"to the next hit":   func(p *Logs) { p.NextHit(1) },
		"to unfold it":      func(p *Logs) { p.Toggle() },
		"to the end":        func(p *Logs) { p.Follow() },
		"to another answer": func(p *Logs) { p.Replace(logPage(1300, 500)) },
	} {
		t.Run(name, func(t *testing.T) {
			p := logs(1300, 500)
			p.Top()
			move(p)
			before := p.Current()
			if p.Prepend(logPage(800, 500)); p.Current() != before {
				t.Errorf("the cursor went from entry %d to %d", before, p.Current())
			}
		})
	}
}

func TestAnotherAnswerKeepsTheEntryInTheMiddle(t *testing.T) {
	copied := entry(52, "event copied")
	copied.Copy, copied.At = true, entry(50, "").At
	original := entry(50, "event copied")
	for _, row := range []struct {
		name  string
		shown logview.Entry // alone
		in    func(*state.LogPage)
		want  uint64
	}{
		{"the entry itself", entry(50, letters(50)), nil, 50},
		{"the next one where it is not told", entry(50, letters(50)), func(page *state.LogPage) { page.Entries = append(page.Entries[:49], page.Entries[50:]...) }, 51},
		{"the original of a copy", copied, func(page *state.LogPage) {
			page.Entries = append(page.Entries[:51], page.Entries[52:]...)
			page.Entries[49] = original
		}, 50},
		{"the row that it is folded into", entry(50, letters(50)), func(page *state.LogPage) {
			page.Entries[50], page.Entries[51] = entry(51, letters(50)), entry(52, letters(50))
		}, 52},
		{"the last one where all others are older", entry(300, letters(300)), nil, 100},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := logs(9, 9)
			p.Replace(state.LogPage{Held: 100, Matches: 1, Newest: 100, Entries: []logview.Entry{row.shown}})
			p.Top()
			page := logPage(100, 100)
			if row.in != nil {
				row.in(&page)
			}
			p.ReplaceAround(page, row.shown.Seq)
			if p.Current() != row.want || p.Following() {
				t.Errorf("the cursor is on %d, want %d; following %v", p.Current(), row.want, p.Following())
			}
			if above := p.cursor - p.top; row.want < 100 && above != 5 {
				t.Errorf("%d rows of 10 stand above it", above)
			}
		})
	}
}

func TestNothingIsFollowedWhileTheScreenStandsStill(t *testing.T) {
	p := logs(40, 40)
	p.SetPaused(true)
	if got := logsText(p, 80, 12); !strings.Contains(got, "─ paused ─") || strings.Contains(got, "following") {
		t.Errorf("the title does not say that it is paused:\n%s", got)
	}
	p.SetPaused(false)
	if got := logsText(p, 80, 12); !strings.Contains(got, "─ following ─") {
		t.Errorf("the title does not say that it follows again:\n%s", got)
	}
}

func TestThePageHoldsABoundedNumberOfRows(t *testing.T) {
	p := logs(500, 500)
	for newest := uint64(1000); newest <= 2*mostRows; newest += 500 {
		p.Append(logPage(newest, 500), 501)
	}
	if len(p.rows) != mostRows || !p.more || !p.AtEnd() {
		t.Errorf("%d rows, more %v, at end %v", len(p.rows), p.more, p.AtEnd())
	}
	p.Top()
	for p.Oldest() > 500 {
		p.Prepend(logPage(p.Oldest()-1, 500))
	}
	if len(p.rows) != mostRows || p.AtEnd() {
		t.Errorf("%d rows, at end %v: want the far end let go", len(p.rows), p.AtEnd())
	}
	if last := p.rows[len(p.rows)-1].last.Seq; p.Newest() != last {
		t.Errorf("the next question asks after %d, want %d", p.Newest(), last)
	}
}

func TestAnUnfoldedTracebackIsScrolledThroughLineByLine(t *testing.T) {
	e := entry(1, "event boom")
	e.Trace = raw.Of(strings.TrimSuffix(strings.Repeat("  File \"x.py\"\n", 30), "\n"))
	e.Lines = 31
	p := &Logs{}
	p.Resize(80, 12, plainLook(words.English))
	p.Replace(state.LogPage{Entries: []logview.Entry{e, entry(2, "event after")}})
	p.Top()
	p.Toggle()
	if got := p.rowHeight(&p.rows[0]); got != 33 {
		t.Fatalf("it takes %d lines, want 33: its own, the message, its source, the traceback", got)
	}
	steps := 0
	for p.cursor == 0 && steps < 100 {
		p.Move(1)
		steps++
	}
	if steps != 33-10+1 {
		t.Errorf("%d steps to the next row, want one for each line out of sight and one", steps)
	}
	p.Move(-1)
	p.Toggle()
	if got := p.rowHeight(&p.rows[0]); got != 1 {
		t.Errorf("folded again it takes %d lines", got)
	}
}

func TestErrorsAreFoundInBothDirections(t *testing.T) {
	p := logs(30, 30)
	p.rows[5].last.Level = logview.Error
	p.rows[20].last.Level = logview.Critical
	p.NextError(-1)
	if p.cursor != 20 {
		t.Errorf("at %d, want 20", p.cursor)
	}
	p.NextError(-1)
	p.NextError(-1)
	if p.cursor != 5 {
		t.Errorf("at %d, want 5 and to stay there", p.cursor)
	}
	p.NextError(1)
	if p.cursor != 20 {
		t.Errorf("at %d, want 20", p.cursor)
	}
}

// hostile is a page whose only entry is made of these bytes, unfolded.
func hostile(message, module, trace string) string {
	e := entry(1, message)
	e.Module, e.Trace, e.Lines = raw.Of(module), raw.Of(trace), 3
	p := &Logs{}
	look := plainLook(words.English)
	p.Resize(100, 20, look)
	p.Replace(state.LogPage{Entries: []logview.Entry{e}})
	p.Toggle()
	return p.View(&state.Snapshot{At: now}, 100, 20, look)
}

// harmless checks that nothing but printable characters stands in a picture.
func harmless(t *testing.T, picture string) {
	t.Helper()
	for _, r := range ansi.Strip(picture) {
		if r < ' ' && r != '\n' || r == 0x202e || r >= 0x7f && r < 0xa0 {
			t.Errorf("%U reached the screen:\n%q", r, picture)
		}
	}
	exact(t, "the page", picture, 100, 20)
}

func TestHostileBytesAreShownAndDoNothing(t *testing.T) {
	picture := hostile("\x1b[2J\x1b]0;owned\a\u202e\r\n\x9b31m心", "\x1b[31mevil", "a\x1b[Hb\nc\x07")
	harmless(t, picture)
	if !strings.Contains(picture, `\x1b[2J`) {
		t.Errorf("the escape is hidden instead of shown:\n%s", picture)
	}
}

func FuzzNoForeignBytesReachTheScreen(f *testing.F) {
	f.Add("\x1b[2J", "\x9b31m", "a\nb\tc")
	f.Add("心\u0301\u200d👩‍👩‍👧", "\xff\xfe", "\u202e")
	f.Fuzz(func(t *testing.T, message, module, trace string) {
		harmless(t, hostile(message, module, trace))
	})
}

func BenchmarkAppendAndDraw(b *testing.B) {
	p := logs(500, 500)
	look := plainLook(words.English)
	p.Resize(200, 48, look)
	s := &state.Snapshot{At: now}
	page := logPage(1000, 20)
	b.ReportAllocs()
	for b.Loop() {
		p.Append(page, 500)
		p.newest = 500
		_ = p.View(s, 200, 48, look)
	}
}

func TestAFailedRequestIsNoQuietLine(t *testing.T) {
	l := colouredLook()
	for _, tt := range []struct {
		what, status string
		kind         logview.Kind
		want         theme.Style
	}{
		{"a request that was served", "200", logview.Request, l.Dim},
		{"a request that the service failed", "503", logview.Request, l.P2},
		{"the same in an access log", "500", logview.Access, l.P2},
		{"a figure that only looks like one", "5", logview.Request, l.Dim},
		{"what is no request", "500", "", l.Dim},
	} {
		e := entry(1, "POST /chat")
		e.Level, e.Kind, e.Fields = logview.Info, tt.kind, []logview.Field{{Name: logview.FieldStatus, Value: raw.Of(tt.status)}}
		p := &Logs{}
		p.Resize(80, 12, l)
		p.Replace(state.LogPage{Entries: []logview.Entry{e}})
		if got := p.View(&state.Snapshot{At: now}, 80, 12, l); !strings.Contains(got, tt.want.Render("INFO")) {
			t.Errorf("%s is drawn as\n%q", tt.what, row(t, got, "INFO"))
		}
	}
}
