package pane

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

func colouredLook() *Look {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.TrueColor)
	l := plainLook(words.English)
	l.Theme = theme.New(r, theme.Options{})
	return l
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	for _, scene := range scenes {
		var drawnBefore Overview
		drawnBefore.View(calm(), 120, 40, colouredLook())
		var fresh Overview
		if drawnBefore.View(scene.page(), 160, 45, colouredLook()) != fresh.View(scene.page(), 160, 45, colouredLook()) {
			t.Errorf("%s: what was drawn before shows through", scene.name)
		}
	}
}

func TestNothingIsRedWithoutAP1(t *testing.T) {
	l := colouredLook()
	red, _, _ := strings.Cut(l.P1.Render("x"), "x")
	alarm, _, _ := strings.Cut(l.Alarm.Render("x"), "x")
	for _, scene := range scenes {
		frame := whole(scene.page(), 160, 45, l)
		got := strings.Contains(frame, red) || strings.Contains(frame, alarm)
		if want := scene.page().Verdict.P1 > 0; got != want {
			t.Errorf("%s: red is %v, want %v", scene.name, got, want)
		}
	}
}

func TestPanesOfAPageDoNotOverlapAndLeaveNoHole(t *testing.T) {
	for w := 1; w <= 240; w += 7 {
		for h := 1; h <= 80; h++ {
			for _, alarmed := range []bool{false, true} {
				cells := make([]int, w*h)
				for _, p := range arrange(nil, room{w: w, h: h, alarmed: alarmed, watched: 8}) {
					for y := p.y; y < p.y+p.h; y++ {
						for x := p.x; x < p.x+p.w; x++ {
							cells[y*w+x]++
						}
					}
				}
				if i := slices.IndexFunc(cells, func(n int) bool { return n != 1 }); i >= 0 {
					t.Fatalf("%dx%d: cell %d,%d is covered %d times", w, h, i%w, i/w, cells[i])
				}
			}
		}
	}
}

func TestTheSmallestScreenShowsTheWorstAlertAndItsKey(t *testing.T) {
	var o Overview
	text := ansi.Strip(o.View(serviceDown(), 40, 8, plainLook(words.English)))
	for _, want := range []string{"✖ P1 the service is down", "1m07s", "r restart the backend"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q:\n%s", want, text)
		}
	}
}

func TestEverySmallScreenSaysWhyAndWhatToPress(t *testing.T) {
	s := vectorDBDown()
	s.Alerts = append(s.Alerts, alert.Alert{Rule: "error-burst", Priority: alert.P2, State: alert.Firing, Since: now.Add(-time.Minute)})
	s.Verdict.P2++
	for _, size := range []struct{ w, h int }{{40, 8}, {50, 8}, {50, 10}, {50, 11}, {60, 13}, {80, 22}, {100, 28}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			var o Overview
			text := ansi.Strip(o.View(s, size.w, size.h, plainLook(words.English)))
			for _, want := range []string{"probably: ChromaDB is not", "press  c restart the vector database"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %q:\n%s", want, text)
				}
			}
		})
	}
}

func TestTheHelpStandsApartFromTheOtherKeys(t *testing.T) {
	hints := []Hint{{"r", "restart"}, {"S", "safe mode"}, {"/", "filter"}}
	for w := 12; w < 60; w++ {
		f := Footer{Hints: hints, Help: Hint{"?", "help"}}
		line := ansi.Strip(f.View(nil, w, 1, plainLook(words.English)))
		if before, ok := strings.CutSuffix(line, "? help "); !ok || strings.TrimSpace(before) != "" && !strings.HasSuffix(before, "  ") {
			t.Errorf("%d cells wide: %q", w, line)
		}
	}
}

func TestTabVisitsEveryPaneThatIsShown(t *testing.T) {
	var o Overview
	o.View(calm(), 160, 45, plainLook(words.English))
	var visited []ID
	for range 7 {
		o.Move(1)
		visited = append(visited, o.Focus)
	}
	want := []ID{LatencyPane, DependenciesPane, WrongPane, HostPane, RecentPane, ErrorsPane, LatencyPane}
	if !slices.Equal(visited, want) {
		t.Errorf("visited %v, want %v", visited, want)
	}
	o.Move(-1)
	if o.Focus != ErrorsPane {
		t.Errorf("one back from the first is %v", o.Focus)
	}
	o.View(calm(), 40, 8, plainLook(words.English))
	o.Move(1)
	if !o.shows(o.Focus) {
		t.Errorf("pane %v has the focus and is not shown", o.Focus)
	}
}

func TestThePaneWithTheFocusHasABrightBorder(t *testing.T) {
	var o Overview
	l, page := colouredLook(), calm()
	before := o.View(page, 120, 30, l)
	o.Focus = HostPane
	if after := o.View(page, 120, 30, l); after == before || !strings.Contains(after, l.Focus.Render("│")) {
		t.Error("the focus is not seen")
	}
}

// nextSecond is the page one second later: clocks go on, one figure moves.
func nextSecond(s *state.Snapshot, i int) *state.Snapshot {
	next := *s
	next.Seq += uint64(i)
	next.At = s.At.Add(time.Duration(i%10) * time.Second)
	next.Vitals.P95 += float64(i%7) / 100
	return &next
}

func BenchmarkFrame(b *testing.B) {
	for _, scene := range []struct {
		name string
		page *state.Snapshot
	}{{"calm", calm()}, {"vector-db-down", vectorDBDown()}} {
		for _, changed := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/changed=%v", scene.name, changed), func(b *testing.B) {
				var header Header
				var overview Overview
				l, s := colouredLook(), scene.page
				l.Now = time.Time{}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if changed {
						s = nextSecond(scene.page, i)
					}
					header.View(s, 200, 1, l)
					overview.View(s, 200, 48, l)
				}
			})
		}
	}
}

func TestThePastIsShownWhenNothingIsKnownAnyMore(t *testing.T) {
	s := serviceDown()
	s.Vitals = state.Vitals{}
	delete(s.Figures, "latency.p95")
	var p Latency
	text := ansi.Strip(p.View(s, 100, 16, plainLook(words.English)))
	if !strings.Contains(row(t, text, "latency"), "NO DATA") || !strings.Contains(text, "limit 99.9 %") || strings.Contains(text, "map vitals") {
		t.Errorf("the curve is not told as the past:\n%s", text)
	}
	if got := row(t, text, "requests"); strings.Contains(got, "0 /s") {
		t.Errorf("requests that nobody counted are told as %q", got)
	}
}

func TestALongRecordIsToldWholeWhereRowsAreFree(t *testing.T) {
	var p Recent
	s := vectorDBDown()
	s.Journal = s.Journal[5:]
	if text := ansi.Strip(p.View(s, 60, 6, plainLook(words.English))); !strings.Contains(text, "(connection refused)") {
		t.Errorf("it is cut above empty rows:\n%s", text)
	}
	if text := ansi.Strip(p.View(s, 60, 4, plainLook(words.English))); !strings.Contains(text, "console started") {
		t.Errorf("it takes the row of another:\n%s", text)
	}
}

func TestRecordsWithoutRoomAreCounted(t *testing.T) {
	s, l := vectorDBDown(), plainLook(words.English)
	n := len(s.Journal)
	var p Recent
	if text := ansi.Strip(p.View(s, 60, 4, l)); !strings.Contains(text, fmt.Sprintf(" +%d more ─╯", n-2)) {
		t.Errorf("two of %d records have room:\n%s", n, text)
	}
	if text := ansi.Strip(p.View(s, 60, n+2, l)); strings.Contains(text, "more") {
		t.Errorf("all %d have room:\n%s", n, text)
	}
}

func TestWhatHappenedIsToldAnewWithEachRecord(t *testing.T) {
	var p Recent
	l, s := plainLook(words.English), vectorDBDown()
	p.View(s, 60, 10, l)
	next := *s
	next.Journal = append(next.Journal[:len(next.Journal):len(next.Journal)], state.Record{Seq: 99, At: now, Kind: "note", What: words.Of("text", "one more")})
	if text := ansi.Strip(p.View(&next, 60, 10, l)); !strings.Contains(text, "one more") {
		t.Errorf("the newest record is missing:\n%s", text)
	}
	tomorrow := *l
	tomorrow.Now = now.Add(24 * time.Hour)
	if text := ansi.Strip(p.View(&next, 60, 10, &tomorrow)); !strings.Contains(text, "03-14 14:30 · one more") {
		t.Errorf("yesterday's records have no date:\n%s", text)
	}
}
