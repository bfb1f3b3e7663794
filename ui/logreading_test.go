package ui

import (
	"testing"
	"testing/synctest"

	"bedside/probes/state"
)

func TestContextIsAskedForAroundTheHits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []state.LogQuestion
		c := start(t, samplePreview(), questionsTo(&asked, sampleReader))
		c.press("6", "+")
		if n := len(asked); n != 1 || c.notice.Code != "note.no-context" {
			t.Fatalf("%d questions, notice %q: without a filter there is no context", n, c.notice.Code)
		}
		c.perform(c.logs.show(c.model, "timeout"))
		c.settle()
		c.press("+", "+")
		if got := asked[len(asked)-1].Context; got != 2 {
			t.Errorf("asked for a context of %d, want 2", got)
		}
		c.press("-", "-")
		if last := asked[len(asked)-1]; last.Context != 0 || c.logs.pane.Hit != nil {
			t.Errorf("asked for a context of %d, want none", last.Context)
		}
	})
}

func TestContextKeepsTheCursorOnItsEntry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press("6")
		c.perform(c.logs.show(c.model, "level>=warning"))
		c.settle()
		c.press("k", "k")
		before := c.logs.pane.Current()
		c.press("+")
		if got := c.logs.pane.Current(); got != before {
			t.Errorf("the cursor went from entry %d to %d", before, got)
		}
	})
}

func TestTheEndOfTheLogIsAskedForAgainForItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []state.LogQuestion
		c := start(t, samplePreview(), questionsTo(&asked, sampleReader))
		c.press("6")
		c.perform(c.logs.show(c.model, "timeout"))
		c.settle()
		c.press("+", "+")
		c.show(samplePage(9))
		if last := asked[len(asked)-1]; last.After != 39 || last.Context != 2 {
			t.Errorf("asked after %d with a context of %d, want what may be the context of a new hit, after 39", last.After, last.Context)
		}
	})
}

func TestMarksAndPausesHaveTheirKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		c.press("6", "'")
		if c.notice.Code != "note.no-mark" {
			t.Errorf("the notice is %q", c.notice.Code)
		}
		c.press("k", "m", "k", "k", "m", "M")
		first := c.logs.pane.Current()
		c.press("'", "T")
		if c.logs.pane.Current() == first || !c.logs.pane.Elapsed {
			t.Error("marks or pauses are not reached by their keys")
		}
	})
}
