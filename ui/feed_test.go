package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
)

func pace(d time.Duration) func(*Options) {
	return func(o *Options) { o.Refresh = d }
}

func TestPagesAreShownAtTheScreensPaceAndUrgentOnesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview(), pace(time.Second))
		c.wait(100 * time.Millisecond)
		c.show(samplePage(2))
		c.show(samplePage(3))
		if c.shown.Seq != 1 {
			t.Errorf("page %d is shown, want the first for its second", c.shown.Seq)
		}
		c.wait(time.Second)
		if c.shown.Seq != 3 {
			t.Errorf("page %d is shown, want the newest", c.shown.Seq)
		}
		down := samplePage(4)
		down.Verdict.Status = probes.Down
		c.show(down)
		if c.shown.Seq != 4 {
			t.Error("another verdict has to wait")
		}
		acting := samplePage(5)
		acting.Verdict = down.Verdict
		acting.Run = sampleRun(action.Running)
		c.show(acting)
		if c.shown.Seq != 5 {
			t.Error("a step of an act has to wait")
		}
	})
}

func TestAPausedScreenStandsStillAndGoesOnWithTheNewestPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press(" ")
		still := c.View()
		c.show(samplePage(2))
		c.show(samplePage(3))
		if c.View() != still || !strings.Contains(still, "PAUSED") {
			t.Errorf("a paused screen changed, or does not say so:\n%s", ansi.Strip(c.View()))
		}
		c.press(" ")
		if c.shown.Seq != 3 {
			t.Errorf("page %d is shown, want the newest", c.shown.Seq)
		}
	})
}

func TestAPausedScreenSaysWhatHasBecomeOfTheService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press(" ")
		down := samplePage(2)
		down.Verdict = state.Verdict{Status: probes.Down, P1: 1}
		c.show(down)
		frame := ansi.Strip(c.View())
		if header, _, _ := strings.Cut(frame, "\n"); !strings.Contains(header, "PAUSED") || !strings.Contains(header, "now ✖ DOWN") {
			t.Errorf("nobody says that it is down: %s", header)
		}
		if !strings.Contains(frame, "Space go on") {
			t.Errorf("nobody says how the screen goes on:\n%s", frame)
		}
		c.show(samplePage(3))
		if frame := ansi.Strip(c.View()); strings.Contains(frame, "now ") {
			t.Errorf("what is over again is still told:\n%s", frame)
		}
		c.press(" ")
		if frame := ansi.Strip(c.View()); strings.Contains(frame, "Space go on") {
			t.Errorf("a screen that goes on says how to:\n%s", frame)
		}
	})
}

func TestAScreenWithoutNewPagesIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		page := samplePage(2)
		page.At = time.Now()
		c.show(page)
		c.wait(leastSilence + time.Second)
		if !strings.Contains(c.View(), "STALE") {
			t.Errorf("an old page is shown as live:\n%s", ansi.Strip(c.View()))
		}
		page = samplePage(3)
		page.At = time.Now()
		c.show(page)
		if strings.Contains(c.View(), "STALE") {
			t.Error("a new page is called stale")
		}
	})
}

func TestTheFirstFrameNeedsNoPage(t *testing.T) {
	m := still(nil)
	m.shown = &state.Snapshot{}
	m.frame = ""
	if got := ansi.Strip(m.View()); !strings.Contains(got, "? looking") {
		t.Errorf("the first frame does not say that it looks:\n%s", got)
	}
}

func TestTheBellRingsOnceForEachNewP1(t *testing.T) {
	down := func(at time.Time) []alert.Alert {
		return []alert.Alert{{Rule: "service-down", Priority: alert.P1, State: alert.Firing, FiredAt: at}}
	}
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		page := func(seq uint64, alerts []alert.Alert) *state.Snapshot {
			s := samplePage(seq)
			s.Alerts = alerts
			return s
		}
		c.show(page(2, down(noon)))
		c.show(page(3, down(noon)))
		if c.rang != 1 {
			t.Errorf("it rang %d times for one P1", c.rang)
		}
		c.show(page(4, nil))
		c.show(page(5, down(noon.Add(time.Minute))))
		if c.rang != 2 {
			t.Errorf("it rang %d times for two", c.rang)
		}
		folded := down(noon.Add(time.Hour))
		folded[0].SuppressedBy = "network-down"
		c.show(page(6, folded))
		if c.rang != 2 {
			t.Error("it rang for an alert that is folded under another")
		}
	})
}

func TestLevelsAreLeftOneByOneAndOnlyQuitLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press("tab", "z", "esc", "esc", "esc", "esc")
		if c.quit || c.zoomed || c.overview.Focus != 0 {
			t.Errorf("quit %v, zoomed %v, focus %v: Esc goes back and never quits", c.quit, c.zoomed, c.overview.Focus)
		}
		c.press("6", "q")
		if c.quit || c.page != overviewPage {
			t.Error("q on a page leaves the program")
		}
		c.press("q")
		if !c.quit {
			t.Error("q at the root does not quit")
		}
	})
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press("c", "ctrl+c")
		if !c.quit {
			t.Error("Ctrl-C does not leave from a dialog")
		}
	})
}
