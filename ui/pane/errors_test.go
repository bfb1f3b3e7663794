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
)

func TestAnErrorOfAnotherDaySaysItsDay(t *testing.T) {
	for w, want := range map[int][2]string{
		80:  {"│ 03-13 20:30 ", "│    14:30:03 "},
		160: {"│ 03-13 20:30:05 ", "│       14:30:03 "},
	} {
		s := vectorDBDown()
		older := s.Logs.Errors[0]
		older.At, older.First, older.Count = now.Add(-18*time.Hour), now.Add(-20*time.Hour), 2
		newer := older
		newer.At = now.Add(-2 * time.Second)
		s.Logs.Errors = append(s.Logs.Errors[:0:0], older, newer)
		var p Errors
		text := ansi.Strip(p.View(s, w, 6, plainLook(words.English)))
		for _, part := range append(want[:], "since 03-13 18:30") {
			if !strings.Contains(text, part) {
				t.Errorf("in %d cells %q is missing:\n%s", w, part, text)
			}
		}
	}
}

func TestWhereRoomIsShortWhatExplainsMostIsShown(t *testing.T) {
	folded := func(message string, count int, cause string, ago time.Duration) state.Folded {
		f := state.Folded{Entry: logview.Entry{At: now.Add(-ago), Level: logview.Error, Module: raw.Of("main"), Message: raw.Of(message), Lines: 9}, Count: count}
		if cause != "" {
			f.Finding = &diagnose.Finding{Cause: cause}
		}
		return f
	}
	s := vectorDBDown()
	s.Triage[0].Cause = words.Of("cause.mysql-refused")
	s.Logs.Errors = []state.Folded{
		folded("root", 680, "cause.mysql-refused", 4*time.Second), folded("unknown", 900, "", 3*time.Second),
		folded("often", 700, "cause.connection-refused", 2*time.Second), folded("newest", 2, "cause.connection-refused", time.Second),
	}
	for _, tt := range []struct {
		earlier time.Duration // the others began
		ago     time.Duration // the newest began
		h       int
		want    string
	}{
		{asOne, time.Second, 2, ""}, {asOne, time.Second, 3, "root"}, {asOne, time.Second, 4, "newest root"},
		{asOne, time.Second, 5, "newest often root"}, {asOne, time.Second, 6, "newest often unknown root"},
		{asOne - time.Second, time.Second, 4, "often root"}, {0, time.Second, 4, "often root"}, {0, time.Second, 5, "newest often root"},
		{asOne, asOne, 4, "often root"},
	} {
		h, want := tt.h, tt.want
		for i := range s.Logs.Errors {
			s.Logs.Errors[i].First = now.Add(-tt.ago - tt.earlier)
		}
		s.Logs.Errors[3].First = now.Add(-tt.ago)
		var p Errors
		var got []string
		for line := range strings.Lines(ansi.Strip(p.View(s, 80, h, plainLook(words.English)))) {
			if _, row, ok := strings.Cut(line, " main "); ok {
				got = append(got, strings.Fields(row)[0])
			}
			if strings.Contains(line, "▸  ") {
				t.Errorf("a mark without words is left over:\n%s", line)
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("in %d rows there are %q, want %q", h-2, text, want)
		}
	}
}

func TestTheModuleGivesWayToTheMessage(t *testing.T) {
	s := vectorDBDown()
	e := &s.Logs.Errors[1]
	e.Module, e.Message, e.Count, e.First = raw.Of("backend.services.optimized_chat_service"), raw.Of("数据库连接失败: Connection refused"), 680, now.Add(-time.Minute)
	s.Logs.Errors = s.Logs.Errors[1:]
	long := *e
	long.Message = raw.Of("聊天引擎调用失败: Connection refused, user_id=user_0196")
	for w, want := range map[int][2]string{
		120: {"14:30:04 optimized… 数据库连接失败: Connection refused ", "×680 since 14:29:05"},
		160: {" optimized_chat_service 数据库连接失败: Connection refused ", "ChromaDB is not running, or refuses connections"},
	} {
		var p Errors
		text := ansi.Strip(p.View(s, w, 6, plainLook(words.English)))
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("in %d cells %q is missing:\n%s", w, part, text)
			}
		}
	}
	s.Logs.Errors = []state.Folded{long}
	var p Errors
	if text := ansi.Strip(p.View(s, 120, 6, plainLook(words.English))); !strings.Contains(text, "14:30:04 聊天引擎调用失败: Connection refused") {
		t.Errorf("a module stands before a message that needs its room:\n%s", text)
	}
}

func TestANewErrorStandsBeforeWhatIsOver(t *testing.T) {
	folded := func(message string, count int, cause string, first, last time.Duration) state.Folded {
		f := state.Folded{Entry: logview.Entry{At: now.Add(-last), Level: logview.Error, Module: raw.Of("main"), Message: raw.Of(message), Lines: 1}, Count: count, First: now.Add(-first)}
		if cause != "" {
			f.Finding = &diagnose.Finding{Cause: cause}
		}
		return f
	}
	const refused = "cause.mysql-refused"
	for name, row := range map[string]struct {
		errors []state.Folded
		want   string
	}{
		"what began last is kept, though others come more often": {[]state.Folded{
			folded("disk", 3, "", 9*time.Second, 8*time.Second), folded("c", 70, refused, time.Hour, 3*time.Second), folded("b", 90, refused, time.Hour, 2*time.Second), folded("a", 680, refused, time.Hour, time.Second),
		}, "a disk"},
		"the weightiest stays, though two others began together": {[]state.Folded{
			folded("b", 7, refused, 9*time.Second, 2*time.Second), folded("a", 10, refused, 9*time.Second, 2*time.Second), folded("heavy", 968, refused, time.Hour, time.Second),
		}, "heavy a"},
		"what is over is left out first": {[]state.Folded{
			folded("gone", 90, refused, 5*time.Hour, 5*time.Hour), folded("over", 680, refused, 5*time.Hour, 4*time.Hour), folded("odd", 3, "", 20*time.Minute, 9*time.Second), folded("disk", 3, "", time.Minute, 0),
		}, "disk odd"},
	} {
		t.Run(name, func(t *testing.T) {
			s := vectorDBDown()
			s.Triage, s.Logs.Errors = nil, row.errors
			var p Errors
			var got []string
			for line := range strings.Lines(ansi.Strip(p.View(s, 80, 4, plainLook(words.English)))) {
				if _, said, ok := strings.Cut(line, " main "); ok {
					got = append(got, strings.Fields(said)[0])
				}
			}
			if text := strings.Join(got, " "); text != row.want {
				t.Errorf("there are %q, want %q", text, row.want)
			}
		})
	}
}

func TestARecentErrorSaysTheSecondItBegan(t *testing.T) {
	for name, row := range map[string]struct {
		w     int
		began time.Duration // ago
		want  string
	}{
		"within the hour":                  {160, 59*time.Minute + time.Second, "×680 since 13:31:04 "},
		"what goes on for long":            {160, time.Hour, "×680 since 13:30 "},
		"just now, where room is short":    {80, 9 * time.Minute, "×680 since 14:21:05 "},
		"a while ago, where room is short": {80, 10 * time.Minute, "×680 since 14:20 "},
	} {
		t.Run(name, func(t *testing.T) {
			s := vectorDBDown()
			e := s.Logs.Errors[0]
			e.Count, e.First = 680, now.Add(-row.began)
			s.Logs.Errors = []state.Folded{e}
			var p Errors
			if text := ansi.Strip(p.View(s, row.w, 6, plainLook(words.English))); !strings.Contains(text, row.want) {
				t.Errorf("there is no %q:\n%s", row.want, text)
			}
		})
	}
}

func TestTheRateOfLinesIsNotTakenForOneOfErrors(t *testing.T) {
	for lang, want := range map[words.Lang]string{words.English: " lines/s, all levels ─╮", words.Chinese: " 行/s，所有级别 ─╮"} {
		s := vectorDBDown()
		s.Logs.Sources = []state.LogSource{{Name: "errors", OK: true}}
		for _, w := range []int{80, 120} {
			var p Errors
			if text := ansi.Strip(p.View(s, w, 6, plainLook(lang))); !strings.Contains(text, want) {
				t.Errorf("in %d cells there is no %q:\n%s", w, want, text)
			}
		}
	}
}

func TestErrorsOfLessThanAMinuteSaySo(t *testing.T) {
	for span, want := range map[time.Duration]string{22500 * time.Millisecond: "12 in 22 s ", time.Minute: "12 /min ", 0: "12 /min "} {
		s := vectorDBDown()
		s.Logs.Sources, s.Logs.ErrorSpan = []state.LogSource{{Name: "errors", OK: true}}, span
		var p Errors
		if text := ansi.Strip(p.View(s, 120, 6, plainLook(words.English))); !strings.Contains(text, want) {
			t.Errorf("after %v there is no %q:\n%s", span, want, text)
		}
	}
}

// TestAVagueCauseStandsNotBesideAKnownOne: it would sound like another one.
func TestAVagueCauseStandsNotBesideAKnownOne(t *testing.T) {
	s := vectorDBDown()
	s.Logs.Errors = []state.Folded{{
		Entry:   logview.Entry{At: now, Level: logview.Error, Message: raw.Of("Connection refused")},
		Finding: &diagnose.Finding{ID: "connection-refused", Cause: "cause.connection-refused"},
	}}
	for confidence, want := range map[float64]bool{0.9: false, 0.5: true} {
		s.Triage[0].Confidence = confidence
		text := ansi.Strip(new(Errors).View(s, 120, 6, plainLook(words.English)))
		if got := strings.Contains(text, "a service it needs"); got != want {
			t.Errorf("with a cause of %v:\n%s", confidence, text)
		}
	}
}

func TestTheTitleOfTheErrorsSaysThatSomeTimesAreHoursOff(t *testing.T) {
	for name, row := range map[string]struct {
		w     int
		mixed bool
		want  bool
	}{
		"two zones in one file":    {120, true, true},
		"one zone":                 {120, false, false},
		"no room for more to tell": {40, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := &state.Snapshot{At: now}
			s.Logs.Sources = []state.LogSource{{Name: "application", OK: true, Mixed: row.mixed}}
			title, _, _ := strings.Cut(ansi.Strip((&Errors{}).View(s, row.w, 6, plainLook(words.English))), "\n")
			if strings.Contains(title, "two zones in application") != row.want || !strings.Contains(title, "lines/s") {
				t.Errorf("the title is %s", title)
			}
		})
	}
}
