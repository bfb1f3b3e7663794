package pane

import (
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func headerText(h *Header, s *state.Snapshot, w int) string {
	return ansi.Strip(h.View(s, w, 1, plainLook(words.English)))
}

func TestTheHeaderKeepsItsVerdictAtEveryWidth(t *testing.T) {
	for _, w := range []int{20, 30, 40, 60, 80, 100, 160, 500} {
		if got := headerText(&Header{}, vectorDBDown(), w); !strings.Contains(got, "▲ DEGRADED 4m04s") {
			t.Errorf("%d columns: %q", w, got)
		}
	}
}

func TestTheHeaderLeavesOutTheLessImportantPartsFirst(t *testing.T) {
	parts := []string{"prod-1", "CST", "req/s", "live", "p95", "success", "Xinyu", "14:30:05", "P2 1"}
	missing := 0
	for w := 160; w >= 20; w-- {
		text := headerText(&Header{}, vectorDBDown(), w)
		for missing < len(parts) && !strings.Contains(text, parts[missing]) {
			missing++
		}
		for _, part := range parts[missing:] {
			if !strings.Contains(text, part) {
				t.Fatalf("%d columns: %q is gone before %q: %q", w, part, parts[missing], text)
			}
		}
	}
	if missing != len(parts) {
		t.Errorf("at 20 columns %q is still there", parts[missing])
	}
}

func TestTheHeaderSaysWhatHolds(t *testing.T) {
	old := calm()
	old.At = now.Add(-20 * time.Second)
	restarting := calm()
	restarting.Restarting.Until = now.Add(time.Minute)
	restartingPart := calm()
	restartingPart.Restarting = state.Restart{Until: now.Add(time.Minute), Of: "chroma"}
	without := calm()
	without.Targets[0].At = time.Time{}
	sinceAtLeast := vectorDBDown()
	sinceAtLeast.Verdict.SinceAtLeast = true
	for name, tt := range map[string]struct {
		header Header
		page   *state.Snapshot
		has    string
		hasNot string
	}{
		"before the first look nothing is well":     {Header{}, starting(), "? looking… 1 of 3", "UP"},
		"what a verdict was given without is said":  {Header{}, without, "✔ UP 1h28m   1 of 7 awaited", "looking"},
		"without any page too":                      {Header{}, nil, "? looking…", "UP"},
		"a page that is not renewed is stale":       {Header{}, old, "STALE 20s", "live"},
		"a paused screen says so":                   {Header{Paused: true}, old, "PAUSED", "STALE"},
		"a moment of the past says so":              {Header{History: true}, calm(), "HISTORY", "live"},
		"a console that only looks says so":         {Header{ReadOnly: true}, calm(), "READ ONLY", ""},
		"an ordered restart says whose it is":       {Header{}, restarting, "restarting, by you", "✔"},
		"nor that of a dependency the service's":    {Header{}, restartingPart, "✔ UP 1h28m", "restarting, by you"},
		"but its own":                               {Header{}, restartingPart, "restarting chroma, by you", "?"},
		"a stale page claims no health":             {Header{}, old, "? UP", "✔"},
		"marks stand until they are undone":         {Header{}, serviceDown(), "SAFE MODE", "success"},
		"what began before the first look says so":  {Header{}, sinceAtLeast, "≥4m04s", ""},
		"without requests there is no success rate": {Header{}, serviceDown(), "no requests", "success"},
	} {
		t.Run(name, func(t *testing.T) {
			got := headerText(&tt.header, tt.page, 160)
			if !strings.Contains(got, tt.has) || tt.hasNot != "" && strings.Contains(got, tt.hasNot) {
				t.Errorf("want %q and not %q: %q", tt.has, tt.hasNot, got)
			}
		})
	}
}

func TestAModeChangesTheHeaderOfTheSamePage(t *testing.T) {
	var h Header
	page := calm()
	before := headerText(&h, page, 120)
	h.Paused = true
	if after := headerText(&h, page, 120); after == before {
		t.Error("the pause is not shown")
	}
}

func TestTheTooSmallScreenIsOneReadableLine(t *testing.T) {
	s := vectorDBDown()
	if got := TooSmall(s, 20, 1, plainLook(words.English)); ansi.Strip(got) != "▲ DEGRADED 4m04s    " {
		t.Errorf("the line is %q", got)
	}
	s.Verdict.Status = probes.Unknown
	if got := TooSmall(s, 30, 1, plainLook(words.Chinese)); !strings.Contains(got, "未知") {
		t.Errorf("the line is %q", got)
	}
}

func TestTheHeaderNamesTheTroubleWhereThePageDoesNot(t *testing.T) {
	for _, row := range []struct {
		h    Header
		s    *state.Snapshot
		want bool
	}{
		{Header{Elsewhere: true}, vectorDBDown(), true},
		{Header{}, vectorDBDown(), false},
		{Header{Elsewhere: true}, calm(), false},
	} {
		if text := headerText(&row.h, row.s, 160); strings.Contains(text, "vector database unreachable") != row.want {
			t.Errorf("elsewhere %v: %q", row.h.Elsewhere, text)
		}
	}
}

// TestTheServiceKeepsItsNameBeforeZerosDo: a count of nothing tells nothing.
func TestTheServiceKeepsItsNameBeforeZerosDo(t *testing.T) {
	for w, want := range map[int]string{
		80:  "▲ DEGRADED 4m04s   P2 1  vector database unreachable   ",
		120: "▲ DEGRADED 4m04s   P1 0 P2 1 P3 0  vector database unreachable  success",
	} {
		s := vectorDBDown()
		s.Verdict.P3 = 0
		if text := headerText(&Header{Elsewhere: true}, s, w); !strings.Contains(text, "心语 Xinyu") || !strings.Contains(text, want) {
			t.Errorf("%d columns: %q, want the name and %q", w, text, want)
		}
	}
}

// TestThatNothingIsRecordedStandsInEveryHeader: it is no notice that an alert may
// push aside.
func TestThatNothingIsRecordedStandsInEveryHeader(t *testing.T) {
	for name, s := range map[string]*state.Snapshot{"calm": calm(), "degraded": vectorDBDown()} {
		s.Notices = []words.Line{words.Of(journalNotice, "read-only file system"), words.Of("notice.metrics", 3)}
		for _, elsewhere := range []bool{false, true} {
			for w := 40; w <= 160; w++ {
				text := headerText(&Header{Elsewhere: elsewhere}, s, w)
				if !strings.Contains(text, " NOT RECORDED ") || strings.Contains(text, "2 notices") {
					t.Errorf("%s, elsewhere %v, %d columns: %q", name, elsewhere, w, text)
				}
			}
		}
		if text := headerText(&Header{}, s, 160); !strings.Contains(text, "1 notice ") {
			t.Errorf("%s: the other notice is not counted: %q", name, text)
		}
	}
}

// TestWhatHoldsGoesBeforeZerosAndTheClock: the smallest screen has room for no more.
func TestWhatHoldsGoesBeforeZerosAndTheClock(t *testing.T) {
	one, many := serviceDown(), serviceDown() // not all marks of many have room
	one.Marks = nil
	many.Notices = []words.Line{words.Of(journalNotice, "read-only file system")}
	for _, row := range []struct {
		s    *state.Snapshot
		want string
	}{
		{one, "✖ DOWN 1m07s    READ ONLY   P1 1"},
		{calm(), "✔ UP 1h28m   READ ONLY          14:30:05"},
		{vectorDBDown(), "▲ DEGRADED 4m04s   READ ONLY   P2 1 P3 1"},
		{many, "✖ DOWN 1m07s    SAFE MODE   P1 1"},
	} {
		if text := headerText(&Header{ReadOnly: true}, row.s, 40); !strings.Contains(text, row.want) {
			t.Errorf("%q has no %q", text, row.want)
		}
	}
}

// TestWhatIsWrongIsCutBeforeItIsLeftOut names a long trouble on every width.
func TestWhatIsWrongIsCutBeforeItIsLeftOut(t *testing.T) {
	s := vectorDBDown()
	s.Alerts = s.Alerts[:1]
	s.Alerts[0].Rule = "filter-failing"
	whole, cut := 0, 0
	for w := 70; w <= 160; w++ {
		switch text := headerText(&Header{Elsewhere: true}, s, w); {
		case strings.Contains(text, "the content filter lets messages through"):
			whole++
		case strings.Contains(text, "the content") && strings.Contains(text, "…") && strings.Contains(text, "14:30:05"):
			cut++
		default:
			t.Errorf("%d columns: %q", w, text)
		}
		if text := headerText(&Header{Elsewhere: true}, s, w); ansi.StringWidth(text) > w {
			t.Errorf("%d columns: %d cells", w, ansi.StringWidth(text))
		}
	}
	if whole == 0 || cut == 0 {
		t.Errorf("whole %d times, cut %d times", whole, cut)
	}
}

// TestADeadlineStandsWithItsAlert: one that is due before what it follows says so
// itself, and only then.
func TestADeadlineStandsWithItsAlert(t *testing.T) {
	s := vectorDBDown()
	s.Triage[0].Explains = append(s.Triage[0].Explains, "memory-high")
	for _, tt := range []struct {
		follower time.Duration
		says     string
	}{{5 * time.Minute, "answer due in 5m00s"}, {50 * time.Minute, "same cause"}, {time.Hour, "same cause"}} {
		s.Alerts[0].AnswerDue, s.Alerts[2].AnswerDue = now.Add(50*time.Minute), now.Add(tt.follower)
		overview, list := wrongText(s, 100, 12), ansi.Strip(new(Alerts).View(s, 90, 40, plainLook(words.English)))
		for _, text := range []string{overview, list} {
			if got := row(t, text, "▲ P2 vector database unreachable "); !strings.Contains(got, "answer due in 50m00s") {
				t.Errorf("the cause's alert says %q", got)
			}
			if got := row(t, text, "memory usage is high"); !strings.Contains(got, tt.says) || tt.says == "same cause" && strings.Contains(got, " due in ") {
				t.Errorf("due in %v, the alert that follows says %q", tt.follower, got)
			}
		}
	}
}

func TestAFigureOfBeforeIsNotColouredAsOneOfNow(t *testing.T) {
	s, l := vectorDBDown(), colouredLook()
	f := s.Figures["success"]
	if got := l.present(s, "success"); got != l.beyond(s, "success") {
		t.Error("beyond its limit it is not coloured")
	}
	f.Stale = true
	s.Figures["success"] = f
	if got := l.present(s, "success"); got != l.Unknown {
		t.Error("an old figure is coloured as one of now")
	}
}

func TestMarksGoOneByOne(t *testing.T) {
	s := calm()
	s.Marks = []words.Line{words.Of("text", "SAFE MODE")}
	s.Restarting = state.Restart{Until: now.Add(time.Minute), Of: "chroma"}
	s.Notices = []words.Line{words.Of(journalNotice, "no room")}
	marks := []string{"SAFE MODE", "restarting chroma", "NOT RECORDED", "READ ONLY"}
	shown := 0
	for w := 40; w <= 160; w++ {
		text := headerText(&Header{ReadOnly: true}, s, w)
		n := 0
		for n < len(marks) && strings.Contains(text, marks[n]) {
			n++
		}
		if n < shown || n == 0 || n < len(marks) && strings.Contains(text, marks[len(marks)-1]) {
			t.Errorf("in %d cells stands %q", w, text)
		}
		shown = n
	}
	if shown != len(marks) {
		t.Errorf("where there is room %d marks stand", shown)
	}
}
